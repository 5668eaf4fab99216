import { secretReferences } from '../../planes/port/rules/config-fields.ts';
import type { Config } from '../../planes/port/config.ts';
import type { SandboxStore } from '../store/store.ts';

/** The host that a configuration itself names; undefined where it is the vendor's own. */
function hostOf(config: Config): string | undefined {
  const address = config['endpoint'] ?? config['baseUrl'] ?? config['resourceName'];
  if (typeof address !== 'string') return undefined;
  return URL.canParse(address) ? new URL(address).host : address.toLowerCase();
}

/**
 * What stands against sending the secrets of a configuration. A stored secret never goes to a host
 * that it was not stored for: whoever may change a base URL could otherwise send somebody else's key
 * to themselves. Storing the value again shows that it is known.
 */
export async function movedSecret(
  { destinations }: SandboxStore,
  config: Config,
): Promise<string | undefined> {
  const host = hostOf(config);
  if (host === undefined) return undefined;
  for (const { secret } of secretReferences(config)) {
    const known = await destinations.get(secret);
    if (known && !known.renewed && !known.hosts.includes(host)) {
      return `Secret '${secret}' was stored for another host: store its value again before it is sent to ${host}`;
    }
  }
  return undefined;
}

/** Remembers where the secrets of a written configuration go: of each value the first place counts. */
export async function settleSecrets({ destinations }: SandboxStore, config: Config): Promise<void> {
  const host = hostOf(config);
  for (const { secret } of secretReferences(config)) {
    const known = await destinations.get(secret);
    if (known && !known.renewed) continue;
    const hosts = new Set([...(known?.hosts ?? []), ...(host === undefined ? [] : [host])]);
    await destinations.put(secret, { hosts: [...hosts], renewed: false });
  }
}

/** A value was stored again: the secret may go to one host more. */
export async function renewed({ destinations }: SandboxStore, secret: string): Promise<void> {
  const known = await destinations.get(secret);
  if (known) await destinations.put(secret, { ...known, renewed: true });
}

/** Names of secrets in a configuration that are not stored. */
export async function missingSecrets({ secrets }: SandboxStore, wanted: Config): Promise<string[]> {
  const names = new Set(secretReferences(wanted).map(({ secret }) => secret));
  const found = await Promise.all(
    Array.from(names, async (name) => ({ name, there: await secrets.get(name) })),
  );
  return found.filter(({ there }) => there === undefined).map(({ name }) => name);
}
