import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { LimitedThing, StoredRateLimit, StoredUsageLimit } from '../store/portkey-state.ts';
import { Refused } from './refused.ts';

/** Budgets and rate limits: their bodies, what is stored, when they are reset, how answers show them. */

const usageLimitFields = z.strictObject({
  credit_limit: z.int().min(1).nullish(),
  type: z.enum(['cost', 'tokens']).optional(),
  alert_threshold: z.int().min(1).nullish(),
  periodic_reset: z.enum(['monthly', 'weekly']).nullish(),
  periodic_reset_days: z.int().min(1).max(365).nullish(),
  next_usage_reset_at: z.iso.datetime({ offset: true }).nullish(),
});

/** A budget as requests have it. */
export const usageLimitBody = usageLimitFields.refine(
  ({ periodic_reset, periodic_reset_days }) =>
    (periodic_reset ?? null) === null || (periodic_reset_days ?? null) === null,
  { message: 'periodic_reset and periodic_reset_days exclude each other' },
);
type UsageLimitBody = z.infer<typeof usageLimitBody>;

/** A rate limit as requests have it. */
export const rateLimitBody = z.strictObject({
  type: z.enum(['requests', 'tokens']).optional(),
  unit: z.enum(['rpd', 'rph', 'rpm']).optional(),
  value: z.int().min(0).optional(),
});
type RateLimitBody = z.infer<typeof rateLimitBody>;

/** Limits of rows: at most one of a kind; null clears, absent keeps. */
export const limitLists = {
  usage_limits: z.array(usageLimitBody).max(1).nullish(),
  rate_limits: z.array(rateLimitBody).max(1).nullish(),
};
interface LimitLists {
  readonly usage_limits?: readonly UsageLimitBody[] | null | undefined;
  readonly rate_limits?: readonly RateLimitBody[] | null | undefined;
}

const dayMs = 86_400_000;

/** The start of the UTC day of a moment, so many days later. */
const day = (at: Date, later = 0) =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + later));

type Period = Pick<StoredUsageLimit, 'periodic_reset' | 'periodic_reset_days'>;

/**
 * The first reset after a moment: Sundays at 00:00 UTC, the first of a month at 00:00 UTC, or at 00:00
 * UTC so many days later; undefined where nothing is reset. Source: Portkey's documentation of
 * integrations; its policies are reset on Mondays.
 */
export function nextReset(
  { periodic_reset, periodic_reset_days }: Period,
  after: Date,
): Date | undefined {
  if (periodic_reset === 'weekly') return day(after, 7 - after.getUTCDay());
  if (periodic_reset === 'monthly') {
    return new Date(Date.UTC(after.getUTCFullYear(), after.getUTCMonth() + 1, 1));
  }
  if (periodic_reset_days !== null) return day(after, periodic_reset_days);
  return undefined;
}

/** A budget as it is stored. Its first reset is the one that the body names, else the next of its period. */
export function storedUsageLimit(body: UsageLimitBody, now: Date): StoredUsageLimit {
  const period = {
    periodic_reset: body.periodic_reset ?? null,
    periodic_reset_days: body.periodic_reset_days ?? null,
  };
  const given = body.next_usage_reset_at ?? undefined;
  const first = given === undefined ? nextReset(period, now) : new Date(given);
  return {
    id: randomUUID(),
    type: body.type ?? 'cost',
    credit_limit: body.credit_limit ?? null,
    alert_threshold: body.alert_threshold ?? null,
    ...period,
    next_usage_reset_at: first?.toISOString() ?? null,
  };
}

/** A rate limit as it is stored; what is absent is requests in a minute. Throws AB01 without a value. */
export function storedRateLimit(body: RateLimitBody): StoredRateLimit {
  if (body.value === undefined) throw new Refused('AB01', 'rate_limits: value is required');
  return { type: body.type ?? 'requests', unit: body.unit ?? 'rpm', value: body.value };
}

/** The limits of lists: undefined where the list is absent, null where it is null or empty. */
export function readLimits({ usage_limits, rate_limits }: LimitLists, now: Date) {
  const [usage] = usage_limits ?? [];
  const [rate] = rate_limits ?? [];
  return {
    ...(usage_limits === undefined
      ? {}
      : { usage_limit: usage === undefined ? null : storedUsageLimit(usage, now) }),
    ...(rate_limits === undefined
      ? {}
      : { rate_limit: rate === undefined ? null : storedRateLimit(rate) }),
  };
}

/** Limits and use as they are now: every reset since the last look has happened. */
export function settled<T extends LimitedThing>(thing: T, now: Date): T {
  const limit = thing.usage_limit;
  let next = limit?.next_usage_reset_at ?? null;
  let last: string | undefined;
  while (limit && next !== null && Date.parse(next) <= now.getTime()) {
    last = next;
    next = nextReset(limit, new Date(next))?.toISOString() ?? null;
  }
  if (!limit || last === undefined) return thing;
  return {
    ...thing,
    usage_limit: { ...limit, next_usage_reset_at: next },
    used: { cost: 0, tokens: 0 },
    last_reset_at: last,
  };
}

/** Use counts from zero again. */
export function resetUse(thing: LimitedThing, now: Date): void {
  thing.used = { cost: 0, tokens: 0 };
  thing.last_reset_at = now.toISOString();
}

/** True if a budget is used up. The thing must be settled. */
export function isExhausted({ usage_limit, used }: LimitedThing): boolean {
  const limit = usage_limit?.credit_limit ?? null;
  return usage_limit !== null && limit !== null && used[usage_limit.type] >= limit;
}

/** A budget as answers show it, with its use; null without one. The thing must be settled. */
export function shownUsageLimit(thing: LimitedThing) {
  const limit = thing.usage_limit;
  if (!limit) return null;
  const { credit_limit, alert_threshold, ...rest } = limit;
  // Ten decimals: sums of fractions are not exact.
  const current = Number(thing.used[limit.type].toFixed(10));
  const exhausted = isExhausted(thing);
  return {
    ...rest,
    ...(credit_limit === null ? {} : { credit_limit }),
    ...(alert_threshold === null ? {} : { alert_threshold }),
    status: exhausted ? 'exhausted' : 'active',
    current_usage: current,
    is_exhausted_alerts_sent: exhausted,
    is_threshold_alerts_sent: alert_threshold !== null && current >= alert_threshold,
  };
}

/** Limits as rows show them: lists of at most one, or null. The thing must be settled. */
export function shownLimits(thing: LimitedThing) {
  const usage = shownUsageLimit(thing);
  return {
    usage_limits: usage && [usage],
    rate_limits: thing.rate_limit && [thing.rate_limit],
  };
}

/** Lengths of the windows of rate limits, in milliseconds. */
const windowMs = { rpm: 60_000, rph: 3_600_000, rpd: dayMs } as const;

/** The window of a rate limit at a moment, with what was used in it. */
export function windowAt({ rate_limit, window }: LimitedThing, now: Date): LimitedThing['window'] {
  const length = windowMs[rate_limit?.unit ?? 'rpm'];
  const began = Math.floor(now.getTime() / length) * length;
  return window.began === began ? window : { began, requests: 0, tokens: 0 };
}
