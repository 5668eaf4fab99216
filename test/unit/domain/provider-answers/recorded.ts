import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Dialect } from '../../../../src/domain/provider-answers/index.ts';

/** Answers as they were seen or documented, each with the cause it must be read as. */

const row = z.object({
  id: z.string(),
  family: z.string(),
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  cause: z.string(),
});

export type RecordedAnswer = z.infer<typeof row>;

const dialects: Readonly<Record<string, Dialect>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  azure: 'azure',
  foundry: 'foundry',
  aws: 'aws',
  sts: 'sts',
  google: 'google',
  'google-claude': 'google-claude',
  gtoken: 'google-token',
};

export const dialectOf = ({ family }: RecordedAnswer): Dialect =>
  dialects[family] ?? 'openai-compatible';

function rowsOf(file: string): RecordedAnswer[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => row.parse(JSON.parse(line)));
}

const root = resolve(import.meta.dirname, '../../../..');
const collectedFile = join(root, '../shared/fixtures/probe-answers.jsonl');

export const ownAnswers = rowsOf(join(root, 'test/fixtures/provider-answers.jsonl'));

/** Empty where the collection is not beside the project. */
export const collectedAnswers = existsSync(collectedFile) ? rowsOf(collectedFile) : [];
