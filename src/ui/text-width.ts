import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

/** Text of one column a character: most texts are, and need no tables of Unicode. */
const narrow = /^[ -~\u00a0-\u02ff]*$/;

/** The number of columns that a text takes on a terminal; paint takes none. */
export function textWidth(text: string): number {
  const plain = stripVTControlCharacters(text);
  return narrow.test(plain) ? plain.length : stringWidth(plain);
}

/** The number of columns of the widest word of a text: what stands between blanks. */
export function widestWord(text: string): number {
  return Math.max(...stripVTControlCharacters(text).split(' ').map(textWidth));
}

/** Fills a text up with spaces to so many columns. */
export function padToWidth(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

/**
 * The longest start of a text that fits in so many columns. It never ends within a character that is
 * made of several code points: an accent stays on its letter.
 */
export function startInWidth(text: string, width: number): string {
  if (narrow.test(text)) return text.slice(0, width);
  let start = '';
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    if (textWidth(start + segment) > width) break;
    start += segment;
  }
  return start;
}
