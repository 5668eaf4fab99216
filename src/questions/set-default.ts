import type { Asker } from '../operations/ports.ts';
import type { DefaultDecisions } from '../operations/set-default.ts';

/** Asks for the organization's default. */
export function askAboutDefault(ask: Asker): DefaultDecisions {
  const pick = (message: string, flag: string, names: readonly string[]) =>
    ask.pick(
      { message, flag },
      names.map((name) => ({ name, value: name })),
    );
  return {
    provider: (usable) => pick('default provider', '--provider', usable),
    model: (enabled) => pick('default model', '--model', enabled),
  };
}
