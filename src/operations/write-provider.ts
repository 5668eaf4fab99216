import { changedPaths } from '../core/changed-paths.ts';
import { PortaiError } from '../core/errors.ts';
import { correctedOverrides } from '../planes/port/rules/model-switches.ts';
import { differences, type ProviderChange } from '../planes/port/rules/provider-change.ts';
import type { Config } from '../planes/port/config.ts';
import type { ProviderType } from '../planes/port/provider-types/define.ts';
import { testedModelsIn, untestedIn } from '../planes/port/tested-models.ts';
import type { PortClient } from '../planes/port/client.ts';
import type { Provider, ProviderContent, ProviderUpdate } from '../planes/port/nouns.ts';
import { fail } from '../core/fail.ts';

export interface WriteOptions {
  readonly validate: boolean;
  /** Where only one of creating and changing is wanted, the other is not tried. */
  readonly only?: 'create' | 'update';
  /** Models that were asked for by name: never dropped to please the server. */
  readonly askedModels: readonly string[];
}

export interface WrittenProvider {
  readonly action: 'created' | 'updated';
  readonly provider: Provider;
  /** What was sent in the end, after what the server's refusals corrected. */
  readonly update: ProviderUpdate;
  /** What the answer says otherwise than was sent: a write that did not take. */
  readonly differs: readonly string[];
}

/**
 * Creates or changes a provider. The server has the last word on whether it exists, on the keys of
 * the configuration and on the models of the override map, so each is corrected by its refusal.
 *
 * @param stored what was there before, as far as it is known
 */
export async function writeProvider(
  client: PortClient,
  id: string,
  type: ProviderType | undefined,
  change: ProviderChange,
  options: WriteOptions,
  stored?: ProviderContent,
): Promise<WrittenProvider> {
  const corrections: Correction[] = [
    once(swapVerb(options)),
    otherModels(options.askedModels),
    once((attempt, failure) => otherKeys(attempt, failure, type)),
  ];
  let attempt: WriteAttempt = {
    verb: change.action === 'create' && type?.creatable !== false ? 'create' : 'update',
    update: change.update,
  };
  for (;;) {
    const { verb, update } = attempt;
    try {
      const provider = await client.providers[verb](id, update, options);
      return {
        action: verb === 'create' ? 'created' : 'updated',
        provider,
        update,
        differs: differences(update, stored, provider, { type, askedModels: options.askedModels }),
      };
    } catch (error) {
      const next = correct(attempt, error, corrections);
      if (!next) throw withDoubt(error, id);
      attempt = next;
    }
  }
}

/** Refuses to go on after a write that the server answered otherwise than it was sent. */
export function requireTaken({ differs }: WrittenProvider, id: string): void {
  if (differs.length === 0) return;
  throw fail(
    'NotAsSent',
    `Port answered that ${id} is saved, but not as it was sent: ${differs.join('; ')}`,
    { details: { differs }, next: [{ command: ['providers', 'get', id], why: 'what is stored' }] },
  );
}

interface WriteAttempt {
  readonly verb: 'create' | 'update';
  readonly update: ProviderUpdate;
}

type Correction = (
  attempt: WriteAttempt,
  failure: PortaiError['failure'],
) => WriteAttempt | undefined;

function correct(
  attempt: WriteAttempt,
  error: unknown,
  corrections: readonly Correction[],
): WriteAttempt | undefined {
  if (!(error instanceof PortaiError)) return undefined;
  for (const correction of corrections) {
    const next = correction(attempt, error.failure);
    if (next) return next;
  }
  return undefined;
}

/** A correction that is used up by its first use, so that no two answers can send us in circles. */
function once(correction: Correction): Correction {
  let used = false;
  return (attempt, failure) => {
    const next = used ? undefined : correction(attempt, failure);
    used ||= next !== undefined;
    return next;
  };
}

function swapVerb({ only }: WriteOptions): Correction {
  return (attempt, { exit, message }) => {
    if (only !== undefined) return undefined;
    const exists =
      exit === 'conflict' || (exit === 'refused' && /already exists|taken/i.test(message));
    if (attempt.verb === 'create' && exists) return { ...attempt, verb: 'update' };
    return attempt.verb === 'update' && exit === 'notFound'
      ? { ...attempt, verb: 'create' }
      : undefined;
  };
}

/** More refusals than this about models are no corrections any more. */
const mostModelRefusals = 8;

/**
 * The models of the override map as a refusal wants them. A validator may name one at a time, so this
 * goes on, but a model that it has added or dropped is settled.
 */
function otherModels(asked: readonly string[]): Correction {
  const settled = new Set(asked);
  let left = mostModelRefusals;
  return (attempt, { exit, message }) => {
    const { overrides } = attempt.update;
    if (exit !== 'refused' || !overrides || left === 0) return undefined;
    const corrected = correctedOverrides(overrides, message, [...settled]);
    if (!corrected) return undefined;
    left -= 1;
    for (const path of changedPaths(overrides, corrected))
      settled.add(path.replace(/^models\./, ''));
    return { ...attempt, update: { ...attempt.update, overrides: corrected } };
  };
}

/** Port's documents name some keys differently; a refusal that names one of them asks for the other set. */
function otherKeys(
  attempt: WriteAttempt,
  { exit, message }: PortaiError['failure'],
  type: ProviderType | undefined,
): WriteAttempt | undefined {
  const { config } = attempt.update;
  const other = config && type?.alternate?.(config);
  if (exit !== 'refused' || !config || !other) return undefined;
  const named = [...differingKeys(config, other), ...differingKeys(other, config)].some((key) =>
    message.includes(key),
  );
  return named ? { ...attempt, update: { ...attempt.update, config: other } } : undefined;
}

function differingKeys(config: Config, other: Config): string[] {
  return Object.keys(config).filter((key) => !(key in other));
}

/** A test that could not be made refutes nothing, although Port refuses to save for it as well. */
export function withoutVerdict(error: unknown): unknown {
  if (!(error instanceof PortaiError) || error.failure.exit !== 'checkFailed') return error;
  const { details } = error.failure;
  const untested = untestedIn(details);
  const failing = testedModelsIn(details).filter(({ isValid }) => isValid !== true);
  if (failing.length === 0 || !failing.every(({ model }) => untested.has(model))) return error;
  return new PortaiError(
    {
      ...error.failure,
      exit: 'unverifiable',
      hint: 'Nothing was saved: the test could not be made. Without --validate it is saved untested.',
      next: [],
    },
    { cause: error },
  );
}

/** A write whose answer was lost may have been made; saying otherwise would be a guess. */
function withDoubt(error: unknown, id: string): unknown {
  if (!(error instanceof PortaiError) || error.failure.exit !== 'unreachable') return error;
  if (error.failure.details?.['sent'] === false) return error;
  return error.with({
    hint: `${error.failure.hint ?? ''} The change may have been made all the same.`.trim(),
    next: [
      { command: ['providers', 'get', id], why: 'see what is stored' },
      ...(error.failure.next ?? []),
    ],
  });
}
