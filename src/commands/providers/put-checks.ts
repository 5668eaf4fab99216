import type { ConfigFile } from '../../cli/config-file.ts';
import { secretReferences } from '../../planes/port/rules/config-fields.ts';
import { PortaiError, usageError } from '../../core/errors.ts';
import { flagName, type ProviderType } from '../../planes/port/provider-types/define.ts';
import { type Config } from '../../vendors/test-requests.ts';
import { couldBeSecret } from '../../core/secret-shapes.ts';
import { nameInWords, typedInTheOpen } from '../../core/text/typed-names.ts';
import {
  requireNotDefault,
  requireSecrets,
  requireUnchangedSince,
  type Choice,
} from '../../planes/port/rules/interlocks.ts';
import { knowsModels, requireKnownModels } from '../../planes/port/rules/model-switches.ts';
import type { ProviderChange } from '../../planes/port/rules/provider-change.ts';
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
  readonly defaults: () => Promise<Choice | undefined>;
  /** What could be the default instead. */
  readonly otherDefaults: readonly Choice[];
}

/** Refuses what would break the provider or its users. */
export async function requireAllowed(
  { id, type }: Subject,
  {
    change,
    stored,
    file,
    answered: { flags, newSecrets },
    existing,
    defaults,
    otherDefaults,
  }: Plan & { readonly file: ConfigFile },
): Promise<void> {
  const askedModels = [...flags.enableModel, ...flags.disableModel];
  if (stored && knowsModels(stored)) {
    requireKnownModels(
      id,
      askedModels,
      modelStates(stored).map(({ model }) => model),
    );
  }
  const config = change.update.config ?? {};
  const references = newReferences(config, stored);
  if (Object.keys(references).length > 0) {
    const names = await existing();
    const ofThisRun = flags.preflight ? secretsOfRun(flags, config) : [];
    if (names) requireSecrets(references, [...names, ...newSecrets, ...ofThisRun], flagsOf(type));
  }
  if (flags.disable || file.enabled === false || flags.disableModel.length > 0) {
    const going = change.update.enabled ? flags.disableModel : ('all' as const);
    const subject = { provider: id, models: going, how: 'disabled' };
    requireNotDefault(await defaults(), subject, otherDefaults);
  }
}

/** The flag of a field, for a type that this version knows. */
const flagsOf = (type: ProviderType | undefined) => (key: string) => {
  const field = type?.variants.find(({ fields }) => Object.hasOwn(fields, key))?.fields[key];
  return field ? flagName(field) : key;
};

/**
 * Refuses, with --force as well, what could be a value in the place of a secret's name, unless there is
 * a secret of that name: stored, it would be readable for everybody.
 */
export async function requireNames({ type }: Subject, plan: Plan): Promise<void> {
  const { change, stored, existing, answered } = plan;
  const before = secretReferences(stored?.config ?? {}).map(({ secret }) => secret);
  const odd = secretReferences(change.update.config ?? {}).filter(
    ({ secret }) => couldBeSecret(secret) && !before.includes(secret),
  );
  if (odd.length === 0 || answered.flags.skipClientChecks) return;
  const names = (await existing()) ?? [];
  const unknown = odd.find(({ secret }) => !names.includes(secret));
  if (!unknown) return;
  const flag = flagsOf(type)(unknown.field);
  throw usageError(`${flag} ${nameInWords(unknown.secret)} could be a value, and names no secret`, {
    name: 'InvalidConfig',
    hint: `Nothing was sent. ${typedInTheOpen} --skip-client-checks sends it as a name.`,
  });
}

/** The fields that name a secret which the stored configuration does not name already. */
function newReferences(config: Config, stored: StoredView | undefined): Config {
  const before = secretReferences(stored?.config ?? {}).map(({ secret }) => secret);
  const fresh = secretReferences(config).filter(({ secret }) => !before.includes(secret));
  return Object.fromEntries(fresh.map(({ field, secret }) => [field, secret]));
}
