import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Send } from '../../src/core/http.ts';
import { canaries, canariesIn, expectNone } from '../support/canaries.ts';
import { filesBelow } from '../support/folders.ts';
import { freshFolder, portai, type Ran, type RunOptions } from '../support/run.ts';

/** A session with a distinctive value through every input: none of them comes out anywhere. */

const { stdin, file, variable, clientSecret, accessToken, externalId, header } = canaries;
const role = 'arn:aws:iam::123456789012:role/port-example-external';
const loud = ['', ' --json', ' --debug', ' --json --debug'] as const;

function written(content: string): string {
  const path = join(freshFolder(), 'input.json');
  writeFileSync(path, content);
  return path;
}

/** Everything in a session of commands that share a folder. */
async function session(extra: string): Promise<{ dir: string; ran: [string, Ran][] }> {
  const dir = freshFolder();
  const env = { PORTAI_SANDBOX: '1', VALUE: variable, ID: externalId, NEXT: canaries.replaced };
  const headers = written(JSON.stringify({ 'x-key': header }));
  const config = written(
    JSON.stringify({
      config: { baseUrl: 'https://x.example.com/v1', customHeaders: { a: header } },
    }),
  );
  const ran: [string, Ran][] = [];
  const run = async (words: string, options: RunOptions = {}) => {
    ran.push([words, await portai(`${words}${extra}`, { dir, env, ...options })]);
  };
  await run('secrets add a --value-stdin', { stdin: `${stdin}\n` });
  await run(`secrets add b --value-file ${written(file)}`);
  await run('secrets add c --value-env VALUE');
  await run('secrets add external --value-env ID');
  await run('secrets add c --value-env VALUE');
  await run('secrets set c --value-env NEXT');
  await run('secrets set c --value-env NEXT --dry-run');
  await run('secrets get c');
  await run('secrets list');
  const bedrock = `providers put bedrock --region eu-west-1 --role-arn ${role}`;
  await run(`${bedrock} --external-id-secret external --validate`);
  await run('providers put openai --api-key-secret a --validate');
  await run('providers put openai --api-key-secret a');
  const compatible = 'providers put openai-compatible';
  const model = '--base-url https://x.example.com/v1 --model some-model,context=1000';
  await run(`${compatible} ${model} --api-key-secret b --headers-file ${headers} --dry-run`);
  await run(`${compatible} ${model} --api-key-secret b --headers-file ${headers}`);
  await run(`${compatible} --config-file ${config} --dry-run`);
  await run(`${compatible} --config-file ${config} --skip-client-checks`);
  await run('providers get openai-compatible');
  await run('providers list');
  await run('validate --all');
  await run('validate --all --static');
  await run('doctor');
  await run('doctor --validate');
  await run(`secrets add ${canaries.placedAsName} --value-env VALUE`);
  await run(`providers put openai --api-key-secret ${canaries.placedAsName}`);
  await run(`secrets get ${canaries.placedAsName}`);
  await run(`secrets add x --value-env ${canaries.placedAsName}`);
  await run(`secrets add x --value=${variable}`);
  await run(`providers list --region ${variable}`);
  return { dir, ran };
}

describe.each(loud)('with%s after every command', (extra) => {
  test('no value comes out on stdout, on stderr, in an error or in the trace', async () => {
    const { ran } = await session(extra);
    for (const [words, { stdout, stderr }] of ran) expectNone(words, `${stdout}\n${stderr}`);
    const failed = ran.filter(([, { code }]) => code === 1);
    expect(failed).toEqual([]);
    expect(ran.filter(([, { code }]) => code === 0).length).toBeGreaterThan(12);
  });
});

test('the only file with a value in the clear is the configuration whose header it is', async () => {
  const { dir } = await session('');
  const files = [...filesBelow(dir)];
  const open = files.filter(([, text]) => canariesIn(text).length > 0);
  expect(open.map(([path, text]) => [path, canariesIn(text)])).toEqual([
    ['sandbox/providers/openai-compatible', ['header']],
  ]);
  expect(files.filter(([path]) => path.startsWith('sandbox/secrets/'))).toHaveLength(4);
});

describe('a server that repeats what it was told', () => {
  /** Answers with the request itself in the words of a refusal. */
  const echo =
    (status: number, type: string): Send =>
    ({ url, headers, body = '' }) => {
      const told = `You sent ${JSON.stringify(headers)} ${body} ${headers['authorization'] ?? ''} to ${url.href}`;
      return Promise.resolve({
        status,
        headers: { 'content-type': type, 'x-trace-id': told, server: told },
        body:
          type === 'text/html'
            ? `<title>${told}</title>`
            : JSON.stringify({
                ok: false,
                error: told,
                message: told,
                details: { told, encoded: encodeURIComponent(told) },
              }),
      });
    };
  const credentials = [
    { PORT_CLIENT_ID: 'someone', PORT_CLIENT_SECRET: clientSecret },
    { PORT_ACCESS_TOKEN: accessToken },
  ];
  const commands = [
    'providers list',
    'secrets set key --value-env VALUE',
    'secrets set key --value-stdin',
    'auth login --client-id someone --value-env VALUE',
    'validate openai',
  ];

  test.each([
    [400, 'application/json'],
    [401, 'application/json'],
    [403, 'application/json'],
    [404, 'application/json'],
    [409, 'application/json'],
    [422, 'application/json'],
    [200, 'application/json'],
    [500, 'application/json'],
    [200, 'text/html'],
    [502, 'text/html'],
  ])('status %i as %s: no value comes back out', async (status, type) => {
    for (const signedIn of credentials) {
      for (const words of commands) {
        for (const extra of loud) {
          const env = { VALUE: variable, ...signedIn };
          const send = echo(status, type);
          const ran = await portai(`${words} --retries 0${extra}`, { env, send, stdin });
          expect(ran.code).toBeGreaterThan(1);
          expectNone(`${words}${extra}`, ran.stdout + ran.stderr);
        }
      }
    }
  });
});

describe('a server that repeats values in answers that succeed', () => {
  const vendorKey = 'sk-proj-NOBODY-registered-d4c0ffee0123';
  const told = `Incorrect API key provided: ${vendorKey}. You sent Bearer ${accessToken}`;
  const provider = {
    provider: 'openai',
    enabled: true,
    config: { apiKeySecretName: told, [accessToken]: told },
    effectiveModels: { 'gpt-5': { enabled: true, note: told }, [told]: { enabled: true } },
    updatedBy: told,
  };
  const secret = { secretName: 'key', description: told, [told]: told };
  const answer = {
    ok: true,
    result: [provider],
    provider,
    providers: [provider],
    defaults: { provider: told, model: told, source: told },
    secret,
    secrets: [secret],
    organization: { name: told, id: told },
    testedModels: { 'gpt-5': { isValid: false, message: told } },
  };
  const refusal = {
    ok: false,
    error: {
      name: 'LLMProviderModelTestError',
      message: told,
      details: { testedModels: { 'gpt-5': { isValid: false, message: told }, [told]: told } },
    },
  };
  const send: Send = ({ method, url }) => {
    const tests = url.searchParams.has('validate_connection');
    return Promise.resolve({
      status: tests ? 400 : 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(
        tests
          ? refusal
          : method === 'PUT' || url.pathname.endsWith('/openai')
            ? { ...answer, result: provider }
            : url.pathname.endsWith('/defaults')
              ? { ...answer, result: answer.defaults }
              : answer,
      ),
    });
  };
  const commands = [
    'secrets list',
    'secrets get key',
    'secrets set key --value-env VALUE',
    'secrets usages key',
    'providers list',
    'providers get openai',
    'providers models list openai',
    'providers put openai --disable --force',
    'defaults get',
    'validate openai',
    'auth status',
  ];

  test.each(loud)('none comes out%s, on a screen or in a pipe', async (extra) => {
    const shown: string[] = [];
    for (const words of commands) {
      for (const screen of [true, false]) {
        const env = { PORT_ACCESS_TOKEN: accessToken, VALUE: variable };
        const ran = await portai(`${words}${extra}`, { env, send, screen });
        const text = ran.stdout + ran.stderr;
        expectNone(words, text);
        expect({ words, text }).toEqual({
          words,
          text: expect.not.stringMatching(/NOBODY-reg|ered-d4c0|sk-proj/),
        });
        expect(ran.code).not.toBe(1);
        if (ran.stdout.includes('[secret]')) shown.push(words);
        if (extra.includes('--json') && ran.stdout !== '') JSON.parse(ran.stdout);
      }
    }
    expect(new Set(shown).size).toBeGreaterThan(5);
  });
});

describe('a token that was fetched', () => {
  test.each([
    ['freshly', [clientSecret, accessToken]],
    ['out of the cache', [accessToken]],
  ])('%s is masked in what the server says afterwards', async (_, repeated) => {
    const dir = freshFolder();
    const env = { PORT_CLIENT_ID: 'someone', PORT_CLIENT_SECRET: clientSecret };
    const send: Send = ({ url }) => {
      const json = url.pathname.endsWith('/access_token')
        ? { ok: true, accessToken, expiresIn: 10_800 }
        : { ok: true, secrets: [{ secretName: 'key', description: repeated.join(' and ') }] };
      const headers = { 'content-type': 'application/json' };
      return Promise.resolve({ status: 200, headers, body: JSON.stringify(json) });
    };
    for (const words of ['secrets list', 'secrets list --json', 'secrets list --debug']) {
      const ran = await portai(words, { dir, env, send });
      expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('[secret]') });
      expectNone(words, ran.stdout + ran.stderr);
    }
  });
});

describe('a mistake of the program itself', () => {
  const crash: Send = ({ headers, body }) => {
    throw new TypeError(`cannot handle ${headers['authorization'] ?? ''} and ${body ?? ''}`);
  };

  test.each(['', ' --json', ' --debug'])(
    'is told with its stack under PORTAI_DEBUG, and without the values it names%s',
    async (extra) => {
      for (const signedIn of [
        { PORT_CLIENT_ID: 'someone', PORT_CLIENT_SECRET: clientSecret },
        { PORT_ACCESS_TOKEN: accessToken },
      ]) {
        const env = { ...signedIn, PORTAI_DEBUG: '1', VALUE: variable };
        const words = `secrets set key --value-env VALUE${extra}`;
        const ran = await portai(words, { env, send: crash });
        expect(ran).toMatchObject({ code: 1, stdout: '' });
        expect(ran.stderr).toContain('cannot handle');
        expect(ran.stderr).toContain('canary.test.ts');
        expectNone(words, ran.stderr);
      }
    },
  );

  test('shows no stack unless asked', async () => {
    const env = { PORT_ACCESS_TOKEN: accessToken };
    const ran = await portai('providers list', { env, send: crash });
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).not.toContain('canary.test.ts');
    expectNone('providers list', ran.stderr);
  });
});
