import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { freshFolder, portai } from '../support/run.ts';

/** A name that the server does not have: the refusal names what it has, and repeats no mistake. */

const env = { PORTAI_SANDBOX: '1', KEY: 'sk-abcdefghijkl' };
const dir = freshFolder();
const refusal = z.object({
  error: z.object({ message: z.string(), next: z.array(z.object({ command: z.string() })) }),
});

beforeAll(async () => {
  await portai('secrets add openai-key --value-env KEY', { env, dir });
  await portai('providers put openai --api-key-secret openai-key', { env, dir });
});

async function refused(words: string) {
  const ran = await portai(`${words} --json`, { env, dir });
  expect(ran).toMatchObject({ code: 4, stdout: '' });
  const { message, next } = refusal.parse(JSON.parse(ran.stderr)).error;
  return { message, next: next.map(({ command }) => command) };
}

describe('a near miss', () => {
  test.for([
    ['providers get opnai', 'openai', 'providers get openai'],
    ['providers models list opnai', 'openai', 'providers models list openai'],
    ['providers get antropic', 'anthropic', 'providers put anthropic --validate'],
    ['secrets get openai-ky', 'openai-key', 'secrets get openai-key'],
    ['secrets usages openai-ky', 'openai-key', 'secrets usages openai-key'],
    ['secrets delete openai-ky --yes', 'openai-key', 'secrets list'],
  ] as const)('%s: told of %s, and how', async ([words, name, again]) => {
    const { message, next } = await refused(words);
    expect(message).toContain(`Did you mean ${name}?`);
    expect(next[0]).toBe(`portai ${again}`);
  });
});

test.for([
  'providers get opnai',
  'providers delete opnai --yes',
  'providers models list opnai',
  'providers models disable opnai gpt-5',
  'validate opnai',
  'secrets get openai-ky',
  'secrets get nothing-like-it',
])('no suggestion after %s repeats the name that failed', async (words) => {
  const { next } = await refused(words);
  expect(next.join('\n')).not.toMatch(/opnai|openai-ky|nothing-like-it/);
});

test('a model that the provider does not have is not to be enabled', async () => {
  const ran = await portai('defaults set --provider openai --model gpt5 --json', { env, dir });
  expect(ran).toMatchObject({ code: 9, stdout: '' });
  const { message, next } = refusal.parse(JSON.parse(ran.stderr)).error;
  expect(message).toContain('Did you mean gpt-5?');
  expect(next.map(({ command }) => command)).toEqual([
    'portai defaults set --provider openai --model gpt-5',
  ]);
});

test('a type that portai knows, and that is not configured, is no slip', async () => {
  const { message, next } = await refused('providers get anthropic');
  expect(message).not.toContain('Did you mean');
  expect(next).toContain('portai providers put anthropic --validate');
});
