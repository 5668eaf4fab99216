import { expect, test } from 'vitest';
import { clockCheck } from '../../../../src/operations/doctor/clock-check.ts';

const minute = 60_000;
const server = new Date('2026-01-15T12:00:00.000Z');
const at = (offMs: number) => new Date(server.getTime() + offMs);

/** An answer with the server's time, to a machine whose clock is off by so much. */
const door = (offMs: number, tookMs = 200) => ({
  date: server.toUTCString(),
  sentAt: at(offMs - tookMs),
  answeredAt: at(offMs),
});

const verdictOf = (facts: Partial<Parameters<typeof clockCheck>[0]>) => {
  const { verdict, says, exit } = clockCheck({ sandbox: false, door: undefined, ...facts });
  return { verdict, says, exit };
};

test.each([
  [0, 'pass', /within a minute/],
  [-59_000, 'pass', /within a minute/],
  [59_000, 'pass', /within a minute/],
  [-2 * minute, 'warn', /^2 minutes behind/],
  [2 * minute, 'warn', /^2 minutes ahead of/],
  [-6 * minute, 'fail', /^6 minutes behind/],
  [60 * minute, 'fail', /^60 minutes ahead of/],
  [-180 * minute, 'fail', /^3 hours behind/],
  [4 * 1440 * minute, 'fail', /^4 days ahead of/],
])('a clock that is off by %d ms: %s', (offMs, verdict, says) => {
  const found = verdictOf({ door: door(offMs) });
  expect(found).toMatchObject({
    verdict,
    ...(verdict === 'fail' ? { exit: 'checkFailed' } : { exit: undefined }),
  });
  expect(found.says).toMatch(says);
});

test('an answer that took minutes says nothing against a clock that fits into them', () => {
  expect(verdictOf({ door: door(2 * minute, 3 * minute) })).toMatchObject({ verdict: 'pass' });
});

test.each([
  ['no Date header', undefined],
  ['a Date header that is none', 'soon'],
])('%s leaves it unknown, without an exit', (_, date) => {
  const { date: __, ...without } = door(0);
  const facts = { door: { ...without, ...(date === undefined ? {} : { date }) } };
  expect(verdictOf(facts)).toMatchObject({ verdict: 'unknown', exit: undefined });
});

test('without that header a token from the future speaks against the clock', () => {
  const { date: _, ...without } = door(0);
  const claims = { issuedAt: at(10 * minute).toISOString() };
  expect(verdictOf({ door: without, claims })).toMatchObject({
    verdict: 'fail',
    says: '10 minutes behind that of the token (iat)',
  });
});

test('a token of yesterday says nothing of the clock', () => {
  const { date: _, ...without } = door(0);
  const claims = { issuedAt: at(-1440 * minute).toISOString() };
  expect(verdictOf({ door: without, claims })).toMatchObject({ verdict: 'unknown' });
});

test('the sandbox has no clock of its own', () => {
  expect(verdictOf({ sandbox: true })).toMatchObject({ verdict: 'skip' });
});
