import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { openSemaphore } from '../semaphore.ts';
import type { KeyValueFiles } from './key-value-files.ts';
import { parsed, textOf } from './stored-text.ts';

/** One document that any number of processes change. No change is lost, and none needs a lock. */
export interface VersionedDocument<T> {
  /** The newest version. It is shared: nobody may change it. */
  read(): Promise<T>;
  /**
   * Stores what `make` does to a copy of the newest version, and gives back what `make` returns.
   * When another process was quicker, `make` is called again with the version of that process.
   * Nothing is stored when `make` throws.
   */
  change<R>(make: (draft: T) => R): Promise<R>;
}

/** So many versions stay: a process that stopped for that many changes does not see that it is late. */
const kept = 20;

const nameOf = (number: number) => `v${String(number).padStart(12, '0')}`;
const numberOf = (name: string) => (/^v\d{12}$/.test(name) ? Number(name.slice(1)) : undefined);

/**
 * A document in a group of key-value files: each version is a file of its own, which only one process can
 * create. Reads and changes reject with SandboxDamaged when a version is not of the schema.
 */
export function versionedDocument<T>(
  keyValues: KeyValueFiles,
  group: string,
  schema: z.ZodType<T>,
  initial: () => T,
): VersionedDocument<T> {
  interface Version {
    readonly number: number;
    readonly id: string;
    readonly value: T;
  }
  const file = z.strictObject({ id: z.string(), parent: z.string(), value: z.unknown() });
  const inTurn = openSemaphore(1);
  let last: { readonly text: string; readonly id: string; readonly value: T } | undefined;

  async function numbers(): Promise<number[]> {
    const found = (await keyValues.list(group)).flatMap((name) => numberOf(name) ?? []);
    return found.sort((a, b) => a - b);
  }

  async function newest(): Promise<Version> {
    for (;;) {
      const number = (await numbers()).at(-1);
      if (number === undefined) return { number: 0, id: '', value: initial() };
      const text = await keyValues.read(group, nameOf(number));
      // Another process has removed it since: there is a newer one.
      if (text === undefined) continue;
      if (last?.text !== text) {
        const place = keyValues.place(group, nameOf(number));
        const { id, value } = parsed(text, file, place);
        last = { text, id, value: parsed(JSON.stringify(value ?? null), schema, place) };
      }
      return { number, ...last };
    }
  }

  /** True if a version that was just created follows the newest one of the others. */
  async function stands(number: number, id: string): Promise<boolean> {
    const later = (await numbers()).filter((each) => each > number);
    if (later.length === 0) return true;
    const text = await keyValues.read(group, nameOf(number + 1));
    if (text === undefined) return false;
    return parsed(text, file, keyValues.place(group, nameOf(number + 1))).parent === id;
  }

  async function changed<R>(make: (draft: T) => R): Promise<R> {
    for (;;) {
      const before = await newest();
      const draft = structuredClone(before.value);
      const result = make(draft);
      // What could not be read again is never written.
      const value = schema.parse(JSON.parse(JSON.stringify(draft)));
      const [number, id] = [before.number + 1, randomUUID()];
      const text = textOf({ id, parent: before.id, value });
      if (!(await keyValues.create(group, nameOf(number), text))) continue;
      if (!(await stands(number, id))) {
        await keyValues.remove(group, nameOf(number));
        continue;
      }
      for (const old of await numbers()) {
        if (old <= number - kept) await keyValues.remove(group, nameOf(old));
      }
      return result;
    }
  }

  return {
    read: async () => (await newest()).value,
    change: (make) => inTurn(() => changed(make)),
  };
}
