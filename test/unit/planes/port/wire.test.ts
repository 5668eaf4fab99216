import { describe, expect, test } from 'vitest';
import { answers, silentAnswers } from '../../../../src/planes/port/wire.ts';

const openai = {
  provider: 'openai',
  enabled: true,
  config: { apiKeySecretName: 'k' },
  effectiveModels: { 'gpt-5': { enabled: true } },
};

/** What an answer is read as, or the words for what is wrong with it. */
const read = (name: keyof typeof answers, body: unknown) => {
  const found = answers[name](body);
  return 'wrong' in found ? found.wrong : found.value;
};
const list = (body: unknown) => read('providers', body);
const one = (body: unknown) => read('provider', body);
const choice = (body: unknown) => read('defaults', body);
const oneSecret = (body: unknown) => read('secret', body);
const secrets = (body: unknown) => read('secrets', body);

describe('envelopes', () => {
  test.each([
    ['result', { ok: true, result: [openai] }],
    ['providers', { ok: true, providers: [openai] }],
    ['bare', [openai]],
  ])('a list under %s is read', (_, body) => {
    expect(list(body)).toEqual([openai]);
  });

  test('one provider is read under result and provider', () => {
    expect(one({ ok: true, result: openai })).toEqual(openai);
    expect(one({ ok: true, provider: openai })).toEqual(openai);
  });

  test.each([
    ['result', (value: object) => ({ result: value })],
    ['defaults', (value: object) => ({ defaults: value })],
    ['bare', (value: object) => value],
  ])('defaults are read: %s', (_, wrap) => {
    const value = { provider: 'openai', model: 'gpt-5' };
    expect(choice(wrap(value))).toEqual(value);
  });

  test.each([
    ['secret', { ok: true, secret: { secretName: 'k' } }],
    ['result', { ok: true, result: { secretName: 'k' } }],
    ['bare', { secretName: 'k' }],
  ])('a secret is read: %s', (_, body) => {
    expect(oneSecret(body)).toEqual({ secretName: 'k' });
  });

  test('the first key that is there counts', () => {
    expect(list({ result: [openai], providers: [] })).toEqual([openai]);
  });

  test('an empty list is a list, and nothing else is', () => {
    expect(list({ result: [] })).toEqual([]);
    expect(secrets({ secrets: [] })).toEqual([]);
  });

  test.each<[unknown, string]>([
    [undefined, 'the body is missing'],
    [null, 'the body is null, not a list'],
    ['', 'the body is empty, not a list'],
    ['words', 'the body is a string, not a list'],
    [7, 'the body is a number, not a list'],
    [{}, 'none of result, providers is there'],
    [{ ok: true }, 'none of result, providers is there'],
    [{ data: [openai] }, 'none of result, providers is there'],
    [{ result: null }, 'result is null, not a list'],
    [{ result: {} }, 'result is an object, not a list'],
    [{ result: [{ enabled: true }] }, 'result[0].provider is missing'],
    [{ result: ['openai'] }, 'result[0] is a string'],
    [{ result: 'openai' }, 'none of result, providers is there'],
  ])('%j is no list of providers, and never an empty one', (body, wrong) => {
    expect(list(body)).toContain(wrong);
  });
});

describe('what is received', () => {
  test('keeps fields, types and models that this version does not know', () => {
    const newer = {
      provider: 'quantum',
      enabled: false,
      config: { qubits: 7 },
      effectiveModels: { 'q-1': { enabled: true, tier: 'gold' } },
      region: 'moon',
    };
    expect(list({ result: [newer] })).toEqual([newer]);
  });

  test('fills in nothing that Port leaves out but the switch, which is on', () => {
    const given = { provider: 'openai', config: null, overrides: null };
    expect(one(given)).toEqual({ ...given, enabled: true });
  });

  test.each(['secretValue', 'value'])('drops %s of a secret', (key) => {
    const read = oneSecret({ secret: { secretName: 'k', [key]: 'hunter2', owner: 'me' } });
    expect(read).toEqual({ secretName: 'k', owner: 'me' });
  });

  test.each([{ accessToken: '', expiresIn: 10 }, { expiresIn: 10 }, {}])(
    '%j is no token',
    (body) => {
      expect(read('token', body)).toContain('accessToken is');
    },
  );

  test.each([0, -1, '10', 'soon', null, undefined, {}])(
    'a token that lasts %j is a token',
    (expiresIn) => {
      expect(read('token', { accessToken: 't', expiresIn })).toMatchObject({ accessToken: 't' });
    },
  );
});

describe('an odd record', () => {
  const odd = (...records: unknown[]) => {
    const found = answers.providers({ result: [openai, ...records] });
    return 'wrong' in found ? [found.wrong] : found.odd;
  };

  test.each<[string, object, string]>([
    ['a number for a time', { updatedAt: 1_764_000_000_000 }, 'updatedAt is a number'],
    ['a list for a name', { createdBy: ['me'] }, 'createdBy is a list'],
    ['a text for a configuration', { config: 'none' }, 'config is a string'],
    ['a text for a switch', { enabled: 'true' }, 'enabled is a string'],
    ['a bare switch', { effectiveModels: { m: true } }, 'effectiveModels.m is a boolean'],
    ['names alone', { effectiveModels: ['m'] }, 'effectiveModels is a list'],
    ['overrides in another form', { overrides: { models: ['m'] } }, 'overrides.models is a list'],
  ])('is told by its place: %s', (_, fields, told) => {
    expect(odd({ ...openai, provider: 'strange', ...fields })).toEqual([`result[1].${told}`]);
  });

  test('does not hide the others, and keeps what can be read of itself', () => {
    const strange = { ...openai, provider: 'strange', updatedAt: 7 };
    expect(list({ result: [strange, openai] })).toEqual([
      { ...openai, provider: 'strange' },
      openai,
    ]);
  });

  test('without a name is left out, and told', () => {
    expect(list({ result: [openai, { enabled: true }, 'x'] })).toEqual([openai]);
    expect(odd({ enabled: true })).toEqual([
      'result[1].provider is missing; this entry is left out',
    ]);
  });

  test('that is like many others is told once', () => {
    const times = Array.from({ length: 40 }, (_, index) => ({
      ...openai,
      provider: `strange-${index}`,
      updatedAt: 7,
    }));
    expect(odd(...times)).toEqual(['result[1].updatedAt is a number (and 39 more like it)']);
  });

  test('that is there a second time is told, and many of them at once', () => {
    expect(odd(openai, openai)).toEqual(['provider "openai" is there more than once']);
    const strange = { ...openai, provider: 'strange' };
    expect(odd(openai, strange, strange)).toEqual([
      'provider "openai" is there more than once (and 1 more like it)',
    ]);
  });

  test.each<[unknown, boolean]>([
    ['false', false],
    [0, false],
    ['true', true],
    [1, true],
    ['perhaps', true],
    [null, true],
  ])('whose switch is %j is read as %j', (enabled, state) => {
    expect(one({ result: { ...openai, enabled } })).toMatchObject({ enabled: state });
  });

  test('keeps overrides and the list of models as they came', () => {
    const raw = { overrides: { models: ['m'], routing: 7 }, effectiveModels: { m: true } };
    expect(one({ result: { ...openai, ...raw } })).toMatchObject(raw);
  });
});

describe('an answer that says no more than "done"', () => {
  test.each([undefined, null, {}, { ok: true }, { ok: true, result: null }, { result: {} }])(
    '%j says nothing of a provider',
    (body) => {
      expect(silentAnswers.provider(body)).toEqual({ value: undefined });
    },
  );

  test.each([{ ok: true, items: [] }, { result: { enabled: true } }, 'fine', [], 7])(
    '%j is another answer, which is not understood',
    (body) => {
      expect(silentAnswers.provider(body)).toHaveProperty('wrong');
    },
  );

  test('a default of nulls is none', () => {
    expect(silentAnswers.defaults({ result: { provider: null, model: null } })).toEqual({
      value: undefined,
    });
  });
});
