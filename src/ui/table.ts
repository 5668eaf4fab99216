import Table from 'cli-table3';
import { alignedFacts } from './facts.ts';
import { textWidth, widestWord } from './text-width.ts';
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

type Row = readonly string[];

/**
 * A table without borders that fits the screen. It takes the first form that leaves every word whole,
 * since a name that is cut can be neither read nor copied: a line a row, of which the widest columns wrap
 * at blanks; then the first columns on a line of their own and the others below it; then a name and a
 * value a line. A word is cut only if it is wider than the screen.
 */
export function screenTable(head: Row, rows: readonly Row[], width: number): string {
  const blocks = alignedBlocks([head, ...rows], width) ?? foldedBlocks([head, ...rows], width);
  if (blocks) return blocks.flat().join('\n');
  return rows
    .map((row) =>
      alignedFacts(
        head.map((name, column) => [name, row[column] ?? '']),
        width,
      ),
    )
    .join('\n\n');
}

/** The lines of each row under the fewest first columns that leave room for the others, if any do. */
function foldedBlocks(rows: readonly Row[], width: number): string[][] | undefined {
  const columns = rows[0]?.length ?? 0;
  const margin = ' '.repeat(gap);
  for (let first = 1; first < columns; first++) {
    const above = alignedBlocks(
      rows.map((row) => row.slice(0, first)),
      width,
    );
    const below = alignedBlocks(
      rows.map((row) => row.slice(first)),
      width - gap,
    );
    if (above && below) {
      return above.map((lines, index) => [
        ...lines,
        ...(below[index] ?? []).map((line) => `${margin}${line}`.trimEnd()),
      ]);
    }
  }
  return undefined;
}

/** The lines of each row, columns aligned over all rows; undefined if a word would have to be cut. */
function alignedBlocks(rows: readonly Row[], width: number): string[][] | undefined {
  const widths = fittingWidths(rows, width);
  if (!widths) return undefined;
  const fitted = rows.map((row) => row.map((cell, column) => wrapLines(cell, widths[column] ?? 1)));
  const table = new Table({
    chars: borderless,
    style: { 'padding-left': 0, 'padding-right': gap, head: [], border: [] },
  });
  table.push(...fitted.map((row) => row.map((lines) => lines.join('\n'))));
  const lines = table.toString().split('\n');
  return fitted.map((row) =>
    lines.splice(0, Math.max(1, ...row.map((cell) => cell.length))).map((line) => line.trimEnd()),
  );
}

/**
 * Column widths whose sum fits, taking from the widest first, and from none more than its widest word
 * leaves; undefined if there are none.
 */
function fittingWidths(rows: readonly Row[], width: number): number[] | undefined {
  const columns = rows[0]?.length ?? 0;
  const room = width - gap * (columns - 1);
  const widest = (measure: (text: string) => number) =>
    Array.from({ length: columns }, (_, column) =>
      Math.max(...rows.map((row) => measure(row[column] ?? ''))),
    );
  const least = widest((text) => Math.min(width, widestWord(text)));
  const widths = widest(textWidth);
  for (;;) {
    const excess = widths.reduce((sum, each) => sum + each, 0) - room;
    if (excess <= 0) return widths;
    const spare = widths.map((each, column) => (each > (least[column] ?? 0) ? each : 0));
    const current = Math.max(0, ...spare);
    if (current === 0) return undefined;
    widths[spare.indexOf(current)] = current - 1;
  }
}
