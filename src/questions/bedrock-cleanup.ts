import type { Asker } from '../operations/ports.ts';
import { fail } from '../core/fail.ts';

/**
 * Has the name of a role repeated before it is removed.
 *
 * @throws a usage error where nobody can be asked, or the name is not repeated
 */
export async function confirmRemoval(ask: Asker, name: string, account: string): Promise<void> {
  if (!ask.available) {
    throw fail(
      'ConfirmationNeeded',
      `Removing the role ${name} needs --yes where nobody can be asked`,
    );
  }
  const question = { message: `Remove the role ${name} from account ${account}`, flag: '--yes' };
  if (await ask.retype(question, name)) return;
  throw fail('NotConfirmed', 'The name was not repeated; this role and those after it stand');
}
