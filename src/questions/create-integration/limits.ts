import { limitsOf, type Limits } from '../../operations/integrations/access-words.ts';
import type { Asker } from '../../operations/ports.ts';
import { budgetOf, rateOf, type BudgetWords } from '../../planes/portkey/limits.ts';
import { asSentence } from './conversation.ts';

/** Asks for a budget and a rate; `whose` is a workspace, or several of them. */
export async function askForLimits(ask: Asker, whose: string): Promise<Limits> {
  const budget = await ask.text({
    message: `Budget of ${whose}`,
    flag: '--budget-usd <amount> or --budget-tokens <count>',
    hint: '500 USD, 2M tokens',
    optional: true,
    check: (answer) => answer === '' || problemInBudget(answer),
  });
  const words = budget === '' ? {} : await askAboutBudget(ask, budgetWords(budget) ?? {});
  const rate = await ask.text({
    message: `Rate of ${whose}`,
    flag: '--rate <rate>',
    hint: 'requests:100/min',
    optional: true,
    check: (answer) => {
      if (answer === '') return true;
      const found = rateOf(answer);
      return 'rate' in found || inAnswer(found.says);
    },
  });
  return limitsOf({ ...words, ...(rate === '' ? {} : { rates: [rate] }) });
}

/** Asks when a budget begins anew, and when its owners are told. */
async function askAboutBudget(ask: Asker, budget: BudgetWords): Promise<BudgetWords> {
  const period = await ask.pick({ message: 'It begins anew', flag: '--reset <period>' }, [
    { name: 'every month', value: 'monthly' },
    { name: 'every week', value: 'weekly' },
    { name: 'after a number of days …', short: 'after days', value: 'days' },
    { name: 'never', value: undefined },
  ]);
  const reset =
    period === 'days'
      ? await ask.text({
          message: 'After how many days',
          flag: '--reset <period>',
          check: (answer) =>
            problemOf({ ...budget, resets: [/^\d+$/.test(answer) ? answer : 'none'] }) ?? true,
        })
      : period;
  const words = { ...budget, ...(reset === undefined ? {} : { resets: [reset] }) };
  const alertAt = await ask.text({
    message: 'Tell its owners at',
    flag: '--alert-at <amount>',
    hint: 'an amount, or 80%',
    optional: true,
    check: (answer) => answer === '' || (problemOf({ ...words, alertAt: answer }) ?? true),
  });
  return { ...words, ...(alertAt === '' ? {} : { alertAt }) };
}

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
