import { describe, expect, test } from 'vitest';
import { converse, keys } from '../support/conversation.ts';
import { freshFolder, portai } from '../support/run.ts';

/** `providers put bedrock` with regions and models that cannot be meant. */

const env = { PORTAI_SANDBOX: '1' };
/** After the last day of Sonnet 4 on Bedrock. */
const now = () => new Date('2026-11-26T12:00:00Z');
const arn = 'arn:aws:iam::123456789012:role/port-example';
const ended = 'claude-sonnet-4-20250514';

const put = (words: string, dir = freshFolder()) =>
  portai(`providers put bedrock ${words}`, { dir, env, now });
const create = (words: string, dir?: string) => put(`--role-arn ${arn} ${words}`, dir);
const flat = (text: string) => text.replace(/\s+/g, ' ');

describe('what nobody knows is refused with what was meant, and sent with --force', () => {
  test.each([
    ['--region eu-wst-1', '--region: AWS has no region eu-wst-1', 'Did you mean eu-west-1?'],
    ['--region ap-east-1', '--region: Bedrock has no endpoint in ap-east-1', '(Hong Kong)'],
    [
      '--region eu-west-1 --enable-model claude-haiku-4-5',
      'claude-haiku-4-5 is no model on Bedrock',
      'Did you mean claude-haiku-4-5-20251001?',
    ],
    ['--region eu-west-1 --enable-model gpt-5', 'gpt-5 is no model on Bedrock', '--force sends it'],
    [
      `--region eu-west-1 --enable-model ${ended}`,
      `${ended} has ended on Bedrock since 2026-10-14`,
      'use claude-opus-4-6',
    ],
    [
      '--region eu-west-1 --enable-model us.anthropic.claude-haiku-4-5-20251001-v1:0',
      'cannot be called from eu-west-1',
      'it is eu.anthropic.claude-haiku-4-5-20251001-v1:0',
    ],
  ])('%s', async (words, problem, wayOut) => {
    const dir = freshFolder();
    const refused = await create(words, dir);
    expect(refused.code).toBe(2);
    expect(flat(refused.stderr)).toContain(problem);
    expect(flat(refused.stderr)).toContain(wayOut);
    expect((await portai('providers get bedrock', { dir, env, now })).code).not.toBe(0);
    expect((await create(`${words} --dry-run --force`)).code).toBe(0);
  });

  test('but a wildcard never', async () => {
    const words = ['providers', 'put', 'bedrock', '--role-arn', arn, '--region', 'eu-west-1'];
    const ran = await portai([...words, '--enable-model', 'claude*', '--force'], { env, now });
    expect(ran.code).toBe(2);
  });
});

test('what is stored is no slip of whoever changes something else', async () => {
  const dir = freshFolder();
  expect((await create('--region eu-wst-1 --force', dir)).code).toBe(0);
  const arnAfter = `${arn}-2`;
  expect((await put(`--role-arn ${arnAfter}`, dir)).code).toBe(0);
  expect((await put(`--disable-model ${ended}`, dir)).code).toBe(0);
  const again = await put(`--enable-model ${ended}`, dir);
  expect(flat(again.stderr)).toContain('has ended on Bedrock since 2026-10-14');
  const enable = `providers models enable bedrock ${ended}`;
  expect((await portai(enable, { dir, env, now })).code).toBe(2);
  expect((await portai(`${enable} --force`, { dir, env, now })).code).toBe(0);
  expect((await put(`--enable-model ${ended}`, dir)).code).toBe(0);
});

test('a region that nobody knows is asked for again', async () => {
  const talk = converse(`providers put bedrock --role-arn ${arn}`, { now });
  await talk.shows('secret that holds the external ID');
  talk.type(keys.enter);
  await talk.shows('AWS region that serves the models');
  talk.type(`eu-wst-1${keys.enter}`);
  await talk.shows('Did you mean eu-west-1? --region with --force takes it.');
  talk.type(keys.interrupt);
  expect(await talk.ended).toBe(130);
});
