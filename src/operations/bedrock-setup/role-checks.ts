import type { BedrockCheck, CheckId } from '../../aws/diagnosis/diagnose.ts';
import type { PortaiError } from '../../core/errors.ts';
import { diagnoseRole, type DiagnosedRole } from '../bedrock/diagnose.ts';
import { retryWhilePropagating } from '../bedrock/propagation.ts';
import type { OpenedAccount } from './account.ts';
import type { SetupDependencies } from './dependencies.ts';
import { fail } from '../../core/fail.ts';

/** What IAM may not say yet of a role that was made or changed a moment ago. */
const late: readonly CheckId[] = ['role', 'principals', 'external-id', 'permissions'];

/** A role to look at before Port is asked. */
export interface RoleToCheck {
  readonly account: OpenedAccount;
  readonly role: DiagnosedRole;
  /** Whether this run changed something in IAM, which takes a while to arrive. */
  readonly changedIam: boolean;
  /** Whether Port is to try whatever fails. */
  readonly force: boolean;
}

/**
 * Looks at every layer before Port is asked. Where something is wrong, nothing goes to Port unless a
 * person says so, or it is forced: what is known to fail is not stored.
 */
export async function checkLayers(
  dependencies: SetupDependencies,
  { account, role, changedIam, force }: RoleToCheck,
): Promise<void> {
  const look = () => diagnoseRole(account.aws, role, dependencies.now());
  const checks = await settled(dependencies, look, changedIam);
  await dependencies.show.checks(checks);
  const failed = failedOf(checks);
  if (failed.length === 0 || force) return;
  if (await dependencies.decide?.tryInSpiteOfChecks()) return;
  throw checksFailed(role, failed);
}

const failedOf = (checks: readonly BedrockCheck[]) =>
  checks.filter(({ verdict }) => verdict === 'fail');

/** The checks, looked at again as long as all that fails may be a change that is still on its way. */
async function settled(
  { report, sleep, signal }: SetupDependencies,
  look: () => Promise<readonly BedrockCheck[]>,
  changed: boolean,
): Promise<readonly BedrockCheck[]> {
  let seen: readonly BedrockCheck[] = [];
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
      sleep: (milliseconds) => sleep(milliseconds, signal),
      onWait: (seconds) =>
        report.note(`IAM has not spread the change yet; looking again in ${seconds} s …`),
    });
  } catch (error) {
    if (error !== unsettled) throw error;
  }
  return seen;
}

function checksFailed(
  { region, roleArn }: DiagnosedRole,
  failed: readonly BedrockCheck[],
): PortaiError {
  const what = failed.map(({ title, says }) => `${title}: ${says}`).join('; ');
  return fail('ChecksFailed', `Not given to Port, since it would not work. ${what}`, {
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
