import { PortaiError } from '../domain/errors.ts';
import { correctedOverrides } from '../domain/model-switches.ts';
import type { ProviderChange } from '../domain/provider-change.ts';
import type { Config, ProviderType } from '../domain/provider-types/define.ts';
import type { PortClient } from '../planes/port/client.ts';
import type { Provider } from '../planes/port/wire.ts';

export interface WriteOptions {
  readonly validate: boolean;
  /** Where only one of creating and changing is wanted, the other is not tried. */
  readonly only?: 'create' | 'update';
  /** Models that were asked for by name: never dropped to please the server. */
  readonly askedModels: readonly string[];
}

export interface Written {
  readonly action: 'created' | 'updated';
  readonly provider: Provider;
}

type Update = ProviderChange['update'];

/**
 * Creates or changes a provider. The server has the last word on whether it exists, on the keys of
 * the configuration and on the models of the override map, so each is corrected once by its refusal.
 */
export async function writeProvider(
  client: PortClient,
  id: string,
  type: ProviderType | undefined,
  change: ProviderChange,
  options: WriteOptions,
): Promise<Written> {
  const corrections: Correction[] = [
    swapVerb(options),
    (attempt, failure) => otherModels(attempt, failure, options.askedModels),
    (attempt, failure) => otherKeys(attempt, failure, type),
  ];
  let attempt: Attempt = {
    verb: change.action === 'create' && type?.creatable !== false ? 'create' : 'update',
    update: change.update,
  };
  for (;;) {
    try {
      const provider = await client.providers[attempt.verb](id, attempt.update, options);
      return { action: attempt.verb === 'create' ? 'created' : 'updated', provider };
    } catch (error) {
      const next = correct(attempt, error, corrections);
      if (!next) throw withDoubt(error, id);
      attempt = next;
    }
  }
}

interface Attempt {
  readonly verb: 'create' | 'update';
  readonly update: Update;
}

type Correction = (attempt: Attempt, failure: PortaiError['failure']) => Attempt | undefined;

/** The first correction that fits; it is used up, so that no two answers can send us in circles. */
function correct(attempt: Attempt, error: unknown, left: Correction[]): Attempt | undefined {
  if (!(error instanceof PortaiError)) return undefined;
  for (const [index, correction] of left.entries()) {
    const next = correction(attempt, error.failure);
    if (!next) continue;
    left.splice(index, 1);
    return next;
  }
  return undefined;
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

function otherModels(
  attempt: Attempt,
  { exit, message }: PortaiError['failure'],
  asked: readonly string[],
): Attempt | undefined {
  const { overrides } = attempt.update;
  if (exit !== 'refused' || !overrides) return undefined;
  const corrected = correctedOverrides(overrides, message, asked);
  return corrected && { ...attempt, update: { ...attempt.update, overrides: corrected } };
}

/** Port's documents name some keys differently; a refusal that names one of them asks for the other set. */
function otherKeys(
  attempt: Attempt,
  { exit, message }: PortaiError['failure'],
  type: ProviderType | undefined,
): Attempt | undefined {
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

/** A write whose answer was lost may have been made; saying otherwise would be a guess. */
function withDoubt(error: unknown, id: string): unknown {
  if (!(error instanceof PortaiError) || error.failure.exit !== 'unreachable') return error;
  if (error.failure.details?.['sent'] === false) return error;
  return new PortaiError(
    {
      ...error.failure,
      hint: `${error.failure.hint ?? ''} The change may have been made all the same.`.trim(),
      next: [
        { command: ['providers', 'get', id], why: 'see what is stored' },
        ...(error.failure.next ?? []),
      ],
    },
    { cause: error },
  );
}
