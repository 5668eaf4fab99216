import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { tables } from '../../src/vendors/answers/dialects.ts';
import type { Dialect } from '../../src/vendors/answers/read-answer.ts';

/**
 * Answers as they were seen or documented, each with the cause it must be read as. `source` names a
 * public thread in which an answer of that form was seen; names and keys in it are made up.
 */

const row = z.object({
  id: z.string(),
  family: z.string(),
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  cause: z.string(),
  /** Other causes that are as good. */
  also: z.array(z.string()).default([]),
  /** The answer to the same question as a stream, which is then what the cause is about. */
  streamBody: z.string().optional(),
  source: z.string().optional(),
});

export type RecordedAnswer = z.infer<typeof row>;

const isDialect = (name: string): name is Dialect => Object.hasOwn(tables, name);

/** The dialect of that name. A family that is no vendor of its own is a server behind a base URL. */
export function dialectOf({ family }: Pick<RecordedAnswer, 'family'>): Dialect {
  if (family === 'gtoken') return 'google-token';
  return isDialect(family) ? family : 'openai-compatible';
}

function rowsOf(file: string): RecordedAnswer[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => row.parse(JSON.parse(line)));
}

const root = resolve(import.meta.dirname, '../..');

/** The collections that are kept beside the project, and how many answers each had when last read. */
const collections = [
  { file: 'probe-answers.jsonl', answers: 140 },
  { file: 'provider-answers-2.jsonl', answers: 38 },
] as const;

const read = collections.map(({ file, answers }) => {
  const path = join(root, '../shared/fixtures', file);
  const rows = existsSync(path) ? rowsOf(path) : [];
  return { rows, lacking: Math.max(0, answers - rows.length) };
});

const own = rowsOf(join(root, 'test/fixtures/provider-answers.jsonl'));
const collected = read.flatMap(({ rows }) => rows);

const isAnswer = ({ streamBody }: RecordedAnswer) => streamBody === undefined;

export const ownAnswers = own.filter(isAnswer);

/** Empty where no collection is beside the project. */
export const collectedAnswers = collected.filter(isAnswer);

/** Those that are about a stream: what came before it is no refusal. */
export const recordedStreams = [...own, ...collected].flatMap(({ streamBody, ...row }) =>
  streamBody === undefined ? [] : [{ ...row, streamBody }],
);

/** How many collected answers this run cannot read. */
export const lackingAnswers = read.reduce((sum, { lacking }) => sum + lacking, 0);
