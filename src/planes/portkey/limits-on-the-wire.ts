import { z } from 'zod';
import { once } from '../../core/once.ts';

/**
 * Limits as Portkey sends them: a list, one object, null or nothing, with the server's own fields.
 * Source: OpenAPI document of June 2026, and answers of the live API.
 */

/** Gives a list of what is a list, one thing, or nothing. */
const listed = (value: unknown): unknown => {
  if (value === undefined || value === null || value === '') return [];
  return Array.isArray(value) ? value : [value];
};

const withoutEmptyText = (value: unknown): unknown => (value === '' ? null : value);

const amount = once(() => z.number().nullish());
const when = once(() => z.string().nullish());

const usageLimit = once(() =>
  z.looseObject({
    // Budgets counted dollars alone before tokens came, and older ones do not say so.
    type: z.string().default('cost'),
    credit_limit: z.number(),
    alert_threshold: amount(),
    periodic_reset: z.preprocess(withoutEmptyText, z.string().nullish()),
    periodic_reset_days: amount(),
    next_usage_reset_at: when(),
    current_usage: amount(),
    status: z.string().nullish(),
  }),
);

const rateLimit = once(() =>
  z.looseObject({
    type: z.string(),
    unit: z.string(),
    value: z.number(),
  }),
);

/** True of an entry that says no amount: the server writes `{}` or nulls where there is no limit. */
const saysNothing = (key: string) => (entry: unknown) =>
  typeof entry === 'object' &&
  entry !== null &&
  Object.entries(entry).every(([name, value]) => name !== key || value === null);

const limits = <Limit extends z.ZodType>(limit: Limit, amountKey: string) =>
  z.preprocess((value) => {
    const all = listed(value);
    return Array.isArray(all) ? all.filter((each) => !saysNothing(amountKey)(each)) : all;
  }, z.array(limit));

/** Reads budgets in any of their forms, as a list. */
export const usageLimits = once(() => limits(usageLimit(), 'credit_limit'));

/** Reads rates in any of their forms, as a list. */
export const rateLimits = once(() => limits(rateLimit(), 'value'));

/** The form of a budget as it is sent: whole amounts of 1 or more, and one way of resetting. */
export const sentUsageLimit = once(() =>
  z
    .strictObject({
      type: z.enum(['cost', 'tokens']),
      credit_limit: z.int().min(1),
      alert_threshold: z.int().min(1).nullish(),
      periodic_reset: z.enum(['weekly', 'monthly']).nullish(),
      periodic_reset_days: z.int().min(1).max(365).nullish(),
      next_usage_reset_at: z.string().nullish(),
    })
    .refine(
      ({ periodic_reset: period, periodic_reset_days: days }) =>
        (period ?? undefined) === undefined || (days ?? undefined) === undefined,
      { path: ['periodic_reset_days'], error: 'excludes periodic_reset' },
    ),
);

/** The form of a rate as it is sent. */
export const sentRateLimit = once(() =>
  z.strictObject({
    type: z.enum(['requests', 'tokens']),
    unit: z.enum(['rpm', 'rph', 'rpd']),
    value: z.int().min(1),
  }),
);
