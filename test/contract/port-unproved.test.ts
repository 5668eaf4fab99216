import { describe, expect, test } from 'vitest';
import { portai } from '../support/run.ts';
import { script, signedIn, type Answer } from '../support/script.ts';

/** Answers that are less than they look: what they leave open is told, or is no success. */

const env = signedIn;
const providers = '/v1/llm-providers';
const openai = {
  provider: 'openai',
  enabled: true,
  config: { apiKeySecretName: 'openai-key' },
  effectiveModels: { 'gpt-5': { enabled: true } },
};

function port(answers: Readonly<Record<string, Answer>> = {}) {
  const result = { json: { ok: true, result: openai } };
  return script({
    [`GET ${providers}`]: { json: { ok: true, result: [openai] } },
    [`GET ${providers}/openai`]: result,
    [`PUT ${providers}/openai`]: result,
    [`DELETE ${providers}/openai`]: { status: 204 },
    [`GET ${providers}/defaults`]: { json: { ok: true, result: { provider: 'x', model: 'm' } } },
    'GET /v1/organization/secrets': { json: { ok: true, secrets: [{ secretName: 'openai-key' }] } },
    ...answers,
  });
}

/** Statuses that RFC 9110, 4918, 7725, 8470 define, each with the exit class of what it means. */
test.each([
  [408, 'unreachable', 6],
  [410, 'not_found', 4],
  [412, 'conflict', 5],
  [421, 'unreachable', 6],
  [423, 'conflict', 5],
  [425, 'unreachable', 6],
  [451, 'forbidden', 7],
])('HTTP %i without words is %s', async (status, code, exitCode) => {
  const { send } = port({ [`GET ${providers}`]: { status } });
  const ran = await portai('providers list --json', { env, send });
  expect(JSON.parse(ran.stderr)).toMatchObject({ error: { code, exitCode, status } });
  expect(ran.stdout).toBe('');
});

describe('a list that is not all there is', () => {
  test.each<[string, object]>([
    ['next', { next: 'cursor-2' }],
    ['nextCursor', { pagination: { nextCursor: 'cursor-2' } }],
    ['hasMore', { meta: { hasMore: true } }],
    ['total', { total: 40 }],
  ])('is told by %s', async (key, more) => {
    const { send } = port({ [`GET ${providers}`]: { json: { result: [openai], ...more } } });
    const ran = await portai('secrets usages another', { env, send });
    expect(ran.stderr).toContain(`Warning: GET ${providers}: ${key} says that there are more`);
  });

  test.each<[string, string]>([
    ['link', '<https://api.port.io/v1/llm-providers?page=2>; rel="next"'],
    ['link', '</x?page=1>; rel="first", </x?page=2>; title="a; b"; rel="last next"'],
    ['link', '</x?page=2>; rel=next'],
    ['x-next-page', '2'],
    ['x-has-more', 'true'],
    ['x-total-count', '40'],
    ['content-range', 'items 0-0/40'],
  ])('is told by the header %s: %s', async (name, value) => {
    const list = { json: { result: [openai] }, headers: { [name]: value } };
    const { send } = port({ [`GET ${providers}`]: list });
    const ran = await portai('secrets usages another', { env, send });
    expect(ran.stderr).toContain(`Warning: GET ${providers}: ${name} says that there are more`);
  });

  test.each<[string, string]>([
    ['link', '</x?page=1>; rel="first", </x?page=0>; rel="prev"'],
    ['link', '</docs?rel=next>; rel="describedby"'],
    ['x-next-page', ''],
    ['x-has-more', 'false'],
    ['x-total-count', '1'],
    ['content-range', 'items 0-0/*'],
  ])('is not told by the header %s: %s', async (name, value) => {
    const list = { json: { result: [openai] }, headers: { [name]: value } };
    const { send } = port({ [`GET ${providers}`]: list });
    const ran = await portai('providers list', { env, send });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
  });

  test.each<[string, object]>([
    ['no next page', { next: null, hasMore: false }],
    ['a total that was read', { total: 1 }],
  ])('is not told by %s', async (_, more) => {
    const { send } = port({ [`GET ${providers}`]: { json: { result: [openai], ...more } } });
    const ran = await portai('providers list', { env, send });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
  });
});

test('a provider that is there twice is told', async () => {
  const twice = [openai, { ...openai, enabled: false }];
  const { send } = port({ [`GET ${providers}`]: { json: { ok: true, result: twice } } });
  const ran = await portai('providers list', { env, send });
  expect(ran.stderr).toContain('provider "openai" is there more than once');
});

test('an empty envelope gives way to one that holds something', async () => {
  const { send } = port({ [`GET ${providers}`]: { json: { result: null, providers: [openai] } } });
  const ran = await portai('providers list --json', { env, send });
  expect(JSON.parse(ran.stdout)).toEqual([openai]);
});

describe('an answer to a connection test', () => {
  const testedModels = { 'gpt-5': { isValid: false, message: 'Invalid API key' } };

  test.each<[string, object]>([
    ['beside the provider', { result: openai, testedModels }],
    ['in details', { result: openai, details: { testedModels } }],
  ])('that names a failed model %s is not green', async (_, json) => {
    const { send } = port({ [`PUT ${providers}/openai`]: { json } });
    const ran = await portai('validate openai --json', { env, send });
    expect(JSON.parse(ran.stdout)).toMatchObject([{ status: 'invalid' }]);
    expect(ran.code).toBe(8);
  });

  test('is no success of a put that it speaks against', async () => {
    const json = { result: openai, testedModels };
    const { send } = port({ [`PUT ${providers}/openai`]: { json } });
    const ran = await portai('providers put openai --enable --validate --json', { env, send });
    expect(ran).toMatchObject({ code: 8, stdout: '' });
    expect(JSON.parse(ran.stderr.split('\n')[0] ?? '')).toMatchObject({
      error: { name: 'SavedDespiteTest', exitCode: 8, details: { testedModels } },
    });
  });

  describe.each<[string, Answer]>([
    ['204', { status: 204 }],
    ['200 without a body', { status: 200 }],
    ['an empty object', { json: {} }],
    ['null', { json: null }],
    ['an empty envelope', { json: { result: null } }],
  ])('that is %s', (_, answer) => {
    const silent = { [`PUT ${providers}/openai`]: answer };

    test('leaves open whether anything was tested', async () => {
      const { send } = port(silent);
      const ran = await portai('validate openai --json', { env, send });
      expect(JSON.parse(ran.stdout)).toMatchObject([
        { status: 'unverifiable', error: { name: 'TestUnconfirmed' } },
      ]);
      expect(ran.code).toBe(12);
    });

    test('is no success of a put that asked for the test', async () => {
      const { send } = port(silent);
      const ran = await portai('providers put openai --enable --validate --json', { env, send });
      expect(ran).toMatchObject({ code: 12, stdout: '' });
      const { error } = JSON.parse(ran.stderr.split('\n')[0] ?? '');
      expect(error).toMatchObject({ name: 'TestUnconfirmed', exitCode: 12 });
    });
  });

  test('that says no more than ok is a pass: Port was asked to test, and says that it is done', async () => {
    const { send } = port({ [`PUT ${providers}/openai`]: { json: { ok: true } } });
    expect(await portai('validate openai', { env, send })).toMatchObject({ code: 0 });
  });

  test('for which no model is enabled is no success of a put that asked for it', async () => {
    const off = { ...openai, effectiveModels: { 'gpt-5': { enabled: false } } };
    const { send } = port({ [`PUT ${providers}/openai`]: { json: { result: off } } });
    const words = 'providers put openai --disable-model gpt-5 --validate --json';
    const ran = await portai(words, { env, send });
    expect(ran).toMatchObject({ code: 12, stdout: '' });
    expect(ran.stderr).toContain('NothingToTest');
  });

  test('that is only accepted proves nothing', async () => {
    const accepted = { status: 202, json: { ok: true, result: openai } };
    const { send } = port({ [`PUT ${providers}/openai`]: accepted });
    const ran = await portai('validate openai --json', { env, send });
    expect(JSON.parse(ran.stdout)).toMatchObject([{ status: 'unverifiable' }]);
    expect(ran.code).not.toBe(0);
  });
});

test('a change that is accepted is not told as done without a warning', async () => {
  const { send } = port({ [`DELETE ${providers}/openai`]: { status: 202 } });
  const ran = await portai('providers delete openai --yes', { env, send });
  expect(ran.stderr).toContain('HTTP 202 says that it was accepted, not that it is done');
});

test.each<[string, object]>([
  ['a status', { results: [{ status: 204 }, { status: 403 }] }],
  ['an error', { results: [{ error: 'in_use' }] }],
])('several answers of which one fails by %s are no success', async (_, json) => {
  const { send } = port({ [`DELETE ${providers}/openai`]: { status: 207, json } });
  const ran = await portai('providers delete openai --yes --json', { env, send });
  expect(ran).toMatchObject({ code: 6, stdout: '' });
});

test('a part of a list (HTTP 206) is no list', async () => {
  const { send } = port({ [`GET ${providers}`]: { status: 206, json: { result: [openai] } } });
  const ran = await portai('providers list', { env, send });
  expect(ran).toMatchObject({ code: 6, stdout: '' });
  expect(ran.stderr).toContain('206');
});

test('what was not modified (HTTP 304) is not deleted', async () => {
  const { send } = port({ [`DELETE ${providers}/openai`]: { status: 304 } });
  const ran = await portai('providers delete openai --yes', { env, send });
  expect(ran.code).not.toBe(0);
  expect(ran.stdout).toBe('');
});

test('a stored key named __proto__ is sent back', async () => {
  const text = `{"result":[{"provider":"openai","enabled":true,"config":{"apiKeySecretName":"openai-key","__proto__":{"kept":1}}}]}`;
  const { send, seen } = port({ [`GET ${providers}`]: { text } });
  await portai('providers put openai --disable --force', { env, send });
  const sent = seen.find(({ method }) => method === 'PUT')?.body;
  expect(JSON.stringify(sent)).toContain('"__proto__":{"kept":1}');
});

test('a stored number that cannot be kept exactly is told before it is sent back', async () => {
  const text = `{"result":[{"provider":"openai","enabled":true,"config":{"apiKeySecretName":"openai-key","id":9007199254740993}}]}`;
  const { send } = port({ [`GET ${providers}`]: { text } });
  const ran = await portai('providers list', { env, send });
  expect(ran.stderr).toContain('9007199254740993 cannot be kept exactly');
});

test('an answer that begins with a byte order mark is read', async () => {
  const text = `\uFEFF${JSON.stringify({ result: [openai] })}`;
  const { send } = port({ [`GET ${providers}`]: { text } });
  const ran = await portai('providers list --json', { env, send });
  expect(JSON.parse(ran.stdout)).toEqual([openai]);
});

test.each(['line\nbreak', 'tökén€', '  '])('%j for a token is no token of Port', async (token) => {
  const { send } = port({
    'POST /v1/auth/access_token': { json: { accessToken: token, expiresIn: 3600 } },
  });
  const ran = await portai('providers list --json', {
    env: { PORT_CLIENT_ID: 'id', PORT_CLIENT_SECRET: 'secret-of-this-test' },
    send,
  });
  expect(JSON.parse(ran.stderr)).toMatchObject({ error: { code: 'unreachable', exitCode: 6 } });
});
