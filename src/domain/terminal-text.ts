/* Escape sequences first, so that their printable tails go as well. */
const sequences =
  /(?:\u001b\][\s\S]*?(?:\u0007|\u001b\\|$))|(?:[\u001b\u009b][[\]()#;?]*(?:\d{1,4}(?:[;:]\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~])/g;
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text from elsewhere, safe to print: no escape sequences, no control or direction-changing characters. */
export function terminalText(text: string): string {
  return text.replace(sequences, '').replace(controls, '');
}

/** The same on one line: tabs and line ends become blanks. */
export function terminalLine(text: string): string {
  return terminalText(text.replace(/[\r\n\t]+/g, ' ')).trim();
}
