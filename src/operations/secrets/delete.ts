import { calls } from '../../planes/port/calls.ts';
import type { PortClient } from '../../planes/port/client.ts';
import { secretInUse, usagesOf } from '../../planes/port/rules/interlocks.ts';
import { dryRunOf, type DryRun } from '../dry-run.ts';
import { findSecretNamed } from '../named.ts';
import { readForCheck, refuseWrite, type SignedInClient } from '../permission.ts';
import { requireStoredName } from './find.ts';

/** A secret to delete. */
export interface SecretDeletion {
  readonly name: string;
  /** True deletes it even if a provider names it. */
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** All dependencies of a deletion on the outside. */
export interface SecretDeletionDependencies extends Pick<SignedInClient, 'token'> {
  /** Opens Port; called once something has to be read or written. */
  readonly port: () => Promise<PortClient>;
  /** Asks for the last word, once nothing else is in the way; rejects if it is no. */
  readonly confirm: () => Promise<void>;
}

/**
 * Deletes a secret that no provider names. Returns what would be sent if it is a dry run, for which
 * nobody is asked.
 *
 * @throws a PortaiError for a secret that is not there, is in use, or is to stay.
 */
export async function deleteSecret(
  { port, token, confirm }: SecretDeletionDependencies,
  { name, force, dryRun }: SecretDeletion,
): Promise<DryRun | undefined> {
  await requireStoredName(port, name);
  const client = await port();
  const listed = () => readForCheck('that no provider names it', () => client.providers.list());
  const [list] = await Promise.all([
    force ? [] : listed(),
    findSecretNamed(client, name, ['secrets', 'delete']),
  ]);
  await refuseWrite({ client, token }, secretInUse(name, usagesOf(name, list)));
  if (dryRun) return dryRunOf('delete', [name], calls.deleteSecret(name));
  await confirm();
  await client.secrets.delete(name);
  return undefined;
}
