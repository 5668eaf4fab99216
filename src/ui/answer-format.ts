import { fail } from '../core/fail.ts';
import type { PortaiError } from '../core/errors.ts';
import { terminalJson } from '../core/text/terminal.ts';
import { cell, type Style } from './style.ts';

/** How an answer is written: by `--output`; without it a table on a terminal and rows on a pipe. */
export const answerFormats = ['json', 'yaml', 'table', 'tsv'] as const;
export type AnswerFormat = (typeof answerFormats)[number];

/** Whether programs read the answer as one document: errors and warnings are JSON lines then. */
export const isDocument = (format: AnswerFormat | undefined): boolean =>
  format === 'json' || format === 'yaml';

/** One document, with the characters escaped that could do something to a terminal. */
export async function documentText(value: unknown, format: 'json' | 'yaml'): Promise<string> {
  if (format === 'json') return terminalJson(JSON.stringify(value, null, 2));
  const { Document, visit } = await import('yaml');
  // What JSON leaves out, as undefined, is left out here too.
  const document = new Document(JSON.parse(JSON.stringify(value)), {
    aliasDuplicateObjects: false,
  });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== 'string') return;
      // Escapes are written between double quotes only.
      if (terminalJson(node.value) !== node.value) node.type = 'QUOTE_DOUBLE';
    },
  });
  return terminalJson(document.toString({ lineWidth: 0 }).trimEnd());
}

/** What `--fields` left of an answer, and those of the names that nothing in it has. */
export interface Picked {
  /** One object a row, with the names as they were typed; an array where the answer was one. */
  readonly value: Row | readonly Row[];
  readonly rows: readonly Row[];
  readonly unknown: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

/** Takes fields by their names in `--json`; a dot goes one object further in. */
export function pickFields(answer: unknown, names: readonly string[]): Picked {
  const items: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
  const rows = items.map((item) =>
    Object.fromEntries(names.map((name) => [name, fieldOf(item, name) ?? null])),
  );
  const unknown = names.filter((name) => !items.some((item) => fieldOf(item, name) !== undefined));
  const [first = {}] = rows;
  return {
    value: Array.isArray(answer) ? rows : first,
    rows,
    unknown: items.length === 0 ? [] : unknown,
  };
}

function fieldOf(item: unknown, name: string): unknown {
  if (!isObject(item)) return undefined;
  if (Object.hasOwn(item, name)) return item[name];
  // A name may itself have dots, as those of models do: the longest that is there is taken.
  for (let at = name.lastIndexOf('.'); at > 0; at = name.lastIndexOf('.', at - 1)) {
    const head = name.slice(0, at);
    if (Object.hasOwn(item, head)) return fieldOf(item[head], name.slice(at + 1));
  }
  return undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The rows that `--fields` left, under the names as a head on a screen. */
export const fieldTable = (
  names: readonly string[],
  { rows }: Picked,
  style: Pick<Style, 'table'>,
): string =>
  style.table(
    names,
    rows.map((row) => names.map((name) => cell(row[name]))),
  );

/** A name that nothing in the answer has, with those that there are. */
export function unknownFields(answer: unknown, { unknown }: Picked): PortaiError {
  const items: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
  const known = [...new Set(items.flatMap((item) => (isObject(item) ? Object.keys(item) : [])))];
  return fail(
    'Usage',
    `--fields: the answer has no ${unknown.map((name) => JSON.stringify(name)).join(', ')}`,
    known.length === 0 ? {} : { hint: `It has ${known.join(', ')}.` },
  );
}
