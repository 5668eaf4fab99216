import { knowsModels } from '../planes/port/rules/model-switches.ts';
import { findProviderType } from '../planes/port/provider-types/index.ts';
import { enabledNames } from './stored-providers.ts';
import type { Default, Provider, StoredDefault } from '../planes/port/nouns.ts';

/** Why requests that name no provider would fail with this default; undefined where nothing says so. */
export function defaultProblem(
  { provider: id, model }: Default,
  list: readonly Provider[],
): string | undefined {
  const provider = list.find((each) => each.provider === id);
  if (!provider) {
    // Port's own is there without being listed.
    const own = findProviderType(id)?.creatable === false;
    return own ? undefined : `${id} is not configured`;
  }
  if (!provider.enabled) return `${id} is disabled`;
  return knowsModels(provider) && !enabledNames(provider).includes(model)
    ? `${model} is not enabled for ${id}`
    : undefined;
}

/** Whether an organization chose it: Port answers its own in the same shape, without a time. */
export function isChosen(defaults: StoredDefault | undefined): boolean {
  return Boolean(defaults?.createdAt ?? defaults?.updatedAt);
}
