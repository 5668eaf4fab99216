import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readCompletion, type Dialect } from '../../../../src/domain/provider-answers/index.ts';

/** Answers as they were seen or documented, each with the cause it must be read as. */

const row = z.object({
  id: z.string(),
  family: z.string(),
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  cause: z.string(),
});

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

function rowsOf(file: string) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => row.parse(JSON.parse(line)));
}

function theyRead(name: string, file: string) {
  describe(name, () => {
    test.each(rowsOf(file))('$id: $cause', ({ family, status, headers, body, cause }) => {
      const dialect = dialects[family] ?? 'openai-compatible';
      expect(readCompletion(dialect, { status, headers, body })).toMatchObject({ cause });
    });
  });
}

const root = resolve(import.meta.dirname, '../../../..');
const collected = join(root, '../shared/fixtures/probe-answers.jsonl');

if (existsSync(collected)) theyRead('each collected answer is read as its cause', collected);
else process.stderr.write('The collected answers are not here: only our own are read.\n');

theyRead(
  'each answer of our own is read as its cause',
  join(root, 'test/fixtures/provider-answers.jsonl'),
);
