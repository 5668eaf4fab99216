import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { hosts, openaiHost, type SomeProvider } from '../support/hosts.ts';
import { portai, type RunOptions } from '../support/run.ts';
import { script, signedIn, type Script } from '../support/script.ts';

const key = 'CANARY-d4c0ffee-of-preflight';
const put = 'providers put openai --api-key-secret openai-key --preflight --value-env KEY';
const list = 'GET /v1/llm-providers';
const secrets = 'GET /v1/organization/secrets';
const create = 'POST /v1/llm-providers';
const store = 'POST /v1/organization/secrets';

const saved = {
  provider: 'openai',
  enabled: true,
  config: { apiKeySecretName: 'openai-key' },
  effectiveModels: { 'gpt-5': { enabled: true } },
};
const refused = {
  status: 400,
  json: {
    ok: false,
    error: {
      name: 'LLMProviderModelTestError',
      message: "Connection test failed for provider 'openai'",
      details: { testedModels: { 'gpt-5': { isValid: false, message: 'Forbidden by IP' } } },
    },
  },
};

/** Port without a provider, with these secrets, and with that answer to a creation. */
function portWith(existing: readonly string[], answer: object = { json: { result: saved } }) {
  return script({
    [list]: { json: { result: [] } },
    [secrets]: { json: { secrets: existing.map((secretName) => ({ secretName })) } },
    [store]: { status: 201, json: { secret: { secretName: 'openai-key' } } },
    [create]: answer,
  });
}

function run(words: string, port: Script, openai: SomeProvider, options: RunOptions = {}) {
  return portai(words, {
    env: { ...signedIn, KEY: key },
    send: hosts({ 'api.port.io': port.send, 'api.openai.com': openai.send }),
    ...options,
  });
}

const writes = (port: Script) => port.asked().filter((each) => !each.startsWith('GET'));

describe('a preflight that passes', () => {
  test('stores the new secret with the tested value, then lets Port test and save', async () => {
    const [port, openai] = [portWith([]), openaiHost()];
    const ran = await run(`${put} --json`, port, openai);
    expect(ran.code).toBe(0);
    expect(openai.seen[0]?.headers['authorization']).toBe(`Bearer ${key}`);
    expect(writes(port)).toEqual([store, create]);
    expect(port.seen.find(({ method }) => method === 'POST')?.body).toEqual({
      secretName: 'openai-key',
      secretValue: key,
    });
    expect(port.seen.at(-1)?.query).toBe('?validate_connection=true');
    expect(JSON.parse(ran.stdout)).toMatchObject({ action: 'created', preflight: { ok: true } });
  });

  test('leaves a secret that exists as it is, and says that its value was not tested', async () => {
    const port = portWith(['openai-key']);
    const ran = await run(put, port, openaiHost());
    expect(ran.code).toBe(0);
    expect(writes(port)).toEqual([create]);
    expect(ran.stderr).toContain('openai-key exists and keeps its stored value');
  });

  test('shows its report on stderr, and keeps stdout for the answer', async () => {
    const ran = await run(put, portWith([]), openaiHost());
    expect(ran.stderr).toContain('Preflight from this machine (not from Port)');
    expect(ran.stderr).toContain('Not proved:');
    expect(ran.stdout).toMatch(/^created\topenai\tenabled\t.*\n$/);
  });
});

describe('a preflight that does not pass', () => {
  test.each([
    ['fails', 'key', 8],
    ['finds out too little', 'down', 12],
  ] as const)('and %s stores and writes nothing', async (_, why, code) => {
    const port = portWith([]);
    const ran = await run(
      put,
      port,
      openaiHost(() => why),
    );
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(writes(port)).toEqual([]);
    expect(ran.stderr).toContain('nothing was stored or written');
    expect(ran.stderr).toContain('leave out --preflight');
    expect(ran.stderr).not.toContain(key);
  });

  test('gives its findings in the error of --json, in the form that Port uses', async () => {
    const ran = await run(
      `${put} --json`,
      portWith([]),
      openaiHost(() => 'key'),
    );
    const { error } = z
      .object({ error: z.object({ name: z.string(), details: z.unknown() }) })
      .parse(JSON.parse(ran.stderr));
    expect(error).toMatchObject({
      name: 'PreflightFailed',
      details: {
        testedModels: { 'gpt-5': { isValid: false, message: 'Invalid API key' } },
        preflight: { ok: false, credential: { verdict: 'refused' } },
      },
    });
  });
});

describe('a refusal of Port after a preflight that passed', () => {
  test('is told with what differs between the two, and with what was stored before', async () => {
    const ran = await run(put, portWith([], refused), openaiHost());
    expect(ran).toMatchObject({ code: 8, stdout: '' });
    expect(ran.stderr).toContain('Forbidden by IP');
    expect(ran.stderr).toContain('From this machine openai works; from Port it does not.');
    expect(ran.stderr).toContain('lets in certain addresses only');
    expect(ran.stderr).toContain('This stands: secret openai-key.');
    expect(ran.stderr).toContain('portai secrets delete openai-key');
  });

  test('suspects the stored value first where the secret was kept', async () => {
    const ran = await run(put, portWith(['openai-key'], refused), openaiHost());
    expect(ran.stderr).toContain('Likely: what is stored in openai-key is not the value');
  });
});

describe('a preflight', () => {
  test('only planned asks no provider and writes nothing', async () => {
    const [port, openai] = [portWith([]), openaiHost()];
    const ran = await run(`${put} --dry-run`, port, openai);
    expect(ran.code).toBe(0);
    expect(openai.seen).toEqual([]);
    expect(writes(port)).toEqual([]);
    expect(ran.stderr).toContain('then store openai-key');
    expect(ran.stdout).toContain('validate_connection=true');
  });

  test('tests the models that will be switched on', async () => {
    const openai = openaiHost();
    const stored = {
      ...saved,
      effectiveModels: { 'gpt-5': { enabled: true }, 'gpt-4.1': { enabled: false } },
      overrides: { models: { 'gpt-5': { enabled: true }, 'gpt-4.1': { enabled: false } } },
    };
    const port = script({
      [list]: { json: { result: [stored] } },
      [secrets]: { json: { secrets: [{ secretName: 'openai-key' }] } },
      'GET /v1/llm-providers/defaults': { json: { defaults: { provider: 'x', model: 'y' } } },
      'PUT /v1/llm-providers/openai': {
        json: {
          result: {
            ...saved,
            effectiveModels: { 'gpt-5': { enabled: false }, 'gpt-4.1': { enabled: true } },
          },
        },
      },
    });
    const words =
      'providers put openai --preflight --value-env KEY --enable-model gpt-4.1 --disable-model gpt-5';
    const ran = await run(`${words} --json`, port, openai);
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      preflight: { testedModels: { 'gpt-4.1': { isValid: true } } },
    });
    expect(openai.seen.some(({ body }) => body?.includes('"gpt-5"'))).toBe(false);
  });

  test('needs the values of all secrets, and names those that are missing', async () => {
    const words = 'providers put openai --api-key-secret openai-key --preflight';
    const port = portWith([]);
    const ran = await run(words, port, openaiHost());
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('--secret openai-key --value-env <name>');
    expect(writes(port)).toEqual([]);
  });

  test.each(['--value-env KEY', '--show-request', '--aws-profile default'])(
    'is what %s is for, and nothing else',
    async (flags) => {
      const ran = await portai(`providers put openai --api-key-secret openai-key ${flags}`);
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).toContain('goes with --preflight only');
    },
  );

  test('of a type that has no credential of the organization is refused', async () => {
    const ran = await portai('providers put port --disable --preflight');
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain('nothing to test from here');
  });
});
