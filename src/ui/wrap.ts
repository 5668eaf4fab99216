import { stripVTControlCharacters } from 'node:util';
import { startInWidth, textWidth } from './text-width.ts';

/**
 * Lines of at most so many columns, broken between words; a longer word is cut. Text that fits keeps
 * its paint; text that has to be broken loses it, since a code cut in half would paint the screen.
 */
export function wrapLines(text: string, width: number): string[] {
  if (textWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of stripVTControlCharacters(text).split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (textWidth(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (textWidth(line) > width) {
      // A wide character does not fit into one column; it is printed nevertheless.
      const start = startInWidth(line, width) || startInWidth(line, 2);
      lines.push(start);
      line = line.slice(start.length);
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
  if (textWidth(text) <= width - indent) return text;
  return wrapped(text, width, ' '.repeat(indent)).trimStart();
}
