import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { looksLikeSecretValue, maskShapes, Redactor, Secret } from '../../../src/domain/secret.ts';

const value = 'hunter2-hunter2-hunter2';
const secret = new Secret(value);

describe('a Secret', () => {
  test.each<[string, string]>([
    ['String()', String(secret)],
    ['joining', ['a', secret].join()],
    ['JSON', JSON.stringify({ deep: [{ secret }] })],
    ['inspect', inspect(secret)],
    ['inspect of what holds it', inspect({ deep: [{ secret }] }, { depth: 9, showHidden: true })],
    ['inspect of a Map', inspect(new Map([['k', secret]]))],
    ['an error message', new Error(`refused: ${secret.toString()}`).message],
    ['inspect of an error that carries it', inspect(new Error('no', { cause: { secret } }))],
    ['its own keys', JSON.stringify(Object.entries(secret))],
  ])('does not show in %s', (_, text) => {
    expect(text).not.toContain(value);
  });

  test('is given by reveal alone, and says its length in characters', () => {
    expect(secret.reveal()).toBe(value);
    expect(new Secret('añ😀').length).toBe(3);
  });
});

/** Values a person could hold: no brackets, so that a mask never completes one. */
const held = fc
  .string({ minLength: 6, unit: 'binary' })
  .filter((text) => text.length >= 6 && !/[[\]]/.test(text) && text !== 'secret');

const echoes: Readonly<Record<string, (text: string) => string>> = {
  raw: (text) => text,
  'URL-encoded': (text) => encodeURIComponent(text),
  'form-encoded': (text) => new URLSearchParams([['', text]]).toString().slice(1),
  'JSON-escaped': (text) => JSON.stringify(text).slice(1, -1),
  base64: (text) => Buffer.from(text).toString('base64'),
};

describe('the Redactor', () => {
  test.each(Object.entries(echoes))('takes out a held value that is echoed %s', (_, echo) => {
    fc.assert(
      fc.property(held, fc.string(), fc.string(), (text, before, after) => {
        const redactor = new Redactor();
        redactor.hold(text);
        expect(redactor.redact(`${before}${echo(text)}${after}`)).not.toContain(echo(text));
      }),
    );
  });

  test('takes out the value without its outer blanks, and each line of several', () => {
    const redactor = new Redactor();
    redactor.hold('  first-line-of-it\r\nsecond-line-of-it\n');
    const redacted = redactor.redact('x first-line-of-it y second-line-of-it z');
    expect(redacted).toBe('x [secret] y [secret] z');
  });

  test('takes out the longer of two values that overlap, whatever came first', () => {
    const redactor = new Redactor();
    redactor.hold('abcdef');
    redactor.hold('abcdef-and-more');
    expect(redactor.redact('abcdef-and-more')).toBe('[secret]');
  });

  test('takes out a value that was cut off, and nothing behind it', () => {
    const redactor = new Redactor();
    redactor.hold('0123456789-abcdefghijklmnop');
    expect(redactor.redact('Key 0123456789-abcdefgh… is no good')).toBe('Key [secret]… is no good');
    expect(redactor.redact('0123456789-abcde0123456789-abcde')).toBe('[secret][secret]');
    expect(redactor.redact('Key 0123456789 is no good')).toBe('Key 0123456789 is no good');
  });

  test.each(['', 'u:', 'us:', 'use:'])(
    'takes out a value that %j stands before, in Base64',
    (user) => {
      const redactor = new Redactor();
      redactor.hold('p?~s-word>p?~s-word');
      for (const alphabet of ['base64', 'base64url'] as const) {
        const echoed = Buffer.from(`${user}p?~s-word>p?~s-word, and more`).toString(alphabet);
        const left = redactor.redact(echoed).replace('[secret]', '');
        expect(redactor.redact(echoed)).toContain('[secret]');
        expect(left.length).toBeLessThan(echoed.length / 2 + 5);
      }
    },
  );

  test('leaves short values alone, since they are words', () => {
    const redactor = new Redactor();
    redactor.hold('eu');
    expect(redactor.redact('region eu')).toBe('region eu');
  });
});

describe('shapes of keys', () => {
  test.each([
    ['OpenAI', 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789'],
    ['OpenAI, as its API masks it', 'sk-abcd****************wxyz'],
    ['Anthropic', 'sk-ant-api03-abcdefghijklmnopqrstuvwxyz-0123456789_AA'],
    ['AWS', 'AKIAIOSFODNN7EXAMPLE'],
    ['AWS, temporary', 'ASIAIOSFODNN7EXAMPLE'],
    ['Google API', 'AIzaSyA-abcdefghijklmnopqrstuvwxyz01234'],
    ['Google access token', 'ya29.a0AfH6SMBx-abcdef_123456'],
    ['GitHub', 'ghp_abcdefghijklmnopqrstuvwxyz0123456789'],
    ['JWT', 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.c2lnbmF0dXJl'],
    ['PEM', '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----'],
    ['PEM that was cut off', '-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBg'],
  ])('%s: masked inside a sentence', (_, key) => {
    const masked = maskShapes(`Incorrect key: ${key}`);
    expect(masked).toBe('Incorrect key: [secret]');
  });

  test.each([
    ['a bearer token', 'Authorization: Bearer abcdefgh12345678', 'abcdefgh12345678'],
    ['user and password of a URL', 'http://me:pa55@proxy:8080 refused', 'me:pa55'],
  ])('%s: masked, and what stands around it stays', (_, text, key) => {
    expect(maskShapes(text)).toBe(text.replace(key, '[secret]'));
  });

  test.each(['risk-assessment-of-2026', 'the task-scheduler-service', 'https://api.port.io/v1/x'])(
    'not in %s',
    (text) => {
      expect(maskShapes(text)).toBe(text);
    },
  );
});

describe('a name', () => {
  test.each([
    'openai-api-key',
    'sk-prod',
    'sk-openai-prod',
    'BEDROCK_ROLE_EXTERNAL_ID',
    'AKIA-name',
    'AKIAIOSFODNN7',
    'ghp_short',
    'eyJ',
    'ya29',
    '',
  ])('%j may be the name of a secret', (name) => {
    expect(looksLikeSecretValue(name)).toBe(false);
  });

  test.each([
    'sk-abcdefghijklmnopqrst',
    'sk-ant-api03-abcdefghijklmnop',
    'AKIAIOSFODNN7EXAMPLE',
    'ASIAIOSFODNN7EXAMPLE',
    'AIzaSyA-abcdefghijklmnopqrstuvwxyz01234',
    'ya29.a0AfH6SMBx',
    'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
    'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.c2lnbmF0dXJl',
    '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----',
  ])('%j is a value, not a name', (text) => {
    expect(looksLikeSecretValue(text)).toBe(true);
  });
});
