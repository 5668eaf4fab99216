import { expect, test } from 'vitest';
import { quotaCheck } from '../../../../src/operations/doctor/quota-check.ts';

const now = new Date('2026-01-15T12:00:00Z');
const about = { profile: 'default' };

test.each([
  ['unused', { monthlyLimit: 50, remainingQuota: 50 }, 'pass', undefined],
  ['in use', { monthlyLimit: 50, remainingQuota: 11 }, 'pass', undefined],
  ['nearly used up', { monthlyLimit: 50, remainingQuota: 10 }, 'warn', undefined],
  ['used up', { monthlyLimit: 50, remainingQuota: 0 }, 'fail', 'limited'],
  ['more than used up', { monthlyLimit: 50, remainingQuota: -1 }, 'fail', 'limited'],
  ['not told', {}, 'unknown', undefined],
  ['without a limit', { monthlyLimit: null, remainingQuota: 3 }, 'unknown', undefined],
])('a month that is %s', (_, quota, verdict, exit) => {
  const found = quotaCheck({ value: quota }, now, about);
  expect({ verdict: found.verdict, exit: found.exit }).toEqual({ verdict, exit });
});

test.each([
  ['forbidden', 'unknown', undefined],
  ['notFound', 'unknown', undefined],
  ['unreachable', 'fail', 'unreachable'],
  ['limited', 'fail', 'limited'],
] as const)('a question that ends with %s: %s', (exit, verdict, ends) => {
  const failure = { name: 'some_error', message: 'No', exit };
  const found = quotaCheck({ failure }, now, about);
  expect({ verdict: found.verdict, exit: found.exit }).toEqual({ verdict, exit: ends });
});
