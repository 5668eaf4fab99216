import { changedPaths } from './changes.ts';
import {
  overridesWith,
  type ModelChange,
  type ModelsOf,
  type Overrides,
} from './model-switches.ts';
import type { Config, ProviderType } from './provider-types/define.ts';

/** A provider as stored, as far as a change looks at it. */
export interface StoredProvider extends ModelsOf {
  readonly enabled: boolean;
  readonly updatedAt?: string | null | undefined;
}

export interface WantedProvider {
  /** The complete configuration; undefined leaves it as it is. */
  readonly config: Config | undefined;
  readonly enabled: boolean | undefined;
  readonly models: ModelChange;
}

/** What a put comes to: nothing, or a complete body to send. */
export interface ProviderChange {
  readonly action: 'create' | 'update' | 'unchanged';
  /** Paths that differ, sorted. */
  readonly changed: readonly string[];
  readonly update: {
    readonly config?: Config;
    readonly overrides?: Overrides;
    readonly enabled: boolean;
  };
}

/** Compares what is wanted with what is stored. Every part sent is complete: Port may merge or replace. */
export function planChange(
  type: ProviderType | undefined,
  stored: StoredProvider | undefined,
  wanted: WantedProvider,
): ProviderChange {
  const before = stored?.config ?? undefined;
  const config = inStoredForm(type, before, wanted.config ?? before);
  const overrides = overridesWith(wanted.models, stored, type);
  const enabled = wanted.enabled ?? stored?.enabled ?? true;
  const update = {
    ...(config === undefined ? {} : { config }),
    ...(overrides === undefined ? {} : { overrides }),
    enabled,
  };
  if (!stored) return { action: 'create', changed: changedPaths({}, update), update };
  const changed = [
    ...changedPaths(before ?? {}, config ?? {}, 'config'),
    ...(stored.enabled === enabled ? [] : ['enabled']),
    ...changedSwitches(stored, overrides),
  ];
  return { action: changed.length > 0 ? 'update' : 'unchanged', changed, update };
}

/** Where the server keeps the same configuration under its other keys, those are used. */
function inStoredForm(
  type: ProviderType | undefined,
  before: Config | undefined,
  config: Config | undefined,
): Config | undefined {
  if (!config || !before) return config;
  const pairs = [
    [type?.alternate?.(config), before],
    [type?.alternate?.(before), config],
  ];
  return pairs.some(([other, same]) => other && changedPaths(other, same).length === 0)
    ? before
    : config;
}

/** A model that is not mentioned is enabled, so only a different state counts as a change. */
function changedSwitches(stored: StoredProvider, overrides: Overrides | undefined): string[] {
  return Object.entries(overrides?.models ?? {})
    .filter(([model, { enabled }]) => {
      const state = stored.effectiveModels[model] ?? stored.overrides?.models?.[model];
      return enabled !== (state?.enabled !== false);
    })
    .map(([model]) => `overrides.models.${model}.enabled`);
}
