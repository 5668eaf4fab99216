import { secretReferences } from '../domain/answers.ts';
import type { Config } from '../domain/provider-types/define.ts';
import type { SandboxStore } from './store.ts';

/** A provider as it was written; one that never was has no time. */
interface Written {
  readonly config?: Config | undefined;
  readonly updatedAt?: string;
}

/**
 * A stored secret never goes to a host that it was not stored for: whoever may change a base URL
 * could otherwise send somebody else's key to themselves. Storing the value again shows that it is known.
 */
export async function movedSecret(
  { secrets }: SandboxStore,
  before: Written,
  state: Pick<Written, 'config'>,
): Promise<string | undefined> {
  const hostOf = (config: Config | undefined) => {
    const url = config?.['baseUrl'] ?? config?.['endpoint'];
    return typeof url === 'string' && URL.canParse(url) ? new URL(url).host : undefined;
  };
  const host = hostOf(state.config);
  if (host === hostOf(before.config) || before.updatedAt === undefined) return undefined;
  for (const { secret } of secretReferences(state.config ?? {})) {
    const found = await secrets.get(secret);
    if (found && found.updatedAt <= before.updatedAt) {
      return `Secret '${secret}' was stored for another host: store its value again before it is sent to ${host ?? 'this one'}`;
    }
  }
  return undefined;
}

/** Names of secrets in a configuration that are not stored. */
export async function missingSecrets({ secrets }: SandboxStore, wanted: Config): Promise<string[]> {
  const names = new Set(secretReferences(wanted).map(({ secret }) => secret));
  const found = await Promise.all(
    Array.from(names, async (name) => ({ name, there: await secrets.get(name) })),
  );
  return found.filter(({ there }) => there === undefined).map(({ name }) => name);
}
