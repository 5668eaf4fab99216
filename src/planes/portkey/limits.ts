import type { RateLimit, RateLimitInput, UsageLimit, UsageLimitInput, When } from './nouns.ts';

/**
 * Budgets and rates in people's words: read, compared, counted. Source of amounts, units and resets: the
 * OpenAPI document of June 2026 and Portkey's documents.
 */

/** Why a limit cannot be set as it was asked for. */
export type LimitReason =
  | 'not-a-number'
  | 'not-positive'
  | 'both-budgets'
  | 'both-resets'
  | 'unknown-reset'
  | 'without-budget'
  | 'above-budget'
  | 'unknown-rate'
  | 'several-rates';

/** A refusal of one flag. */
export interface LimitProblem {
  readonly flag: '--budget-usd' | '--budget-tokens' | '--reset' | '--alert-at' | '--rate';
  readonly reason: LimitReason;
  /** A clause that follows the name of the flag. */
  readonly says: string;
}

/** What was asked for, in the words that were given. */
export interface BudgetWords {
  readonly budgetUsd?: string | undefined;
  readonly budgetTokens?: string | undefined;
  /** `weekly`, `monthly`, a number of days, or `never`; several only to be refused. */
  readonly resets?: readonly string[] | undefined;
  /** An amount in the unit of the budget, or a percentage of it: `400`, `80%`. */
  readonly alertAt?: string | undefined;
}

const factors: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6 };

/** A whole number, also as `2_000_000`, `500k` or `2M`; undefined for anything else. */
function wholeNumber(text: string): number | undefined {
  const [, digits, factor = ''] = /^(-?\d[\d_]*)([kKmM]?)$/.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const value = Number(digits.replaceAll('_', '')) * (factors[factor.toLowerCase()] ?? 1);
  return Number.isSafeInteger(value) ? value : undefined;
}

const instead = 'to take access away, revoke it: servers differ in what 0 means';

function amountOf(
  flag: LimitProblem['flag'],
  text: string,
  unit: string,
): { readonly amount: number } | LimitProblem {
  const amount = wholeNumber(text);
  if (amount === undefined) {
    const says = /^\d{16,}$/.test(text.trim())
      ? `is too large; it takes a whole number of ${unit}, such as 500`
      : `takes a whole number of ${unit}, such as 500`;
    return { flag, reason: 'not-a-number', says };
  }
  if (amount < 1) {
    return { flag, reason: 'not-positive', says: `takes 1 or more; ${instead}` };
  }
  return { amount };
}

type Reset = Pick<UsageLimitInput, 'periodic_reset' | 'periodic_reset_days'>;

function resetOf(words: readonly string[]): { readonly reset: Reset } | LimitProblem {
  const flag = '--reset';
  const [word = '', ...others] = [...new Set(words.map((each) => each.trim().toLowerCase()))];
  if (others.length > 0) {
    return {
      flag,
      reason: 'both-resets',
      says: 'takes one of weekly, monthly and a number of days',
    };
  }
  if (word === 'weekly' || word === 'monthly') return { reset: { periodic_reset: word } };
  if (word === 'never') return { reset: { periodic_reset: null } };
  const days = wholeNumber(word);
  if (days !== undefined && days >= 1 && days <= 365) {
    return { reset: { periodic_reset_days: days } };
  }
  return {
    flag,
    reason: 'unknown-reset',
    says: 'takes weekly, monthly, never, or a number of days from 1 to 365',
  };
}

function alertOf(text: string, budget: number): { readonly alert: number } | LimitProblem {
  const flag = '--alert-at';
  const percentage = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim())?.[1];
  const amount = percentage === undefined ? wholeNumber(text) : undefined;
  const alert = percentage === undefined ? amount : Math.round((budget * Number(percentage)) / 100);
  if (alert === undefined) {
    return { flag, reason: 'not-a-number', says: 'takes an amount or a percentage: 400, 80%' };
  }
  if (alert > budget) {
    return { flag, reason: 'above-budget', says: `is above the budget of ${grouped(budget)}` };
  }
  // A small percentage of a small budget is still an alert; an amount of 0 is none.
  if (percentage !== undefined && Number(percentage) > 0) return { alert: Math.max(1, alert) };
  return alert < 1 ? { flag, reason: 'not-positive', says: 'takes 1 or more' } : { alert };
}

/**
 * Makes a budget of words. Parts that are not given stay as in `stored`; an alert stays only while it fits
 * the budget. Returns every problem; the budget is undefined where there is any, or nothing was asked for.
 */
export function budgetOf(
  { budgetUsd, budgetTokens, resets = [], alertAt }: BudgetWords,
  stored?: UsageLimit,
): { readonly budget?: UsageLimitInput; readonly problems: readonly LimitProblem[] } {
  const problems: LimitProblem[] = [];
  const before = stored === undefined ? undefined : budgetInput(stored);
  if (budgetUsd !== undefined && budgetTokens !== undefined) {
    problems.push({
      flag: '--budget-tokens',
      reason: 'both-budgets',
      says: 'excludes --budget-usd: Portkey has one budget for a workspace',
    });
  }
  const given =
    budgetUsd !== undefined
      ? amountOf('--budget-usd', budgetUsd, 'dollars')
      : budgetTokens !== undefined
        ? amountOf('--budget-tokens', budgetTokens, 'tokens')
        : undefined;
  if (given && 'says' in given) problems.push(given);
  const type =
    budgetUsd !== undefined ? 'cost' : budgetTokens !== undefined ? 'tokens' : before?.type;
  const limit =
    given === undefined ? before?.credit_limit : 'amount' in given ? given.amount : undefined;

  const reset = resets.length === 0 ? undefined : resetOf(resets);
  if (reset && 'says' in reset) problems.push(reset);
  if (given === undefined && before === undefined) {
    if (resets.length > 0) problems.push(withoutBudget('--reset'));
    if (alertAt !== undefined) problems.push(withoutBudget('--alert-at'));
  }
  const alert = alertAt === undefined || limit === undefined ? undefined : alertOf(alertAt, limit);
  if (alert && 'says' in alert) problems.push(alert);
  const asked = given !== undefined || resets.length > 0 || alertAt !== undefined;
  if (problems.length > 0 || !asked || type === undefined || limit === undefined) {
    return { problems };
  }
  const budget: UsageLimitInput = {
    type,
    credit_limit: limit,
    ...(alert && 'alert' in alert
      ? { alert_threshold: alert.alert }
      : keptAlert(before, type, limit)),
    ...(reset && 'reset' in reset ? reset.reset : keptReset(before)),
  };
  return { budget, problems };
}

const withoutBudget = (flag: LimitProblem['flag']): LimitProblem => ({
  flag,
  reason: 'without-budget',
  says: 'needs a budget: give --budget-usd or --budget-tokens as well',
});

function keptAlert(
  before: UsageLimitInput | undefined,
  type: string,
  limit: number,
): Pick<UsageLimitInput, 'alert_threshold'> {
  const alert = before?.alert_threshold ?? undefined;
  return alert !== undefined && before?.type === type && alert <= limit
    ? { alert_threshold: alert }
    : {};
}

const keptReset = (before: UsageLimitInput | undefined): Omit<Partial<UsageLimitInput>, 'type'> => {
  const { type: _type, credit_limit: _limit, alert_threshold: _alert, ...reset } = before ?? {};
  return reset;
};

const units: Readonly<Record<string, RateLimitInput['unit']>> = {
  min: 'rpm',
  minute: 'rpm',
  hour: 'rph',
  h: 'rph',
  day: 'rpd',
  d: 'rpd',
};

/** Makes a rate of words: `requests:100/min`, `tokens:50k/hour`, `tokens:2M/day`. */
export function rateOf(text: string): { readonly rate: RateLimitInput } | LimitProblem {
  const [, type, amount = '', per = ''] =
    /^(requests|tokens):([^/]+)\/([a-z]+)$/i.exec(text.trim()) ?? [];
  const unit = units[per.toLowerCase()];
  if (type === undefined || unit === undefined) {
    return {
      flag: '--rate',
      reason: 'unknown-rate',
      says: 'takes requests:<number>/min, or tokens: and hour or day in their places',
    };
  }
  const found = amountOf('--rate', amount, type.toLowerCase());
  if ('says' in found) return found;
  const counted = type.toLowerCase() === 'tokens' ? 'tokens' : 'requests';
  return { rate: { type: counted, unit, value: found.amount } };
}

/**
 * Makes the rate of a workspace of words. Portkey takes one: its contract has at most one entry in
 * `rate_limits`. Returns every problem; the rate is undefined where there is any, or nothing was asked for.
 */
export function oneRateOf(words: readonly string[]): {
  readonly rate?: RateLimitInput;
  readonly problems: readonly LimitProblem[];
} {
  const rates = words.map(rateOf);
  const problems = rates.flatMap((each) => ('says' in each ? [each] : []));
  if (rates.length > 1) {
    problems.push({
      flag: '--rate',
      reason: 'several-rates',
      says: `is taken once for a workspace, not ${rates.length} times`,
    });
  }
  const [first] = rates;
  return problems.length === 0 && first && 'rate' in first
    ? { rate: first.rate, problems }
    : { problems };
}

/** A number with commas between thousands, whatever the locale. */
function grouped(value: number): string {
  const [whole = '', fraction] = String(value).split('.');
  const withCommas = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? withCommas : `${withCommas}.${fraction.slice(0, 2)}`;
}

const money = (type: string, amount: number) =>
  type === 'cost' ? `${grouped(amount)} USD` : `${grouped(amount)} ${type}`;

function resetInWords({ periodic_reset: period, periodic_reset_days: days }: UsageLimit): string {
  if (period === 'weekly') return ' a week';
  if (period === 'monthly') return ' a month';
  if (typeof days === 'number') return days === 1 ? ' a day' : ` every ${days} days`;
  return typeof period === 'string' && period !== '' ? ` ${period}` : '';
}

/** A budget in words: `500 USD a month, alert at 400 USD`. */
export function budgetInWords(limit: UsageLimit | UsageLimitInput): string {
  const { type, credit_limit: amount, alert_threshold: alert } = limit;
  const told = typeof alert === 'number' ? `, alert at ${money(type, alert)}` : '';
  return `${money(type, amount)}${resetInWords(limit)}${told}`;
}

const windows: Readonly<Record<string, string>> = { rpm: 'min', rph: 'hour', rpd: 'day' };

/** A rate in words: `100 requests/min`. A unit that is new stays as the server writes it. */
export function rateInWords({ type, unit, value }: RateLimit | RateLimitInput): string {
  return `${grouped(value)} ${type}/${windows[unit] ?? unit}`;
}

/** The flags that set a budget. */
export function budgetFlags(limit: UsageLimitInput): string[] {
  const { type, credit_limit: amount, alert_threshold: alert } = limit;
  const reset = limit.periodic_reset ?? limit.periodic_reset_days ?? undefined;
  return [
    ...[type === 'cost' ? '--budget-usd' : '--budget-tokens', String(amount)],
    ...(reset === undefined ? [] : ['--reset', String(reset)]),
    ...(typeof alert === 'number' ? ['--alert-at', String(alert)] : []),
  ];
}

/** The flags that set a rate. */
export function rateFlags({ type, unit, value }: RateLimitInput): string[] {
  return ['--rate', `${type}:${value}/${windows[unit] ?? unit}`];
}

const isType = (type: string): type is UsageLimitInput['type'] =>
  type === 'cost' || type === 'tokens';

/**
 * Returns a stored budget as it can be sent back, without the server's own fields; undefined where it
 * cannot be: its type is new, or its amount is no whole number of 1 or more.
 */
export function budgetInput(limit: UsageLimit): UsageLimitInput | undefined {
  const { type, credit_limit: amount, alert_threshold: alert } = limit;
  const { periodic_reset: period, periodic_reset_days: days, next_usage_reset_at: next } = limit;
  if (!isType(type) || !Number.isInteger(amount) || amount < 1) return undefined;
  const byName = period === 'weekly' || period === 'monthly';
  return {
    type,
    credit_limit: amount,
    ...(typeof alert === 'number' && alert >= 1 ? { alert_threshold: alert } : {}),
    ...(byName ? { periodic_reset: period } : {}),
    // A period of days is counted from somewhere: without the date the server would count anew.
    ...(!byName && typeof days === 'number'
      ? { periodic_reset_days: days, ...(next ? { next_usage_reset_at: next } : {}) }
      : {}),
  };
}

/** Returns a stored rate as it can be sent back; undefined where its type or unit is new, or its value below 1. */
export function rateInput({ type, unit, value }: RateLimit): RateLimitInput | undefined {
  if (type !== 'requests' && type !== 'tokens') return undefined;
  if (unit !== 'rpm' && unit !== 'rph' && unit !== 'rpd') return undefined;
  return Number.isInteger(value) && value >= 1 ? { type, unit, value } : undefined;
}

/** Returns true if two budgets are the same to a person: what the server counts does not matter. */
export function isSameBudget(
  one: UsageLimit | UsageLimitInput | undefined,
  other: UsageLimit | UsageLimitInput | undefined,
): boolean {
  const parts = (limit: UsageLimit | UsageLimitInput | undefined) =>
    limit && [
      limit.type,
      limit.credit_limit,
      limit.alert_threshold ?? null,
      limit.periodic_reset ?? null,
      limit.periodic_reset_days ?? null,
    ];
  return JSON.stringify(parts(one)) === JSON.stringify(parts(other));
}

/** Returns true if two lists hold the same rates, in whatever order. */
export function areSameRates(
  some: readonly (RateLimit | RateLimitInput)[],
  others: readonly (RateLimit | RateLimitInput)[],
): boolean {
  const sorted = (rates: readonly (RateLimit | RateLimitInput)[]) =>
    rates.map(({ type, unit, value }) => JSON.stringify([type, unit, value])).sort();
  return JSON.stringify(sorted(some)) === JSON.stringify(sorted(others));
}

/** How much of a budget is used: 0 is nothing, 1 all. Undefined where the server does not say. */
export function usedFraction({
  current_usage: used,
  credit_limit: limit,
}: UsageLimit): number | undefined {
  return typeof used === 'number' && limit > 0 ? used / limit : undefined;
}

const dayMs = 86_400_000;

/** A time of the server; undefined for none, or one that is no time. */
function timeIn(text: When): Date | undefined {
  const time = typeof text === 'string' ? new Date(text) : undefined;
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : time;
}

/**
 * When a budget is next reset, in UTC; undefined for one that never is. The time that the server names
 * counts while it is to come. Else: weekly is Sunday 00:00, for policies Monday (`weekBegins`); monthly the
 * first, 00:00; a number of days counts from the last reset, if it is known, or from now.
 */
export function nextReset(
  limit: UsageLimit | UsageLimitInput,
  now: Date,
  { lastReset, weekBegins = 0 }: { readonly lastReset?: When; readonly weekBegins?: 0 | 1 } = {},
): Date | undefined {
  const named = timeIn(limit.next_usage_reset_at);
  if (named && named > now) return named;
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  if (limit.periodic_reset === 'monthly') return new Date(Date.UTC(year, month + 1, 1));
  if (limit.periodic_reset === 'weekly') {
    const ahead = (weekBegins - now.getUTCDay() + 7) % 7 || 7;
    return new Date(Date.UTC(year, month, day + ahead));
  }
  const { periodic_reset_days: days } = limit;
  if (typeof days !== 'number' || days < 1) return undefined;
  const since = timeIn(lastReset) ?? named ?? now;
  const periods = Math.max(1, Math.floor((now.getTime() - since.getTime()) / (days * dayMs)) + 1);
  return new Date(since.getTime() + periods * days * dayMs);
}
