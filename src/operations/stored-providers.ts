import { portError } from '../planes/port/errors.ts';
import { didYouMean } from '../core/text/nearest.ts';
import { nameInWords } from '../core/text/typed-names.ts';
import type { Default, Model, Provider } from '../planes/port/nouns.ts';
import { findProviderType, providerTypes } from '../planes/port/provider-types/index.ts';
import { modelsOf } from '../planes/port/rules/model-switches.ts';

/** Models of a stored provider with their state. */
export function modelStates(provider: Provider): Model[] {
  return modelsOf(findProviderType(provider.provider), provider, providerTypes);
}

/** Names of the models that are switched on: those that Port tests. */
export function enabledNames(provider: Provider): string[] {
  return modelStates(provider)
    .filter(({ enabled }) => enabled)
    .map(({ model }) => model);
}

/** The provider of that type in a list, or the documented refusal with what there is. */
export function findStored<T extends Provider>(list: readonly T[], type: string): T {
  const found = list.find(({ provider }) => provider === type);
  if (found) return found;
  const configured = list.map(({ provider }) => provider);
  const known = findProviderType(type) !== undefined;
  throw portError(
    'LLMProviderNotFoundError',
    known
      ? `${type} is not configured for this organization`
      : `${nameInWords(type, [...configured, ...providerTypes.map(({ id }) => id)])} is neither configured nor a type that portai knows.${didYouMean(
          type,
          [...configured, ...providerTypes.map(({ id }) => id)],
        )}`,
    {
      details: { configured },
      next: [
        { command: ['providers', 'list'], why: 'what is configured' },
        ...(known
          ? [{ command: ['providers', 'put', type, '--validate'], why: 'connect it' }]
          : []),
      ],
    },
  );
}

/** What could be the default: every enabled model of every enabled provider. */
export function possibleDefaults(list: readonly Provider[]): Default[] {
  return list
    .filter(({ enabled }) => enabled)
    .flatMap((each) => enabledNames(each).map((model) => ({ provider: each.provider, model })));
}
