import { describe, expect, test } from 'vitest';
import { freshFolder, portai } from '../support/run.ts';
import { script, signedIn, type Answer } from '../support/script.ts';

/** `validate`: nothing that was not shown to work is called valid, and every doubt is in the exit. */

const stored = (provider: string, models: readonly string[] = ['gpt-5'], more: object = {}) => ({
  provider,
  enabled: true,
  config: { apiKeySecretName: 'k1' },
  effectiveModels: Object.fromEntries(models.map((model) => [model, { enabled: true }])),
  ...more,
});
const list = (...providers: readonly object[]): Answer => ({
  json: { ok: true, result: providers },
});
const refused = (details?: unknown): Answer => ({
  status: 400,
  json: {
    ok: false,
    error: 'LLMProviderModelTestError',
    message: "Connection test failed for provider 'openai'",
    ...(details === undefined ? {} : { details }),
  },
});
const asked = (words: string, table: Parameters<typeof script>[0]) =>
  portai(words, { env: signedIn, send: script(table).send });

describe('nothing to test', () => {
  test.each(['', ' --static'])('is exit 12, and never green: validate --all%s', async (flag) => {
    const ran = await asked(`validate --all --json${flag}`, {
      'GET /v1/llm-providers': list(),
      'GET /v1/organization/secrets': { json: { ok: true, secrets: [] } },
      'GET /v1/llm-providers/defaults': { json: { result: { provider: 'port', model: 'm' } } },
    });
    expect(ran.code).toBe(12);
    expect(JSON.parse(ran.stdout)).toEqual([]);
    expect(
      await asked(`validate --all${flag}`, {
        'GET /v1/llm-providers': list(),
        'GET /v1/organization/secrets': { json: { ok: true, secrets: [] } },
        'GET /v1/llm-providers/defaults': { json: { result: { provider: 'port', model: 'm' } } },
      }),
    ).toMatchObject({ code: 12, stderr: expect.stringContaining('Nothing was tested') });
  });

  test('is said of a provider without an enabled model', async () => {
    const off = stored('openai', [], { effectiveModels: { 'gpt-5': { enabled: false } } });
    const ran = await asked('validate openai --json', { 'GET /v1/llm-providers': list(off) });
    expect(ran.code).toBe(12);
    expect(JSON.parse(ran.stdout)).toMatchObject([
      { status: 'unverifiable', models: [], wrote: false, error: { name: 'NothingToTest' } },
    ]);
  });

  test('by --direct is exit 12 as well', async () => {
    const ran = await asked('validate --all --direct --json', { 'GET /v1/llm-providers': list() });
    expect(ran).toMatchObject({ code: 12 });
    expect(JSON.parse(ran.stdout)).toEqual([]);
  });
});

describe('a failed test that does not say which model', () => {
  const shapes: readonly [string, unknown, string][] = [
    ['no details', undefined, "Connection test failed for provider 'openai'"],
    ['empty details', {}, "Connection test failed for provider 'openai'"],
    [
      'a list',
      { testedModels: [{ model: 'gpt-5', isValid: false, message: 'Invalid API key' }] },
      'Invalid API key',
    ],
    ['words for a model', { testedModels: { 'gpt-5': 'Invalid API key' } }, 'Invalid API key'],
    ['words alone', { testedModels: ['Invalid API key'] }, 'Invalid API key'],
    [
      'an error inside',
      { testedModels: { 'gpt-5': { isValid: false, error: { message: 'nested' } } } },
      'nested',
    ],
    ['a model without a word', { testedModels: { 'gpt-5': {} } }, 'Connection test failed'],
  ];

  test.each(shapes)(
    '%s: text, JSON and exit say invalid, with the words',
    async (_, details, words) => {
      const table = {
        'GET /v1/llm-providers': list(stored('openai')),
        'PUT /v1/llm-providers/openai': refused(details),
      };
      const text = await asked('validate openai', table);
      expect(text.code).toBe(8);
      expect(text.stdout).toContain('openai\tgpt-5\tinvalid\t');
      expect(text.stdout).toContain(words);
      const json = await asked('validate openai --json', table);
      expect(json.code).toBe(8);
      expect(JSON.parse(json.stdout)).toMatchObject([
        { status: 'invalid', models: [{ model: 'gpt-5', status: 'invalid' }] },
      ]);
    },
  );

  test('leaves every one of several models open, and the provider invalid', async () => {
    const ran = await asked('validate openai', {
      'GET /v1/llm-providers': list(stored('openai', ['gpt-5', 'o3'])),
      'PUT /v1/llm-providers/openai': refused(),
    });
    expect(ran.code).toBe(8);
    expect(ran.stdout).toBe(
      "openai\t-\tinvalid\tConnection test failed for provider 'openai'\tLLMProviderModelTestError\t-\t-\n",
    );
  });

  test('is put without a model of the name 0', async () => {
    const ran = await asked('providers put openai --api-key-secret k1 --validate', {
      'GET /v1/llm-providers': list(stored('openai')),
      'GET /v1/organization/secrets': { json: { ok: true, secrets: [{ secretName: 'k1' }] } },
      'PUT /v1/llm-providers/openai': refused({
        testedModels: [{ model: 'gpt-5', isValid: false, message: 'Invalid API key' }],
      }),
    });
    expect(ran.code).toBe(8);
    expect(ran.stderr).toMatch(/gpt-5 +invalid +Invalid API key/);
    expect(ran.stderr).not.toMatch(/^ *0 /m);
  });
});

test('a put that has nothing to test says so, and is no success', async () => {
  const off = stored('openai', [], { effectiveModels: { 'gpt-5': { enabled: false } } });
  const ran = await asked('providers put openai --validate', {
    'GET /v1/llm-providers': list(off),
    'GET /v1/organization/secrets': { json: { ok: true, secrets: [{ secretName: 'k1' }] } },
    'PUT /v1/llm-providers/openai': { json: { ok: true, result: off } },
  });
  expect(ran).toMatchObject({ code: 12, stdout: '' });
  expect(ran.stderr).toContain('openai is saved, and untested: no model of it is enabled');
});

test('a saved answer that speaks of a failing model is no pass', async () => {
  const testedModels = { 'gpt-5': { isValid: true }, o3: { isValid: false, message: 'no access' } };
  const ran = await asked('validate openai', {
    'GET /v1/llm-providers': list(stored('openai', ['gpt-5', 'o3'])),
    'PUT /v1/llm-providers/openai': {
      json: { ok: true, result: stored('openai', ['gpt-5', 'o3'], { testedModels }) },
    },
  });
  expect(ran.code).toBe(8);
  expect(ran.stdout).toContain('openai\to3\tinvalid\tno access');
});

describe('several providers', () => {
  const bad = refused({
    testedModels: { 'gpt-5': { isValid: false, message: 'Invalid API key' } },
  });
  const forbidden: Answer = {
    status: 403,
    json: { name: 'llm_provider_manage_forbidden', message: 'You do not have permission' },
  };
  const good = (name: string): Answer => ({ json: { ok: true, result: stored(name) } });
  const down: Answer = { status: 500, json: { ok: false, error: 'internal_error' } };

  test.each<[string, Answer, Answer, number]>([
    ['valid, then invalid', good('openai'), bad, 8],
    ['invalid, then valid', bad, good('quantum'), 8],
    ['invalid, then not asked', bad, down, 6],
    ['not asked, then valid', down, good('quantum'), 6],
    ['valid, then forbidden', good('openai'), forbidden, 7],
    ['forbidden, then valid', forbidden, good('quantum'), 7],
  ])('%s: both rows, and the worse exit', async (_, first, second, code) => {
    const ran = await asked('validate openai quantum --retries 0', {
      'GET /v1/llm-providers': list(stored('openai'), stored('quantum')),
      'PUT /v1/llm-providers/openai': first,
      'PUT /v1/llm-providers/quantum': second,
    });
    expect(ran.code).toBe(code);
    expect(ran.stdout.match(/^(?:openai|quantum)\t/gm)).toHaveLength(2);
  });
});

describe('a stored secret that is gone', () => {
  test('is invalid in the rows, and in the exit', async () => {
    const dir = freshFolder();
    const env = { PORTAI_SANDBOX: '1', GOOD: 'sk-good-0123456789' };
    const run = (words: string) => portai(words, { dir, env });
    await run('secrets set k1 --value-env GOOD');
    await run('providers put openai --api-key-secret k1');
    await run('secrets delete k1 --yes --force');
    const ran = await run('validate openai');
    expect(ran.code).toBe(8);
    expect(ran.stdout).toContain('openai\t-\tinvalid\t');
    expect(ran.stdout).not.toContain('\tunverifiable\t');
  });
});

describe('on a pipe', () => {
  test('the cause and what helps are in the row, and the command that says more on stderr', async () => {
    const dir = freshFolder();
    const env = { PORTAI_SANDBOX: '1', BAD: 'sk-revoked-0123456789' };
    const run = (words: string) => portai(words, { dir, env });
    await run('secrets set k1 --value-env BAD');
    await run('providers put openai --api-key-secret k1');
    const ran = await run('validate openai');
    expect(ran.code).toBe(8);
    const [, , status, message = '', cause = '', advice] = ran.stdout.trimEnd().split('\t');
    expect([status, cause]).toEqual(['invalid', 'KEY_INVALID']);
    expect(advice).toContain('Create a new key');
    expect(ran.stderr).toContain('portai explain KEY_INVALID');
    for (const word of [cause, message, 'INVALID_API_KEY', 'invalid api kye']) {
      const explained = await portai(['explain', word]);
      expect(`${explained.stdout}${explained.stderr}`).toContain('KEY_INVALID');
    }
    expect((await portai(['explain', message])).code).toBe(0);
  });
});

describe('--static', () => {
  const openai = stored('openai');
  const secrets: Answer = { json: { ok: true, secrets: [{ secretName: 'k1' }] } };
  const isDefault: Answer = { json: { result: { provider: 'openai', model: 'gpt-5' } } };
  const forbidden: Answer = { status: 403, json: { ok: false, error: 'forbidden' } };
  const check = (changes: Parameters<typeof script>[0], types = 'openai') =>
    asked(`validate ${types} --static --retries 0`, {
      'GET /v1/llm-providers': list(openai),
      'GET /v1/organization/secrets': secrets,
      'GET /v1/llm-providers/defaults': isDefault,
      ...changes,
    });

  test('is 0 where everything could be looked at and holds', async () => {
    expect(await check({})).toMatchObject({ code: 0 });
  });

  test.each<[string, string, Answer, string]>([
    ['secrets', 'GET /v1/organization/secrets', forbidden, 'openai\tsecrets\tunknown\t'],
    ['the default', 'GET /v1/llm-providers/defaults', forbidden, 'openai\tdefault\tunknown\t'],
  ])('is 12 where %s may not be read', async (_, route, answer, row) => {
    const ran = await check({ [route]: answer });
    expect(ran.code).toBe(12);
    expect(ran.stdout).toContain(row);
  });

  test.each<[string, string, Answer, number]>([
    ['secrets', 'GET /v1/organization/secrets', { status: 500 }, 6],
    [
      'secrets',
      'GET /v1/organization/secrets',
      { status: 401, json: { error: 'unauthorized' } },
      3,
    ],
    ['the default', 'GET /v1/llm-providers/defaults', { status: 500 }, 6],
  ])('ends with the failure where %s could not be read', async (_, route, answer, code) => {
    expect(await check({ [route]: answer })).toMatchObject({ code, stdout: '' });
  });

  test('finds a default on a provider that is switched off', async () => {
    const ran = await check({ 'GET /v1/llm-providers': list({ ...openai, enabled: false }) });
    expect(ran.code).toBe(8);
    expect(ran.stdout).toContain('openai\tdefault\tfail\t');
  });

  test('finds a default on a provider that is gone', async () => {
    const elsewhere: Answer = { json: { result: { provider: 'anthropic', model: 'claude' } } };
    const ran = await check({ 'GET /v1/llm-providers/defaults': elsewhere }, '--all');
    expect(ran.code).toBe(8);
    expect(ran.stdout).toContain('anthropic\tdefault\tfail\t');
  });
});
