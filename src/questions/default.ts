import { PortaiError } from '../core/errors.ts';
import { terminalLine } from '../core/text/terminal.ts';
import type { Asker } from '../operations/ports.ts';
import { enabledNames } from '../operations/stored-providers.ts';
import type { PortClient } from '../planes/port/client.ts';
import type { Provider } from '../planes/port/nouns.ts';

/**
 * Asks whether a provider that was just saved is to be the organization's default, and with which model.
 * Undefined for none, and where there is nothing to ask: the provider is the default already, is switched
 * off, or these credentials may not read the defaults.
 */
export async function askForDefault(
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
