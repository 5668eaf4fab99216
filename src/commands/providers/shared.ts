import { z } from 'zod';
import { variantOf } from '../../planes/port/rules/config-fields.ts';
import { PortaiError } from '../../core/errors.ts';
import { hideValues } from '../../planes/port/rules/mask-headers.ts';
import { modelsOf, type ModelState } from '../../planes/port/rules/model-switches.ts';
import { didYouMean } from '../../core/text/nearest.ts';
import { findProviderType, providerTypes } from '../../planes/port/provider-types/index.ts';
import { nameInWords } from '../../core/text/typed-names.ts';
import type { ProviderDetail, ProviderRow } from '../../ui/render/providers.ts';

/** A provider as the commands read it: what the client gives, without its schema. */
export interface StoredView {
  readonly provider: string;
  readonly enabled: boolean;
  readonly config?: Readonly<Record<string, unknown>> | null | undefined;
  readonly overrides?: Readonly<Record<string, unknown>> | null | undefined;
  readonly effectiveModels?: unknown;
  readonly createdBy?: string | null | undefined;
  readonly updatedAt?: string | null | undefined;
  readonly updatedBy?: string | null | undefined;
}

/** Models of a stored provider with their state. */
export function modelStates(provider: StoredView): ModelState[] {
  return modelsOf(findProviderType(provider.provider), provider, providerTypes);
}

export function enabledNames(provider: StoredView): string[] {
  return modelStates(provider)
    .filter(({ enabled }) => enabled)
    .map(({ model }) => model);
}

export function rowOf(provider: StoredView): ProviderRow {
  const { enabled, updatedAt } = provider;
  return { provider: provider.provider, enabled, models: enabledNames(provider), updatedAt };
}

export function detailOf(provider: StoredView): ProviderDetail {
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

/** The same resource, safe to print: values of custom headers stay in. */
export function shown<T extends StoredView>(provider: T): T {
  return provider.config ? { ...provider, config: hideValues(provider.config) } : provider;
}

/** The provider of that type in a list, or the documented refusal with what there is. */
export function findStored<T extends StoredView>(list: readonly T[], type: string): T {
  const found = list.find(({ provider }) => provider === type);
  if (found) return found;
  const configured = list.map(({ provider }) => provider);
  const known = findProviderType(type) !== undefined;
  throw new PortaiError({
    name: 'LLMProviderNotFoundError',
    message: known
      ? `${type} is not configured for this organization`
      : `${nameInWords(type, [...configured, ...providerTypes.map(({ id }) => id)])} is neither configured nor a type that portai knows.${didYouMean(
          type,
          [...configured, ...providerTypes.map(({ id }) => id)],
        )}`,
    exit: 'notFound',
    details: { configured },
    next: [
      { command: ['providers', 'list'], why: 'what is configured' },
      ...(known ? [{ command: ['providers', 'put', type, '--validate'], why: 'connect it' }] : []),
    ],
  });
}

/** The argument that names a type. Any word passes: types come and go faster than this program. */
export const typeArgument = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]*$/,
    'not the name of a provider type, which has small letters, digits and "-", as openai',
  );
