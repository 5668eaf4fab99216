/* ECMA-48 and its 8-bit twins. Whole sequences go first, so that their printable tails go as well. */
const strings =
  /(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[\s\S]*?(?:\u0007|\u001b\\|\u009c|$)/g;
const sequences = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/g;
const escapes = /\u001b[ -/]*[0-~]/g;
const controls =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text from elsewhere, safe to print: no escape sequences, no control or direction-changing characters. */
export function terminalText(text: string): string {
  return [strings, sequences, escapes, controls].reduce(
    (safe, pattern) => safe.replace(pattern, ''),
    text,
  );
}

/** The same on one line: tabs and line ends become blanks. */
export function terminalLine(text: string): string {
  return terminalText(text.replace(/[\r\n\t]+/g, ' ')).trim();
}
