import type { Context } from '../cli/context.ts';
import { findProviderType } from '../planes/port/provider-types/index.ts';
import { findStored, type StoredView } from './providers/shared.ts';

/** The providers that were named, or all but Port's own, which has nothing of the organization's to test. */
export function chosenProviders<T extends StoredView>(
  { out }: Context,
  list: readonly T[],
  types: readonly string[],
): readonly T[] {
  if (types.length > 0) return [...new Set(types)].map((type) => findStored(list, type));
  const [own, rest] = [managed(list, true), managed(list, false)];
  if (own.length > 0)
    out.note(`${own.map(({ provider }) => provider).join()} is managed by Port and not tested.`);
  return rest;
}

function managed<T extends StoredView>(list: readonly T[], wanted: boolean): T[] {
  return list.filter(
    ({ provider }) => (findProviderType(provider)?.creatable === false) === wanted,
  );
}
