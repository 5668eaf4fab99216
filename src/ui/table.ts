import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';

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
  const measured = [head, ...rows];
  const widths = head.map(
    (_, column) =>
      Math.max(...measured.map((row) => stripVTControlCharacters(row[column] ?? '').length)) + gap,
  );
  for (let excess = total(widths) - width; excess > 0; excess = total(widths) - width) {
    const widest = widths.indexOf(Math.max(...widths));
    const current = widths[widest] ?? 0;
    if (current <= narrowest) break;
    widths[widest] = Math.max(narrowest, current - excess);
  }
  const table = new Table({
    head: [...head],
    chars: borderless,
    colWidths: widths,
    wordWrap: true,
    wrapOnWordBoundary: false,
    style: { 'padding-left': 0, 'padding-right': gap, head: [], border: [] },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0);
}
