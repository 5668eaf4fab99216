import type { Command } from 'commander';
import { z } from 'zod';
import { action, noArguments } from '../../cli/action.ts';
import { awsAccount } from '../../cli/aws-account.ts';
import type { Context } from '../../cli/context.ts';
import { runDiagnosis, type Diagnosed } from '../../operations/bedrock/diagnose.ts';
import { causeOfText, layerOf, type Check } from '../../domain/bedrock/diagnosis/index.ts';
import { causeEntry } from '../../domain/causes.ts';
import {
  awsRegion,
  guardrailIdentifier,
  guardrailVersion,
  secretName,
} from '../../domain/fields.ts';
import type { ExitClass } from '../../domain/errors.ts';
import { stopClass } from '../../domain/interruption.ts';
import { renderDiagnosis } from '../../ui/render/diagnosis.ts';
import type { Define } from '../define.ts';
import { liveCheck } from './diagnose-deep.ts';
import { diagnosedSubject } from './diagnose-subject.ts';

const flags = z.object({
  roleArn: z.string().min(1).optional(),
  region: awsRegion.optional(),
  model: z.array(z.string().min(1)).default([]),
  global: z.boolean().default(false),
  externalIdSecret: secretName.optional(),
  externalIdEnv: z.string().min(1).optional(),
  guardrailId: guardrailIdentifier.optional(),
  guardrailVersion: guardrailVersion.optional(),
  awsProfile: z.union([z.literal(true), z.string().min(1)]).default(true),
  deep: z.boolean().default(false),
  error: z.string().min(1).optional(),
});
export type DiagnoseFlags = z.infer<typeof flags>;

const examples = `
Examples:
  # The role of Port's provider, looked at with the credentials of this machine
  portai bedrock diagnose
  # Also proven live, by a twin of the role that lives for a minute
  portai bedrock diagnose --deep
  # What a message is about
  portai bedrock diagnose --error 'Role cannot be assumed'
  # A role that Port does not use yet
  portai bedrock diagnose --region eu-west-1 \\
    --role-arn arn:aws:iam::111122223333:role/port-bedrock
`;

export const define: Define = (command, world) => {
  addDiagnoseOptions(command);
  command.addHelpText('after', examples);
  command.action(
    action(world, { args: noArguments, flags }, async (context, _, given) => {
      const subject = await diagnosedSubject(context, given);
      const checks = await checksOf(context, subject, given);
      const { roleArn, region } = subject;
      await context.out.result({ roleArn, region, checks }, renderDiagnosis);
      return exitOf(checks, context.runtime.signal);
    }),
  );
};

const collect = (word: string, before: string[] | undefined) => [...(before ?? []), word];

function addDiagnoseOptions(command: Command): void {
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
    .option('--error <text>', 'a message of Port or AWS: says which layer it is about')
    .option('--deep', 'also call each model once, by a twin of the role that is removed again');
}

async function checksOf(
  context: Context,
  subject: Diagnosed,
  given: DiagnoseFlags,
): Promise<readonly Check[]> {
  const { awsProfile: profile } = given;
  const aws = await awsAccount(context, { profile, region: subject.region });
  const looked = await runDiagnosis(aws, subject, context.runtime.now());
  const checks =
    given.error === undefined ? looked : [messageCheck(given.error, looked), ...looked];
  if (!given.deep) return checks;
  return [...checks, ...(await liveCheck(context, aws, subject, profile))];
}

/** Which layer a message is about, and the numbers of the checks below that look at it. */
function messageCheck(text: string, looked: readonly Check[]): Check {
  const common = { id: 'message', title: 'The message' } as const;
  const cause = causeOfText(text);
  const layer = cause && layerOf(cause);
  if (!cause || !layer) {
    return {
      ...common,
      verdict: 'skip',
      says: 'no layer of Bedrock is known by these words',
    };
  }
  const numbers = looked.flatMap(({ id }, index) =>
    layer.checks.includes(id) ? [String(index + 2)] : [],
  );
  return {
    ...common,
    verdict: 'warn',
    says: `${cause}: it is about ${layer.name}`,
    fix: `Look at ${numbers.length === 1 ? 'check' : 'checks'} ${numbers.join(', ')} below. ${causeEntry(cause).advice}`,
  };
}

/** An interruption of the live part leaves the checks that were made, and models that were not called. */
function exitOf(checks: readonly Check[], signal: AbortSignal): ExitClass | undefined {
  if (signal.aborted) return stopClass(signal);
  const verdicts = checks.map(({ verdict }) => verdict);
  if (verdicts.includes('fail')) return 'checkFailed';
  // Of the quota nobody can know; that alone leaves nothing in doubt.
  const unseen = checks.filter(({ id, verdict }) => verdict === 'unknown' && id !== 'quota');
  return unseen.length > 0 ? 'unverifiable' : undefined;
}
