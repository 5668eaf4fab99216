import type { z } from 'zod';
import { once } from '../core/once.ts';
import { fieldsOf } from '../core/text/json.ts';
import type { Read } from '../http/api.ts';

/** Reads one value of an answer; `at` is where it stands, as `result[2]`. */
export type ReadAt<T> = (value: unknown, at: string) => Read<T>;

/** How a record of an answer is read; its schemas are made for the first of them. */
interface RecordForm<T> {
  readonly schema: () => z.ZodType<T>;
  /** Without these it is no such record. */
  readonly needed: readonly string[];
  /** What the documents promise of fields that `schema` takes in any form: a difference is told, no more. */
  readonly documented?: () => z.ZodType;
}

/**
 * Reads a record and leaves out what does not fit in it, field by field, each with a remark: one odd
 * field must not make the rest unreadable.
 */
export function recordOf<T>({ needed, ...make }: RecordForm<T>): ReadAt<T> {
  const form = once(make.schema);
  const documented = make.documented && once(make.documented);
  return (value, at) => {
    const schema = form();
    const whole = schema.safeParse(value);
    const strange = documented?.().safeParse(value).error?.issues ?? [];
    const wordsOf = (issues: readonly z.core.$ZodIssue[]) =>
      issues.map(({ path }) => worded(value, path, at));
    if (whole.success) return { value: whole.data, odd: wordsOf(strange) };
    const { issues } = whole.error;
    const fatal = issues.find(
      ({ path: [key] }) => key === undefined || needed.includes(String(key)),
    );
    if (fatal) return { wrong: worded(value, fatal.path, at) };
    const unread = new Set(issues.map(({ path: [key] }) => String(key)));
    const rest = schema.safeParse(
      Object.fromEntries(Object.entries(fieldsOf(value) ?? {}).filter(([key]) => !unread.has(key))),
    );
    return rest.success
      ? { value: rest.data, odd: [...new Set(wordsOf([...issues, ...strange]))] }
      : { wrong: wordsOf(issues)[0] ?? `${place(at, [])} cannot be read` };
  };
}

/** Reads a list record by record. What is no such record is left out, unless all are. */
export function listOf<T>(read: ReadAt<T>): ReadAt<T[]> {
  return (list, at) => {
    if (!Array.isArray(list)) return { wrong: `${place(at, [])} is ${kindOf(list)}, not a list` };
    const items: readonly unknown[] = list;
    const all = items.map((item, index) => read(item, `${at}[${index}]`));
    const [first] = all;
    if (first && 'wrong' in first && all.every((each) => 'wrong' in each)) return first;
    return {
      value: all.flatMap((each) => ('wrong' in each ? [] : [each.value])),
      odd: alike(
        all.flatMap((each) =>
          'wrong' in each ? [`${each.wrong}; this entry is left out`] : (each.odd ?? []),
        ),
      ),
    };
  };
}

/** The same remark on many records is said once, with their number. */
function alike(remarks: readonly string[]): string[] {
  const groups = new Map<string, string[]>();
  for (const remark of remarks) {
    const kind = remark.replace(/\[\d+\]/, '[]');
    groups.set(kind, [...(groups.get(kind) ?? []), remark]);
  }
  return [...groups.values()].map(([first = '', ...more]) =>
    more.length === 0 ? first : `${first} (and ${more.length} more like it)`,
  );
}

/**
 * Reads an envelope: the first of the keys that holds more than a text or null, else the bare body. What
 * fits neither is wrong, so that an unknown envelope is never taken for an empty answer.
 */
export function envelope<T>(keys: readonly string[], read: ReadAt<T>): (body: unknown) => Read<T> {
  return (body) => {
    const key = keyIn(body, keys);
    const found = key === undefined ? read(body, '') : read(fieldsOf(body)?.[key], key);
    const unknown = key === undefined && 'wrong' in found && fieldsOf(body) !== undefined;
    return unknown ? { wrong: `none of ${keys.join(', ')} is there (${found.wrong})` } : found;
  };
}

/** The same for an answer that may say no more than that it is done: `{ok: true}`, or nothing at all. */
export function orNothing<T>(
  keys: readonly string[],
  read: (body: unknown) => Read<T>,
): (body: unknown) => Read<T | undefined> {
  return (body) => {
    const key = keyIn(body, keys);
    const { ok: _done, ...outer } = fieldsOf(body) ?? { body };
    const said = key === undefined ? outer : outer[key];
    return body === undefined || sizeOf(said) === 0 ? { value: undefined } : read(body);
  };
}

/** How much a value says: a record of nulls says nothing. */
function sizeOf(value: unknown): number {
  const fields = fieldsOf(value);
  return fields ? Object.values(fields).filter((each) => each !== null).length : +(value !== null);
}

function keyIn(body: unknown, keys: readonly string[]): string | undefined {
  const outer = fieldsOf(body);
  const there = keys.filter(
    (each) => outer?.[each] !== undefined && typeof outer[each] !== 'string',
  );
  return there.find((each) => outer?.[each] !== null) ?? there[0];
}

/** `result[2].updatedAt is a number`. */
function worded(root: unknown, path: readonly PropertyKey[], at: string): string {
  const value = path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? Object.entries(inner).find(([name]) => name === String(key))?.[1]
        : undefined,
    root,
  );
  return `${place(at, path)} is ${kindOf(value)}`;
}

function place(at: string, path: readonly PropertyKey[]): string {
  const keys = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return `${at}${keys.join('')}`.replace(/^\./, '') || 'the body';
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (value === '') return 'empty';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
