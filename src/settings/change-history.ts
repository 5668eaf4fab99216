import { z } from 'zod';
import { changeActions, type ChangeEnding, type RecordedChange } from '../core/recorded-change.ts';
import { once } from '../core/once.ts';
import { fieldsOf, jsonIn } from '../core/text/json.ts';
import { privateFolder } from '../files/private.ts';

/** The folder of the history in the folder of settings: a file a day, a line a change. */
const folder = 'history';

/** A day begins another file when the last one holds so much: files of 8 MiB are not read. */
const fullBytes = 4 * 1024 ** 2;

const fileOf = (at: string, part: number) =>
  `${folder}/${at.slice(0, 10)}${part === 1 ? '' : `.${part}`}.jsonl`;

/** Adds a change to the history, before it is sent: as one of which nobody knows how it ended. */
export function appendChange(dir: string, change: RecordedChange): Promise<void> {
  return appendLine(dir, change.at, change);
}

/** Adds how a change of the history ended. */
export function appendEnding(dir: string, { at, ...ending }: ChangeEnding): Promise<void> {
  return appendLine(dir, at, ending);
}

/**
 * Adds a line. One that another process left unfinished, because the disk was full, stays a line of
 * its own: this one begins with a line break.
 */
async function appendLine(dir: string, at: string, content: object): Promise<void> {
  const files = privateFolder(dir);
  const line = `\n${JSON.stringify({ version: 1, ...content })}\n`;
  for (let part = 1; ; part += 1) {
    if (await files.append(fileOf(at, part), line, { full: fullBytes })) return;
  }
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
  const names = (await files.list(folder)).filter((name) => partOf(name) !== undefined);
  names.sort((a, b) =>
    dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : (partOf(a) ?? 0) - (partOf(b) ?? 0),
  );
  const changes: RecordedChange[] = [];
  const endings = new Map<string, z.infer<ReturnType<typeof ending>>>();
  let unreadable = 0;
  for (const name of names.reverse()) {
    const text = (await files.read(`${folder}/${name}`)) ?? '';
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    for (const line of lines.reverse()) {
      const json = jsonIn(line);
      const ended = ending().safeParse(json).data;
      if (ended) {
        endings.set(ended.id, ended);
        continue;
      }
      const began = entry().safeParse(json).data;
      if (!began) {
        unreadable += 1;
        continue;
      }
      const { outcome, requestId } = endings.get(began.id) ?? began;
      const change = outcome === 'refused' ? undefined : { ...began, outcome, requestId };
      if (change && wanted(change)) changes.push(change);
      if (changes.length >= limit) return { changes, unreadable };
    }
  }
  return { changes, unreadable };
}

const dayOf = (name: string) => name.slice(0, 10);

/** Which file of its day it is; undefined for what is no file of the history. */
function partOf(name: string): number | undefined {
  const [, part = '1'] = /^\d{4}-\d\d-\d\d(?:\.(\d+))?\.jsonl$/.exec(name) ?? [undefined, ''];
  return part === '' ? undefined : Number(part);
}

const text = () => z.string();
const known = () => z.string().nullable();

const ending = once(() =>
  z.strictObject({
    version: z.literal(1),
    id: text(),
    requestId: known(),
    outcome: z.enum(['made', 'unanswered', 'refused']),
  }),
);

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
