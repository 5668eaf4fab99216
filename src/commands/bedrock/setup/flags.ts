import { Option, type Command } from 'commander';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { usualRoleName } from '../../../operations/bedrock-setup/request.ts';
import { addMutationOptions, mutationFlags } from '../../../cli/mutation.ts';
import { emitForms } from '../../../aws/iam-documents/emit.ts';
import {
  awsRegion,
  guardrailIdentifier,
  guardrailVersion,
  roleArn,
  secretName,
} from '../../../planes/port/provider-types/field-schemas.ts';
import { guardrailProfileFlag, guardrailProfileOption } from '../access-flags.ts';
import { addModelAccessOptions, modelAccessFlags } from '../model-access-flags.ts';

/** Every answer of the conversation, given beforehand. What is left out is asked for. */
export const setupFlags = once(() =>
  mutationFlags().extend({
    ...modelAccessFlags().shape,
    region: awsRegion().optional(),
    model: z.array(z.string().min(1)).default([]),
    global: z.boolean().default(false),
    disableUnavailable: z.boolean().default(false),
    auth: z.enum(['assume-role', 'access-keys']).optional(),
    create: z.boolean().default(false),
    emit: z.enum(emitForms).optional(),
    out: z.string().min(1).optional(),
    roleArn: roleArn().optional(),
    roleName: z
      .string()
      .regex(/^[\w+=,.@-]{1,64}$/, 'a role name: up to 64 of A-Z a-z 0-9 + = , . @ _ -, no path')
      .default(usualRoleName),
    principals: z.enum(['both', 'eu', 'us']).default('both'),
    updateRole: z.boolean().default(false),
    externalId: z.boolean().default(true),
    externalIdSecret: secretName().optional(),
    externalIdEnv: z.string().min(1).optional(),
    accessKeyIdSecret: secretName().optional(),
    secretAccessKeySecret: secretName().optional(),
    accessKeyIdEnv: z.string().min(1).optional(),
    secretAccessKeyEnv: z.string().min(1).optional(),
    guardrailId: guardrailIdentifier().optional(),
    guardrailVersion: guardrailVersion().optional(),
    guardrailProfile: guardrailProfileFlag(),
    awsProfile: z.union([z.literal(true), z.string().min(1)]).optional(),
    makeDefault: z.string().min(1).optional(),
  }),
);

export type SetupFlags = z.infer<ReturnType<typeof setupFlags>>;

const collect = (word: string, before: string[] | undefined) => [...(before ?? []), word];

export function addSetupOptions(command: Command): void {
  command
    .option('--region <region>', 'AWS region that serves the models')
    .option('--model <model>', "one of Port's models; repeat for more (default all)", collect)
    .option('--global', 'also allow profiles that route to any region of the world')
    .option('--disable-unavailable', 'switch off in Port the models that the region does not have')
    .addOption(
      new Option('--auth <way>', 'how Port signs in to AWS').choices([
        'assume-role',
        'access-keys',
      ]),
    )
    .addOption(
      new Option('--create', "create the role with this machine's AWS credentials").conflicts([
        'emit',
        'roleArn',
      ]),
    )
    .addOption(
      new Option('--emit <form>', 'write the role down instead of creating it').choices([
        ...emitForms,
      ]),
    )
    .option('--out <dir>', 'folder for what --emit writes (default port-bedrock)')
    .option('--role-arn <arn>', 'use a role that is there already')
    .option('--role-name <name>', `name of the role to create (default ${usualRoleName})`)
    .addOption(
      new Option('--principals <which>', "which of Port's roles it trusts (default both)").choices([
        'both',
        'eu',
        'us',
      ]),
    )
    .option('--update-role', 'change a role that is there and differs')
    .option('--external-id-secret <name>', 'secret that holds the external ID')
    .option('--external-id-env <name>', 'take the external ID from this variable')
    .option('--no-external-id', 'let the role be assumed without an external ID')
    .option('--access-key-id-secret <name>', 'access keys: secret that holds the key ID')
    .option('--secret-access-key-secret <name>', 'access keys: secret that holds the secret key')
    .option('--access-key-id-env <name>', 'access keys: take the key ID from this variable')
    .option('--secret-access-key-env <name>', 'access keys: take the secret key from this variable')
    .option('--guardrail-id <id>', 'id or ARN of a Bedrock guardrail')
    .option('--guardrail-version <version>', 'version of the guardrail: a number, or DRAFT')
    .addOption(guardrailProfileOption())
    .option(
      '--aws-profile [name]',
      "look into AWS with a profile of this machine; without a name with AWS' default chain",
    )
    .option('--make-default <model>', 'make the provider and this model the default');
  addModelAccessOptions(command);
  addMutationOptions(command);
}
