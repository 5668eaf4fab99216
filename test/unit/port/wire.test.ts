import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  accessToken,
  defaults,
  envelope,
  provider,
  secret,
} from '../../../src/planes/port/wire.ts';

const openai = {
  provider: 'openai',
  enabled: true,
  config: { apiKeySecretName: 'k' },
  effectiveModels: { 'gpt-5': { enabled: true } },
};
const list = envelope(['result', 'providers'], z.array(provider));
const one = envelope(['result', 'provider'], provider);
const choice = envelope(['result', 'defaults'], defaults);
const oneSecret = envelope(['secret', 'result'], secret);
const secrets = envelope(['secrets', 'result'], z.array(secret));

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

  test.each([
    undefined,
    null,
    '',
    'words',
    7,
    {},
    { ok: true },
    { data: [openai] },
    { result: null },
    { result: {} },
    { result: [{ enabled: true }] },
    { result: 'openai' },
  ])('%j is no list of providers, and never an empty one', (body) => {
    expect(list(body)).toBeUndefined();
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

  test('fills in what Port may leave out', () => {
    expect(provider.parse({ provider: 'openai', config: null, overrides: null })).toEqual({
      provider: 'openai',
      enabled: true,
      config: null,
      overrides: null,
      effectiveModels: {},
    });
  });

  test.each(['secretValue', 'value'])('drops %s of a secret', (key) => {
    const read = oneSecret({ secret: { secretName: 'k', [key]: 'hunter2', owner: 'me' } });
    expect(read).toEqual({ secretName: 'k', owner: 'me' });
  });

  test.each([
    { accessToken: '', expiresIn: 10 },
    { accessToken: 't', expiresIn: 0 },
    { accessToken: 't', expiresIn: '10' },
    { accessToken: 't' },
  ])('%j is no token', (body) => {
    expect(accessToken.safeParse(body).success).toBe(false);
  });
});
