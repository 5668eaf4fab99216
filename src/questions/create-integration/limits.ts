import { limitsOf, type Limits } from '../../operations/integrations/access-words.ts';
import type { Asker } from '../../operations/ports.ts';
import { budgetOf, rateFlags, rateOf, type BudgetWords } from '../../planes/portkey/limits.ts';
import type { UsageLimitInput } from '../../planes/portkey/nouns.ts';
import { asSentence } from './conversation.ts';

/** The answer that leaves a limit out, or takes away the one of before. */
const none = 'none';

/** Answered so, a question has no limit for an answer. */
const isNone = (answer: string) => answer === '' || answer.toLowerCase() === none;

/** Enter alone is what was answered before, and `none` takes that away; without it Enter is none. */
const asBefore = (before: string | undefined, hint: string) =>
  before === undefined
    ? { hint, optional: true }
    : { hint: `${none} takes it away`, suggestion: before };

/**
 * Asks for a budget and a rate; `whose` is a workspace, or several of them.
 *
 * @param before the limits of the last time, if the question comes again: they are suggested
 * @param keep told of the budget before the rate is asked for
 */
export async function askForLimits(
  ask: Asker,
  whose: string,
  before: Limits = {},
  keep: (limits: Limits) => void = () => undefined,
): Promise<Limits> {
  const budget = await ask.text({
    message: `Budget of ${whose}`,
    flag: '--budget-usd <amount> or --budget-tokens <count>',
    ...asBefore(before.budget && budgetAnswer(before.budget), '500 USD, 2M tokens'),
    check: (answer) => isNone(answer) || problemInBudget(answer),
  });
  const words = isNone(budget)
    ? {}
    : await askAboutBudget(ask, budgetWords(budget) ?? {}, before.budget);
  keep({ ...before, budget: limitsOf(words).budget });
  const rate = await ask.text({
    message: `Rate of ${whose}`,
    flag: '--rate <rate>',
    ...asBefore(before.rate && rateFlags(before.rate)[1], 'requests:100/min'),
    check: (answer) => {
      if (isNone(answer)) return true;
      const found = rateOf(answer);
      return 'rate' in found || inAnswer(found.says);
    },
  });
  return limitsOf({ ...words, ...(isNone(rate) ? {} : { rates: [rate] }) });
}

/** Asks when a budget begins anew, and when its owners are told. */
async function askAboutBudget(
  ask: Asker,
  budget: BudgetWords,
  before: UsageLimitInput | undefined,
): Promise<BudgetWords> {
  const days = before?.periodic_reset_days ?? undefined;
  const earlier = days === undefined ? (before?.periodic_reset ?? undefined) : 'days';
  const periods = [
    { name: 'every month', value: 'monthly' },
    { name: 'every week', value: 'weekly' },
    { name: 'after a number of days …', short: 'after days', value: 'days' },
    { name: 'never', value: undefined },
  ];
  // What is marked in the beginning is what was chosen before.
  const isEarlier = ({ value }: { readonly value: string | undefined }) => value === earlier;
  const inOrder =
    before === undefined
      ? periods
      : [...periods.filter(isEarlier), ...periods.filter((each) => !isEarlier(each))];
  const period = await ask.pick({ message: 'It begins anew', flag: '--reset <period>' }, inOrder);
  const reset =
    period === 'days'
      ? await ask.text({
          message: 'After how many days',
          flag: '--reset <period>',
          ...(days === undefined ? {} : { suggestion: String(days) }),
          check: (answer) =>
            problemOf({ ...budget, resets: [/^\d+$/.test(answer) ? answer : 'none'] }) ?? true,
        })
      : period;
  const words = { ...budget, ...(reset === undefined ? {} : { resets: [reset] }) };
  const alertAt = await ask.text({
    message: 'Tell its owners at',
    flag: '--alert-at <amount>',
    ...asBefore(earlierAlert(words, before), 'an amount, or 80%'),
    check: (answer) => isNone(answer) || (problemOf({ ...words, alertAt: answer }) ?? true),
  });
  return { ...words, ...(isNone(alertAt) ? {} : { alertAt }) };
}

/** The alert of before, where the new budget can have it: in the same unit, and not above it. */
function earlierAlert(words: BudgetWords, before: UsageLimitInput | undefined): string | undefined {
  const alert = before?.alert_threshold ?? undefined;
  const fits =
    alert !== undefined &&
    budgetOf(words).budget?.type === before?.type &&
    problemOf({ ...words, alertAt: String(alert) }) === undefined;
  return fits ? String(alert) : undefined;
}

/** A budget as it is answered: `500 USD`. */
const budgetAnswer = ({ type, credit_limit: amount }: UsageLimitInput): string =>
  `${amount} ${type === 'cost' ? 'USD' : 'tokens'}`;

/** Reads `500 USD`, `$500` or `2M tokens`; undefined where the unit is not said. */
function budgetWords(answer: string): BudgetWords | undefined {
  const [, dollar = '', amount = '', unit = ''] =
    /^(\$?)\s*(-?[\d_,.]+[km]?)\s*([a-z$]*)$/i.exec(answer) ?? [];
  const plain = amount.replaceAll(',', '');
  if (dollar !== '' || /^(?:usd|dollars?|\$)$/i.test(unit)) return { budgetUsd: plain };
  return /^tokens?$/i.test(unit) ? { budgetTokens: plain } : undefined;
}

function problemInBudget(answer: string): string | true {
  const words = budgetWords(answer);
  return words === undefined
    ? 'Say how much of what, such as 500 USD or 2M tokens'
    : (problemOf(words) ?? true);
}

const problemOf = (words: BudgetWords): string | undefined => {
  const [problem] = budgetOf(words).problems;
  return problem && inAnswer(problem.says);
};

/** What a flag is told to do instead, in place of an answer, is not of use here. */
const inAnswer = (says: string): string => asSentence(says.split(';')[0] ?? says);
