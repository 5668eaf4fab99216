import { generateKeyPairSync } from 'node:crypto';
import { stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openSandbox } from '../../src/sandbox/open.ts';
import { freshFolder, portai, testTime, type RunOptions } from '../support/run.ts';

/** Connection tests of the sandbox, through the whole program and side by side. */

const env = { PORTAI_SANDBOX: '1' };
const run = (dir: string, words: string, options: RunOptions = {}) =>
  portai(words, { dir, env, ...options });

async function stored(dir: string, name: string, value: string): Promise<void> {
  const { code, stderr } = await run(
    dir,
    `secrets add ${name} --value-stdin --skip-client-checks`,
    {
      stdin: value,
    },
  );
  if (code !== 0) throw new Error(stderr);
}

const refused = z.object({
  error: z.object({
    name: z.string(),
    exitCode: z.number(),
    details: z
      .object({
        testedModels: z.record(z.string(), z.record(z.string(), z.unknown())),
        portai: z.object({ models: z.record(z.string(), z.looseObject({ cause: z.string() })) }),
      })
      .optional(),
  }),
});
const errorIn = (stderr: string) => {
  const line = stderr.split('\n').find((each) => each.includes('"error"')) ?? '';
  return refused.parse(JSON.parse(line)).error;
};

describe('a connection test that is refused', () => {
  test("answers with Port's pair and nothing else in it, and with more beside it", async () => {
    const dir = freshFolder();
    await stored(dir, 'key', 'sk-invalid-key');
    const ran = await run(dir, 'providers put openai --api-key-secret key --validate --json');
    const { name, details } = errorIn(ran.stderr);
    expect([ran.code, name]).toEqual([8, 'LLMProviderModelTestError']);
    expect(details?.testedModels).toEqual({
      'gpt-5': { isValid: false, message: 'Invalid API key' },
    });
    expect(details?.portai.models['gpt-5']).toMatchObject({
      cause: 'KEY_INVALID',
      verdict: 'fail',
      retryable: false,
    });
    expect(ran.stderr).not.toContain('sk-invalid-key');
  });

  test('calls invalid nothing that could not be tested, in words, JSON and exit', async () => {
    const dir = freshFolder();
    await stored(dir, 'key', 'sk-down');
    const put = 'providers put openai --api-key-secret key --validate';
    const inJson = await run(dir, `${put} --json`);
    expect(errorIn(inJson.stderr)).toMatchObject({ exitCode: 12 });
    const { code, stderr } = await run(dir, put);
    expect([inJson.code, code]).toEqual([12, 12]);
    expect(stderr).toMatch(/gpt-5\s+unverifiable\s+Could not be tested/);
    expect(stderr).not.toMatch(/\binvalid\b|secrets set/);
    expect((await run(dir, 'providers get openai')).code).toBe(4);
  });

  test('of a host that nobody simulates neither', async () => {
    const dir = freshFolder();
    const url = '--base-url https://llm.corp.invalid/v1 --model some-model';
    const ran = await run(dir, `providers put openai-compatible ${url} --validate`);
    expect(ran.code).toBe(12);
    expect(ran.stderr).toMatch(/some-model\s+unverifiable\s+Could not be tested/);
  });

  test('writes nothing', async () => {
    const dir = freshFolder();
    await stored(dir, 'key', 'sk-invalid-key');
    await run(dir, 'providers put openai --api-key-secret key --validate');
    expect((await run(dir, 'providers get openai')).code).toBe(4);
  });

  test('leaves what was stored before as it was', async () => {
    const dir = freshFolder();
    await stored(dir, 'good', 'sk-good-key');
    await stored(dir, 'bad', 'sk-revoked-key');
    await run(dir, 'providers put openai --api-key-secret good --validate');
    expect((await run(dir, 'providers put openai --api-key-secret bad --validate')).code).toBe(8);
    const { stdout } = await run(dir, 'providers get openai --json');
    expect(JSON.parse(stdout)).toMatchObject({ config: { apiKeySecretName: 'good' } });
  });
});

describe('validate', () => {
  test('does not call invalid what could not be tested', async () => {
    const dir = freshFolder();
    await stored(dir, 'key', 'sk-key');
    await run(dir, 'providers put openai --api-key-secret key');
    await run(dir, 'secrets set key --value-stdin', { stdin: 'sk-down' });
    const ran = await run(dir, 'validate openai --json');
    expect(ran.code).toBe(12);
    expect(JSON.parse(ran.stdout)).toMatchObject([
      {
        status: 'unverifiable',
        models: [{ model: 'gpt-5', status: 'unverifiable', cause: 'OVERLOADED' }],
      },
    ]);
  });

  test('says what helps, and what the provider said', async () => {
    const dir = freshFolder();
    await stored(dir, 'key', 'sk-ant-key');
    await run(dir, 'providers put anthropic --api-key-secret key');
    await run(dir, 'secrets set key --value-stdin', { stdin: 'sk-ant-noquota' });
    const ran = await run(dir, 'validate anthropic', { screen: true });
    expect(ran.code).toBe(8);
    expect(ran.stdout).toContain('Quota or credit exhausted');
    expect(ran.stdout.match(/Add credit/g)).toHaveLength(1);
    expect(ran.stdout).toContain('It says:');
  });
});

describe('what is not sent', () => {
  test('is a value that no provider would take, however it was stored', async () => {
    const dir = freshFolder();
    await stored(dir, 'key', '"sk-in-quotes"');
    const ran = await run(dir, 'providers put openai --api-key-secret key --validate --json');
    const { details } = errorIn(ran.stderr);
    expect(details?.testedModels).toEqual({
      'gpt-5': { isValid: false, message: 'The secret value is malformed' },
    });
    expect(details?.portai.models['gpt-5']).toMatchObject({ cause: 'SECRET_MALFORMED' });
    expect(ran.stderr).toContain("The value of the secret 'key' stands in quotes");
    expect(ran.stderr).not.toContain('sk-in-quotes');
  });

  test('is an answer to somebody who has gone: an interrupted test writes nothing', async () => {
    const dir = freshFolder();
    await stored(dir, 'key', 'sk-slow');
    const stop = new AbortController();
    const ran = await run(dir, 'providers put openai --api-key-secret key --validate', {
      signal: stop.signal,
      sleep: () => {
        stop.abort('interrupted');
        return Promise.reject(new Error('woken up'));
      },
    });
    expect(ran.code).toBe(130);
    expect((await run(dir, 'providers get openai')).code).toBe(4);
    const again = await run(dir, 'providers put openai --api-key-secret key --validate', {
      sleep: () => Promise.resolve(),
    });
    expect(again.code).toBe(0);
  });
});

describe('one connection test of a provider at a time', () => {
  const put = {
    method: 'POST' as const,
    url: new URL('https://sandbox.example/v1/llm-providers?validate_connection=true'),
    body: JSON.stringify({ provider: 'openai', config: { apiKeySecretName: 'key' } }),
  };

  /** A sandbox of its own, as another process would open it; its waits end when the test says so. */
  async function opened(dir: string, now = () => testTime) {
    let end = (): void => undefined;
    let begin = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const waits = new Promise<void>((resolve) => (begin = resolve));
    const sleep = () => {
      begin();
      return ended;
    };
    const sandbox = openSandbox({ dir: `${dir}/sandbox`, now, sleep });
    const token = await sandbox.token('admin');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    return { end, waits, ask: () => sandbox.send({ ...put, headers }) };
  }

  test('a second one is refused while the first runs, from another process as well', async () => {
    const dir = freshFolder();
    await stored(dir, 'key', 'sk-slow');
    const [one, other] = await Promise.all([opened(dir), opened(dir)]);
    const first = one.ask();
    await one.waits;
    const second = await other.ask();
    expect(second.status).toBe(409);
    expect(second.body).toContain("A connection test of 'openai' is already running");
    one.end();
    expect((await first).status).toBe(201);
  });

  test('one whose process died does not stand in the way for ever', async () => {
    const dir = freshFolder();
    await stored(dir, 'key', 'sk-slow');
    const dead = await opened(dir);
    void dead.ask(); // never ends
    await dead.waits;
    const later = await opened(dir, () => new Date(testTime.getTime() + 16 * 60_000));
    later.end();
    expect((await later.ask()).status).toBe(201);
  });
});

describe('all configured types at once', () => {
  let pem = '';
  beforeAll(() => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  });

  const compatible = '--base-url https://llm.example.com/v1 --model llama-3 --model claude-sonnet';
  const google = '--client-email-secret email --private-key-secret pem --project example';
  const types = [
    'openai --api-key-secret openai',
    'anthropic --api-key-secret anthropic',
    'azure-openai --api-key-secret plain --resource-name example --deployment-id gpt-5',
    'azure-anthropic --api-key-secret plain --endpoint https://example.services.ai.azure.com',
    'bedrock --region eu-west-1 --access-key-id-secret id --secret-access-key-secret aws',
    `vertex-gemini ${google} --location global --model gemini-2.5-pro`,
    `vertex-anthropic ${google} --location global --model claude-haiku-4-5@20251001`,
    `openai-compatible --api-key-secret plain ${compatible}`,
    `anthropic-compatible --api-key-secret plain ${compatible}`,
  ];

  async function configured(): Promise<string> {
    const dir = freshFolder();
    await stored(dir, 'openai', 'sk-slow');
    await stored(dir, 'anthropic', 'sk-ant-slow');
    await stored(dir, 'plain', 'slow');
    await stored(dir, 'id', 'AKIA0000000000000000');
    await stored(dir, 'aws', 'slow-secret-of-forty-characters-abcdefgh');
    await stored(dir, 'email', 'slow@p.iam.gserviceaccount.com');
    await stored(dir, 'pem', pem);
    for (const words of types) {
      const { code, stderr } = await run(dir, `providers put ${words}`);
      if (code !== 0) throw new Error(stderr);
    }
    return dir;
  }

  test('take the time of the slowest, not of all together', async () => {
    const dir = await configured();
    // All that are slow wait side by side; only the AWS key has no such word. None goes on before the
    // last one waits too: one after the other they would never end.
    let waiting = 0;
    let allWait = (): void => undefined;
    const together = new Promise<void>((resolve) => (allWait = resolve));
    const ran = await run(dir, 'validate --all --json', {
      sleep: () => {
        waiting += 1;
        if (waiting === types.length - 1) allWait();
        return together;
      },
    });
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toHaveLength(types.length);
  });

  test('make a table of which no line is wider than the screen', async () => {
    const dir = await configured();
    await run(dir, 'secrets set openai --value-stdin', { stdin: 'sk-invalid' });
    await run(dir, 'secrets set plain --value-stdin', { stdin: 'ratelimit' });
    const ran = await run(dir, 'validate --all', { screen: true });
    const lines = stripVTControlCharacters(ran.stdout).split('\n');
    expect(ran.code).toBe(8);
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    expect(ran.stdout).toContain('Invalid API key');
  });
});
