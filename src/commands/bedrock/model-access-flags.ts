import { Option, type Command } from 'commander';
import { z } from 'zod';
import { once } from '../../core/once.ts';
import type { Context } from '../../cli/context.ts';
import type {
  ModelAccessDependencies,
  ModelAccessRequest,
} from '../../operations/bedrock-setup/model-access-request.ts';
import { askAboutModelAccess } from '../../questions/bedrock-setup/model-access.ts';
import { renderGates } from '../../ui/render/model-gates.ts';
import { renderUseCaseForm } from '../../ui/render/use-case-form.ts';

/** The flags that open access to Anthropic's models; each is a decision of its own, so --yes covers none. */
export const modelAccessFlags = once(() =>
  z.object({
    submitUseCase: z.boolean().default(false),
    companyName: z.string().optional(),
    companyWebsite: z.string().optional(),
    industry: z.string().optional(),
    useCase: z.string().optional(),
    users: z.enum(['internal', 'external', 'both']).optional(),
    usersOutside: z.boolean().default(false),
    acceptAgreement: z.array(z.string().min(1)).default([]),
  }),
);
type ModelAccessFlags = z.infer<ReturnType<typeof modelAccessFlags>> & { readonly dryRun: boolean };

const collect = (word: string, before: string[] | undefined) => [...(before ?? []), word];

export function addModelAccessOptions(command: Command): void {
  command
    .option('--submit-use-case', "submit Anthropic's use-case form where it is missing")
    .option('--company-name <name>', 'use-case form: name of the company')
    .option('--company-website <url>', 'use-case form: its web address')
    .option('--industry <name>', 'use-case form: its industry')
    .option('--use-case <text>', 'use-case form: what the models are for')
    .addOption(
      new Option('--users <who>', 'use-case form: who is going to use the models')
        .choices(['internal', 'external', 'both'])
        .conflicts('usersOutside'),
    )
    .addOption(new Option('--users-outside', 'people outside use it too: --users both').hideHelp())
    .option(
      '--accept-agreement <model>',
      'accept the terms of a model where they are not accepted; repeat for more',
      collect,
    );
}

export function modelAccessRequest(flags: ModelAccessFlags): ModelAccessRequest {
  const { submitUseCase, acceptAgreement, dryRun, companyName, companyWebsite } = flags;
  const { industry: industryOption, useCase: useCases, usersOutside } = flags;
  // The old flag says "people outside use it too".
  const users = flags.users ?? (usersOutside ? 'both' : undefined);
  const form = { companyName, companyWebsite, industryOption, useCases, users };
  return { submitForm: submitUseCase, form, acceptTerms: acceptAgreement, dryRun };
}

/** What model access is settled with, but for the account. */
export function modelAccessDependencies({
  ask,
  out,
}: Pick<Context, 'ask' | 'out'>): Omit<ModelAccessDependencies, 'control'> {
  return {
    report: out,
    show: {
      gates: (gates) => out.notice(gates, renderGates),
      form: (form) => out.notice(form, renderUseCaseForm),
    },
    decide: ask.available ? askAboutModelAccess(ask) : undefined,
  };
}
