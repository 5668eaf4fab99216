/* ECMA-48 and its 8-bit twins. Whole sequences go first, so that their printable tails go as well. */
const strings =
  /(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[\s\S]*?(?:\u0007|\u001b\\|\u009c|$)/g;
const sequences = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/g;
const escapes = /\u001b[ -/]*[0-~]/g;
const controls =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Characters without width, which can hide text: soft hyphens, zero-width blanks, tags, line ends
 * that no terminal breaks at. Joiners and variants of letters and emoji stay.
 */
const invisible =
  /(?![\u034f\u200c\u200d\ufe00-\ufe0f])[\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/gu;

/**
 * Makes text of others safe to print: removes escape sequences, and control, direction-changing and
 * invisible characters.
 */
export function terminalText(text: string): string {
  return [strings, sequences, escapes, controls, invisible].reduce(
    (safe, pattern) => safe.replace(pattern, ''),
    text,
  );
}

/** A sequence that may go on after the end of a text, of a length that sequences have. */
const begunSequence =
  /(?:\u001b(?:[\]PX^_][^\u0007\u001b\u009c]{0,4096}\u001b?|\[[0-?]{0,99}[ -/]{0,9}|[ -/]{0,9})|[\u0090\u0098\u009d-\u009f][^\u0007\u001b\u009c]{0,4096}\u001b?|\u009b[0-?]{0,99}[ -/]{0,9})$/;

/** The index from which a text may be the beginning of a control sequence; its length if none has begun. */
export function begunSequenceIn(text: string): number {
  const from = Math.max(0, text.length - 4200);
  const found = begunSequence.exec(text.slice(from));
  return found ? from + found.index : text.length;
}

/** Makes JSON safe to print: escapes the characters that `terminalText` removes, as JSON allows. */
export function terminalJson(json: string): string {
  return [controls, invisible].reduce((safe, pattern) => safe.replace(pattern, escaped), json);
}

const escaped = (characters: string) =>
  characters
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/** Like `terminalText`, on one line: tabs and line ends become blanks. */
export function terminalLine(text: string): string {
  return terminalText(text.replace(/[\r\n\t]+/g, ' ')).trim();
}
