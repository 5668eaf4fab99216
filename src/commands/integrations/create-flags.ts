import { Option, type Command } from 'commander';
import { z } from 'zod';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import { addValueOptions, valueFlags } from '../../cli/secret-value.ts';
import { once } from '../../core/once.ts';
import {
  descriptionForm,
  nameForm,
  newSlugForm,
  slugForm,
} from '../../operations/integrations/name-forms.ts';

const collect = (word: string, before: string[] | undefined) => [...(before ?? []), word];

const words = () => z.array(z.string()).default([]);

/** The flags of a creation, but for those of its kind. */
export const createFlags = once(() =>
  mutationFlags().extend({
    ...valueFlags().shape,
    name: nameForm().optional(),
    slug: newSlugForm().optional(),
    description: descriptionForm().optional(),
    secretReference: words(),
    configFile: z.string().optional(),
    model: words(),
    allowAll: z.boolean().default(false),
    workspace: words(),
    budgetUsd: z.string().optional(),
    budgetTokens: z.string().optional(),
    reset: words(),
    alertAt: z.string().optional(),
    rate: words(),
    autoProvision: z.union([z.literal(true), z.string()]).optional(),
    resume: slugForm().optional(),
    ask: z.boolean().default(false),
  }),
);

export type CreateFlags = z.infer<ReturnType<typeof createFlags>>;

/** Hangs those flags on a command. */
export function addCreateOptions(command: Command): void {
  command
    .option('--name <text>', 'name of the integration; the slug is made of it')
    .option('--slug <slug>', 'how requests name it: @slug/model; never changes')
    .option('--description <text>', 'what it is for');
  addValueOptions(command);
  command
    .option(
      '--secret-reference <ref>',
      'take the key from a vault: SLUG or SLUG:KEY; FIELD=SLUG:KEY for another field',
      collect,
    )
    .option('--config-file <file>', 'take the configuration from a JSON file; - is stdin');
  addProvisionOptions(command);
  command
    .option('--resume <slug>', 'go on with a creation that stopped')
    .addOption(
      new Option(
        '--ask',
        'ask for workspaces and models as well, where flags leave them open',
      ).conflicts('resume'),
    );
  addMutationOptions(command);
}

function addProvisionOptions(command: Command): void {
  command
    .addOption(
      new Option('--model <slug>', 'allow this model and no others; repeat for more')
        .argParser(collect)
        .conflicts('allowAll'),
    )
    .option('--allow-all', 'allow all models, new ones as they come')
    .option(
      '--workspace <spec>',
      'let a workspace in: SLUG, or SLUG,budget-usd=500,reset=monthly,rate=requests:100/min',
      collect,
    )
    .option('--budget-usd <amount>', 'budget in US dollars of each --workspace without its own')
    .option('--budget-tokens <count>', 'the same in tokens')
    .option('--reset <period>', 'when it begins anew: weekly, monthly, days, never', collect)
    .option('--alert-at <amount>', 'amount, or percentage of the budget, at which owners are told')
    .option('--rate <rate>', 'such as requests:100/min or tokens:2M/day', collect)
    .option(
      '--auto-provision [limits]',
      'let in workspaces that are made later, with limits such as budget-usd=50,reset=monthly',
    );
}
