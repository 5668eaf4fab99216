import { describe, expect, test } from 'vitest';
import {
  areSameRates,
  budgetFlags,
  budgetInput,
  budgetInWords,
  budgetOf,
  isSameBudget,
  nextReset,
  rateFlags,
  rateInput,
  rateInWords,
  rateOf,
  usedFraction,
  type BudgetWords,
} from '../../../../src/planes/portkey/limits.ts';

const reasons = (words: BudgetWords) => budgetOf(words).problems.map(({ reason }) => reason);

describe('a budget in words', () => {
  test.each<[string, BudgetWords, object]>([
    ['dollars', { budgetUsd: '500' }, { type: 'cost', credit_limit: 500 }],
    ['tokens', { budgetTokens: '2000000' }, { type: 'tokens', credit_limit: 2_000_000 }],
    ['tokens for short', { budgetTokens: '2M' }, { type: 'tokens', credit_limit: 2_000_000 }],
    [
      'a month with an amount to tell',
      { budgetUsd: '500', resets: ['monthly'], alertAt: '400' },
      { type: 'cost', credit_limit: 500, alert_threshold: 400, periodic_reset: 'monthly' },
    ],
    [
      'a percentage is computed: Portkey knows amounts only',
      { budgetUsd: '500', alertAt: '80%' },
      { type: 'cost', credit_limit: 500, alert_threshold: 400 },
    ],
    [
      'a percentage of a small budget is at least 1',
      { budgetUsd: '1', alertAt: '10%' },
      { type: 'cost', credit_limit: 1, alert_threshold: 1 },
    ],
    [
      'days',
      { budgetUsd: '5', resets: ['14'] },
      { type: 'cost', credit_limit: 5, periodic_reset_days: 14 },
    ],
  ])('%s', (_, words, budget) => {
    expect(budgetOf(words)).toEqual({ budget, problems: [] });
  });

  test.each<[string, BudgetWords, string[]]>([
    ['0', { budgetUsd: '0' }, ['not-positive']],
    ['below 0', { budgetTokens: '-5' }, ['not-positive']],
    ['cents', { budgetUsd: '0.50' }, ['not-a-number']],
    ['a word', { budgetUsd: 'much' }, ['not-a-number']],
    ['both budgets', { budgetUsd: '5', budgetTokens: '500' }, ['both-budgets']],
    ['both resets', { budgetUsd: '5', resets: ['weekly', '14'] }, ['both-resets']],
    ['an unknown reset', { budgetUsd: '5', resets: ['daily'] }, ['unknown-reset']],
    ['too many days', { budgetUsd: '5', resets: ['366'] }, ['unknown-reset']],
    ['a percentage without a budget', { alertAt: '80%' }, ['without-budget']],
    ['a reset without a budget', { resets: ['weekly'] }, ['without-budget']],
    ['an alert above the budget', { budgetUsd: '5', alertAt: '6' }, ['above-budget']],
    ['more than all', { budgetUsd: '5', alertAt: '120%' }, ['above-budget']],
    ['an alert at 0', { budgetUsd: '5', alertAt: '0' }, ['not-positive']],
    [
      'all that is wrong is told at once',
      { budgetUsd: '0', resets: ['daily'] },
      ['not-positive', 'unknown-reset'],
    ],
  ])('is refused: %s', (_, words, expected) => {
    expect(reasons(words)).toEqual(expected);
    expect(budgetOf(words).budget).toBeUndefined();
  });

  test('0 leads to revoking', () => {
    expect(budgetOf({ budgetUsd: '0' }).problems[0]?.says).toMatch(/revoke/);
  });

  const stored = {
    type: 'cost',
    credit_limit: 500,
    alert_threshold: 400,
    periodic_reset: 'weekly',
  };

  test.each<[string, BudgetWords, object]>([
    [
      'another amount keeps reset and alert',
      { budgetUsd: '600' },
      { type: 'cost', credit_limit: 600, alert_threshold: 400, periodic_reset: 'weekly' },
    ],
    [
      'a smaller amount keeps no alert above it',
      { budgetUsd: '300' },
      { type: 'cost', credit_limit: 300, periodic_reset: 'weekly' },
    ],
    [
      'tokens keep no alert in dollars',
      { budgetTokens: '1000' },
      { type: 'tokens', credit_limit: 1000, periodic_reset: 'weekly' },
    ],
    [
      'another alert keeps the rest, and a percentage is of what is stored',
      { alertAt: '50%' },
      { type: 'cost', credit_limit: 500, alert_threshold: 250, periodic_reset: 'weekly' },
    ],
    [
      'days take the place of a week',
      { resets: ['30'] },
      { type: 'cost', credit_limit: 500, alert_threshold: 400, periodic_reset_days: 30 },
    ],
    [
      'never says so',
      { resets: ['never'] },
      { type: 'cost', credit_limit: 500, alert_threshold: 400, periodic_reset: null },
    ],
  ])('changes what is stored: %s', (_, words, budget) => {
    expect(budgetOf(words, stored)).toEqual({ budget, problems: [] });
  });

  test('nothing asked for is no change', () => {
    expect(budgetOf({}, stored)).toEqual({ problems: [] });
  });
});

describe('a rate in words', () => {
  test.each([
    ['requests:100/min', { type: 'requests', unit: 'rpm', value: 100 }],
    ['tokens:50k/hour', { type: 'tokens', unit: 'rph', value: 50_000 }],
    ['tokens:2000000/day', { type: 'tokens', unit: 'rpd', value: 2_000_000 }],
  ])('%s', (text, rate) => {
    expect(rateOf(text)).toEqual({ rate });
  });

  test.each([
    ['requests:0/min', 'not-positive'],
    ['requests:-1/min', 'not-positive'],
    ['requests:x/min', 'not-a-number'],
    ['requests:100/week', 'unknown-rate'],
    ['calls:100/min', 'unknown-rate'],
    ['100/min', 'unknown-rate'],
    ['', 'unknown-rate'],
  ])('"%s" is refused', (text, reason) => {
    expect(rateOf(text)).toMatchObject({ reason });
  });
});

describe('limits are printed', () => {
  test.each([
    [{ type: 'cost', credit_limit: 500, periodic_reset: 'monthly' }, '500 USD a month'],
    [
      { type: 'tokens', credit_limit: 2_000_000, periodic_reset: 'weekly' },
      '2,000,000 tokens a week',
    ],
    [{ type: 'cost', credit_limit: 5, periodic_reset_days: 14 }, '5 USD every 14 days'],
    [
      { type: 'cost', credit_limit: 5, alert_threshold: 4, periodic_reset: null },
      '5 USD, alert at 4 USD',
    ],
  ])('%j', (limit, words) => {
    expect(budgetInWords(limit)).toBe(words);
  });

  test('rates, of units that are new as well', () => {
    expect(rateInWords({ type: 'requests', unit: 'rpm', value: 1000 })).toBe('1,000 requests/min');
    expect(rateInWords({ type: 'tokens', unit: 'rpw', value: 5 })).toBe('5 tokens/rpw');
  });

  test('flags set the same limit again', () => {
    const words: BudgetWords = { budgetUsd: '500', resets: ['monthly'], alertAt: '400' };
    const { budget } = budgetOf(words);
    expect(budget && budgetFlags(budget)).toEqual(
      '--budget-usd 500 --reset monthly --alert-at 400'.split(' '),
    );
    expect(rateFlags({ type: 'tokens', unit: 'rph', value: 9 })).toEqual([
      '--rate',
      'tokens:9/hour',
    ]);
  });
});

describe('what is stored', () => {
  const stored = {
    id: 'x',
    type: 'cost',
    credit_limit: 500,
    alert_threshold: 400,
    periodic_reset: 'monthly',
    periodic_reset_days: null,
    next_usage_reset_at: '2026-12-01T00:00:00Z',
    current_usage: 125.5,
    status: 'active',
    is_exhausted_alerts_sent: false,
    is_threshold_alerts_sent: false,
  };

  test('is sent back without the fields of the server', () => {
    expect(budgetInput(stored)).toEqual({
      type: 'cost',
      credit_limit: 500,
      alert_threshold: 400,
      periodic_reset: 'monthly',
    });
  });

  test('keeps the date from which its days are counted', () => {
    const days = { ...stored, periodic_reset: null, periodic_reset_days: 14 };
    expect(budgetInput(days)).toMatchObject({
      periodic_reset_days: 14,
      next_usage_reset_at: '2026-12-01T00:00:00Z',
    });
  });

  test('of a new type or unit is not sent back', () => {
    expect(budgetInput({ ...stored, type: 'images' })).toBeUndefined();
    expect(rateInput({ type: 'requests', unit: 'rps', value: 1 })).toBeUndefined();
  });

  test('is the same budget whatever was used of it', () => {
    expect(isSameBudget(stored, budgetInput(stored))).toBe(true);
    expect(isSameBudget(stored, { ...stored, alert_threshold: null })).toBe(false);
    expect(isSameBudget(undefined, undefined)).toBe(true);
    expect(isSameBudget(stored, undefined)).toBe(false);
  });

  test('has the same rates in any order', () => {
    const some = { type: 'requests', unit: 'rpm', value: 1 };
    const other = { type: 'tokens', unit: 'rpd', value: 2 };
    expect(areSameRates([some, other], [other, some])).toBe(true);
    expect(areSameRates([some], [other])).toBe(false);
  });

  test('is used to a fraction, if the server says', () => {
    expect(usedFraction(stored)).toBeCloseTo(0.251);
    expect(usedFraction({ type: 'cost', credit_limit: 5 })).toBeUndefined();
  });
});

describe('the next reset', () => {
  const at = (text: string) => new Date(text);
  const weekly = { type: 'cost', credit_limit: 5, periodic_reset: 'weekly' } as const;
  const monthly = { type: 'cost', credit_limit: 5, periodic_reset: 'monthly' } as const;
  const days = { type: 'cost', credit_limit: 5, periodic_reset_days: 10 } as const;

  test.each([
    // 6 September 2026 is a Sunday.
    [weekly, '2026-09-02T12:00:00Z', '2026-09-06T00:00:00Z'],
    [weekly, '2026-09-06T00:00:00Z', '2026-09-13T00:00:00Z'],
    [weekly, '2026-09-05T23:59:59Z', '2026-09-06T00:00:00Z'],
    [monthly, '2026-09-01T00:00:00Z', '2026-10-01T00:00:00Z'],
    [monthly, '2026-12-31T23:59:59Z', '2027-01-01T00:00:00Z'],
    [days, '2026-09-01T06:00:00Z', '2026-09-11T06:00:00Z'],
  ])('%j after %s', (limit, now, expected) => {
    expect(nextReset(limit, at(now))).toEqual(at(expected));
  });

  test('of days counts from the last one', () => {
    const found = nextReset(days, at('2026-09-25T00:00:00Z'), {
      lastReset: '2026-09-01T06:00:00Z',
    });
    expect(found).toEqual(at('2026-10-01T06:00:00Z'));
  });

  test('is what the server names, while that is to come', () => {
    const named = { ...days, next_usage_reset_at: '2026-09-03T00:00:00Z' };
    expect(nextReset(named, at('2026-09-02T00:00:00Z'))).toEqual(at('2026-09-03T00:00:00Z'));
    expect(nextReset(named, at('2026-09-04T00:00:00Z'))).toEqual(at('2026-09-13T00:00:00Z'));
  });

  test('of a policy is on Monday', () => {
    const found = nextReset(weekly, at('2026-09-02T12:00:00Z'), { weekBegins: 1 });
    expect(found).toEqual(at('2026-09-07T00:00:00Z'));
  });

  test('of a budget without one is never', () => {
    expect(
      nextReset({ type: 'cost', credit_limit: 5 }, at('2026-09-02T00:00:00Z')),
    ).toBeUndefined();
  });
});
