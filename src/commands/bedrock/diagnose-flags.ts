import type { Command } from 'commander';
import { z } from 'zod';
import { once } from '../../core/once.ts';
import {
  awsRegion,
  guardrailIdentifier,
  guardrailVersion,
  secretName,
} from '../../planes/port/provider-types/field-schemas.ts';

/** The flags of `bedrock diagnose`. */
export const diagnoseFlags = once(() =>
  z.object({
    roleArn: z.string().min(1).optional(),
    region: awsRegion().optional(),
    model: z.array(z.string().min(1)).default([]),
    global: z.boolean().default(false),
    externalIdSecret: secretName().optional(),
    externalIdEnv: z.string().min(1).optional(),
    guardrailId: guardrailIdentifier().optional(),
    guardrailVersion: guardrailVersion().optional(),
    awsProfile: z.union([z.literal(true), z.string().min(1)]).default(true),
    deep: z.boolean().default(false),
    dryRun: z.boolean().default(false),
    error: z.string().min(1).optional(),
  }),
);
export type DiagnoseFlags = z.infer<ReturnType<typeof diagnoseFlags>>;

const collect = (word: string, before: string[] | undefined) => [...(before ?? []), word];

const examples = `
Examples:
  # The role of Port's provider, looked at with the credentials of this machine
  portai bedrock diagnose
  # Also proven live, by a twin of the role that lives for a minute
  portai bedrock diagnose --deep
  # What a message is about
  portai bedrock diagnose --error 'Role cannot be assumed'
  pbpaste | portai bedrock diagnose --error -
  # A role that Port does not use yet
  portai bedrock diagnose --region eu-west-1 \\
    --role-arn arn:aws:iam::111122223333:role/port-bedrock
`;

export function addDiagnoseOptions(command: Command): void {
  command
    .option('--role-arn <arn>', "another role than that of Port's provider")
    .option('--region <region>', 'AWS region that Port calls')
    .option('--model <model>', "one of Port's models; repeat for more", collect)
    .option('--global', 'the role is to reach worldwide profiles too')
    .option('--external-id-secret <name>', 'Port secret that holds the external ID')
    .option(
      '--external-id-env <name>',
      'compare with the external ID in this variable; it is never shown',
    )
    .option('--guardrail-id <id>', 'id or ARN of the guardrail')
    .option('--guardrail-version <version>', 'its version')
    .option(
      '--aws-profile [name]',
      "look with a profile of this machine's AWS files; without a name with AWS' default chain",
    )
    .option(
      '--error <text>',
      'a message of Port or AWS, or - for stdin: says which layer it is about; needs neither of them',
    )
    .option('--deep', 'also call each model once, by a twin of the role that is removed again')
    .option('-n, --dry-run', 'with --deep: show every call that it would make, and make none')
    .addHelpText('after', examples);
}
