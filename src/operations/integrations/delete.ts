import { calls } from '../../planes/portkey/calls.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
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
}

/**
 * Deletes an integration once it was shown what workspaces lose with it. Returns what would be sent if it
 * is a dry run, for which nobody is asked.
 *
 * @throws a PortaiError for an integration that is not there, or is to stay.
 */
export async function deleteIntegration(
  { client, showLoss, confirm }: IntegrationDeletionDependencies,
  { slug, dryRun }: { readonly slug: string; readonly dryRun: boolean },
): Promise<IntegrationDryRun | Affected> {
  const found = await withNeededKey(() => findIntegration(client, slug));
  const affected = await withNeededKey(() => readAffected(client, found));
  await showLoss(affected);
  if (dryRun) return dryRunOfCalls('delete', [slug], [calls.deleteIntegration(slug)]);
  await confirm();
  await withNeededKey(() => client.integrations.delete(slug));
  return affected;
}
