import { fail } from '../../core/fail.ts';
import { placePrefix, type Place, type Problem } from '../../core/problem.ts';
import {
  budgetInput,
  budgetOf,
  oneRateOf,
  rateInput,
  type LimitProblem,
} from '../../planes/portkey/limits.ts';
import type {
  RateLimit,
  RateLimitInput,
  UsageLimit,
  UsageLimitInput,
} from '../../planes/portkey/nouns.ts';

/** Limits that were asked for, in the words that were given. */
export interface LimitWords {
  readonly budgetUsd?: string | undefined;
  readonly budgetTokens?: string | undefined;
  /** `weekly`, `monthly`, a number of days, or `never`; several only to be refused. */
  readonly resets: readonly string[];
  /** An amount in the unit of the budget, or a percentage of it. */
  readonly alertAt?: string | undefined;
  /** `requests:100/min` and the like; they replace all rates that are stored. */
  readonly rates: readonly string[];
  /** True takes stored limits away before those of the other words are set. */
  readonly clear: boolean;
}

/** Words that ask for nothing: stored limits stay. */
export const noLimitWords: LimitWords = { resets: [], rates: [], clear: false };

/** Returns true if the words ask for a change of limits. */
export const asksForLimits = (words: LimitWords): boolean =>
  words.clear ||
  words.budgetUsd !== undefined ||
  words.budgetTokens !== undefined ||
  words.alertAt !== undefined ||
  words.resets.length > 0 ||
  words.rates.length > 0;

/** Limits that are stored. */
export interface StoredLimits {
  readonly usage_limits: readonly UsageLimit[];
  readonly rate_limits: readonly RateLimit[];
}

/** Limits as they are sent, whole; null is none. A list is absent where the stored one cannot be sent back. */
export interface SentLimits {
  readonly usage_limits?: readonly UsageLimitInput[] | null;
  readonly rate_limits?: readonly RateLimitInput[] | null;
}

const none: StoredLimits = { usage_limits: [], rate_limits: [] };

/** Returns the limits that the words make of stored ones, and every problem with the words. */
export function limitsOf(
  words: LimitWords,
  stored: StoredLimits = none,
): { readonly limits: SentLimits; readonly problems: readonly LimitProblem[] } {
  const before = words.clear ? none : stored;
  const [storedBudget] = before.usage_limits;
  const { budget, problems } = budgetOf(words, storedBudget);
  const { rate, problems: ofRate } = oneRateOf(words.rates);
  return {
    limits: {
      ...budgetPart(budget, before.usage_limits, stored.usage_limits[0]),
      ...ratePart(rate, before.rate_limits),
    },
    problems: [...problems, ...ofRate],
  };
}

function budgetPart(
  budget: UsageLimitInput | undefined,
  kept: readonly UsageLimit[],
  stored: UsageLimit | undefined,
): Pick<SentLimits, 'usage_limits'> {
  if (budget) return { usage_limits: [withoutLeftovers(budget, stored)] };
  if (kept.length === 0) return { usage_limits: null };
  const again = kept.map(budgetInput);
  const sendable = again.filter((each) => each !== undefined);
  return sendable.length === kept.length && kept.length === 1 ? { usage_limits: sendable } : {};
}

/** Names as null what the stored budget has and the new one lacks: a server that merges would keep it. */
function withoutLeftovers(
  budget: UsageLimitInput,
  stored: UsageLimit | undefined,
): UsageLimitInput {
  const gone = (key: 'alert_threshold' | 'periodic_reset' | 'periodic_reset_days') =>
    (stored?.[key] ?? null) !== null && budget[key] === undefined ? { [key]: null } : {};
  return {
    ...budget,
    ...gone('alert_threshold'),
    ...gone('periodic_reset'),
    ...gone('periodic_reset_days'),
  };
}

function ratePart(
  wanted: RateLimitInput | undefined,
  kept: readonly RateLimit[],
): Pick<SentLimits, 'rate_limits'> {
  if (wanted) return { rate_limits: [wanted] };
  if (kept.length === 0) return { rate_limits: null };
  const again = kept.map(rateInput).filter((each) => each !== undefined);
  return again.length === kept.length ? { rate_limits: again } : {};
}

/** Returns the problems of words that no stored limit can mend. */
export const problemsInWords = (words: LimitWords): readonly LimitProblem[] =>
  limitsOf(words).problems.filter(({ reason }) => reason !== 'without-budget');

/** Returns the problems of words that only stored limits make. */
export function problemsWithStored(
  words: LimitWords,
  stored: StoredLimits | undefined,
): readonly LimitProblem[] {
  const alone = new Set(problemsInWords(words).map(({ flag, says }) => `${flag} ${says}`));
  return limitsOf(words, stored).problems.filter(({ flag, says }) => !alone.has(`${flag} ${says}`));
}

/**
 * Makes refusals of problems with limits; `place` says where the words stand, `whose` which workspaces they
 * are for. An amount of 0 or less comes with the command that takes access away.
 */
export function limitRefusals(
  problems: readonly LimitProblem[],
  {
    place,
    whose,
    revoke,
  }: {
    readonly place?: Place | undefined;
    readonly whose: string;
    readonly revoke: readonly string[] | undefined;
  },
): Problem[] {
  return problems.map(({ flag, reason, says }) => {
    const where = place === undefined ? flag : `${placePrefix(place)}${columnOf(flag)}`;
    const next =
      reason === 'not-positive' && revoke !== undefined
        ? { next: [{ command: revoke, why: 'take the access away' }] }
        : {};
    const about = reason === 'several-rates' ? `: ${whose}` : '';
    const error = fail('Usage', `${where} ${says}${about}`, { hint: 'Nothing was sent.', ...next });
    return { error, overridable: false, place };
  });
}

/** The column of a file that says the same as a flag. */
const columnOf = (flag: string): string => flag.slice(2).replaceAll('-', '_');
