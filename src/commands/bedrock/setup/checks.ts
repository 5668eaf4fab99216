import type { Context } from '../../../cli/context.ts';
import type { Check, CheckId } from '../../../aws/diagnosis/diagnose.ts';
import { PortaiError } from '../../../core/errors.ts';
import { diagnoseRole, type DiagnosedRole } from '../../../operations/bedrock/diagnose.ts';
import { retryWhilePropagating } from '../../../operations/bedrock/propagation.ts';
import { renderFindings } from '../../../ui/render/diagnosis.ts';
import type { OpenedAccount } from './account.ts';
import type { SetupRequest } from '../../../operations/bedrock-setup/request.ts';

/** What IAM may not say yet of a role that was made or changed a moment ago. */
const late: readonly CheckId[] = ['role', 'principals', 'external-id', 'permissions'];

/**
 * Looks at every layer before Port is asked. Where something is wrong, nothing goes to Port unless a
 * person says so, or --force: what is known to fail is not stored.
 *
 * @param changed whether this run changed something in IAM, which takes a while to arrive
 */
export async function checkLayers(
  context: Context,
  { force }: SetupRequest,
  account: OpenedAccount | undefined,
  subject: DiagnosedRole,
  changed: boolean,
): Promise<void> {
  if (!account) return;
  const { ask, out, runtime } = context;
  const look = () => diagnoseRole(account.aws, subject, runtime.now());
  const checks = await settled(context, look, changed);
  await out.notice(checks, renderFindings);
  const failed = failedOf(checks);
  if (failed.length === 0 || force) return;
  if (ask.available) {
    const yes = await ask.confirm({
      message: 'Let Port try it all the same',
      flag: '--force',
      suggestion: false,
    });
    if (yes) return;
  }
  throw checksFailed(subject, failed);
}

const failedOf = (checks: readonly Check[]) => checks.filter(({ verdict }) => verdict === 'fail');

/** The checks, looked at again as long as all that fails may be a change that is still on its way. */
async function settled(
  { out, runtime }: Context,
  look: () => Promise<readonly Check[]>,
  changed: boolean,
): Promise<readonly Check[]> {
  let seen: readonly Check[] = [];
  const unsettled = new Error('unsettled');
  const run = async () => {
    seen = await look();
    const failed = failedOf(seen);
    if (failed.length > 0 && failed.every(({ id }) => late.includes(id))) throw unsettled;
  };
  try {
    await retryWhilePropagating({
      run,
      isPropagating: (error) => error === unsettled,
      changed,
      sleep: (milliseconds) => runtime.sleep(milliseconds, runtime.signal),
      onWait: (seconds) =>
        out.note(`IAM has not spread the change yet; looking again in ${seconds} s …`),
    });
  } catch (error) {
    if (error !== unsettled) throw error;
  }
  return seen;
}

function checksFailed({ region, roleArn }: DiagnosedRole, failed: readonly Check[]): PortaiError {
  const what = failed.map(({ title, says }) => `${title}: ${says}`).join('; ');
  return new PortaiError({
    name: 'ChecksFailed',
    message: `Not given to Port, since it would not work. ${what}`,
    exit: 'checkFailed',
    details: { failed: failed.map(({ id, title, says }) => ({ id, title, says })) },
    hint: "Nothing was saved in Port. --force lets Port's own test decide.",
    next: [
      {
        command: ['bedrock', 'diagnose', '--region', region, '--role-arn', roleArn],
        why: 'every check, with what helps',
      },
    ],
  });
}
