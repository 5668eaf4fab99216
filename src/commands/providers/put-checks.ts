import type { ConfigFile } from '../../cli/config-file.ts';
import { secretReferences } from '../../domain/answers.ts';
import { PortaiError } from '../../domain/errors.ts';
import {
  requireNotDefault,
  requireSecrets,
  requireUnchangedSince,
  type Choice,
} from '../../domain/interlocks.ts';
import { requireKnownModels } from '../../domain/model-switches.ts';
import type { ProviderChange } from '../../domain/provider-change.ts';
import { secretsOfRun } from './preflight-flags.ts';
import type { Subject } from './put-config.ts';
import type { Answered, Given } from './put-conversation.ts';
import type { PutFlags } from './put.ts';
import { findStored, modelStates, type StoredView } from './shared.ts';

/** Refuses what the flags say must not be met: a provider that is there, or is not, or was changed. */
export function requireExpected(
  { id, type }: Subject,
  list: readonly StoredView[],
  stored: StoredView | undefined,
  { createOnly, updateOnly, ifUnchangedSince }: PutFlags,
): void {
  if (createOnly && (stored || type?.creatable === false)) {
    throw new PortaiError({
      name: 'ExistsAlready',
      message: `${id} is configured already, and --create-only was given`,
      exit: 'conflict',
      next: [{ command: ['providers', 'get', id], why: 'what is stored' }],
    });
  }
  if (updateOnly && type?.creatable !== false) findStored(list, id);
  requireUnchangedSince(stored?.updatedAt, ifUnchangedSince, id);
}

/** A put, planned: what is there, what changes, and what was said. */
export interface Plan {
  readonly change: ProviderChange;
  readonly stored: StoredView | undefined;
  readonly answered: Answered;
  readonly existing: Given['existing'];
  readonly defaults: () => Promise<Choice>;
}

/** Refuses what would break the provider or its users. */
export async function requireAllowed(
  { id }: Subject,
  {
    change,
    stored,
    file,
    answered: { flags, newSecrets },
    existing,
    defaults,
  }: Plan & { readonly file: ConfigFile },
): Promise<void> {
  const askedModels = [...flags.enableModel, ...flags.disableModel];
  if (stored) {
    requireKnownModels(
      askedModels,
      modelStates(stored).map(({ model }) => model),
    );
  }
  const config = change.update.config ?? {};
  if (newReferences(change, stored)) {
    const names = await existing();
    const ofThisRun = flags.preflight ? secretsOfRun(flags, config) : [];
    if (names) requireSecrets(config, [...names, ...newSecrets, ...ofThisRun]);
  }
  if (flags.disable || file.enabled === false || flags.disableModel.length > 0) {
    const going = change.update.enabled ? flags.disableModel : ('all' as const);
    requireNotDefault(await defaults(), { provider: id, models: going, how: 'disabled' });
  }
}

/** Whether the change names a secret that the stored configuration does not name already. */
function newReferences(change: ProviderChange, stored: StoredView | undefined): boolean {
  const before = secretReferences(stored?.config ?? {}).map(({ secret }) => secret);
  return secretReferences(change.update.config ?? {}).some(
    ({ secret }) => !before.includes(secret),
  );
}
