import { describe, expect, test } from 'vitest';
import { freshFolder, portai } from '../support/run.ts';
import { script, signedIn, type Answer } from '../support/script.ts';

/** Answers that no document of Port promises, and that every command survives. */

const env = signedIn;
const providers = '/v1/llm-providers';
const defaults = '/v1/llm-providers/defaults';
const secrets = '/v1/organization/secrets';
const openai = {
  provider: 'openai',
  enabled: true,
  config: { apiKeySecretName: 'openai-key' },
  effectiveModels: { 'gpt-5': { enabled: true }, 'gpt-6': { enabled: false } },
};
const anthropic = {
  provider: 'anthropic',
  enabled: true,
  config: { apiKeySecretName: 'anthropic-key' },
  effectiveModels: { 'claude-sonnet-4-20250514': { enabled: true } },
};
const bothSecrets = [{ secretName: 'openai-key' }, { secretName: 'anthropic-key' }];

/** A Port that holds openai and anthropic, does what it is asked, and answers otherwise where told. */
function port(answers: Readonly<Record<string, Answer | readonly Answer[]>> = {}) {
  const said = (record: object) => (request: { body: unknown }) => ({
    json: { ok: true, result: { ...record, ...Object(request.body), effectiveModels: undefined } },
  });
  return script({
    [`GET ${providers}`]: { json: { ok: true, result: [openai, anthropic] } },
    [`GET ${providers}/openai`]: { json: { ok: true, result: openai } },
    [`PUT ${providers}/openai`]: said(openai),
    [`DELETE ${providers}/openai`]: { status: 204 },
    [`GET ${defaults}`]: { json: { ok: true, result: { provider: 'port', model: 'm' } } },
    [`PUT ${defaults}`]: said({}),
    [`GET ${secrets}`]: { json: { ok: true, secrets: bothSecrets } },
    [`GET ${secrets}/other`]: { json: { ok: true, secret: { secretName: 'other' } } },
    [`DELETE ${secrets}/other`]: { status: 204 },
    ...answers,
  });
}

/** Commands that read the list of providers, whatever else they do. */
const listReaders = [
  'providers list',
  'providers delete openai --yes',
  'providers put openai --disable',
  'providers models disable openai gpt-5',
  'secrets delete other --yes',
  'secrets usages other',
  'defaults get',
  'defaults set --provider openai --model gpt-5',
  'validate openai',
  'validate --static openai',
];

describe.each<[string, object, string]>([
  ['a number for a time', { updatedAt: 1_764_000_000_000 }, 'updatedAt is a number'],
  ['bare switches', { effectiveModels: { 'claude-x': true } }, 'effectiveModels.claude-x is a'],
  ['names for switches', { effectiveModels: ['claude-x'] }, 'effectiveModels is a list'],
  ['a configuration that is a text', { config: 'x' }, 'config is a string'],
  ['no name', { provider: undefined }, 'provider is missing; this entry is left out'],
])('a record with %s among others', (_, odd, told) => {
  const answer = { json: { ok: true, result: [openai, { ...anthropic, ...odd }] } };

  test.each(listReaders)('`%s` works, and tells the route and the field', async (words) => {
    const { send } = port({ [`GET ${providers}`]: answer });
    const ran = await portai(words, { env, send });
    expect(ran.stderr).toContain(`Warning: GET ${providers}: result[1].${told}`);
    expect(ran).toMatchObject({ code: 0 });
  });

  test('is told in JSON as well, and the answer stays one document', async () => {
    const { send } = port({ [`GET ${providers}`]: answer });
    const ran = await portai('providers list --json', { env, send });
    expect(JSON.parse(ran.stderr)).toMatchObject({ warning: { code: 'odd_answer' } });
    const [first]: unknown[] = JSON.parse(ran.stdout);
    expect(first).toEqual(openai);
  });
});

test('an answer that cannot be read at all is told by route and field', async () => {
  const { send } = port({ [`GET ${providers}`]: { json: { result: [{ enabled: true }] } } });
  const ran = await portai('providers list', { env, send });
  expect(ran).toMatchObject({ code: 6, stdout: '' });
  expect(ran.stderr).toContain(`GET ${providers}: result[0].provider is missing`);
});

describe.each<[string, Answer]>([
  ['404', { status: 404, json: { ok: false, error: 'not_found', message: 'No defaults' } }],
  ['404 without a body', { status: 404 }],
  ['null', { json: { ok: true, result: null } }],
  ['nulls', { json: { ok: true, result: { provider: null, model: null } } }],
  ['only ok', { json: { ok: true } }],
  ['204', { status: 204 }],
])('no default, answered as %s', (_, answer) => {
  test.each([
    'defaults get',
    'defaults set --provider openai --model gpt-5',
    'providers delete openai --yes',
    'providers put openai --disable',
    'providers put openai --disable-model gpt-5',
    'providers models disable openai gpt-5',
    'validate --static --all',
  ])('`%s` goes on', async (words) => {
    const { send } = port({ [`GET ${defaults}`]: answer });
    expect(await portai(words, { env, send })).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining('Error'),
    });
  });

  test('is Port’s system default, which nobody has named', async () => {
    const { send } = port({ [`GET ${defaults}`]: answer });
    expect((await portai('defaults get', { env, send })).stdout).toBe('-\t-\tsystem\n');
    const json = await portai('defaults get --json', { env, send });
    expect(JSON.parse(json.stdout)).toEqual({
      provider: null,
      model: null,
      _portai: { source: 'system' },
    });
  });
});

test('at a wrong address "no default" is not believed', async () => {
  const { send } = port({
    [`GET ${defaults}`]: { status: 404 },
    [`GET ${providers}`]: { status: 404 },
  });
  expect(await portai('defaults get', { env, send })).toMatchObject({
    code: 4,
    stdout: '',
    stderr: expect.stringContaining('no_such_route'),
  });
});

describe('a read that only serves a check', () => {
  const broken = { status: 500, json: { ok: false, error: 'internal_error', message: 'oops' } };

  test.each([
    ['providers delete openai --yes', defaults],
    ['providers put openai --disable', defaults],
    ['providers put openai --disable-model gpt-5', defaults],
    ['providers put openai --api-key-secret other', secrets],
    ['secrets delete other --yes', providers],
  ])('`%s` that fails names --force, which does without it', async (words, route) => {
    const one = port({ [`GET ${route}`]: broken });
    const refused = await portai(`${words} --retries 0`, { env, send: one.send });
    expect(refused).toMatchObject({ code: 6, stdout: '' });
    expect(refused.stderr).toContain('--force goes ahead without that check');
    expect(one.asked().filter((line) => !line.startsWith('GET'))).toEqual([]);
    const other = port({ [`GET ${route}`]: broken });
    expect(await portai(`${words} --force`, { env, send: other.send })).toMatchObject({ code: 0 });
    expect(other.asked()).not.toContain(`GET ${route}`);
  });

  test('`defaults set` needs no default to set one', async () => {
    const { send } = port({ [`GET ${defaults}`]: broken });
    const words = 'defaults set --provider openai --model gpt-5 --retries 0';
    expect(await portai(words, { env, send })).toMatchObject({ code: 0 });
  });
});

describe('a provider without effectiveModels', () => {
  const { effectiveModels: _, ...bare } = openai;
  const silent = (extra: object = {}) =>
    port({
      [`GET ${providers}`]: { json: { result: [{ ...bare, ...extra }] } },
      [`GET ${providers}/openai`]: { json: { result: { ...bare, ...extra } } },
    });

  test('offers the models that its type is known to have', async () => {
    const { send } = silent();
    expect((await portai('providers list', { env, send })).stdout).toBe(
      'openai\tenabled\tgpt-5\t-\n',
    );
    expect((await portai('providers models list openai', { env, send })).stdout).toBe(
      'gpt-5\tenabled\n',
    );
  });

  test('is tested: that no model is enabled is not known', async () => {
    const { send, asked } = silent();
    const ran = await portai('validate openai', { env, send });
    expect(asked()).toContain(`PUT ${providers}/openai`);
    expect(ran.stdout).not.toContain('No model is enabled');
  });

  test.each([
    ['a model that nobody has heard of', 'gpt-9', {}, 0],
    [
      'one that is switched off',
      'gpt-5',
      { overrides: { models: { 'gpt-5': { enabled: false } } } },
      9,
    ],
  ])('can be the default with %s', async (_name, model, extra, code) => {
    const { send } = silent(extra);
    const words = `defaults set --provider openai --model ${model}`;
    expect(await portai(words, { env, send })).toMatchObject({ code });
  });

  test('of a type that nobody knows is tested as well', async () => {
    const mistral = { provider: 'mistral', enabled: true, config: {} };
    const { send, asked } = port({
      [`GET ${providers}`]: { json: { result: [mistral] } },
      [`PUT ${providers}/mistral`]: { json: { result: mistral } },
    });
    await portai('validate mistral', { env, send });
    expect(asked()).toContain(`PUT ${providers}/mistral`);
  });
});

describe('a default that requests cannot use', () => {
  const chosen = (provider: string, model: string) => ({
    json: { result: { provider, model, updatedAt: '2026-01-01T00:00:00Z' } },
  });

  test.each([
    ['gone', chosen('bedrock', 'claude-x'), 'bedrock is not configured'],
    ['without that model', chosen('openai', 'gpt-6'), 'gpt-6 is not enabled for openai'],
  ])('is told: its provider is %s', async (_, answer, words) => {
    const { send } = port({ [`GET ${defaults}`]: answer });
    const ran = await portai('defaults get', { env, send });
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain(words);
    expect(await portai('validate --static --all', { env, send })).toMatchObject({ code: 8 });
  });

  test('is not told of Port’s own provider, which need not be listed', async () => {
    const { send } = port();
    expect(await portai('defaults get', { env, send })).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('the token route', () => {
  const pair = { PORT_CLIENT_ID: 'someone', PORT_CLIENT_SECRET: 'their-long-secret' };
  const route = 'POST /v1/auth/access_token';

  test.each<[unknown, number]>([
    [0, 2],
    [undefined, 2],
    [null, 2],
    [-5, 2],
    ['soon', 2],
    [1e20, 2],
    ['10800', 1],
    [10_800, 1],
  ])(
    'a token that lasts %j is used; two commands ask for one %i times',
    async (expiresIn, times) => {
      const { send, asked } = port({
        [route]: { json: { ok: true, accessToken: 'a-token', expiresIn } },
      });
      const dir = freshFolder();
      expect(await portai('providers list', { env: pair, send, dir })).toMatchObject({ code: 0 });
      expect(await portai('providers list', { env: pair, send, dir })).toMatchObject({ code: 0 });
      expect(asked().filter((line) => line === route)).toHaveLength(times);
    },
  );

  test.each<[string, Answer, number, string]>([
    [
      '422',
      { status: 422, json: { ok: false, error: 'validation', message: 'no' } },
      3,
      'invalid_credentials',
    ],
    [
      '404 of Port',
      { status: 404, json: { ok: false, error: 'not_found' } },
      3,
      'invalid_credentials',
    ],
    [
      '400',
      { status: 400, json: { ok: false, error: 'bad_request', message: 'no' } },
      9,
      'bad_request',
    ],
    [
      '403 of an IP allow-list, which looked at no pair',
      { status: 403, text: 'IP not whitelisted. Found x-forwarded-for header: 203.0.113.7' },
      7,
      'ip_not_allowed',
    ],
    [
      '413',
      { status: 413, json: { ok: false, error: 'payload_too_large' } },
      9,
      'payload_too_large',
    ],
    [
      '429',
      { status: 429, json: { ok: false, error: 'too_many_requests' } },
      11,
      'too_many_requests',
    ],
    ['404 with a web page', { status: 404, text: '<html>nothing here</html>' }, 6, 'html_answer'],
    ['404 of another server', { status: 404, text: '404 page not found' }, 4, 'no_such_route'],
    ['a web page', { text: '<html><title>Sign in</title></html>' }, 6, 'html_answer'],
  ])('%s', async (_, answer, code, name) => {
    const { send } = port({ [route]: answer });
    const ran = await portai('providers list --json', { env: pair, send });
    expect(ran.code).toBe(code);
    expect(JSON.parse(ran.stderr)).toMatchObject({ error: { name } });
  });

  test('is asked again after a 503', async () => {
    const token = { json: { accessToken: 'a-token', expiresIn: 10_800 } };
    const { send, asked } = port({ [route]: [{ status: 503 }, token] });
    expect(await portai('providers list', { env: pair, send })).toMatchObject({ code: 0 });
    expect(asked().filter((line) => line === route)).toHaveLength(2);
  });

  test('gives a token that no output shows, wherever a server repeats it', async () => {
    const { send } = port({
      [route]: { json: { accessToken: 'token-nobody-may-see', expiresIn: 10_800 } },
      [`GET ${providers}`]: {
        status: 400,
        json: { ok: false, message: 'bad token-nobody-may-see' },
      },
    });
    const ran = await portai('providers list --debug', { env: pair, send });
    expect(ran.stderr).toContain('bad [secret]');
    expect(ran.stderr).not.toContain('token-nobody-may-see');
  });

  test('is not asked again after a 403: another token has no other rights', async () => {
    const { send, asked } = port({
      [route]: { json: { accessToken: 'a-token', expiresIn: 10_800 } },
      [`GET ${providers}`]: { status: 403, json: { ok: false, error: 'forbidden' } },
    });
    expect(await portai('providers list', { env: pair, send })).toMatchObject({ code: 7 });
    expect(asked()).toEqual([route, `GET ${providers}`]);
  });
});

interface Refused {
  readonly name: string;
  readonly message: string;
  readonly hint?: string;
  readonly next?: unknown;
}

describe('a refusal', () => {
  const refused = async (
    answer: Answer,
    words = 'providers list',
    as: Record<string, string> = env,
  ) => {
    const { send } = port({ [`GET ${providers}`]: answer });
    const ran = await portai(`${words} --json --retries 0`, { env: as, send });
    const { error }: { error: Refused } = JSON.parse(ran.stderr);
    return { ...error, code: ran.code };
  };

  test.each<[string, Answer, number, string]>([
    [
      '402',
      { status: 402, json: { message: 'Plan does not include this' } },
      11,
      'payment_required',
    ],
    [
      '404 of a collection',
      { status: 404, json: { ok: false, error: 'not_found' } },
      4,
      'no_such_route',
    ],
    [
      'a route that is missing',
      {
        status: 404,
        json: {
          statusCode: 404,
          error: 'Not Found',
          message: 'Route GET:/v1/llm-providers not found',
        },
      },
      4,
      'no_such_route',
    ],
    [
      '401 that calls itself a bad request',
      { status: 401, json: { ok: false, error: 'bad_request' } },
      3,
      'unauthorized',
    ],
    [
      '403 that calls itself a bad request',
      { status: 403, json: { ok: false, error: 'bad_request' } },
      7,
      'forbidden',
    ],
    [
      '429 that calls itself a bad request',
      { status: 429, json: { ok: false, error: 'bad_request' } },
      11,
      'rate_limit',
    ],
    [
      '503 that calls itself forbidden',
      { status: 503, json: { error: 'forbidden' } },
      6,
      'internal_error',
    ],
    [
      'a quota under another name',
      { status: 429, json: { error: 'quota_exceeded', message: 'no more' } },
      11,
      'quota_exceeded',
    ],
    [
      'an error in place of an answer',
      { json: { error: { name: 'forbidden', message: 'no' } } },
      7,
      'forbidden',
    ],
  ])('%s', async (_, answer, code, name) => {
    expect(await refused(answer)).toMatchObject({ code, name });
  });

  test('as a problem of RFC 9457 is read by its status and its own words', async () => {
    const json = {
      type: 'https://gateway.example.com/problems/blocked',
      title: 'Request blocked',
      status: 403,
      detail: 'Policy 17 does not let you in',
    };
    expect(
      await refused({ status: 403, json, headers: { 'content-type': 'application/problem+json' } }),
    ).toMatchObject({
      code: 7,
      name: 'forbidden',
      message: 'Policy 17 does not let you in',
    });
  });

  test.each<[string, string, string]>([
    [
      'its title',
      '<html><head><title>Zscaler\n Access</title></head></html>',
      'the web page "Zscaler Access"',
    ],
    ['no title', '<html><b>x</b></html>', 'a web page'],
    [
      'an endless title',
      `<html><title>${'long '.repeat(90)}</title></html>`,
      `${'long '.repeat(16)}…"`,
    ],
  ])('as HTML names itself by %s', async (_, text, said) => {
    const { message } = await refused({ text });
    expect(message).toContain('api.port.io answered HTML (HTTP 200)');
    expect(message).toContain(said);
  });

  test('never advises what was just typed', async () => {
    const { next } = await refused({
      status: 404,
      json: { ok: false, error: { name: 'LLMProviderNotFoundError' } },
    });
    expect(JSON.stringify(next)).not.toContain('portai providers list');
    const status = await portai('auth status --json', {
      env,
      send: script({ 'GET /v1/organization': { status: 401 } }).send,
    });
    expect(status.stderr).not.toContain('portai auth status');
  });

  test('of a read does not speak of --dry-run', async () => {
    const { hint } = await refused({ status: 400, json: { ok: false, message: 'no' } });
    expect(hint).not.toContain('--dry-run');
  });

  test('without a trace id does not ask to pass it on', async () => {
    const { hint } = await refused({ status: 500 });
    expect(hint).not.toContain('give Port');
    const traced = await refused({ status: 500, headers: { 'x-trace-id': 't-1' } });
    expect(traced.hint).toContain('t-1');
  });

  test('401 behind the environment is not mended by signing in', async () => {
    const { next, hint } = await refused({ status: 401 });
    expect(JSON.stringify(next)).not.toContain('auth login');
    expect(hint).toContain('PORT_ACCESS_TOKEN');
    const pair = { PORT_CLIENT_ID: 'someone', PORT_CLIENT_SECRET: 'their-long-secret' };
    const { send } = port({
      'POST /v1/auth/access_token': { json: { accessToken: 'a-token', expiresIn: 60 } },
      [`GET ${providers}`]: { status: 401 },
    });
    const ran = await portai('providers list', { env: pair, send });
    expect(ran.stderr).toContain('PORT_CLIENT_ID');
    expect(ran.stderr).not.toContain('PORT_ACCESS_TOKEN');
    expect(ran.stderr).not.toContain('auth login');
  });
});

test('a failed `auth status` names the address and the profile, whatever failed', async () => {
  const { send } = script({ 'GET /v1/organization': { text: '<html>no API</html>' } });
  const ran = await portai('auth status', { env, send });
  expect(ran).toMatchObject({
    code: 6,
    stderr: expect.stringContaining('In use: https://api.port.io'),
  });
});

describe('a list that only names the models that work', () => {
  const stored = {
    ...openai,
    overrides: { models: { 'gpt-5': { enabled: false } } },
    effectiveModels: ['gpt-5', 'gpt-6'],
  };

  test('does not outrank a model that is switched off', async () => {
    const { send } = script({
      [`GET ${providers}`]: { json: { ok: true, result: [stored] } },
      [`GET ${providers}/openai`]: { json: { ok: true, result: stored } },
    });
    const ran = await portai('providers models list openai --json', { env, send });
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toEqual([
      expect.objectContaining({ model: 'gpt-5', enabled: false }),
      expect.objectContaining({ model: 'gpt-6', enabled: true }),
    ]);
  });
});

test('an answer that is nested without end is called that, and not cut off', async () => {
  const text = `{"ok":true,"result":${'['.repeat(5_000)}${']'.repeat(5_000)}}`;
  const ran = await portai('providers list', {
    env,
    send: script({ [`GET ${providers}`]: { text } }).send,
  });
  expect(ran.code).toBe(6);
  expect(ran.stderr).toContain('nested too deep');
  expect(ran.stderr).not.toContain('cut off');
});

test('403 says that this one may not: no new token is asked for', async () => {
  const { send, asked } = script({
    'POST /v1/auth/access_token': { json: { accessToken: 'a-token', expiresIn: 3_600 } },
    [`GET ${providers}`]: { status: 403, json: { ok: false, error: 'forbidden' } },
  });
  const pair = { PORT_CLIENT_ID: 'someone', PORT_CLIENT_SECRET: 'their-long-secret' };
  const ran = await portai('providers list', { env: pair, send });
  expect(ran.code).toBe(7);
  expect(asked()).toEqual(['POST /v1/auth/access_token', `GET ${providers}`]);
});

test('what is wrong with a value is said once', async () => {
  const url = 'https://llm.example.com/v1?key=a-value';
  const ran = await portai(
    `--sandbox providers put openai-compatible --base-url ${url} --model some-model`,
  );
  expect(ran.code).toBe(2);
  expect(ran.stderr.match(/out of the query/g)).toHaveLength(1);
});
