import { fieldsOf, type Fields } from '../../core/text/json.ts';
import type { Stated } from './served-model.ts';

/** The entries of a list, wherever the server puts it: `data`, `models`, or the body itself. */
export function entriesOf(body: unknown, key = 'data'): readonly unknown[] {
  const list = Array.isArray(body) ? body : fieldsOf(body)?.[key];
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  return items;
}

/** Those of the entries that are records. */
export const rowsOf = (body: unknown, key?: string): Fields[] =>
  entriesOf(body, key)
    .map(fieldsOf)
    .filter((row) => row !== undefined);

/** A text of a record; undefined where there is none. */
export function textOf(row: Fields | undefined, field: string): string | undefined {
  const value = row?.[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The texts of a list in a record; undefined where there is no list. */
export function textsOf(row: Fields | undefined, field: string): readonly string[] | undefined {
  const value = row?.[field];
  if (!Array.isArray(value)) return undefined;
  const items: readonly unknown[] = value;
  return items.filter((item) => typeof item === 'string');
}

/** No model has more; a greater number is a slip or a joke. */
const mostTokens = 1_000_000_000;

/** A number of tokens as a fact, or nothing: servers write `0`, `-1` and `null` for what they do not know. */
export function tokens(
  row: Fields | undefined,
  field: string,
  route: string,
): { readonly contextWindow?: Stated<number> } {
  const value = row?.[field];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > mostTokens) {
    return {};
  }
  return { contextWindow: { value, source: `${route}: ${field}` } };
}
