import type { Provider } from '../planes/port/nouns.ts';
import { findProviderType } from '../planes/port/provider-types/index.ts';
import type { Report } from './ports.ts';
import { findStored } from './stored-providers.ts';

/** The providers that were named, or all but Port's own, which has nothing of the organization's to test. */
export function chosenProviders(
  report: Report,
  list: readonly Provider[],
  types: readonly string[],
): readonly Provider[] {
  if (types.length > 0) return [...new Set(types)].map((type) => findStored(list, type));
  const [own, rest] = [managed(list, true), managed(list, false)];
  if (own.length > 0)
    report.note(`${own.map(({ provider }) => provider).join()} is managed by Port and not tested.`);
  return rest;
}

function managed(list: readonly Provider[], wanted: boolean): Provider[] {
  return list.filter(
    ({ provider }) => (findProviderType(provider)?.creatable === false) === wanted,
  );
}
