import { createVerify, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { serviceAccountAssertion } from '../../../../src/vendors/google/assertion.ts';
import { normalizePem } from '../../../../src/vendors/google/pem.ts';

const now = new Date('2026-01-15T12:00:00.999Z');
const email = 'port@my-project.iam.gserviceaccount.com';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const decode = (part: string | undefined): unknown =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));

describe('a private key, however a copy has bent it', () => {
  test.each([
    ['as it was', pem],
    ['with escaped line ends', pem.replaceAll('\n', '\\n')],
    ['with line ends escaped twice', pem.replaceAll('\n', '\\\\n')],
    ['in the quotes of JSON', JSON.stringify(pem)],
    ['with Windows line ends', pem.replaceAll('\n', '\r\n')],
    ['with escaped Windows line ends', pem.replaceAll('\n', '\\r\\n')],
    ['with blanks for line ends', pem.replaceAll('\n', ' ')],
    ['on one line', pem.replaceAll('\n', '')],
    ['with the comma behind it', `${JSON.stringify(pem)},`],
    ['PKCS#1', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()],
  ])('%s, it signs, and the signature is good', (_, bent) => {
    const [header, claims, signature] = serviceAccountAssertion(email, bent, now).split('.');
    const verified = createVerify('RSA-SHA256')
      .update(`${header ?? ''}.${claims ?? ''}`)
      .verify(publicKey, signature ?? '', 'base64url');
    expect(verified).toBe(true);
  });

  test('is normalised to the same text each time', () => {
    expect(normalizePem(pem.replaceAll('\n', ' '))).toBe(pem);
    expect(normalizePem(normalizePem(pem))).toBe(pem);
  });
});

describe('the assertion', () => {
  test('asks for an hour of cloud access for the account, and never for a subject', () => {
    const [header, claims] = serviceAccountAssertion(email, pem, now).split('.');
    expect(decode(header)).toEqual({ alg: 'RS256', typ: 'JWT' });
    const issued = Date.parse('2026-01-15T12:00:00Z') / 1000;
    expect(z.record(z.string(), z.unknown()).parse(decode(claims))).toEqual({
      iss: email,
      scope: 'https://www.googleapis.com/auth/cloud-platform',
      aud: 'https://oauth2.googleapis.com/token',
      iat: issued,
      exp: issued + 3600,
    });
  });

  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  test.each([
    ['no PEM', 'sk-abcdef', /BEGIN and END/],
    ['a cut PEM', pem.slice(0, -40), /BEGIN and END/],
    ['an empty text', '', /BEGIN and END/],
    ['a damaged PEM', pem.replace(/.{64}\n/, ''), /damaged/],
    [
      'a key of another kind',
      elliptic.export({ type: 'pkcs8', format: 'pem' }).toString(),
      /not an RSA key/,
    ],
  ])('is refused for %s, without a word of the key', (_, bad, words) => {
    const sign = () => serviceAccountAssertion(email, bad, now);
    expect(sign).toThrow(words);
    expect(sign).toThrow(expect.objectContaining({ name: 'SECRET_MALFORMED' }));
    expect(sign).toThrow(expect.not.objectContaining({ cause: expect.anything() }));
  });
});
