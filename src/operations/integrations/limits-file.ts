import { fail } from '../../core/fail.ts';
import { refuse, type Problem } from '../../core/problem.ts';
import type { AccessTarget } from './access-request.ts';

/** Columns of a file of limits; all but the first may be left out or empty, which leaves what is stored. */
export const limitColumns = [
  'workspace',
  'budget_usd',
  'budget_tokens',
  'reset',
  'alert_at',
  'rate',
] as const;

type Column = (typeof limitColumns)[number];

/** Column names as a sentence shows them. */
const allColumns = limitColumns.join(', ');

/** One line of a file: its number from 1, and its cells. */
interface Line {
  readonly number: number;
  readonly cells: readonly string[];
}

/**
 * Reads a file of limits: comma-separated, with a header, cells in double quotes where they hold a comma.
 * Several rates in one cell are separated by blanks or `;`.
 *
 * @throws a usage error that names the line of every mistake: an unknown or missing column, a line with
 * too many cells, no workspace, and a quote that is not closed.
 */
export function readLimitsFile(text: string, file: string): AccessTarget[] {
  const problems: Problem[] = [];
  const say = (number: number, what: string) => {
    const error = fail('Usage', `${file} line ${number}: ${what}`, {
      hint: `Nothing was sent. Columns: ${allColumns}.`,
    });
    problems.push({ error, overridable: false });
  };
  const [header, ...lines] = linesOf(text.replace(/^\ufeff/, ''), say);
  const columns = (header?.cells ?? []).map((name) => columnNamed(name));
  if (!header || !columns.includes('workspace')) {
    say(header?.number ?? 1, 'the header needs a column "workspace"');
  }
  for (const [index, column] of columns.entries()) {
    const name = header?.cells[index] ?? '';
    if (column === undefined) say(header?.number ?? 1, `there is no column "${name}"`);
    else if (columns.indexOf(column) !== index)
      say(header?.number ?? 1, `"${column}" stands twice`);
  }
  refuse(problems);
  const targets = lines.map(({ number, cells }) => {
    const at = (column: Column) => {
      const cell = cells[columns.indexOf(column)];
      return cell === undefined || cell === '' ? undefined : cell;
    };
    const workspace = at('workspace');
    if (workspace === undefined) say(number, 'the workspace is missing');
    if (cells.length > columns.length) {
      say(number, `${cells.length} cells where the header has ${columns.length}`);
    }
    const reset = at('reset');
    return {
      workspace: workspace ?? '',
      place: `${file} line ${number}`,
      words: {
        budgetUsd: at('budget_usd'),
        budgetTokens: at('budget_tokens'),
        resets: reset === undefined ? [] : [reset],
        alertAt: at('alert_at'),
        rates: (at('rate') ?? '').split(/[\s;]+/).filter((each) => each !== ''),
        clear: false,
      },
    };
  });
  if (targets.length === 0) say((header?.number ?? 0) + 1, 'no workspace follows the header');
  refuse(problems);
  return targets;
}

const columnNamed = (name: string): Column | undefined =>
  limitColumns.find((each) => each === name.toLowerCase());

/** Splits a file into lines that hold something. A quoted cell may go on over several of them. */
function linesOf(text: string, say: (number: number, what: string) => void): Line[] {
  const lines: Line[] = [];
  let number = 1;
  let start = 1;
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = () => {
    cells.push(cell.trim());
    cell = '';
  };
  const endLine = () => {
    endCell();
    if (cells.some((each) => each !== '')) lines.push({ number: start, cells });
    cells = [];
  };
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter === '\n') number += 1;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (letter === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (letter === ',') endCell();
    else if (letter === '\n') {
      endLine();
      start = number;
    } else if (letter !== '\r') cell += letter;
  }
  if (quoted) say(start, 'a double quote is not closed');
  endLine();
  return lines;
}
