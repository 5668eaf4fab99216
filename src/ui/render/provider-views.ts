import { enabledNames, modelStates } from '../../operations/stored-providers.ts';
import type { Provider } from '../../planes/port/nouns.ts';
import { findProviderType } from '../../planes/port/provider-types/index.ts';
import { variantOf } from '../../planes/port/rules/config-fields.ts';
import { hideValues } from '../../planes/port/rules/mask-headers.ts';
import type { ProviderDetail, ProviderRow } from './providers.ts';

export function rowOf(provider: Provider): ProviderRow {
  const { enabled, updatedAt } = provider;
  return { provider: provider.provider, enabled, models: enabledNames(provider), updatedAt };
}

export function detailOf(provider: Provider): ProviderDetail {
  const type = findProviderType(provider.provider);
  const config = hideValues(provider.config ?? {});
  return {
    ...rowOf(provider),
    title: type?.title ?? provider.provider,
    variant: type && type.variants.length > 1 ? variantOf(type, config).title : undefined,
    config,
    allModels: modelStates(provider),
    updatedBy: provider.updatedBy,
  };
}
