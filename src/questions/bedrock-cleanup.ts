import { usageError } from '../core/errors.ts';
import type { Asker } from '../operations/ports.ts';

/**
 * Has the name of a role repeated before it is removed.
 *
 * @throws a usage error where nobody can be asked, or the name is not repeated
 */
export async function confirmRemoval(ask: Asker, name: string, account: string): Promise<void> {
  if (!ask.available) {
    throw usageError(`Removing the role ${name} needs --yes where nobody can be asked`, {
      name: 'ConfirmationNeeded',
    });
  }
  const question = { message: `Remove the role ${name} from account ${account}`, flag: '--yes' };
  if (await ask.retype(question, name)) return;
  throw usageError('The name was not repeated; this role and those after it stand', {
    name: 'NotConfirmed',
  });
}
