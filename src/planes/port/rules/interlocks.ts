import { fail } from '../../../core/fail.ts';
import type { Problem } from '../../../core/problem.ts';
import { nearest } from '../../../core/text/nearest.ts';
import { secretReferences } from './config-fields.ts';
import { mayBeRepeated, nameInWords, typedInTheOpen } from '../../../core/text/typed-names.ts';
import type { Config } from '../config.ts';
import type { Default, Provider } from '../nouns.ts';
import { pasteableName } from '../../../core/refusal.ts';

/** What stands in the way of a write, each with the command that resolves it; empty when nothing does. */

/** Stored names come from a server, so only those that look like names enter a command to paste. */
const pasteable = (name: string): string[] => {
  const plain = pasteableName(name);
  return plain === undefined ? [] : [plain];
};

const isPasteable = ({ provider, model }: Default) =>
  pasteableName(provider) !== undefined && pasteableName(model) !== undefined;

/** Where a secret is named: the provider and the field. */
export interface SecretUsage {
  readonly provider: string;
  readonly field: string;
  readonly enabled: boolean;
}

/** Every place where providers name a secret. */
export function usagesOf(secret: string, providers: readonly Provider[]): SecretUsage[] {
  return providers.flatMap(({ provider, enabled, config }) =>
    secretReferences(config ?? {})
      .filter((reference) => reference.secret === secret)
      .map(({ field }) => ({ provider, field, enabled })),
  );
}

/**
 * The secrets that a configuration names and that do not exist. A name that could be a value is not
 * repeated: its flag and its length tell which is meant.
 *
 * @param flagOf the flag that names the secret of a field
 */
export function missingSecrets(
  config: Config,
  existing: readonly string[],
  flagOf: (field: string) => string = (field) => field,
): Problem[] {
  const unknown = secretReferences(config).filter(({ secret }) => !existing.includes(secret));
  if (unknown.length === 0) return [];
  const shown = unknown.map(({ field, secret }) =>
    mayBeRepeated(secret, existing) ? secret : `${flagOf(field)} ${nameInWords(secret, existing)}`,
  );
  const missing = [...new Set(unknown.map(({ secret }) => secret))];
  const repeated = missing.filter((name) => mayBeRepeated(name, existing));
  const hidden = repeated.length < missing.length;
  const [slip] = unknown.flatMap(({ field, secret }) => {
    const near = nearest(secret, existing);
    return near === undefined ? [] : [{ flag: flagOf(field), near }];
  });
  const way = slip ? `Give ${slip.flag} ${slip.near}, or store the value` : 'Store the value';
  const error = fail(
    'SecretMissing',
    `The configuration names ${missing.length === 1 ? 'a secret that does' : 'secrets that do'} not exist: ${[...new Set(shown)].join(', ')}${slip === undefined ? '' : `. Did you mean ${slip.near}?`}`,
    {
      details: { missing: [...new Set(shown)] },
      hint: `Nothing was sent. ${way} first; --force sends the configuration anyway.${hidden ? ` A name belongs there. ${typedInTheOpen}` : ''}`,
      next: repeated.flatMap(pasteable).map((name) => ({
        command: ['secrets', 'add', name, '--value-file', '<file>'],
        why: 'store the value',
      })),
    },
  );
  return [{ error, overridable: true }];
}

/**
 * That the provider or model to be taken away is the one that requests without a choice of their own use.
 *
 * @param current undefined where there is no default
 * @param others what could be the default instead
 */
export function defaultInUse(
  current: Default | undefined,
  going: {
    readonly provider: string;
    readonly models: readonly string[] | 'all';
    readonly how: string;
  },
  others: readonly Default[] = [],
): Problem[] {
  if (current?.provider !== going.provider) return [];
  if (going.models !== 'all' && !going.models.includes(current.model)) return [];
  const what = going.models === 'all' ? going.provider : `${current.model} of ${going.provider}`;
  const stays = ({ provider, model }: Default) =>
    provider !== going.provider || (going.models !== 'all' && !going.models.includes(model));
  const other = others.find((each) => stays(each) && isPasteable(each)) ?? {
    provider: '<type>',
    model: '<model>',
  };
  const error = fail(
    'DefaultInUse',
    `${what} is the organization's default and cannot be ${going.how}`,
    {
      details: { default: { provider: current.provider, model: current.model } },
      hint: 'Nothing was sent. Choose another default first; --force goes ahead anyway.',
      next: [
        {
          command: ['defaults', 'set', '--provider', other.provider, '--model', other.model],
          why: 'choose another default',
        },
      ],
    },
  );
  return [{ error, overridable: true }];
}

/** That a provider still names the secret to be deleted. */
export function secretInUse(secret: string, usages: readonly SecretUsage[]): Problem[] {
  if (usages.length === 0) return [];
  const error = fail(
    'SecretInUse',
    `${secret} is named by ${usages.map(({ provider, field }) => `${provider} (${field})`).join(', ')}`,
    {
      details: { usages },
      hint: 'Nothing was deleted. Point the provider at another secret, or delete it first; --force deletes anyway.',
      next: [...new Set(usages.map(({ provider }) => provider))]
        .flatMap(pasteable)
        .map((provider) => ({
          command: ['providers', 'put', provider, '--help'],
          why: 'name another secret',
        })),
    },
  );
  return [{ error, overridable: true }];
}

/** Best-effort guard against overwriting a colleague's change: the API has no version to compare. */
export function changedMeanwhile(
  updatedAt: string | null | undefined,
  since: string | undefined,
  provider: string,
): Problem[] {
  if (since === undefined) return [];
  const changed = updatedAt ?? undefined;
  if (changed !== undefined && new Date(changed).getTime() <= new Date(since).getTime()) return [];
  const error = fail(
    'ChangedMeanwhile',
    changed === undefined
      ? `${provider} is not there any more, or does not say when it was changed`
      : `${provider} was changed at ${changed}, after ${since}`,
    {
      hint: 'Nothing was sent. Look at the change, then repeat with its time.',
      next: [{ command: ['providers', 'get', provider], why: 'what is stored now' }],
    },
  );
  return [{ error, overridable: false }];
}
