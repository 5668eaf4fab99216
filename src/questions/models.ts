import type { Asker } from '../operations/ports.ts';
import type { ModelSwitchRequest } from '../planes/port/rules/model-switches.ts';
import type { ProviderType } from '../planes/port/provider-types/define.ts';
import { terminalLine } from '../core/text/terminal.ts';
import { modelStates } from '../operations/stored-providers.ts';
import type { Model, Provider } from '../planes/port/nouns.ts';

const nothing: ModelSwitchRequest = { enable: [], disable: [] };

/**
 * Asks which models stay switched on, where the type has a list of them and there is a choice. Only
 * what differs from today is a change: without one, Port keeps its own switches. What has ended is not
 * suggested for a new provider.
 */
export async function askForModels(
  ask: Asker,
  type: ProviderType,
  stored: Provider | undefined,
  now: Date,
): Promise<ModelSwitchRequest> {
  if (type.models.length === 0) return nothing;
  const states = stored ? modelStates(stored) : freshStates(type);
  if (states.length < 2) return nothing;
  const wanted = await ask.pickMany(
    { message: 'Models that requests may use', flag: '--disable-model <model>' },
    states.map(({ model, enabled }) => {
      const hasEnded = type.ended?.(model, now) !== undefined;
      return {
        name: `${terminalLine(model)}${hasEnded ? '  has ended' : ''}`,
        short: terminalLine(model),
        value: model,
        checked: enabled && !(hasEnded && !stored),
      };
    }),
  );
  const differing = states.filter(({ model, enabled }) => wanted.includes(model) !== enabled);
  const named = (on: boolean) =>
    differing.filter(({ enabled }) => enabled !== on).map(({ model }) => model);
  return { enable: named(true), disable: named(false) };
}

/** Of a new provider every model is on. */
const freshStates = (type: ProviderType): Model[] =>
  type.models.map((model) => ({ model, enabled: true }));
