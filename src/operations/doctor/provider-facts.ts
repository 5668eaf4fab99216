import type { Default, Provider } from '../../planes/port/nouns.ts';
import { secretReferences } from '../../planes/port/rules/config-fields.ts';
import { findProviderType } from '../../planes/port/provider-types/index.ts';
import { modelStates } from '../stored-providers.ts';
import type { Validated } from '../validate.ts';
import type { ExaminedModel, ExaminedProvider } from './report.ts';

/** A provider with what was read beside it. */
export interface ProviderFacts {
  readonly provider: Provider;
  /** Names of the secrets there are; undefined where they may not be listed. */
  readonly secrets: readonly string[] | undefined;
  /** Null where there is none; undefined where it may not be read. */
  readonly defaults: Default | null | undefined;
  readonly now: Date;
  /** What Port's test came to, where there was one. */
  readonly validated?: Validated | undefined;
}

/** A provider with its secrets and models, as a graph of it shows them. */
export function examinedProvider(facts: ProviderFacts): ExaminedProvider {
  const { provider, secrets } = facts;
  const named = secretReferences(provider.config ?? {}).map(({ secret }) => secret);
  return {
    provider: provider.provider,
    enabled: provider.enabled,
    secrets: [...new Set(named)].map((name) => ({ name, exists: secrets?.includes(name) })),
    models: modelStates(provider).map(({ model, enabled }) => examinedModel(facts, model, enabled)),
  };
}

function examinedModel(
  { provider: { provider }, defaults, now, validated }: ProviderFacts,
  model: string,
  enabled: boolean,
): ExaminedModel {
  const retires = findProviderType(provider)?.calendar?.(model, now)?.says;
  const models = validated?.row.models ?? [];
  const verdict = models.find((each) => each.model === model)?.status;
  // Port's test says how long all took: of one model alone that is its own time.
  const took = verdict !== undefined && models.length === 1 ? validated?.row.durationMs : undefined;
  return {
    ...{ model, enabled },
    isDefault: defaults?.provider === provider && defaults.model === model,
    ...(retires === undefined ? {} : { retires }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(took === undefined ? {} : { milliseconds: took }),
  };
}
