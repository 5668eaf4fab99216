import { describe, expect, test } from 'vitest';
import { portai } from '../support/run.ts';
import { script, signedIn, type Answer } from '../support/script.ts';

/** Each disagreement between Port's documents, and that both sides of it work. */

const env = signedIn;
const providers = '/v1/llm-providers';
const defaults = '/v1/llm-providers/defaults';
const secrets = '/v1/organization/secrets';
const systemDefault = {
  ok: true,
  result: { provider: 'port', model: 'claude-sonnet-4-5-20250929' },
};
const openai = {
  provider: 'openai',
  enabled: true,
  config: { apiKeySecretName: 'openai-key' },
  effectiveModels: { 'gpt-5': { enabled: true } },
};

describe('envelopes of success', () => {
  test.each<[string, unknown]>([
    ['result', { ok: true, result: [openai] }],
    ['providers', { ok: true, providers: [openai] }],
    ['no envelope', [openai]],
  ])('a list of providers under %s', async (_, json) => {
    const { send } = script({ [`GET ${providers}`]: { json } });
    const ran = await portai('providers list', { env, send });
    expect(ran).toEqual({ code: 0, stdout: 'openai\tenabled\tgpt-5\t-\n', stderr: '' });
  });

  test.each<[string, unknown]>([
    ['result', { ok: true, result: openai }],
    ['provider', { ok: true, provider: openai }],
    ['no envelope', openai],
  ])('one provider under %s', async (_, json) => {
    const { send } = script({ [`GET ${providers}/openai`]: { json } });
    const ran = await portai('providers get openai --json', { env, send });
    expect(JSON.parse(ran.stdout)).toEqual(openai);
  });

  test.each<[string, unknown]>([
    ['result', systemDefault],
    ['defaults', { ok: true, defaults: systemDefault.result }],
    ['no envelope', systemDefault.result],
  ])('defaults under %s', async (_, json) => {
    const { send } = script({
      [`GET ${defaults}`]: { json },
      [`GET ${providers}`]: { json: { result: [] } },
    });
    const ran = await portai('defaults get', { env, send });
    expect(ran.stdout).toBe('port\tclaude-sonnet-4-5-20250929\tsystem\n');
  });

  test.each<[string, Answer]>([
    ['an unknown key', { json: { ok: true, items: [openai] } }],
    ['nothing', { text: '' }],
    ['204', { status: 204 }],
    ['an object where a list belongs', { json: { ok: true, result: openai } }],
    ['a body cut off', { text: '{"ok":true,"result":[{"provider":"op' }],
    ['a bare string', { text: '"fine"' }],
  ])('%s is never taken for an empty list', async (_, answer) => {
    const { send } = script({ [`GET ${providers}`]: answer });
    const ran = await portai('providers list --json', { env, send });
    expect(ran).toMatchObject({ code: 6, stdout: '' });
    expect(JSON.parse(ran.stderr)).toMatchObject({ error: { name: 'unexpected_answer' } });
  });
});

describe('envelopes of refusal', () => {
  const words = { name: 'LLMProviderNotFoundError', message: "LLM provider 'openai' not found" };
  test.each<[string, Answer]>([
    [
      'a string with a message beside it',
      { status: 404, json: { ok: false, error: words.name, message: words.message } },
    ],
    ['an object', { status: 404, json: { ok: false, error: words } }],
    ['a bare name and message', { status: 404, json: words }],
    [
      'snake case, without "Error"',
      { status: 404, json: { ok: false, error: 'llm_provider_not_found', message: words.message } },
    ],
    ['a status of 400', { status: 400, json: { ok: false, error: words } }],
    ['ok: false inside a 200', { status: 200, json: { ok: false, error: words } }],
  ])('%s', async (_, answer) => {
    const { send } = script({ [`GET ${providers}/openai`]: answer });
    const ran = await portai('providers get openai --json', { env, send });
    expect(ran).toMatchObject({ code: 4, stdout: '' });
    expect(JSON.parse(ran.stderr)).toMatchObject({
      error: { name: 'LLMProviderNotFoundError', message: words.message },
    });
  });

  test.each<[string, Answer, number, string]>([
    [
      'the AI routes’ rate limit',
      {
        status: 429,
        json: { error: 'Rate limit exceeded', type: 'RATE_LIMIT_ERROR', retryAfter: 3600 },
      },
      11,
      'rate_limit',
    ],
    [
      'the AI routes’ quota',
      {
        status: 429,
        json: { error: 'Monthly quota exceeded', type: 'QUOTA_ERROR', resetDate: '2026-02-01' },
      },
      11,
      'quota',
    ],
    [
      'the IP allow-list as plain text',
      {
        status: 403,
        text: 'IP not whitelisted. Found x-forwarded-for header: 203.0.113.7, orgId: org_1',
      },
      7,
      'ip_not_allowed',
    ],
    [
      'a framework error',
      {
        status: 400,
        json: { statusCode: 400, error: 'Bad Request', message: 'Body cannot be empty' },
      },
      9,
      'bad_request',
    ],
    ['401 without a body', { status: 401 }, 3, 'unauthorized'],
    ['403 without a body', { status: 403 }, 7, 'forbidden'],
    ['409', { status: 409, json: { ok: false, error: 'conflict' } }, 5, 'conflict'],
    [
      '413',
      { status: 413, json: { ok: false, error: 'payload_too_large' } },
      9,
      'payload_too_large',
    ],
    [
      '422',
      { status: 422, json: { ok: false, error: 'validation_failed', message: 'wrong' } },
      9,
      'validation_failed',
    ],
    ['500', { status: 500, json: { ok: false, error: 'internal_error' } }, 6, 'internal_error'],
    ['503 as HTML', { status: 503, text: '<html>down</html>' }, 6, 'internal_error'],
    ['200 as HTML', { status: 200, text: '<!DOCTYPE html><html>Sign in</html>' }, 6, 'html_answer'],
  ])('%s', async (_, answer, code, name) => {
    const { send } = script({ [`GET ${providers}/openai`]: answer, [`GET ${providers}`]: answer });
    const ran = await portai('providers get openai --json --retries 0', { env, send });
    expect(ran.code).toBe(code);
    expect(JSON.parse(ran.stderr)).toMatchObject({ error: { name, exitCode: code } });
  });

  test('HTML is named as such, with the host and no markup', async () => {
    const { send } = script({ [`GET ${providers}`]: { text: '<!doctype html><b>hi</b>' } });
    const ran = await portai('providers list', { env, send });
    expect(ran.stderr).toContain('api.port.io answered HTML (HTTP 200)');
    expect(ran.stderr).not.toContain('<b>');
  });

  test('control characters in a message do not reach the terminal', async () => {
    const message = 'no\u001b]0;owned\u0007 such \u001b[31mthing\u001b[0m\u202e';
    const { send } = script({
      [`GET ${providers}/openai`]: {
        status: 404,
        json: { ok: false, error: 'not_found', message },
      },
    });
    const ran = await portai('providers get openai', { env, send });
    expect(ran.stderr).toContain('Error: no such thing');
    expect(ran.stderr).not.toMatch(/[\u001b\u0007\u202e]/);
  });

  test.each(['--api-url=https://evil.example', '$(id)', '<$(id)>', '-y'])(
    'a name from the server that is no name, %s, gets into no command to paste',
    async (name) => {
      const message = `LLM provider '${name}' not found for organization`;
      const { send } = script({
        [`GET ${providers}`]: {
          status: 404,
          json: { ok: false, error: { name: 'LLMProviderNotFoundError', message } },
        },
      });
      const ran = await portai('providers list --json', { env, send });
      const { error }: { error: { next: { command: string }[] } } = JSON.parse(ran.stderr);
      expect(error.next.length).toBeGreaterThan(0);
      expect(error.next.filter(({ command }) => command.includes(name))).toEqual([]);
    },
  );

  test('the trace id is in every error, as a person and as a program reads it', async () => {
    const answer = { status: 404, headers: { 'x-trace-id': 'trace-1' } };
    const { send } = script({ [`GET ${providers}/openai`]: answer });
    expect((await portai('providers get openai', { env, send })).stderr).toContain(
      'trace id trace-1',
    );
    const json = await portai('providers get openai --json', { env, send });
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { requestId: 'trace-1' } });
  });
});

describe('what is sent', () => {
  test('content-type goes only with a body', async () => {
    const { send, seen } = script({
      [`GET ${providers}`]: { json: { result: [openai] } },
      [`GET ${defaults}`]: { json: systemDefault },
      [`DELETE ${providers}/openai`]: { status: 204 },
    });
    await portai('providers delete openai --yes', { env, send });
    expect(seen.filter(({ headers }) => 'content-type' in headers)).toEqual([]);
    expect(seen.map(({ headers }) => headers['authorization'])).toEqual(
      Array<string>(3).fill('Bearer token-of-this-test'),
    );
  });

  test.each<[string, Answer]>([
    ['204 without a body', { status: 204 }],
    ['204 in spirit, with a body', { status: 200, json: { ok: true } }],
    ['an odd body', { status: 200, json: { deleted: 1 } }],
  ])('a delete answered by %s is done', async (_, answer) => {
    const { send } = script({
      [`GET ${providers}`]: { json: { result: [openai] } },
      [`GET ${defaults}`]: { json: systemDefault },
      [`DELETE ${providers}/openai`]: answer,
    });
    const ran = await portai('providers delete openai --yes', { env, send });
    expect(ran).toEqual({ code: 0, stdout: 'deleted\topenai\n', stderr: '' });
  });

  test.each([200, 201, 202])('a create answered by %i is done', async (status) => {
    const { send } = script({
      [`GET ${providers}`]: { json: { result: [] } },
      [`GET ${secrets}`]: { json: { secrets: [{ secretName: 'openai-key' }] } },
      [`POST ${providers}`]: { status, json: { ok: true, result: openai } },
    });
    const ran = await portai('providers put openai --api-key-secret openai-key', { env, send });
    expect(ran).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('created\topenai'),
    });
  });

  test('types, models and fields that this version does not know are shown, not refused', async () => {
    const newer = {
      provider: 'quantum',
      enabled: true,
      config: { apiKeySecretName: 'q', flux: 9 },
      effectiveModels: { 'q-1': { enabled: true, speed: 'high' } },
      region: 'moon',
    };
    const { send } = script({ [`GET ${providers}`]: { json: { result: [newer] } } });
    const rows = await portai('providers list', { env, send });
    expect(rows.stdout).toBe('quantum\tenabled\tq-1\t-\n');
    const json = await portai('providers list --json', { env, send });
    expect(JSON.parse(json.stdout)).toEqual([newer]);
  });

  test('a member who may not read one provider gets it from the list', async () => {
    const { send, asked } = script({
      [`GET ${providers}/openai`]: {
        status: 403,
        json: { name: 'llm_provider_manage_forbidden', message: 'no' },
      },
      [`GET ${providers}`]: { json: { result: [openai] } },
    });
    const ran = await portai('providers get openai --json', { env, send });
    expect(JSON.parse(ran.stdout)).toEqual(openai);
    expect(asked()).toEqual([`GET ${providers}/openai`, `GET ${providers}`]);
  });
});

describe('put', () => {
  const put = 'providers put openai --api-key-secret openai-key --json';
  const listed = { json: { secrets: [{ secretName: 'openai-key' }] } };
  const conflict = {
    status: 409,
    json: { ok: false, error: 'conflict', message: 'already exists' },
  };
  const absent = {
    status: 404,
    json: { ok: false, error: { name: 'LLMProviderNotFoundError', message: 'none' } },
  };

  test('a create that meets an existing provider changes it instead', async () => {
    const { send, asked } = script({
      [`GET ${providers}`]: { json: { result: [] } },
      [`GET ${secrets}`]: listed,
      [`POST ${providers}`]: conflict,
      [`PUT ${providers}/openai`]: { json: { ok: true, result: openai } },
    });
    const ran = await portai(put, { env, send });
    expect(JSON.parse(ran.stdout)).toMatchObject({ action: 'updated' });
    expect(asked().slice(-2)).toEqual([`POST ${providers}`, `PUT ${providers}/openai`]);
  });

  test('a change of a provider that has just gone creates it again', async () => {
    const { send, asked } = script({
      [`GET ${providers}`]: { json: { result: [{ ...openai, enabled: false }] } },
      [`GET ${secrets}`]: listed,
      [`PUT ${providers}/openai`]: absent,
      [`POST ${providers}`]: { status: 201, json: { ok: true, result: openai } },
    });
    const ran = await portai(`${put} --enable`, { env, send });
    expect(JSON.parse(ran.stdout)).toMatchObject({ action: 'created' });
    expect(asked().slice(-2)).toEqual([`PUT ${providers}/openai`, `POST ${providers}`]);
  });

  test('with --create-only a conflict stays a conflict', async () => {
    const { send } = script({
      [`GET ${providers}`]: { json: { result: [] } },
      [`GET ${secrets}`]: listed,
      [`POST ${providers}`]: conflict,
    });
    expect(await portai(`${put} --create-only`, { env, send })).toMatchObject({
      code: 5,
      stdout: '',
    });
  });

  test('two refusals that ask for the opposite do not send it in circles', async () => {
    const { send, asked } = script({
      [`GET ${providers}`]: { json: { result: [] } },
      [`GET ${secrets}`]: listed,
      [`POST ${providers}`]: conflict,
      [`PUT ${providers}/openai`]: absent,
    });
    expect(await portai(put, { env, send })).toMatchObject({ code: 4 });
    expect(asked().filter((line) => line.startsWith('P'))).toHaveLength(2);
  });

  test('the complete configuration, switches and state are sent, with fields it does not know', async () => {
    const stored = {
      ...openai,
      config: { apiKeySecretName: 'openai-key', newer: true },
      overrides: { models: { 'gpt-5': { enabled: true } } },
      effectiveModels: {
        'gpt-5': { enabled: true },
        'claude-sonnet-4-20250514': { enabled: true },
      },
    };
    const { send, seen } = script({
      [`GET ${providers}`]: { json: { result: [stored] } },
      [`PUT ${providers}/openai`]: { json: { ok: true, result: { ...stored, enabled: false } } },
      [`GET ${defaults}`]: { json: systemDefault },
    });
    await portai('providers put openai --disable', { env, send });
    expect(seen.at(-1)?.body).toEqual({
      config: stored.config,
      overrides: {
        models: { 'gpt-5': { enabled: true }, 'claude-sonnet-4-20250514': { enabled: true } },
      },
      enabled: false,
    });
  });

  test('models that the server misses or does not know are corrected once, from its words', async () => {
    const stored = {
      ...openai,
      effectiveModels: { 'gpt-5': { enabled: true }, 'gpt-old': { enabled: true } },
    };
    const { send, seen } = script({
      [`GET ${providers}`]: { json: { result: [stored] } },
      [`GET ${defaults}`]: { json: systemDefault },
      [`PUT ${providers}/openai`]: [
        {
          status: 400,
          json: {
            ok: false,
            error: {
              name: 'LLMProviderInvalidConfigError',
              message:
                "body/overrides/models must have required property 'claude-haiku-4-5-20251001', body/overrides/models must NOT have additional properties: 'gpt-old'",
            },
          },
        },
        {
          json: {
            ok: true,
            result: { ...stored, effectiveModels: { 'gpt-5': { enabled: false } } },
          },
        },
      ],
    });
    const ran = await portai('providers put openai --disable-model gpt-5', { env, send });
    expect(ran.code).toBe(0);
    expect(seen.at(-1)?.body).toMatchObject({
      overrides: {
        models: { 'gpt-5': { enabled: false }, 'claude-haiku-4-5-20251001': { enabled: true } },
      },
    });
    expect(seen.at(-1)?.body).not.toHaveProperty(['overrides', 'models', 'gpt-old']);
  });

  test('azure-openai: the other key pair is tried once when the refusal names the first', async () => {
    const azure = { provider: 'azure-openai', enabled: true, effectiveModels: {} };
    const { send, seen } = script({
      [`GET ${providers}`]: { json: { result: [] } },
      [`GET ${secrets}`]: listed,
      [`POST ${providers}`]: [
        {
          status: 400,
          json: {
            ok: false,
            error: 'LLMProviderInvalidConfigError',
            message: 'endpoint is required',
          },
        },
        { status: 201, json: { ok: true, result: azure } },
      ],
    });
    const words =
      'providers put azure-openai --api-key-secret openai-key --resource-name acme --deployment-id gpt5';
    expect(await portai(words, { env, send })).toMatchObject({ code: 0 });
    const bodies = seen.filter(({ method }) => method === 'POST').map(({ body }) => body);
    expect(bodies).toMatchObject([
      { config: { resourceName: 'acme', deploymentId: 'gpt5' } },
      { config: { endpoint: 'https://acme.openai.azure.com', deployment: 'gpt5' } },
    ]);
    expect(bodies[1]).not.toHaveProperty(['config', 'resourceName']);
  });

  test('azure-openai: stored under either pair, the same configuration is unchanged', async () => {
    const config = {
      apiKeySecretName: 'openai-key',
      endpoint: 'https://acme.openai.azure.com',
      deployment: 'gpt5',
    };
    const azure = { provider: 'azure-openai', enabled: true, config, effectiveModels: {} };
    const { send, asked } = script({
      [`GET ${providers}`]: { json: { result: [azure] } },
      [`GET ${secrets}`]: listed,
    });
    const words =
      'providers put azure-openai --api-key-secret openai-key --resource-name acme --deployment-id gpt5 --json';
    const ran = await portai(words, { env, send });
    expect(JSON.parse(ran.stdout)).toMatchObject({ action: 'unchanged' });
    expect(asked().every((line) => line.startsWith('GET'))).toBe(true);
  });

  test('an answer lost on the way is told as a doubt, and a validation is never repeated', async () => {
    const lost = { status: 502, text: '<html>bad gateway</html>' };
    const { send, asked } = script({
      [`GET ${providers}`]: { json: { result: [openai] } },
      [`PUT ${providers}/openai`]: lost,
    });
    const ran = await portai('providers put openai --validate', { env, send });
    expect(ran.code).toBe(6);
    expect(ran.stderr).toContain('may have been made all the same');
    expect(asked().filter((line) => line.startsWith('PUT'))).toHaveLength(1);
  });
});

describe('tokens', () => {
  const pair = { PORT_CLIENT_ID: 'someone', PORT_CLIENT_SECRET: 'their-long-secret' };
  const token = (accessToken: string, expiresIn = 10_800): Answer => ({
    json: { ok: true, accessToken, expiresIn, tokenType: 'Bearer' },
  });

  test('a refused token is fetched again once, and the request repeated once', async () => {
    const { send, asked, seen } = script({
      'POST /v1/auth/access_token': [token('first'), token('second')],
      [`GET ${providers}`]: [{ status: 401 }, { json: { result: [] } }],
    });
    const ran = await portai('providers list', { env: pair, send });
    expect(ran.code).toBe(0);
    expect(asked()).toEqual([
      'POST /v1/auth/access_token',
      `GET ${providers}`,
      'POST /v1/auth/access_token',
      `GET ${providers}`,
    ]);
    expect(seen.at(-1)?.headers['authorization']).toBe('Bearer second');
  });

  test('a second refusal ends it with exit 3', async () => {
    const { send, asked } = script({
      'POST /v1/auth/access_token': token('any'),
      [`GET ${providers}`]: { status: 401, json: { ok: false, error: 'unauthorized' } },
    });
    expect(await portai('providers list', { env: pair, send })).toMatchObject({ code: 3 });
    expect(asked()).toHaveLength(4);
  });

  test('wrong credentials say so, exit 3, and the secret is nowhere', async () => {
    const { send } = script({
      'POST /v1/auth/access_token': {
        status: 401,
        json: {
          ok: false,
          error: 'invalid_credentials',
          message: 'Invalid credentials: their-long-secret',
        },
      },
    });
    const ran = await portai('providers list --debug', { env: pair, send });
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('[secret]');
    expect(ran.stderr).not.toContain('their-long-secret');
  });

  test('a token given by the environment cannot be renewed, and is not', async () => {
    const { send, asked } = script({ [`GET ${providers}`]: { status: 401 } });
    expect(await portai('providers list', { env, send })).toMatchObject({ code: 3 });
    expect(asked()).toHaveLength(1);
  });
});

describe('secrets', () => {
  const value = { ...env, VALUE: 'a-value-of-its-own' };

  test.each<[string, Answer]>([
    ['secrets', { json: { ok: true, secrets: [{ secretName: 'a', description: null }] } }],
    ['result', { json: { ok: true, result: [{ secretName: 'a' }] } }],
    ['no envelope', { json: [{ secretName: 'a' }] }],
  ])('a list under %s', async (_, answer) => {
    const { send } = script({ [`GET ${secrets}`]: answer });
    expect((await portai('secrets list', { env, send })).stdout).toBe('a\t-\t-\n');
  });

  test.each<[string, Answer]>([
    ['the documented shape', { status: 200, json: { ok: true, secret: { secretName: 'a' } } }],
    ['201', { status: 201, json: { ok: true, secret: { secretName: 'a' } } }],
    ['only ok', { status: 200, json: { ok: true } }],
    ['204', { status: 204 }],
  ])('add works when the success is %s', async (_, answer) => {
    const { send } = script({
      [`GET ${secrets}/a`]: [
        { status: 404, json: { ok: false, error: 'not_found', message: 'no' } },
        { json: { ok: true, secret: { secretName: 'a' } } },
      ],
      [`POST ${secrets}`]: answer,
    });
    const ran = await portai('secrets add a --value-env VALUE', { env: value, send });
    expect(ran.stdout).toBe('created\ta\n');
  });

  test('set changes what exists and creates what does not', async () => {
    const missing = { status: 404, json: { ok: false, error: 'not_found', message: 'no' } };
    const there = { json: { ok: true, secret: { secretName: 'a' } } };
    const first = script({
      [`GET ${secrets}/a`]: missing,
      [`POST ${secrets}`]: there,
    });
    await portai('secrets set a --value-env VALUE', { env: value, send: first.send });
    expect(first.seen.at(-1)?.body).toEqual({ secretName: 'a', secretValue: 'a-value-of-its-own' });
    const second = script({
      [`GET ${secrets}/a`]: { json: { ok: true, secret: { secretName: 'a' } } },
      [`PATCH ${secrets}/a`]: there,
    });
    await portai('secrets set a --value-env VALUE', { env: value, send: second.send });
    expect(second.seen.at(-1)?.body).toEqual({ secretValue: 'a-value-of-its-own' });
  });

  test('a value that a server sends by mistake goes no further', async () => {
    const { send } = script({
      [`GET ${secrets}/a`]: {
        json: { ok: true, secret: { secretName: 'a', secretValue: 'oops-leaked' } },
      },
    });
    const ran = await portai('secrets get a --json', { env, send });
    expect(ran.stdout).not.toContain('oops-leaked');
  });
});
