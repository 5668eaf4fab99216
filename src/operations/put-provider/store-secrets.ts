import type { Secret } from '../../core/secret.ts';
import type { SaveDependencies } from './save.ts';

/** The secrets that go with a configuration. */
export interface SecretsToStore {
  /** Values for secrets that do not exist yet. */
  readonly fresh: ReadonlyMap<string, Secret>;
  /** Secrets that exist and keep their values, whatever value was tested. */
  readonly kept: readonly string[];
}

/**
 * Stores the values of secrets that do not exist yet, and warns that the others keep their values.
 *
 * @param stored values that this run has stored before; what is stored now is added to them
 */
export async function storeSecrets(
  { client, report, undoLog }: SaveDependencies,
  { fresh, kept }: SecretsToStore,
  stored: Map<string, Secret>,
): Promise<void> {
  if (kept.length > 0) {
    report.warn({
      code: 'secret_kept',
      message: `${kept.join(', ')} ${kept.length === 1 ? 'exists and keeps its' : 'exist and keep their'} stored value: the preflight tested the value given now. \`secrets set\` replaces it.`,
    });
  }
  for (const [name, value] of fresh) {
    if (stored.get(name) === value) continue;
    if (stored.has(name)) await client.secrets.update(name, { value });
    else {
      await undoLog.make({ what: `secret ${name}`, undo: ['secrets', 'delete', name] }, () =>
        client.secrets.create(name, value),
      );
    }
    stored.set(name, value);
    report.note(`Stored the secret ${name}.`);
  }
}
