import { wrapLines } from '../ui/wrap.ts';

/** Columns that every help fits, however wide the terminal is. */
export const helpWidth = 80;

/**
 * Commander wraps flags and summaries; this does the same for the prose that commands add, however
 * its lines were broken. Of indented lines only commands that are too long are broken.
 */
export function inHelpWidth(text: string): string {
  return text
    .replace(/^\S.*(?:\n\S.*)*/gm, (paragraph) =>
      wrapLines(paragraph.replaceAll('\n', ' '), helpWidth).join('\n'),
    )
    .replace(/^ {2}portai .*$/gm, foldedCommand);
}

const folded = ' \\';

/** A command that is too long for a line goes on in the next, before a flag, as a shell reads it. */
export function foldedCommand(command: string): string {
  const lines: string[] = [];
  let line = '';
  for (const part of command.split(/ (?=--?[a-z])/)) {
    const joined = line === '' ? part : `${line} ${part}`;
    if (joined.length + folded.length <= helpWidth || line === '') {
      line = joined;
      continue;
    }
    lines.push(`${line}${folded}`);
    line = `    ${part}`;
  }
  return command.length <= helpWidth ? command : [...lines, line].join('\n');
}
