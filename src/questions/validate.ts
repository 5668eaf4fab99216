import { terminalLine } from '../core/text/terminal.ts';
import type { Asker } from '../operations/ports.ts';
import type { PortClient } from '../planes/port/client.ts';
import { findProviderType } from '../planes/port/provider-types/index.ts';

/** Asks which of the configured providers are to be tested; none where none can be. */
export async function askForProviders(ask: Asker, client: PortClient): Promise<readonly string[]> {
  const list = await client.providers.list();
  const testable = list.filter(({ provider }) => findProviderType(provider)?.creatable !== false);
  if (testable.length === 0) return [];
  return ask.pickMany(
    { message: 'Which providers', flag: '<type> or --all' },
    testable.map(({ provider }) => ({
      name: terminalLine(provider),
      value: provider,
      checked: true,
    })),
  );
}
