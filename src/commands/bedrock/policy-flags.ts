import { Option, type Command } from 'commander';
import { z } from 'zod';
import type { Context } from '../../cli/context.ts';
import { fresherCatalogue, sourceOf } from './fresher.ts';
import { requireKnownModels, requireKnownRegion } from './known-names.ts';
import type { BedrockAccess } from '../../aws/iam-documents/access.ts';
import { modelAccess } from '../../aws/iam-documents/model-access.ts';
import { doubts, shortfalls } from '../../aws/narrowing.ts';
import { permissionPolicy, type Permissions } from '../../aws/iam-documents/permissions.ts';
import { usageError } from '../../core/errors.ts';
import { awsRegion } from '../../planes/port/provider-types/field-schemas.ts';
import { bedrock } from '../../planes/port/provider-types/bedrock.ts';
import {
  guardrailProfileFlag,
  guardrailProfileGiven,
  guardrailProfileOption,
  noteUnknownProfile,
} from './guardrail-profile.ts';
import { notePolicy } from './policy-notes.ts';

/** What says which calls a policy allows, and with which care for regions. */
export const accessFlags = z.object({
  region: awsRegion.optional(),
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
  guardrailProfile: guardrailProfileFlag,
  strict: z.boolean().default(false),
  compact: z.boolean().default(false),
});
export type AccessFlags = z.infer<typeof accessFlags>;

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
    .addOption(new Option('--strict', 'name every region').conflicts('compact'))
    .option('--compact', 'wildcards for regions');
}

/**
 * What the flags allow. What of it cannot be had is refused where it was named, else said by model.
 *
 * @throws a usage error without a region, for a named model that cannot be had, and where none is left
 */
export async function accessOf(context: Context, given: AccessFlags): Promise<BedrockAccess> {
  const { out, runtime } = context;
  const { region, account, guardrail, guardrailProfile, allModels, global, model, force } = given;
  if (region === undefined) {
    throw usageError('--region is required', {
      name: 'MissingFlags',
      details: { missing: [['--region']] },
      hint: 'The region that Port calls, such as eu-west-1.',
    });
  }
  requireKnownRegion(region, force);
  requireKnownModels(model, region, { force, now: runtime.now() });
  requireSameRegion(guardrail, region);
  if (guardrailProfile !== undefined && guardrail === undefined) {
    throw usageError('--guardrail-profile goes with --guardrail');
  }
  const names = model.length > 0 ? model : bedrock.models;
  const fresher = await fresherCatalogue(context, region);
  if (fresher) out.note(`${sourceOf(fresher)}.`);
  const found = fresher === undefined ? {} : { found: fresher.profiles };
  const all = modelAccess(names, region, { global, now: runtime.now(), ...found });
  const missing = shortfalls(all, region, global);
  if (!allModels) {
    if (missing.length > 0 && (model.length > 0 || all.access.length === 0)) {
      throw usageError(missing.join(' '));
    }
    for (const each of missing) out.note(`Left out: ${each}`);
    for (const each of doubts(all, region)) out.note(each);
  }
  return {
    region,
    models: allModels ? 'all' : all.access,
    ...(account === undefined ? {} : { account }),
    ...(guardrail === undefined ? {} : { guardrail }),
    ...(guardrailProfile === undefined
      ? {}
      : { guardrailProfile: guardrailProfileGiven(guardrailProfile, region) }),
  };
}

function requireSameRegion(guardrail: string | undefined, region: string): void {
  const of = guardrail?.split(':')[3] ?? region;
  if (of === region) return;
  throw usageError(`The guardrail is in ${of}, and Port calls ${region}`, {
    hint: 'Bedrock applies a guardrail in its own region only.',
  });
}

const formOf = ({ strict, compact }: AccessFlags) =>
  strict ? ('strict' as const) : compact ? ('compact' as const) : undefined;

/**
 * The permissions in the form that was asked for, with a note where the form was not free.
 *
 * @throws a usage error when --strict cannot be had
 */
export function permissionsOf(
  context: Context,
  access: BedrockAccess,
  given: AccessFlags,
): Permissions {
  if (access.guardrail !== undefined && access.guardrailProfile === undefined) {
    noteUnknownProfile(context, access.region);
  }
  const permissions = permissionPolicy(access, formOf(given));
  const { why } = permissions;
  if (given.strict && why !== undefined) {
    throw usageError(`There is no strict form: ${why}`, {
      hint: 'It needs --account and models whose regions are known; --compact needs neither.',
    });
  }
  notePolicy(context, permissions, access, 'list');
  return permissions;
}
