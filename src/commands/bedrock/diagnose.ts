import { action, noArguments } from '../../cli/action.ts';
import { awsAccount } from '../../cli/aws-account.ts';
import type { Context } from '../../cli/context.ts';
import { runDiagnosis, type Diagnosed } from '../../operations/bedrock/diagnose.ts';
import type { Check } from '../../aws/diagnosis/diagnose.ts';
import { PortaiError, usageError, type ExitClass } from '../../core/errors.ts';
import { stopClass } from '../../core/interruption.ts';
import { renderDiagnosis } from '../../ui/render/diagnosis.ts';
import type { Define } from '../define.ts';
import {
  addDiagnoseOptions,
  diagnoseFlags as flags,
  type DiagnoseFlags,
} from './diagnose-flags.ts';
import { deepPlan, liveCheck, requireYes } from './diagnose-deep.ts';
import { messageChecks, messageFacts, messageText } from './diagnose-message.ts';
import { diagnosedSubject } from './diagnose-subject.ts';

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

export const define: Define = (command, world) => {
  addDiagnoseOptions(command);
  command.addHelpText('after', examples);
  command.action(
    action(world, { args: noArguments, flags }, async (context, _, given) => {
      if (given.dryRun) return sayDeepPlan(context, given);
      if (given.error !== undefined) return diagnoseMessage(context, given, given.error);
      const { subject, checks } = await look(context, given);
      const { roleArn, region } = subject;
      await context.out.result({ roleArn, region, checks }, renderDiagnosis);
      return exitOf(checks, context.runtime.signal);
    }),
  );
};

async function sayDeepPlan(context: Context, given: DiagnoseFlags): Promise<undefined> {
  if (!given.deep) throw usageError('--dry-run goes with --deep only');
  const plan = deepPlan(await diagnosedSubject(context, given));
  await context.out.result(plan, ({ calls }) => calls.join('\n'));
  return undefined;
}

interface Looked {
  readonly subject: Diagnosed;
  readonly checks: readonly Check[];
}

async function look(context: Context, given: DiagnoseFlags): Promise<Looked> {
  const subject = await diagnosedSubject(context, given);
  if (given.deep) await requireYes(context, subject);
  const { awsProfile: profile } = given;
  const aws = await awsAccount(context, { profile, region: subject.region });
  const checks = await runDiagnosis(aws, subject, context.runtime.now());
  if (!given.deep) return { subject, checks };
  return { subject, checks: [...checks, ...(await liveCheck(context, aws, subject, profile))] };
}

/** What a message is about needs neither Port nor AWS; where they can be asked, the checks stand below it. */
async function diagnoseMessage(
  context: Context,
  given: DiagnoseFlags,
  error: string,
): Promise<ExitClass | undefined> {
  const { out, runtime } = context;
  const text = await messageText(context, error);
  const looked = await lookIfPossible(context, given);
  const below = 'unread' in looked ? [] : looked.checks;
  const checks = [...messageChecks(text, below), ...below];
  const of =
    'unread' in looked ? {} : { roleArn: looked.subject.roleArn, region: looked.subject.region };
  if ('unread' in looked) out.note(`Only the message was read: ${looked.unread}.`);
  await out.result({ ...of, message: messageFacts(text), checks }, renderDiagnosis);
  return exitOf(checks, runtime.signal);
}

/** Flags that ask for more than the message are taken at their word. */
async function lookIfPossible(
  context: Context,
  given: DiagnoseFlags,
): Promise<Looked | { readonly unread: string }> {
  const wanted = given.deep || given.roleArn !== undefined || given.externalIdEnv !== undefined;
  try {
    return await look(context, given);
  } catch (error) {
    if (wanted || context.runtime.signal.aborted || !(error instanceof PortaiError)) throw error;
    return { unread: error.failure.message.replace(/\.$/, '') };
  }
}

/** An interruption of the live part leaves the checks that were made, and models that were not called. */
function exitOf(checks: readonly Check[], signal: AbortSignal): ExitClass | undefined {
  if (signal.aborted) return stopClass(signal);
  const verdicts = checks.map(({ verdict }) => verdict);
  if (verdicts.includes('fail')) return 'checkFailed';
  const unseen = checks.filter(
    ({ verdict, unknowable }) => verdict === 'unknown' && unknowable !== true,
  );
  return unseen.length > 0 ? 'unverifiable' : undefined;
}
