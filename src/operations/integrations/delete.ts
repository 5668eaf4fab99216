import { PortaiError } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import { isStop } from '../../core/interruption.ts';
import { calls } from '../../planes/portkey/calls.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import { rereadAfterWrite } from '../../planes/portkey/reread.ts';
import { readAffected, type Affected } from './affected.ts';
import { withNeededKey } from './needed-key.ts';
import { dryRunOfCalls, type IntegrationDryRun } from './dry-run-of-calls.ts';
import { findIntegration } from './view.ts';

/** All dependencies of a deletion on the outside. */
export interface IntegrationDeletionDependencies {
  readonly client: PortkeyClient;
  /** Shows what is lost, before anybody is asked. */
  readonly showLoss: (affected: Affected) => Promise<void>;
  /** Asks for the last word; rejects if it is no. */
  readonly confirm: () => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Deletes an integration once it was shown what workspaces lose with it. Returns what would be sent if it
 * is a dry run, for which nobody is asked.
 *
 * @throws a PortaiError for an integration that is not there, or is to stay.
 */
export async function deleteIntegration(
  { client, showLoss, confirm, sleep }: IntegrationDeletionDependencies,
  { slug, dryRun }: { readonly slug: string; readonly dryRun: boolean },
): Promise<IntegrationDryRun | Affected> {
  const found = await withNeededKey(() => findIntegration(client, slug));
  const affected = await withNeededKey(() => readAffected(client, found));
  await showLoss(affected);
  if (dryRun) return dryRunOfCalls('delete', [slug], [calls.deleteIntegration(slug)]);
  await confirm();
  await withNeededKey(() => deleteAndLook(client, slug, sleep));
  return affected;
}

/**
 * Deletes, and looks whether it is gone: a server may answer a deletion that it did not make, and a
 * deletion that was made and not answered is refused when it is repeated.
 */
async function deleteAndLook(
  client: PortkeyClient,
  slug: string,
  sleep: (ms: number) => Promise<void>,
): Promise<void> {
  let refusal: PortaiError | undefined;
  try {
    await client.integrations.delete(slug);
  } catch (error) {
    if (!(error instanceof PortaiError) || isStop(error.failure.exit)) throw error;
    refusal = error;
  }
  const { value: isThere } = await rereadAfterWrite({
    read: () => exists(client, slug),
    isSettled: (there) => !there || refusal !== undefined,
    sleep,
  }).catch((error: unknown) => {
    throw notLookedAt(error, slug, refusal);
  });
  if (!isThere) return;
  if (refusal) throw refusal;
  throw fail('NotAsSent', `Portkey answered that ${slug} is deleted, and it is still there`, {
    hint: 'Look again before you repeat it: reads may be late.',
    next: [{ command: ['integrations', 'get', slug], why: 'what is stored' }],
  });
}

/** A deletion of which nobody could look whether it was made. Of two failures its own tells more. */
function notLookedAt(error: unknown, slug: string, refusal: PortaiError | undefined): unknown {
  if (!(error instanceof PortaiError) || isStop(error.failure.exit)) return error;
  if (refusal) return refusal;
  return error.with({
    hint: `Portkey answered that ${slug} is deleted; whether it is gone could not be read. ${error.failure.hint ?? ''}`.trim(),
    next: [{ command: ['integrations', 'get', slug], why: 'whether it is gone' }],
  });
}

/** True if it can be read. What could be read before and is refused now is gone: Portkey answers both alike. */
async function exists(client: PortkeyClient, slug: string): Promise<boolean> {
  try {
    await client.integrations.get(slug);
    return true;
  } catch (error) {
    const exit = error instanceof PortaiError ? error.failure.exit : undefined;
    if (exit === 'notFound' || exit === 'forbidden') return false;
    throw error;
  }
}
