import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Send } from '../../../../src/core/http.ts';
import { sandboxCredentials, sandboxToken } from '../../../../src/sandbox/port/token.ts';
import { clock, freshSandbox, refusalOf, request } from '../../../support/sandbox-routes.ts';

const providers = '/v1/llm-providers';
const secrets = '/v1/organization/secrets';
const claude = [
  'claude-sonnet-4-20250514',
  'claude-haiku-4-5-20251001',
  'claude-sonnet-4-5-20250929',
];
const every = ['gpt-5', ...claude];
const on = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { enabled: true }]));
const openai = { provider: 'openai', config: { apiKeySecretName: 'openai-key' } };
const anthropic = { provider: 'anthropic', config: { apiKeySecretName: 'anthropic-key' } };

const result = z.looseObject({ result: z.looseObject({}) });
const resultOf = ({ json }: { json: unknown }) => result.parse(json).result;

async function withKeys(options: Parameters<typeof freshSandbox>[0] = {}, word = 'fine') {
  const sandbox = freshSandbox(options);
  await sandbox.addSecret('openai-key', `sk-${word}`);
  await sandbox.addSecret('anthropic-key', `sk-ant-${word}`);
  return sandbox;
}

describe('tokens', () => {
  const exchange = (send: Send, body: unknown) =>
    request(send, undefined, 'POST', '/v1/auth/access_token', body);

  test.each(['admin', 'member'] as const)('the %s pair buys one for three hours', async (role) => {
    const { send } = freshSandbox();
    const answer = await exchange(send, sandboxCredentials[role]);
    expect(answer).toMatchObject({
      status: 200,
      json: { ok: true, expiresIn: 10_800, tokenType: 'Bearer' },
    });
    const { accessToken } = z.object({ accessToken: z.string() }).parse(answer.json);
    const claims: unknown = JSON.parse(
      Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString(),
    );
    expect(claims).toMatchObject({
      email: `${role}@sandbox.local`,
      orgId: 'org_sandbox',
      orgName: 'Sandbox',
      exp: clock().getTime() / 1000 + 10_800,
    });
    expect((await request(send, accessToken, 'GET', '/v1/organization')).status).toBe(200);
  });

  test('any other pair is refused', async () => {
    const { send } = freshSandbox();
    const mixed = { ...sandboxCredentials.admin, clientSecret: 'sandbox-member-secret' };
    expect(refusalOf(await exchange(send, mixed))).toEqual({
      status: 401,
      name: 'invalid_credentials',
      message: 'Invalid credentials supplied to the generate token API',
    });
  });

  test.each([{}, { clientId: 'a' }, { clientId: 'a', clientSecret: 'b', more: 1 }, [], 'null'])(
    'a body that is no pair does not fit the schema: %j',
    async (body) => {
      expect(refusalOf(await exchange(freshSandbox().send, body))).toMatchObject({
        status: 422,
        name: 'unprocessable',
      });
    },
  );

  test.each([
    ['missing', () => undefined],
    ['no token', () => 'abc'],
    ['changed', (token: string) => `${token.slice(0, -4)}AAAA`],
    [
      'with other claims',
      (token: string) =>
        token.replace(
          /\.[^.]+\./,
          `.${Buffer.from('{"sub":"sandbox-admin"}').toString('base64url')}.`,
        ),
    ],
  ])('one that is %s is not accepted', async (_what, bend) => {
    const { send, store } = freshSandbox();
    const token = bend(await sandboxToken(store, 'admin', clock));
    expect((await request(send, token, 'GET', providers)).status).toBe(401);
  });

  test('one is accepted until its last second and not after it', async () => {
    let now = clock();
    const { send, store } = freshSandbox({ now: () => now });
    const token = await sandboxToken(store, 'admin', () => now);
    now = new Date(clock().getTime() + 10_799_000);
    expect((await request(send, token, 'GET', providers)).status).toBe(200);
    now = new Date(clock().getTime() + 10_800_000);
    expect((await request(send, token, 'GET', providers)).status).toBe(401);
  });
});

describe('every answer', () => {
  test('carries a trace id and what is left of the rate limit', async () => {
    const { admin } = freshSandbox({ random: () => 0.5 });
    await admin('GET', providers);
    const { headers } = await admin('GET', '/v1/nothing');
    expect(headers).toMatchObject({
      'x-trace-id': '80000000800000008000000080000000',
      'x-ratelimit-limit': '15000',
      'x-ratelimit-remaining': '14998',
      'x-ratelimit-period': '300',
    });
    const reset = Number(headers['x-ratelimit-reset']) - clock().getTime() / 1000;
    expect(reset).toBeGreaterThan(0);
    expect(reset).toBeLessThanOrEqual(300);
  });

  test('to an unknown route is 404, whoever asks', async () => {
    const { admin, send } = freshSandbox();
    for (const answer of [
      await admin('GET', '/v1/nothing'),
      await admin('PATCH', providers),
      await admin('GET', `${providers}/`),
      await admin('GET', `${providers}/%E0%A4%A`),
      await request(send, undefined, 'GET', '/v2/llm-providers'),
    ]) {
      expect(refusalOf(answer)).toMatchObject({ status: 404, name: 'not_found' });
    }
  });

  test('to malformed JSON is 400 and does not quote it', async () => {
    const answer = await freshSandbox().admin('POST', secrets, '{"secretValue":"sk-visible');
    expect(answer).toMatchObject({ status: 400, json: { statusCode: 400, error: 'Bad Request' } });
    expect(answer.body).not.toContain('visible');
  });

  test('to JSON that is announced and not there is 400', async () => {
    const answer = await freshSandbox().admin('DELETE', `${secrets}/x`, '');
    expect(answer.status).toBe(400);
  });

  test('to more than 1 MiB is 413', async () => {
    const { addSecret } = freshSandbox();
    const around = JSON.stringify({ secretName: 'a', secretValue: '' }).length;
    expect((await addSecret('a', 'x'.repeat(1024 * 1024 - around))).status).toBe(201);
    expect(refusalOf(await addSecret('b', 'x'.repeat(1024 * 1024 - around + 1)))).toMatchObject({
      status: 413,
      name: 'payload_too_large',
    });
  });
});

describe('secrets', () => {
  test('are created, listed, changed and deleted without ever showing a value', async () => {
    const { admin } = freshSandbox();
    const made = await admin('POST', secrets, {
      secretName: 'openai-key',
      secretValue: 'sk-visible',
      description: 'for tests',
    });
    expect(made).toMatchObject({
      status: 201,
      json: { ok: true, secret: { secretName: 'openai-key', description: 'for tests' } },
    });
    const changed = await admin('PATCH', `${secrets}/openai-key`, { description: '' });
    expect(changed.json).toMatchObject({ ok: true, secret: { description: '' } });
    const one = await admin('GET', `${secrets}/openai-key`);
    expect(one.json).toMatchObject({ ok: true, secret: { createdAt: clock().toISOString() } });
    const all = await admin('GET', secrets);
    expect(all.json).toMatchObject({ ok: true, secrets: [{ secretName: 'openai-key' }] });
    for (const { body } of [made, changed, one, all]) expect(body).not.toContain('visible');
    expect(await admin('DELETE', `${secrets}/openai-key`)).toMatchObject({
      status: 200,
      json: { ok: true },
    });
    expect((await admin('GET', secrets)).json).toEqual({ ok: true, secrets: [] });
  });

  test('that exist already are a conflict, and stay as they are', async () => {
    const { addSecret, store } = freshSandbox();
    await addSecret('key', 'first');
    expect(refusalOf(await addSecret('key', 'second'))).toMatchObject({
      status: 409,
      name: 'conflict',
    });
    expect((await store.secrets.reveal('key'))?.reveal()).toBe('first');
  });

  test('that are absent are 404 on every route', async () => {
    const { admin } = freshSandbox();
    for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
      const answer = await admin(method, `${secrets}/absent`, method === 'PATCH' ? {} : undefined);
      expect(refusalOf(answer)).toMatchObject({ status: 404, name: 'not_found' });
    }
  });

  test.each([
    [{ secretName: '', secretValue: 'x' }, 'fewer than 1'],
    [{ secretName: 'a'.repeat(101), secretValue: 'x' }, 'more than 100'],
    [{ secretName: 'a b', secretValue: 'x' }, 'must match pattern'],
    [{ secretName: 'a' }, "must have required property 'secretValue'"],
    [{ secretName: 'a', secretValue: 1 }, 'body/secretValue must be string'],
    [{ secretName: 'a', secretValue: 'x', description: 'd'.repeat(201) }, 'more than 200'],
    [{ secretName: 'a', secretValue: 'x', other: 1 }, 'additional properties: other'],
  ])('that break a limit are 422: %j', async (body, words) => {
    const refusal = refusalOf(await freshSandbox().admin('POST', secrets, body));
    expect(refusal).toMatchObject({ status: 422, name: 'unprocessable' });
    expect(refusal.message).toContain(words);
  });
});

describe('creating a provider', () => {
  test('answers 201 with what is stored and every model of the catalogue, those of other types off', async () => {
    const { admin } = await withKeys();
    const made = await admin('POST', providers, anthropic);
    expect(made.status).toBe(201);
    expect(resultOf(made)).toEqual({
      ...anthropic,
      enabled: true,
      effectiveModels: { ...on(claude), 'gpt-5': { enabled: false } },
      createdAt: clock().toISOString(),
      createdBy: 'sandbox-admin',
      updatedAt: clock().toISOString(),
      updatedBy: 'sandbox-admin',
    });
    expect(resultOf(await admin('GET', `${providers}/anthropic`))).toEqual(resultOf(made));
  });

  test('takes the models of a compatible endpoint from its configuration', async () => {
    const { admin } = freshSandbox();
    const made = await admin('POST', providers, {
      provider: 'openai-compatible',
      config: { baseUrl: 'https://x.example/v1', models: [{ name: 'llama' }, { name: 'qwen' }] },
      overrides: { models: { llama: {}, qwen: { enabled: false } } },
    });
    expect(resultOf(made)['effectiveModels']).toEqual({
      llama: { enabled: true },
      qwen: { enabled: false },
    });
  });

  test('twice changes it, as the client of Port does, and keeps what the body leaves out', async () => {
    let now = clock();
    const { admin, addSecret } = await withKeys({ now: () => now });
    await addSecret('other-key', 'sk-other');
    await admin('POST', providers, {
      ...openai,
      enabled: false,
      overrides: { models: { 'gpt-5': { enabled: false } } },
    });
    now = new Date(clock().getTime() + 60_000);
    const config = { apiKeySecretName: 'other-key' };
    const again = await admin('POST', providers, { provider: 'openai', config });
    expect(again.status).toBe(201);
    expect(resultOf(again)).toMatchObject({
      config,
      enabled: false,
      overrides: { models: { 'gpt-5': { enabled: false } } },
      createdAt: clock().toISOString(),
      updatedAt: now.toISOString(),
    });
  });

  test('twice is refused as once is, and what is stored stays', async () => {
    const { admin } = await withKeys();
    const made = await admin('POST', providers, openai);
    const absent = { provider: 'openai', config: { apiKeySecretName: 'nowhere' } };
    expect((await admin('POST', providers, absent)).status).toBe(400);
    expect(resultOf(await admin('GET', `${providers}/openai`))).toEqual(resultOf(made));
  });

  test.each([
    ['a missing key', { provider: 'openai', config: {} }, 'apiKeySecretName is required'],
    [
      'an unknown key',
      { ...openai, config: { ...openai.config, x: 1 } },
      'must NOT have additional properties: x',
    ],
    [
      'an empty name',
      { provider: 'openai', config: { apiKeySecretName: '' } },
      'must NOT have fewer than 1 characters',
    ],
    [
      'a secret that does not exist',
      { provider: 'openai', config: { apiKeySecretName: 'absent' } },
      "Secret 'absent' was not found",
    ],
    ['no configuration', { provider: 'openai' }, "must have required property 'config'"],
    [
      'an unknown type',
      { provider: 'mistral', config: {} },
      'body/provider must be equal to one of the allowed values',
    ],
    [
      "Port's own type",
      { provider: 'port', config: {} },
      'body/provider must be equal to one of the allowed values',
    ],
    ['an unknown field', { ...openai, x: 1 }, 'body must NOT have additional properties: x'],
    ['no object', [], 'body must be object'],
    [
      'a region of another partition',
      {
        provider: 'bedrock',
        config: { roleArn: 'arn:aws:iam::111122223333:role/x', region: 'us-gov-west-1' },
      },
      'body/config/region must match pattern',
    ],
    [
      'a role with a path',
      {
        provider: 'bedrock',
        config: { roleArn: 'arn:aws:iam::111122223333:role/a/b', region: 'eu-west-1' },
      },
      'body/config/roleArn must match pattern',
    ],
    [
      'two ways to connect at once',
      {
        provider: 'bedrock',
        config: {
          roleArn: 'arn:aws:iam::111122223333:role/x',
          accessKeyIdSecretName: 'openai-key',
          region: 'eu-west-1',
        },
      },
      'must NOT have additional properties: accessKeyIdSecretName',
    ],
    [
      'a model name that is too short',
      {
        provider: 'openai-compatible',
        config: { baseUrl: 'https://x.example', models: [{ name: 'ab' }] },
      },
      'body/config/models/0/name must NOT have fewer than 3 characters',
    ],
    [
      'no models where the configuration must name them',
      { provider: 'openai-compatible', config: { baseUrl: 'https://x.example', models: [] } },
      'body/config/models must NOT have fewer than 1 items',
    ],
    [
      'overrides that leave a model out',
      { ...anthropic, overrides: { models: on(claude.slice(1)) } },
      "body/overrides/models must have required property 'claude-sonnet-4-20250514'",
    ],
    [
      'overrides with a model of another type',
      { ...openai, overrides: { models: on(every) } },
      'must NOT have additional properties: claude-haiku-4-5-20251001',
    ],
  ])('refuses %s', async (_what, body, words) => {
    const { admin } = await withKeys();
    const refusal = refusalOf(await admin('POST', providers, body));
    expect(refusal).toMatchObject({ status: 400, name: 'LLMProviderInvalidConfigError' });
    expect(refusal.message).toContain(words);
    expect((await admin('GET', `${providers}/openai`)).status).toBe(404);
  });

  test('says errors as text instead of an object when asked to', async () => {
    const { admin } = freshSandbox({ dialect: 'document' });
    expect((await admin('GET', `${providers}/openai`)).json).toEqual({
      ok: false,
      error: 'LLMProviderNotFoundError',
      message: "LLM provider 'openai' not found for organization",
    });
  });

  test('takes one of the two dialects of a type, by catalogue', async () => {
    const old = { apiKeySecretName: 'openai-key', resourceName: 'r', deploymentId: 'd' };
    const young = {
      apiKeySecretName: 'openai-key',
      endpoint: 'https://r.openai.azure.com',
      deployment: 'd',
    };
    for (const [catalog, taken, refused] of [
      ['published', old, young],
      ['latest', young, old],
    ] as const) {
      const { admin } = await withKeys({ catalog });
      const put = (config: object) =>
        admin('POST', providers, { provider: 'azure-openai', config });
      expect(refusalOf(await put(refused)).name).toBe('LLMProviderInvalidConfigError');
      expect((await put({ ...old, ...young })).status).toBe(400);
      expect((await put(taken)).status).toBe(201);
    }
  });

  test('knows the newer models in the newer catalogue', async () => {
    const { admin } = await withKeys({ catalog: 'latest' });
    const models = resultOf(await admin('POST', providers, anthropic))['effectiveModels'];
    expect(models).toMatchObject(on([...claude, 'claude-opus-4-6']));
    const refusal = refusalOf(
      await admin('PUT', `${providers}/anthropic`, { overrides: { models: on(every) } }),
    );
    expect(refusal.message).toContain("must have required property 'claude-opus-4-6'");
  });
});

describe('changing a provider', () => {
  test('keeps what is not sent, and who created it', async () => {
    let now = clock();
    const { admin } = await withKeys({ now: () => now });
    await admin('POST', providers, openai);
    now = new Date(clock().getTime() + 60_000);
    const changed = await admin('PUT', `${providers}/openai`, { enabled: false });
    expect(resultOf(changed)).toMatchObject({
      ...openai,
      enabled: false,
      createdAt: clock().toISOString(),
      updatedAt: now.toISOString(),
    });
  });

  test('asks for every model of every type in overrides', async () => {
    const { admin } = await withKeys();
    await admin('POST', providers, openai);
    const put = (models: object) => admin('PUT', `${providers}/openai`, { overrides: { models } });
    expect(refusalOf(await put({ 'gpt-5': { enabled: false } })).message).toContain(
      "body/overrides/models must have required property 'claude-sonnet-4-5-20250929'",
    );
    const changed = await put({ ...on(every), 'gpt-5': { enabled: false } });
    expect(resultOf(changed)['effectiveModels']).toEqual(
      Object.fromEntries(every.map((model) => [model, { enabled: false }])),
    );
  });

  test('of an endpoint that names its models asks for those', async () => {
    const { admin } = freshSandbox();
    await admin('POST', providers, {
      provider: 'openai-compatible',
      config: { baseUrl: 'https://x.example/v1', models: [{ name: 'llama' }, { name: 'qwen' }] },
    });
    const put = (models: object) =>
      admin('PUT', `${providers}/openai-compatible`, { overrides: { models } });
    expect((await put({ llama: {} })).status).toBe(400);
    expect((await put({ llama: {}, qwen: {}, other: {} })).status).toBe(400);
    expect((await put({ llama: { enabled: false }, qwen: {}, ...on(every) })).status).toBe(200);
  });

  test('that is absent or unknown is 404', async () => {
    const { admin } = freshSandbox();
    for (const id of ['openai', 'mistral', 'constructor']) {
      for (const method of ['GET', 'PUT', 'DELETE'] as const) {
        const body = method === 'PUT' ? { enabled: true } : undefined;
        expect(refusalOf(await admin(method, `${providers}/${id}`, body))).toEqual({
          status: 404,
          name: 'LLMProviderNotFoundError',
          message: `LLM provider '${id}' not found for organization`,
        });
      }
    }
  });

  test('whose secret was deleted still lets it be disabled', async () => {
    const { admin } = await withKeys();
    await admin('POST', providers, openai);
    await admin('DELETE', `${secrets}/openai-key`);
    expect((await admin('PUT', `${providers}/openai`, { enabled: false })).status).toBe(200);
    expect((await admin('PUT', `${providers}/openai`, { config: openai.config })).status).toBe(400);
  });
});

test('a deleted provider is gone, and says so without a body', async () => {
  const { admin } = await withKeys();
  await admin('POST', providers, openai);
  expect(await admin('DELETE', `${providers}/openai`)).toMatchObject({ status: 204, body: '' });
  expect((await admin('GET', `${providers}/openai`)).status).toBe(404);
});

describe("Port's own provider", () => {
  test('is there from the start with the Claude models', async () => {
    const { admin } = freshSandbox();
    const effectiveModels = { ...on(claude), 'gpt-5': { enabled: false } };
    const managed = { provider: 'port', enabled: true, effectiveModels };
    expect((await admin('GET', providers)).json).toEqual({ ok: true, result: [managed] });
    expect(resultOf(await admin('GET', `${providers}/port`))).toEqual(managed);
  });

  test('can be switched, and not configured or deleted', async () => {
    const { admin } = freshSandbox();
    const off = await admin('PUT', `${providers}/port`, { enabled: false });
    expect(resultOf(off)).toMatchObject({ provider: 'port', enabled: false });
    expect((await admin('PUT', `${providers}/port`, { config: { x: 1 } })).status).toBe(400);
    expect((await admin('DELETE', `${providers}/port`)).status).toBe(400);
  });
});

describe('defaults', () => {
  const path = `${providers}/defaults`;

  test('are the system’s until somebody chooses, and then say who', async () => {
    const { admin } = await withKeys();
    expect(resultOf(await admin('GET', path))).toEqual({
      provider: 'port',
      model: 'claude-sonnet-4-5-20250929',
    });
    await admin('POST', providers, openai);
    const set = await admin('PUT', path, { provider: 'openai', model: 'gpt-5' });
    expect(resultOf(set)).toMatchObject({ provider: 'openai', createdBy: 'sandbox-admin' });
    expect(resultOf(await admin('GET', path))).toEqual(resultOf(set));
  });

  test('need a provider that is there, and a model that is enabled', async () => {
    const { admin } = await withKeys();
    const put = async (provider: string, model: string) =>
      refusalOf(await admin('PUT', path, { provider, model }));
    expect(await put('openai', 'gpt-5')).toMatchObject({
      status: 404,
      name: 'LLMProviderNotFoundError',
    });
    await admin('POST', providers, openai);
    const refusal = {
      status: 400,
      name: 'LLMProviderModelNotEnabledError',
      message: "Model 'gpt-6' is not enabled for provider 'openai'",
    };
    expect(await put('openai', 'gpt-6')).toEqual(refusal);
    expect((await put('openai', '__proto__')).name).toBe(refusal.name);
    await admin('PUT', `${providers}/openai`, { enabled: false });
    expect((await put('openai', 'gpt-5')).name).toBe(refusal.name);
  });

  test.each([{}, { provider: 'openai' }, { provider: 'openai', model: 'gpt-5', x: 1 }])(
    'that do not fit the schema are 422: %j',
    async (body) => {
      expect(refusalOf(await freshSandbox().admin('PUT', path, body)).status).toBe(422);
    },
  );
});

describe('validate_connection', () => {
  const validated = (id: string) => `${providers}${id}?validate_connection=true`;

  test('saves what works', async () => {
    const { admin } = await withKeys();
    expect((await admin('POST', validated(''), anthropic)).status).toBe(201);
    expect((await admin('PUT', validated('/anthropic'), {})).status).toBe(200);
  });

  test('writes nothing when a model fails, and names each model in order', async () => {
    const { admin } = await withKeys({}, 'invalid');
    const answer = await admin('POST', validated(''), anthropic);
    expect(answer).toMatchObject({
      status: 400,
      json: {
        error: {
          name: 'LLMProviderModelTestError',
          message: "Connection test failed for provider 'anthropic'",
        },
      },
    });
    const tested = /"testedModels":\{(.*)\}\}\}\}$/.exec(answer.body)?.[1] ?? '';
    expect([...tested.matchAll(/"(claude-[^"]+)":\{"isValid":false/g)].map((m) => m[1])).toEqual(
      [...claude].sort(),
    );
    expect((await admin('GET', `${providers}/anthropic`)).status).toBe(404);
  });

  test('leaves the stored configuration alone when the new one fails', async () => {
    const { admin, addSecret } = await withKeys();
    await addSecret('revoked-key', 'sk-revoked');
    const before = await admin('POST', validated(''), openai);
    const config = { apiKeySecretName: 'revoked-key' };
    expect((await admin('PUT', validated('/openai'), { config })).status).toBe(400);
    expect(resultOf(await admin('GET', `${providers}/openai`))).toEqual(resultOf(before));
  });

  test('tests only the models that are enabled', async () => {
    const { admin } = await withKeys({}, 'only-haiku');
    expect((await admin('POST', validated(''), anthropic)).status).toBe(400);
    const models = Object.fromEntries(
      claude.map((name) => [name, { enabled: name.includes('haiku') }]),
    );
    const made = await admin('POST', validated(''), { ...anthropic, overrides: { models } });
    expect(made.status).toBe(201);
  });

  test('sends nothing without it, and refuses what is neither true nor false', async () => {
    const { admin } = await withKeys({
      providers: () => Promise.reject(new Error('nothing should be sent')),
    });
    expect((await admin('POST', `${providers}?validate_connection=yes`, openai)).status).toBe(400);
    expect((await admin('POST', `${providers}?validate_connection=false`, openai)).status).toBe(
      201,
    );
  });

  test('of a secret that was deleted meanwhile fails by its name', async () => {
    const { admin } = await withKeys();
    await admin('POST', providers, openai);
    await admin('DELETE', `${secrets}/openai-key`);
    const { body } = await admin('PUT', validated('/openai'), {});
    expect(body).toContain("Secret 'openai-key' was not found");
  });
});

describe('a member', () => {
  test('reads everything', async () => {
    const { member } = await withKeys();
    for (const path of [
      providers,
      `${providers}/port`,
      `${providers}/defaults`,
      secrets,
      `${secrets}/openai-key`,
      '/v1/organization',
      '/v1/users/member@sandbox.local',
    ]) {
      expect((await member('GET', path)).status).toBe(200);
    }
  });

  test.each([
    ['POST', providers, openai],
    ['PUT', `${providers}/openai`, { enabled: true }],
    ['DELETE', `${providers}/openai`, undefined],
    ['PUT', `${providers}/defaults`, { provider: 'port', model: 'x' }],
  ] as const)('may not %s %s', async (method, path, body) => {
    const { member } = await withKeys();
    expect(await member(method, path, body)).toMatchObject({
      status: 403,
      json: {
        name: 'llm_provider_manage_forbidden',
        message: 'You do not have permission to manage LLM providers',
      },
    });
  });

  test.each([
    ['POST', secrets, { secretName: 'new', secretValue: 'x' }],
    ['PATCH', `${secrets}/openai-key`, { secretValue: 'x' }],
    ['DELETE', `${secrets}/openai-key`, undefined],
  ] as const)('may not %s %s', async (method, path, body) => {
    const { member, store } = await withKeys();
    expect(refusalOf(await member(method, path, body))).toMatchObject({
      status: 403,
      name: 'forbidden',
    });
    expect((await store.secrets.reveal('openai-key'))?.reveal()).toBe('sk-fine');
    expect(await store.secrets.get('new')).toBeUndefined();
  });
});

test('the organization and its users are found, others are not', async () => {
  const { admin } = freshSandbox();
  expect((await admin('GET', '/v1/organization')).json).toEqual({
    ok: true,
    organization: { id: 'org_sandbox', name: 'Sandbox' },
  });
  expect((await admin('GET', '/v1/users/admin%40sandbox.local')).json).toEqual({
    ok: true,
    user: { email: 'admin@sandbox.local', roles: [{ name: 'Admin' }] },
  });
  expect((await admin('GET', '/v1/users/nobody@sandbox.local')).status).toBe(404);
});
