import { Option, type Command } from 'commander';
import { z } from 'zod';
import { once } from '../../core/once.ts';
import { mutationFlags } from '../../cli/mutation.ts';
import type { LimitWords } from '../../operations/integrations/limit-words.ts';

/** Keeps every value of a flag that is given several times. */
export const repeated = (value: string, before: readonly string[] | undefined) => [
  ...(before ?? []),
  value,
];

/** Adds the flags of budgets, rates, and what goes with them. */
export function addLimitOptions(command: Command): void {
  const tokens = new Option('--budget-tokens <number>', 'budget in tokens, such as 2000000 or 2M');
  command
    .option('--budget-usd <dollars>', 'budget in whole US dollars')
    .addOption(tokens)
    .addOption(
      new Option('--reset <when>', 'weekly, monthly, a number of days, or never').argParser(
        repeated,
      ),
    )
    .option('--alert-at <amount>', 'tell when so much is used: 400, or 80% of the budget')
    .addOption(
      new Option('--rate <rate>', 'one rate: requests:100/min, tokens:50k/hour, …/day').argParser(
        repeated,
      ),
    )
    .option('--clear-limits', 'take all limits away, then set those that are given')
    .option('--reset-usage', 'count what is used anew, from zero')
    .option('--all-workspaces', 'every workspace there is')
    .option('--from-file <csv>', 'workspaces with their limits, one a line')
    .addOption(
      new Option(
        '--auto-provision <state>',
        'give workspaces that are made later access, with these limits',
      ).choices(['on', 'off']),
    )
    .option('--override-existing', 'replace what workspaces have already; asks, or needs --yes');
}

/** The form of those flags, with those of every change. */
export const limitFlags = once(() =>
  mutationFlags().extend({
    budgetUsd: z.string().optional(),
    budgetTokens: z.string().optional(),
    reset: z.array(z.string()).default([]),
    alertAt: z.string().optional(),
    rate: z.array(z.string()).default([]),
    clearLimits: z.boolean().default(false),
    resetUsage: z.boolean().default(false),
    allWorkspaces: z.boolean().default(false),
    fromFile: z.string().optional(),
    autoProvision: z.enum(['on', 'off']).optional(),
    overrideExisting: z.boolean().default(false),
  }),
);

/** What the flags hold. */
export type LimitFlags = z.infer<ReturnType<typeof limitFlags>>;

/** The limits that the flags ask for. */
export const limitWordsOf = (flags: LimitFlags): LimitWords => ({
  budgetUsd: flags.budgetUsd,
  budgetTokens: flags.budgetTokens,
  resets: flags.reset,
  alertAt: flags.alertAt,
  rates: flags.rate,
  clear: flags.clearLimits,
});
