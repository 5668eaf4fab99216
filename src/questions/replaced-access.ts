import { fail } from '../core/fail.ts';
import type { AccessChange } from '../operations/integrations/access-plan.ts';
import type { Asker } from '../operations/ports.ts';

/** So many replaced values are named in a message. */
const fewEnough = 5;

/**
 * Asks whether what workspaces have may be replaced.
 *
 * @throws a usage error that lists what would be replaced where nobody can be asked, or the answer is no
 */
export async function confirmReplacement(
  ask: Asker,
  replaced: readonly AccessChange[],
  { yes }: { readonly yes: boolean },
): Promise<void> {
  if (yes) return;
  const names = new Set(replaced.map(({ workspace }) => workspace ?? 'new workspaces'));
  const count = names.size === 1 ? '1 workspace' : `${names.size} workspaces`;
  if (!ask.available) {
    const lines = replaced.map(
      ({ workspace, field, from, to }) =>
        `${workspace ?? 'new workspaces'}: ${field} ${from} → ${to}`,
    );
    const more = lines.length > fewEnough ? `; and ${lines.length - fewEnough} more` : '';
    throw fail(
      'ConfirmationNeeded',
      `Replacing what ${count} ${names.size === 1 ? 'has' : 'have'} needs --yes where nobody can be asked`,
      {
        hint: `Nothing was sent. It would replace: ${lines.slice(0, fewEnough).join('; ')}${more}.`,
        details: { replaced },
      },
    );
  }
  const question = { message: `Replace what ${count} of the list above have`, flag: '--yes' };
  if (await ask.confirm({ ...question, suggestion: false })) return;
  throw fail('NotConfirmed', 'Nothing was changed');
}
