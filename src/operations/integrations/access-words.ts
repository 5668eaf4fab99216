import { fail } from '../../core/fail.ts';
import type { PortaiError } from '../../core/errors.ts';
import {
  budgetFlags,
  budgetOf,
  oneRateOf,
  rateFlags,
  type BudgetWords,
  type LimitProblem,
} from '../../planes/portkey/limits.ts';
import type { RateLimitInput, UsageLimitInput } from '../../planes/portkey/nouns.ts';

/** Limits of one workspace; a part that is undefined was not asked for. */
export interface Limits {
  readonly budget?: UsageLimitInput | undefined;
  readonly rate?: RateLimitInput | undefined;
}

/** Limits in the words that were given. */
export interface AccessLimitWords extends BudgetWords {
  readonly rates?: readonly string[] | undefined;
}

/** Access of one workspace as it is asked for. */
export interface Grant {
  /** Slug or UUID. */
  readonly workspace: string;
  readonly limits: Limits;
}

const hasWords = ({ budgetUsd, budgetTokens, alertAt, resets, rates }: AccessLimitWords): boolean =>
  [budgetUsd, budgetTokens, alertAt, resets, rates].some((word) => (word?.length ?? 0) > 0);

/**
 * Makes limits of words.
 *
 * @param where what was typed before them, for messages: `--workspace eng`; empty for flags of their own
 * @throws a usage error that names everything that is wrong with them
 */
export function limitsOf(words: AccessLimitWords, where = ''): Limits {
  const { budget, problems } = budgetOf(words);
  const { rate, problems: ofRate } = oneRateOf(words.rates ?? []);
  const all = [...problems, ...ofRate];
  if (all.length > 0) throw unusable(all, where);
  return {
    ...(budget === undefined ? {} : { budget }),
    ...(rate === undefined ? {} : { rate }),
  };
}

function unusable(problems: readonly LimitProblem[], where: string): PortaiError {
  const name = (flag: string) => (where === '' ? flag : `${where}: ${flag.slice(2)}`);
  return fail('Usage', problems.map(({ flag, says }) => `${name(flag)} ${says}`).join('; '), {
    details: { problems },
    hint: 'Nothing was sent.',
  });
}

const parts: Readonly<Record<string, keyof AccessLimitWords>> = {
  'budget-usd': 'budgetUsd',
  'budget-tokens': 'budgetTokens',
  'alert-at': 'alertAt',
  reset: 'resets',
  rate: 'rates',
};

/**
 * Reads limits as one word of a command line has them: `budget-usd=500,reset=monthly,rate=requests:100/min`.
 *
 * @throws a usage error
 */
export function readLimitWords(text: string, where: string): AccessLimitWords {
  const found = new Map<keyof AccessLimitWords, string>();
  for (const part of text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)) {
    const [, name = '', value = ''] = /^([a-z-]+)=(.+)$/.exec(part) ?? [];
    const key = parts[name];
    if (key === undefined) {
      throw fail(
        'Usage',
        `${where}: takes ${Object.keys(parts)
          .map((each) => `${each}=`)
          .join(', ')}`,
      );
    }
    if (found.has(key)) throw fail('Usage', `${where}: has ${name}= twice`);
    found.set(key, value);
  }
  const list = (key: 'resets' | 'rates') => {
    const value = found.get(key);
    return value === undefined ? {} : { [key]: [value] };
  };
  return {
    budgetUsd: found.get('budgetUsd'),
    budgetTokens: found.get('budgetTokens'),
    alertAt: found.get('alertAt'),
    ...list('resets'),
    ...list('rates'),
  };
}

/**
 * Reads `SLUG` or `SLUG,budget-usd=500,reset=monthly`. A workspace without limits of its own has the common
 * ones.
 *
 * @throws a usage error
 */
export function readGrant(spec: string, common: Limits): Grant {
  const [workspace = '', ...rest] = spec.split(',').map((each) => each.trim());
  const where = `--workspace ${/^[\w-]+$/.test(workspace) ? workspace : '<slug>'}`;
  if (!/^[\w-]+$/.test(workspace)) {
    throw fail(
      'Usage',
      '--workspace: begins with the slug of a workspace, then limits after commas',
      {
        hint: 'Such as eng,budget-usd=500,reset=monthly,rate=requests:100/min.',
      },
    );
  }
  const words = readLimitWords(rest.join(','), where);
  return { workspace, limits: hasWords(words) ? limitsOf(words, where) : common };
}

/** The limits as one word, after the name of a workspace. */
export function limitsInWord({ budget, rate }: Limits): string {
  const flags = [...(budget ? budgetFlags(budget) : []), ...(rate ? rateFlags(rate) : [])];
  const pairs: string[] = [];
  for (let at = 0; at < flags.length; at += 2) {
    pairs.push(`${(flags[at] ?? '').slice(2)}=${flags[at + 1] ?? ''}`);
  }
  return pairs.join(',');
}

/** The word of `--workspace` that asks for the same. */
export function grantInWord({ workspace, limits }: Grant): string {
  return [workspace, limitsInWord(limits)].filter(Boolean).join(',');
}
