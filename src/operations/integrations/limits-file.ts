import { fail } from '../../core/fail.ts';
import { placePrefix, type Problem } from '../../core/problem.ts';
import type { AccessTarget } from './access-request.ts';
import { limitRefusals, problemsInWords, type LimitWords } from './limit-words.ts';

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

/** What a file of limits says: the workspaces that it names, and every mistake that reading it shows. */
export interface LimitsFile {
  readonly targets: readonly AccessTarget[];
  readonly problems: readonly Problem[];
}

/**
 * Reads a file of limits: comma-separated, with a header, cells in double quotes where they hold a comma.
 * A cell with several rates, separated by blanks or `;`, is read whole: that there is one too many is told
 * with the other mistakes of limits.
 *
 * A mistake hides no other: an unknown or missing column, a line with too many cells, no workspace, and a
 * quote that is not closed each have a problem, and what can be read is read all the same.
 */
export function readLimitsFile(text: string, file: string): LimitsFile {
  const problems: Problem[] = [];
  const say = (line: number, what: string) => {
    const place = { file, line };
    const error = fail('Usage', `${placePrefix(place)}${what}`, {
      hint: `Nothing was sent. Columns: ${allColumns}.`,
    });
    problems.push({ error, overridable: false, place });
  };
  const [header, ...lines] = linesOf(text.replace(/^\ufeff/, ''), say);
  const columns = (header?.cells ?? []).map((name) => columnNamed(name));
  const namesWorkspaces = columns.includes('workspace');
  if (!namesWorkspaces) say(header?.number ?? 1, 'the header needs a column "workspace"');
  for (const [index, column] of columns.entries()) {
    const name = header?.cells[index] ?? '';
    if (column === undefined) say(header?.number ?? 1, `there is no column "${name}"`);
    else if (columns.indexOf(column) !== index)
      say(header?.number ?? 1, `"${column}" stands twice`);
  }
  const targets = lines.flatMap(({ number, cells }): AccessTarget[] => {
    const at = (column: Column) => {
      const cell = cells[columns.indexOf(column)];
      return cell === undefined || cell === '' ? undefined : cell;
    };
    const place = { file, line: number };
    const words = wordsOf(at);
    const workspace = at('workspace');
    if (cells.length > columns.length) {
      say(number, `${cells.length} cells where the header has ${columns.length}`);
    }
    if (workspace !== undefined) return [{ workspace, place, words }];
    if (namesWorkspaces) say(number, 'the workspace is missing');
    const whose = 'the workspace that is missing';
    problems.push(...limitRefusals(problemsInWords(words), { place, whose, revoke: undefined }));
    return [];
  });
  if (lines.length === 0) say((header?.number ?? 0) + 1, 'no workspace follows the header');
  return { targets, problems };
}

/** The limits that the cells of a line ask for. */
function wordsOf(at: (column: Column) => string | undefined): LimitWords {
  const reset = at('reset');
  return {
    budgetUsd: at('budget_usd'),
    budgetTokens: at('budget_tokens'),
    resets: reset === undefined ? [] : [reset],
    alertAt: at('alert_at'),
    rates: (at('rate') ?? '').split(/[\s;]+/).filter((each) => each !== ''),
    clear: false,
  };
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
