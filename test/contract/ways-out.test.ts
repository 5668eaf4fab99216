import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { freshFolder, portai } from '../support/run.ts';

/** Whoever is refused is told what to type next, and it is a command that there is. */

const sandbox = { PORTAI_SANDBOX: '1' };
const refusal = z.object({
  error: z.object({
    message: z.string(),
    hint: z.string().optional(),
    next: z.array(z.object({ command: z.string() })).min(1),
  }),
});

async function refused(words: readonly string[], env: Record<string, string> = sandbox) {
  const ran = await portai([...words, '--json'], { env });
  expect(ran.code).not.toBe(0);
  expect(ran.stdout).toBe('');
  const { message, hint = '', next } = refusal.parse(JSON.parse(ran.stderr)).error;
  return { code: ran.code, message, hint, next: next.map(({ command }) => command) };
}

const key = 'openai --api-key-secret k';
const signedOut = { PORT_CLIENT_ID: 'id' };

describe('a refusal', () => {
  test.for([
    ['--timeout abc providers list', 2, 'portai help environment'],
    ['--timeout 0 providers list', 2, 'portai help environment'],
    ['--retries 99 providers list', 2, 'portai help environment'],
    ['--api-url foo providers list', 2, 'portai --api-url foo help environment'],
    ['--ca-file /nope providers list', 2, 'portai providers list --help'],
    ['secrets set k --value-file /nope', 2, 'portai secrets set --help'],
    ['secrets set k --value-env NOPE', 2, 'portai secrets set --help'],
    ['secrets set k --value-env EMPTY', 2, 'portai secrets set --help'],
    ['secrets set a.b --value-env EMPTY', 2, 'portai secrets set --help'],
    ['profiles use a+b', 2, 'portai profiles use --help'],
    ['sandbox --port 999999', 2, 'portai sandbox --help'],
    ['sandbox --port abc', 2, 'portai sandbox --help'],
    ['sandbox --fault foo', 2, 'portai sandbox --help'],
    ['sandbox --dialect foo', 2, 'portai sandbox --help'],
    ['validate openai --static --direct', 2, 'portai validate --help'],
    ['providers put opnai', 2, 'portai providers put openai --help'],
    ['providers put mistral', 2, 'portai providers put --help'],
    [`providers put ${key} --secret k --value-env EMPTY`, 2, 'portai providers put openai --help'],
    [`providers put ${key} --config-file /nope`, 2, 'portai providers put openai --help'],
    ['providers models disable port nope', 2, 'portai providers models list port'],
    ['providers models disable port', 2, 'portai providers models list port'],
    ['providers models disable', 2, 'portai providers models disable --help'],
    ['auth login', 2, 'portai auth login --help'],
    ['bedrock setup --create --yes --region us', 2, 'portai bedrock setup --help'],
  ] as const)('of `%s` (%i) offers `%s`', async ([words, code, command]) => {
    const env = { ...sandbox, EMPTY: '' };
    const ran = await refused(words.split(' '), env);
    expect({ code: ran.code, next: ran.next.map(withoutSandbox) }).toEqual({
      code,
      next: expect.arrayContaining([command]),
    });
  });

  test('for half of a credential pair is no circle', async () => {
    const { next } = await refused(['providers', 'list'], signedOut);
    expect(next).toEqual(['portai help environment']);
  });
});

const withoutSandbox = (command: string) => command.replace(' --sandbox', '');

describe('a region before the command', () => {
  test.for(['bedrock setup --create --yes', 'bedrock policy'])(
    'is said to be that of Port by `%s`, which misses its own',
    async (words) => {
      const { hint } = await refused(['--region', 'us', ...words.split(' ')]);
      expect(hint).toContain('--port-region');
      expect(hint).toContain(`portai ${words.split(' ').slice(0, 2).join(' ')} --region <region>`);
    },
  );

  test('is not spoken of where none was given', async () => {
    const { hint } = await refused(['bedrock', 'setup', '--create', '--yes']);
    expect(hint).not.toContain('--port-region');
  });
});

describe('--aws-profile', () => {
  test.for([
    ['validate --direct --aws-profile bedrock', 'portai validate --direct bedrock --aws-profile'],
    ['providers put --aws-profile bedrock', 'portai providers put bedrock --aws-profile'],
  ])('that took the type of `%s` is found out', async ([words = '', command]) => {
    const { message, next } = await refused(words.split(' '));
    expect(message).toContain('--aws-profile took bedrock');
    expect(next.map(withoutSandbox)).toEqual([command]);
  });
});

describe('a slip', () => {
  test('in a type is found before the flags of the type', async () => {
    for (const slip of ['OpenAI', 'opnai']) {
      const { message, next } = await refused(['providers', 'put', slip, '--api-key-secret', 'k']);
      expect(message).toContain('Did you mean openai?');
      expect(next.map(withoutSandbox)).toEqual(['portai providers put openai --help']);
    }
  });

  test('never makes a flag for the address of a provider one for the address of Port', async () => {
    for (const type of ['azure-openai', 'azure-anthropic', 'openai', 'bedrock']) {
      const words = ['providers', 'put', type, '--base-url', 'https://example.com'];
      expect((await refused(words)).message).not.toContain('--api-url');
    }
  });

  test('in the name of a secret is told with the flag that takes the right one', async () => {
    const env = { ...sandbox, KEY: 'sk-fresh-1' };
    const folder = { PORTAI_CONFIG_DIR: freshFolder() };
    await portai('secrets set openai-key --value-env KEY', { env: { ...env, ...folder } });
    const words = ['providers', 'put', 'openai', '--api-key-secret', 'openai-kye'];
    const { hint } = await refused(words, { ...env, ...folder });
    expect(hint).toContain('Give --api-key-secret openai-key');
  });

  test('in what is to be deleted is no command to paste', async () => {
    const folder = { PORTAI_CONFIG_DIR: freshFolder() };
    const env = { ...sandbox, ...folder, KEY: 'sk-fresh-1' };
    await portai('secrets set openai-key --value-env KEY', { env });
    const { message, next } = await refused(['secrets', 'delete', 'openai-kye', '--yes'], env);
    expect(message).toContain('Did you mean openai-key?');
    expect(next.map(withoutSandbox)).toEqual(['portai secrets list']);
  });

  test('in a group keeps the verb that was typed', async () => {
    const { next } = await refused(['models', 'list', 'openai']);
    expect(next.map(withoutSandbox)[0]).toBe('portai providers models list');
  });
});

describe('with --json', () => {
  test('the version is JSON', async () => {
    for (const words of ['--version --json', '--json --version', '-V --json']) {
      const { code, stdout } = await portai(words);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    }
  });

  test('and other global flags, help and its topics are what they are without', async () => {
    for (const words of ['help exit-codes', 'help environment', 'help secrets add']) {
      const plain = await portai(words);
      expect(plain.code).toBe(0);
      expect(await portai(`${words} --json`)).toEqual(plain);
      expect(await portai(`--json ${words}`)).toEqual(plain);
      expect(await portai(`--no-color ${words}`)).toEqual(plain);
    }
  });
});
