import Table from 'cli-table3';
import { textWidth } from './text-width.ts';
import { wrapLines } from './wrap.ts';

const borderless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

const gap = 2;
const narrowest = 12;

/** A table without borders that fits the screen: the widest columns give way and wrap. */
export function screenTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const widths = fittingWidths([head, ...rows], width - gap * (head.length - 1));
  const fitted = (row: readonly string[]) =>
    row.map((cell, column) => wrapLines(cell, widths[column] ?? width).join('\n'));
  const table = new Table({
    head: fitted(head),
    chars: borderless,
    style: { 'padding-left': 0, 'padding-right': gap, head: [], border: [] },
  });
  table.push(...rows.map(fitted));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Column widths whose sum fits, taking from the widest first. */
function fittingWidths(rows: readonly (readonly string[])[], room: number): number[] {
  const columns = rows[0]?.length ?? 0;
  const least = Math.max(1, Math.min(narrowest, Math.floor(room / columns)));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => textWidth(row[column] ?? ''))),
  );
  for (;;) {
    const excess = widths.reduce((sum, width) => sum + width, 0) - room;
    const widest = widths.indexOf(Math.max(...widths));
    const current = widths[widest] ?? 0;
    if (excess <= 0 || current <= least) return widths;
    widths[widest] = Math.max(least, current - excess);
  }
}
