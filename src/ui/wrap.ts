import { stripVTControlCharacters } from 'node:util';

/** How many columns a text takes, paint not counted. */
export function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}

/**
 * Lines of at most so many columns, broken between words; a longer word is cut. Text that fits keeps
 * its paint; text that has to be broken loses it, since a code cut in half would paint the screen.
 */
export function wrapLines(text: string, width: number): string[] {
  if (visibleLength(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of stripVTControlCharacters(text).split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (joined.length <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** The same as one text, every line behind an indent. */
export function wrapped(text: string, width: number, indent: string): string {
  const room = Math.max(20, width - indent.length);
  return wrapLines(text, room)
    .map((line) => `${indent}${line}`)
    .join('\n');
}

/** Text whose first line stands behind a mark, and the others below it. */
export function hanging(text: string, width: number, indent: number): string {
  if (visibleLength(text) <= width - indent) return text;
  return wrapped(text, width, ' '.repeat(indent)).trimStart();
}
