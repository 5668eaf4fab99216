import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { freshFolder } from '../support/run.ts';
import { servedSandbox, type ServedTestSandbox } from '../support/served-sandbox.ts';
import { closedPort } from '../support/servers.ts';
import { shell } from '../support/spawn.ts';

let healthy: ServedTestSandbox;
let limited: ServedTestSandbox;
let page: ServedTestSandbox;
let nobody: string;
beforeAll(async () => {
  [healthy, limited, page, nobody] = await Promise.all([
    servedSandbox(),
    servedSandbox(['429']),
    servedSandbox(['html']),
    closedPort(),
  ]);
  const env = { ...healthy.admin, GOOD: 'sk-proj-abcdefghijklmnop', BAD: 'sk-proj-bad-abcdefghij' };
  await shell('secrets add good --value-env GOOD', { env });
  await shell('secrets add bad --value-env BAD', { env });
  await shell('providers put openai --api-key-secret good', { env });
});
afterAll(() => Promise.all([healthy.close(), limited.close(), page.close()]));

type Env = Readonly<Record<string, string>>;
const token = { PORT_ACCESS_TOKEN: 'a-token-of-this-test' };
const bedrock =
  'providers put bedrock --role-arn arn:aws:iam::123456789012:role/port-example --region';

const failures: readonly (readonly [string, number, string, string, () => Env])[] = [
  ['an unknown command', 2, 'providers lst', 'Usage', () => healthy.admin],
  ['an unknown flag', 2, 'providers list --al', 'Usage', () => healthy.admin],
  ['a missing argument', 2, 'providers get', 'MissingFlags', () => healthy.admin],
  ['missing flags', 2, 'providers put bedrock', 'MissingFlags', () => healthy.admin],
  ['no credentials', 3, 'providers list', 'NotSignedIn', () => ({})],
  [
    'wrong credentials',
    3,
    'providers list',
    'invalid_credentials',
    () => ({ ...healthy.admin, PORT_CLIENT_SECRET: 'not-the-secret' }),
  ],
  [
    'a refused token',
    3,
    'providers list',
    'unauthorized',
    () => ({ PORT_BASE_URL: healthy.url, ...token }),
  ],
  [
    'an unknown provider',
    4,
    'providers get anthropic',
    'LLMProviderNotFoundError',
    () => healthy.admin,
  ],
  ['an unknown secret', 4, 'secrets get nowhere', 'not_found', () => healthy.admin],
  [
    'a conflict',
    5,
    'providers put openai --api-key-secret good --create-only',
    'ExistsAlready',
    () => healthy.admin,
  ],
  ['a secret in use', 5, 'secrets delete good --yes', 'SecretInUse', () => healthy.admin],
  [
    'a refused connection',
    6,
    'providers list --retries 0',
    'CONNECT_REFUSED',
    () => ({ PORT_BASE_URL: nobody, ...token }),
  ],
  [
    'a web page',
    6,
    'providers list --retries 0',
    '',
    () => ({ PORT_BASE_URL: page.url, ...token }),
  ],
  ['a member', 7, `${bedrock} eu-west-1`, 'llm_provider_manage_forbidden', () => healthy.member],
  [
    'a failed connection test',
    8,
    'providers put anthropic --api-key-secret bad --validate',
    'LLMProviderModelTestError',
    () => healthy.admin,
  ],
  [
    'a configuration that the server refuses',
    9,
    `${bedrock} us-gov-west-1 --skip-client-checks`,
    'LLMProviderInvalidConfigError',
    () => healthy.admin,
  ],
  [
    'a rate limit',
    11,
    'providers list --retries 0',
    '',
    () => ({ PORT_BASE_URL: limited.url, ...token }),
  ],
];

const errorLine = z.object({
  error: z.object({ name: z.string(), message: z.string(), exitCode: z.number() }),
});

describe.each(failures)('%s', (_, code, words, name, env) => {
  test(`ends with ${code}: nothing on stdout, one error on stderr`, async () => {
    const ran = await shell(words, { env: env(), dir: freshFolder() });
    expect(ran).toMatchObject({ code, signal: null, stdout: '' });
    expect(ran.stderr.match(/^Error: .+/gm)).toHaveLength(1);
    expect(ran.stderr.startsWith('Error: ') || ran.stderr.includes('\nError: ')).toBe(true);
    if (name !== 'Usage') expect(ran.stderr).toContain(name);
  });

  test(`ends with ${code} with --json: nothing on stdout, one line of JSON on stderr`, async () => {
    const ran = await shell(`${words} --json`, { env: env(), dir: freshFolder() });
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toMatch(/^[^\n]+\n$/);
    const { error } = errorLine.parse(JSON.parse(ran.stderr));
    expect(error.exitCode).toBe(code);
    expect(error.name).toContain(name);
  });
});

test.each([
  'providers list',
  'providers get openai',
  'secrets list',
  'defaults get',
  'auth status',
])('%s --json that succeeds is one document on stdout, nothing on stderr and 0', async (words) => {
  const ran = await shell(`${words} --json`, { env: healthy.admin });
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(() => z.json().parse(JSON.parse(ran.stdout))).not.toThrow();
});
