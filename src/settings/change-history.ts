import { z } from 'zod';
import { changeActions, type RecordedChange } from '../core/recorded-change.ts';
import { once } from '../core/once.ts';
import { fieldsOf, jsonIn } from '../core/text/json.ts';
import { privateFolder } from '../files/private.ts';

/** The folder of the history in the folder of settings: a file a day, a line a change. */
const folder = 'history';

const fileOf = (at: string) => `${folder}/${at.slice(0, 10)}.jsonl`;

/**
 * Adds a change to the history. A line that another process left unfinished, because the disk was
 * full, stays a line of its own: this one begins with a line break.
 */
export function appendChange(dir: string, change: RecordedChange): Promise<void> {
  return privateFolder(dir).append(
    fileOf(change.at),
    `\n${JSON.stringify({ version: 1, ...change })}\n`,
  );
}

/** Changes of the history, the latest first, with the number of lines that could not be read. */
export interface ReadHistory {
  readonly changes: readonly RecordedChange[];
  readonly unreadable: number;
}

/**
 * Reads the latest changes that `wanted` takes, no more than `limit`. Lines that are damaged, or newer
 * than this version, are counted and passed over.
 */
export async function readChanges(
  dir: string,
  wanted: (change: RecordedChange) => boolean,
  limit = Number.POSITIVE_INFINITY,
): Promise<ReadHistory> {
  const files = privateFolder(dir);
  const names = (await files.list(folder)).filter((name) => /^\d{4}-\d\d-\d\d\.jsonl$/.test(name));
  const changes: RecordedChange[] = [];
  let unreadable = 0;
  for (const name of names.reverse()) {
    const text = (await files.read(`${folder}/${name}`)) ?? '';
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    for (const line of lines.reverse()) {
      const change = entry().safeParse(jsonIn(line)).data;
      if (!change) unreadable += 1;
      else if (wanted(change)) changes.push(change);
      if (changes.length >= limit) return { changes, unreadable };
    }
  }
  return { changes, unreadable };
}

const text = () => z.string();
const known = () => z.string().nullable();

const entry = once(() =>
  z
    .object({
      version: z.literal(1),
      id: text(),
      at: text(),
      who: known(),
      organization: known(),
      profile: known(),
      plane: text(),
      address: text(),
      command: z.array(text()),
      action: z.enum(changeActions),
      kind: text(),
      name: text(),
      changed: z.array(text()),
      before: z
        .custom<Readonly<Record<string, unknown>>>((value) => fieldsOf(value) !== undefined)
        .nullable()
        .optional(),
      requestId: known(),
      outcome: z.enum(['made', 'unanswered']),
    })
    .transform(({ version: _, before, ...change }): RecordedChange => ({
      ...change,
      ...(before === undefined ? {} : { before }),
    })),
);
