import { expect, test } from 'vitest';
import type { Failure } from '../../../../src/core/errors.ts';
import { tokenCheck, type TokenFacts } from '../../../../src/operations/doctor/token-check.ts';

const now = new Date('2026-01-15T12:00:00Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();
const failing = (name: string, exit: Failure['exit']) => ({
  failure: { name, message: `${name} said`, exit },
});

const read = { value: {} };
const refused = failing('unauthorized', 'unauthenticated');
const withheld = failing('forbidden', 'forbidden');
const blocked = failing('ip_not_allowed', 'forbidden');
const down = failing('internal_error', 'unreachable');
const ends = (minutes: number) => ({ value: { expiresAt: inMinutes(minutes) } });

test.each([
  ['accepted', { reads: [read] }, 'pass', undefined],
  ['accepted, though one thing is withheld', { reads: [withheld, read] }, 'pass', undefined],
  [
    'accepted, as what is withheld is withheld from somebody',
    { reads: [withheld] },
    'pass',
    undefined,
  ],
  ['refused', { reads: [refused, read] }, 'fail', 'unauthenticated'],
  ['not given', { claims: refused, reads: [] }, 'fail', 'unauthenticated'],
  ['not given, as nobody answers', { claims: down, reads: [] }, 'fail', 'unreachable'],
  ['not seen, as no read was answered', { reads: [down, down] }, 'fail', 'unreachable'],
  ['not seen, as the address is blocked', { reads: [blocked] }, 'fail', 'forbidden'],
  ['good for hours', { reads: [read], claims: ends(180) }, 'pass', undefined],
  ['about to end', { reads: [read], claims: ends(10) }, 'warn', undefined],
  ['accepted after its end', { reads: [read], claims: ends(-10) }, 'warn', undefined],
  [
    'about to end, and renewed',
    { reads: [read], claims: ends(10), renewed: true },
    'pass',
    undefined,
  ],
] as const)('a token that is %s', (_, changes, verdict, exit) => {
  const facts: TokenFacts = { claims: { value: {} }, renewed: false, now, ...changes };
  const found = tokenCheck(facts, { profile: 'default' });
  expect({ verdict: found.verdict, exit: found.exit }).toEqual({ verdict, exit });
});

test('a token that was refused after its end says so', () => {
  const facts = { claims: ends(-60), renewed: false, reads: [refused], now };
  expect(tokenCheck(facts, { profile: 'default' }).says).toBe(
    'unauthorized said: the token ended at 2026-01-15T11:00:00.000Z',
  );
});
