import { action, noArguments } from '../../cli/action.ts';
import type { Context } from '../../cli/context.ts';
import type { ExitClass } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import { refusingOuterBlanks } from '../../core/text/outer-blanks.ts';
import { exitOfChecks } from '../../operations/bedrock/diagnose.ts';
import { diagnoseFully, diagnoseMessage } from '../../operations/bedrock/full-diagnosis.ts';
import { liveCheckCalls } from '../../operations/bedrock/live-check.ts';
import { roleToDiagnose } from '../../operations/bedrock/role-to-diagnose.ts';
import { renderDiagnosis } from '../../ui/render/diagnosis.ts';
import type { Define } from '../define.ts';
import { addDiagnoseOptions, diagnoseFlags, type DiagnoseFlags } from './diagnose-flags.ts';
import { diagnosisDependencies, diagnosisRequest, messageOf } from './diagnose-request.ts';

export const define: Define = (command, invocation) => {
  addDiagnoseOptions(command);
  // A message is pasted, with whatever is around it.
  const flags = () => refusingOuterBlanks(diagnoseFlags(), ['error']);
  command.action(
    action(invocation, { args: noArguments, flags }, async (context, _, given) => {
      if (given.dryRun) return sayLiveCalls(context, given);
      const text = given.error === undefined ? undefined : await messageOf(context, given.error);
      const asked = [
        diagnosisDependencies(context, given),
        diagnosisRequest(context, given),
      ] as const;
      const { out, runtime } = context;
      if (text === undefined) {
        const { role, checks } = await diagnoseFully(...asked);
        const { roleArn, region } = role;
        await out.result({ roleArn, region, checks }, renderDiagnosis);
        return exitOfChecks(checks, runtime.signal);
      }
      const { message, checks, about } = await diagnoseMessage(...asked, text);
      if ('unread' in about) out.note(`Only the message was read: ${about.unread}.`);
      const of = 'role' in about ? { roleArn: about.role.roleArn, region: about.role.region } : {};
      await out.result({ ...of, message, checks }, renderDiagnosis);
      return exitOfChecks(checks, runtime.signal);
    }),
  );
};

async function sayLiveCalls(
  context: Context,
  given: DiagnoseFlags,
): Promise<ExitClass | undefined> {
  if (!given.deep) throw fail('Usage', '--dry-run goes with --deep only');
  const { stored } = diagnosisDependencies(context, given);
  const plan = liveCheckCalls(await roleToDiagnose(stored, diagnosisRequest(context, given)));
  await context.out.result(plan, ({ calls }) => calls.join('\n'));
  return undefined;
}
