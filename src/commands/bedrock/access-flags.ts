import { Option, type Command } from 'commander';
import { z } from 'zod';
import { once } from '../../core/once.ts';
import { awsAccount } from '../../cli/aws-account.ts';
import type { Context } from '../../cli/context.ts';
import { guardrailProfileId } from '../../aws/iam-documents/guardrail-profiles.ts';
import type { PolicyDependencies, PolicyRequest } from '../../operations/bedrock/policy.ts';
import { awsRegion } from '../../planes/port/provider-types/field-schemas.ts';
import { newerAnswer } from './newer-answer.ts';
import { fail } from '../../core/fail.ts';

/** `--guardrail-profile`, alone or with an id or ARN. */
export const guardrailProfileFlag = once(() =>
  z
    .union([
      z.literal(true),
      z
        .string()
        .transform((given) =>
          given.replace(/^arn:aws:bedrock:[a-z0-9-]+:\d{12}:guardrail-profile\//, ''),
        )
        .refine(
          (id) => guardrailProfileId.test(id),
          'a guardrail profile is such as eu.guardrail.v1:0',
        ),
    ])
    .optional(),
);

export const guardrailProfileOption = () =>
  new Option(
    '--guardrail-profile [id]',
    "the guardrail works across regions, by this profile (default the region's)",
  );

/** Flags that say which calls a policy allows, and with which care for regions. */
export const accessFlags = once(() =>
  z.object({
    region: awsRegion().optional(),
    model: z.array(z.string().min(1)).default([]),
    allModels: z.boolean().default(false),
    global: z.boolean().default(false),
    force: z.boolean().default(false),
    account: z
      .string()
      .regex(/^\d{12}$/, 'an AWS account has 12 digits')
      .optional(),
    guardrail: z
      .string()
      .regex(/^arn:aws:bedrock:[a-z0-9-]+:\d{12}:guardrail\/\w+$/, 'give the ARN of the guardrail')
      .optional(),
    guardrailProfile: guardrailProfileFlag(),
    awsProfile: z.union([z.literal(true), z.string().min(1)]).optional(),
    strict: z.boolean().default(false),
    compact: z.boolean().default(false),
  }),
);
export type AccessFlags = z.infer<ReturnType<typeof accessFlags>>;

const collect = (word: string, before: string[] | undefined) => [...(before ?? []), word];

export function addAccessOptions(command: Command): void {
  command
    .option('--region <region>', 'AWS region that Port calls')
    .option('--model <model>', "one of Port's models; repeat for more (default all)", collect)
    .addOption(new Option('--all-models', 'allow every model there is').conflicts('model'))
    .option('--global', 'also allow profiles that route to any region of the world')
    .option('--account <id>', 'AWS account of the role: 12 digits (default any)')
    .option('--guardrail <arn>', 'also allow this guardrail')
    .addOption(guardrailProfileOption())
    .option(
      '--aws-profile [name]',
      "ask AWS for the models behind an application inference profile, with a profile of this machine; without a name with AWS' default chain",
    )
    .addOption(new Option('--strict', 'name every region').conflicts('compact'))
    .option('--compact', 'wildcards for regions');
}

/** @throws a usage error without a region */
export function policyRequest({ model, strict, compact, ...given }: AccessFlags): PolicyRequest {
  const { region, allModels, global, force, account, guardrail, guardrailProfile } = given;
  if (region === undefined) {
    throw fail('MissingFlags', '--region is required', {
      details: { missing: [['--region']] },
      hint: 'The region that Port calls, such as eu-west-1.',
    });
  }
  const form = strict ? ('strict' as const) : compact ? ('compact' as const) : undefined;
  const choice = { region, models: model, allModels, global, force, form };
  return { ...choice, account, guardrail, guardrailProfile };
}

export const policyDependencies = (
  context: Context,
  { awsProfile: profile }: Pick<AccessFlags, 'awsProfile'>,
): PolicyDependencies => ({
  report: context.out,
  newerAnswer: newerAnswer(context),
  now: context.runtime.now,
  account:
    profile === undefined
      ? undefined
      : async (region) => (await awsAccount(context, { profile, region })).bedrock(region),
});
