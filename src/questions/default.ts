import { PortaiError } from '../core/errors.ts';
import { terminalLine } from '../core/text/terminal.ts';
import type { Asker, Report } from '../operations/ports.ts';
import { makeDefault, savedAlready } from '../operations/put-provider/make-default.ts';
import { enabledNames } from '../operations/stored-providers.ts';
import type { PortClient } from '../planes/port/client.ts';
import type { Provider } from '../planes/port/nouns.ts';

/**
 * Asks whether a provider that was just saved is to be the organization's default, and makes it that.
 * Returns its model; undefined if it does not become the default.
 *
 * @throws a PortaiError that says that the provider itself is saved.
 */
export async function offerDefault(
  ask: Asker,
  { client, report }: { readonly client: PortClient; readonly report: Report },
  saved: Provider,
): Promise<string | undefined> {
  const { provider } = saved;
  try {
    const model = await askForDefault(ask, client, saved);
    if (model !== undefined) await makeDefault({ client, report }, { provider, model });
    return model;
  } catch (error) {
    throw savedAlready(error, provider);
  }
}

/**
 * Asks whether a provider that was just saved is to be the organization's default, and with which model.
 * Undefined for none, and where there is nothing to ask: the provider is the default already, is switched
 * off, or these credentials may not read the defaults.
 */
async function askForDefault(
  ask: Asker,
  client: PortClient,
  saved: Provider,
): Promise<string | undefined> {
  const models = saved.enabled ? enabledNames(saved) : [];
  if (models.length === 0) return undefined;
  const current = await client.defaults.get().catch(unlessForbidden);
  if (current === undefined || current.provider === saved.provider) return undefined;
  return ask.pick<string | undefined>(
    { message: 'Make it the default', flag: 'portai defaults set' },
    [
      { name: 'no', value: undefined },
      ...models.map((name) => ({ name: `yes, with ${terminalLine(name)}`, value: name })),
    ],
  );
}

function unlessForbidden(error: unknown): undefined {
  if (error instanceof PortaiError && error.failure.exit === 'forbidden') return undefined;
  throw error;
}
