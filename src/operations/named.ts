import { PortaiError, type NextStep } from '../core/errors.ts';
import { nearest } from '../core/text/nearest.ts';
import { findProviderType, providerTypes } from '../planes/port/provider-types/index.ts';
import type { PortClient } from '../planes/port/client.ts';

/** Names that there are, read from the server, and what to type for one of them. */
interface Candidates {
  readonly names: () => Promise<readonly string[]>;
  readonly again: (name: string) => readonly NextStep[];
}

/**
 * What the server has under a name. Where it has nothing, its refusal also says which name was
 * probably meant, and no suggested command repeats the name that failed.
 */
async function orMeant<T>(found: Promise<T>, name: string, candidates: Candidates): Promise<T> {
  try {
    return await found;
  } catch (error) {
    if (!(error instanceof PortaiError) || error.failure.exit !== 'notFound') throw error;
    const names = await candidates.names().catch(() => []);
    const near = nearest(name, names);
    const { message, next = [] } = error.failure;
    const possible = next.filter(({ command }) => !command.includes(name));
    throw error.with({
      message: near === undefined ? message : `${message}. Did you mean ${near}?`,
      next: near === undefined ? possible : [...candidates.again(near), ...possible],
    });
  }
}

/** The same command with another name; what deletes is never offered ready to paste for a guess. */
function repeated(words: readonly string[], name: string, why: string): NextStep[] {
  return words.at(-1) === 'delete' ? [] : [{ command: [...words, name], why }];
}

/** One provider; `words` call the command that asks for it. A type that portai knows is no slip. */
export function findProvider(
  { providers }: PortClient,
  type: string,
  words: readonly string[],
): ReturnType<PortClient['providers']['get']> {
  const found = providers.get(type);
  if (findProviderType(type)) return found;
  let configured: readonly string[] = [];
  return orMeant(found, type, {
    names: async () => {
      configured = (await providers.list()).map(({ provider }) => provider);
      return [...configured, ...providerTypes.map(({ id }) => id)];
    },
    again: (name) =>
      configured.includes(name)
        ? repeated(words, name, 'the one that is configured')
        : [{ command: ['providers', 'put', name, '--validate'], why: 'connect it' }],
  });
}

/** One secret; `words` call the command that asks for it. */
export function findSecretNamed(
  { secrets }: PortClient,
  name: string,
  words: readonly string[],
): ReturnType<PortClient['secrets']['get']> {
  return orMeant(secrets.get(name), name, {
    names: async () => (await secrets.list()).map(({ secretName }) => secretName),
    again: (near) => repeated(words, near, 'the one that there is'),
  });
}
