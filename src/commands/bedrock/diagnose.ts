import type { Check } from '../../aws/diagnosis/diagnose.ts';
import { action, noArguments } from '../../cli/action.ts';
import { awsAccount } from '../../cli/aws-account.ts';
import type { Context } from '../../cli/context.ts';
import { directWorld } from '../../cli/connection-test.ts';
import { readStdin } from '../../cli/stdin.ts';
import { PortaiError, type ExitClass } from '../../core/errors.ts';
import type { Secret } from '../../core/secret.ts';
import {
  diagnoseRole,
  exitOfChecks,
  type DiagnosedRole,
} from '../../operations/bedrock/diagnose.ts';
import { liveCheck, liveCheckCalls } from '../../operations/bedrock/live-check.ts';
import { messageChecks, messageFacts } from '../../operations/bedrock/message-checks.ts';
import { roleToDiagnose } from '../../operations/bedrock/role-to-diagnose.ts';
import { confirmLiveCheck } from '../../questions/bedrock-diagnose.ts';
import { renderDiagnosis } from '../../ui/render/diagnosis.ts';
import { withoutOuterBlanks } from '../../core/text/outer-blanks.ts';
import type { Define } from '../define.ts';
import { secretNames } from '../../operations/list-secrets.ts';
import { addDiagnoseOptions, diagnoseFlags, type DiagnoseFlags } from './diagnose-flags.ts';
import { fail } from '../../core/fail.ts';
import { port } from '../../planes/port/plane.ts';

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
  // A message is pasted, with whatever is around it.
  const flags = () => withoutOuterBlanks(diagnoseFlags(), ['error']);
  command.action(
    action(world, { args: noArguments, flags }, async (context, _, given) => {
      if (given.dryRun) return sayLiveCalls(context, given);
      if (given.error !== undefined) return diagnoseMessage(context, given, given.error);
      const { role, checks } = await diagnose(context, given);
      const { roleArn, region } = role;
      await context.out.result({ roleArn, region, checks }, renderDiagnosis);
      return exitOfChecks(checks, context.runtime.signal);
    }),
  );
};

async function sayLiveCalls(context: Context, given: DiagnoseFlags): Promise<undefined> {
  if (!given.deep) throw fail('Usage', '--dry-run goes with --deep only');
  const plan = liveCheckCalls(await roleOf(context, given));
  await context.out.result(plan, ({ calls }) => calls.join('\n'));
  return undefined;
}

/** The role that the flags name, or that Port has stored. */
function roleOf(context: Context, given: DiagnoseFlags): Promise<DiagnosedRole> {
  const { model, externalIdEnv: variable } = given;
  const stored = {
    providers: async () => (await context.plane(port).client()).providers.list(),
    secretNames: async () =>
      secretNames({ client: await context.plane(port).client(), report: context.out }),
  };
  const externalId = variable === undefined ? undefined : valueOf(context, variable);
  const { roleArn, region, global, externalIdSecret, guardrailId } = given;
  const named = { roleArn, region, global, externalIdSecret, guardrailId };
  const { guardrailVersion: version } = given;
  return roleToDiagnose(stored, { ...named, guardrailVersion: version, models: model, externalId });
}

function valueOf({ runtime, hold }: Context, variable: string): Secret {
  const value = runtime.env[variable];
  if (value !== undefined && value !== '') return hold(value);
  throw fail('Usage', `--external-id-env: there is no variable ${variable}, or it is empty`);
}

interface Diagnosis {
  readonly role: DiagnosedRole;
  readonly checks: readonly Check[];
}

async function diagnose(context: Context, given: DiagnoseFlags): Promise<Diagnosis> {
  const { out, runtime, hold, ask, globals } = context;
  const role = await roleOf(context, given);
  if (given.deep && !globals.yes) await confirmLiveCheck(ask, role);
  const account = { profile: given.awsProfile, region: role.region };
  const aws = await awsAccount(context, account);
  const checks = await diagnoseRole(aws, role, runtime.now());
  if (!given.deep) return { role, checks };
  const live = await liveCheck(
    {
      aws,
      unstoppable: () => awsAccount(context, { ...account, unstoppable: true }),
      report: out,
      now: runtime.now,
      sleep: (milliseconds) => runtime.sleep(milliseconds, runtime.signal),
      hold,
      connectionTest: () => directWorld(context),
    },
    role,
  );
  return { role, checks: [...checks, ...live] };
}

/** What a message is about needs neither Port nor AWS; where they can be asked, the checks stand below it. */
async function diagnoseMessage(
  context: Context,
  given: DiagnoseFlags,
  error: string,
): Promise<ExitClass | undefined> {
  const { out, runtime } = context;
  const text = error === '-' ? await messageOnStdin(context) : error;
  const found = await diagnoseIfPossible(context, given);
  const below = 'unread' in found ? [] : found.checks;
  const checks = [...messageChecks(text, below), ...below];
  const of = 'unread' in found ? {} : { roleArn: found.role.roleArn, region: found.role.region };
  if ('unread' in found) out.note(`Only the message was read: ${found.unread}.`);
  await out.result({ ...of, message: messageFacts(text), checks }, renderDiagnosis);
  return exitOfChecks(checks, runtime.signal);
}

async function messageOnStdin({ settings, runtime }: Context): Promise<string> {
  const { timeout } = await settings();
  return (await readStdin(runtime, '--error -', timeout.value)).toString('utf8');
}

/** Flags that ask for more than the message are taken at their word. */
async function diagnoseIfPossible(
  context: Context,
  given: DiagnoseFlags,
): Promise<Diagnosis | { readonly unread: string }> {
  const wanted = given.deep || given.roleArn !== undefined || given.externalIdEnv !== undefined;
  try {
    return await diagnose(context, given);
  } catch (error) {
    if (wanted || context.runtime.signal.aborted || !(error instanceof PortaiError)) throw error;
    return { unread: error.failure.message.replace(/\.$/, '') };
  }
}
