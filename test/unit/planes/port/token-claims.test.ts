import { expect, test } from 'vitest';
import { readClaims } from '../../../../src/planes/port/token-claims.ts';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: unknown) => `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`;

test('plain claims are read, and the end comes as ISO 8601', () => {
  const token = jwt({ email: 'ada@example.com', orgId: 'org_1', orgName: 'Acme', exp: 1768478400 });
  expect(readClaims(token)).toEqual({
    email: 'ada@example.com',
    organizationId: 'org_1',
    organizationName: 'Acme',
    expiresAt: '2026-01-15T12:00:00.000Z',
  });
});

test('claims under an address, as single sign-on writes them, are the same claims', () => {
  const token = jwt({
    'https://api.port.io/email': 'ada@example.com',
    'https://api.port.io/orgId': 'org_1',
    'https://api.port.io/orgName': 'Acme',
  });
  expect(readClaims(token)).toEqual({
    email: 'ada@example.com',
    organizationId: 'org_1',
    organizationName: 'Acme',
  });
});

test('letters beyond ASCII survive', () => {
  expect(readClaims(jwt({ orgName: 'Zoë & Søn ✓' }))).toEqual({ organizationName: 'Zoë & Søn ✓' });
});

test('a claim of another type, an empty one, or a name that only ends alike is left out', () => {
  const claims = { email: 7, orgId: '', 'not-orgName': 'Acme', exp: 'tomorrow' };
  expect(readClaims(jwt(claims))).toEqual({});
});

test('an end beyond any calendar is left out', () => {
  expect(readClaims(jwt({ exp: 1e300 }))).toEqual({});
});

test.each([
  ['an opaque token', 'pat_0123456789'],
  ['nothing', ''],
  ['two parts', `${part({})}.${part({ email: 'ada@example.com' })}`],
  ['four parts', `${jwt({ email: 'ada@example.com' })}.more`],
  ['a payload that is no JSON', 'aaaa.bm90IGpzb24.cccc'],
  ['a payload that is a list', jwt(['email'])],
  ['a payload that is null', jwt(null)],
])('%s has no claims', (_, token) => {
  expect(readClaims(token)).toEqual({});
});
