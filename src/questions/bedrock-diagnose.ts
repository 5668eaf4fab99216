import type { DiagnosedRole } from '../operations/bedrock/diagnose.ts';
import type { Asker } from '../operations/ports.ts';
import { fail } from '../core/fail.ts';

/**
 * Asks for a yes to a live check, which makes a role and calls models.
 *
 * @throws a usage error where nobody can be asked, or says no
 */
export async function confirmLiveCheck(
  ask: Asker,
  { roleArn, models }: DiagnosedRole,
): Promise<void> {
  if (!ask.available) {
    throw fail(
      'ConfirmationNeeded',
      '--deep makes a role for a minute, which needs --yes where nobody can be asked',
      { hint: 'Nothing was made. --dry-run shows every call.' },
    );
  }
  const yes = await ask.confirm({
    message: `Make a twin of ${roleArn.split('/').at(-1) ?? roleArn} for a minute and call ${models.length} ${models.length === 1 ? 'model' : 'models'} with it`,
    flag: '--yes',
    suggestion: true,
  });
  if (yes) return;
  throw fail('NotConfirmed', 'No twin was made, and nothing was looked at', {
    hint: 'Without --deep portai only reads.',
  });
}
