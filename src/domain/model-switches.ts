import { usageError } from './errors.ts';
import { didYouMean } from './nearest.ts';
import type { Config, ProviderType } from './provider-types/define.ts';

type Switches = Readonly<Record<string, { readonly enabled?: boolean | undefined }>>;

/** A provider as far as its models are concerned. */
export interface ModelsOf {
  readonly config?: Config | null | undefined;
  readonly overrides?: { readonly models?: Switches | null | undefined } | null | undefined;
  readonly effectiveModels: Switches;
}

/** Names in `config.models`: the compatible and Vertex types carry their catalogue themselves. */
export function configuredModels(config: Config | null | undefined): string[] {
  const models = config?.['models'];
  if (!Array.isArray(models)) return [];
  return models.flatMap((item: unknown) =>
    typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string'
      ? [item.name]
      : [],
  );
}

/** One model of a provider, and whether requests may use it. */
export interface ModelState {
  readonly model: string;
  readonly enabled: boolean;
}

/**
 * The models a provider offers. `effectiveModels` may list every model that Port knows, also those of
 * other vendors, so it is narrowed to what the type or its configuration can serve; a model that
 * nobody knows stays in, since it is newer than this version.
 */
export function modelsOf(
  type: ProviderType | undefined,
  provider: ModelsOf,
  allTypes: readonly ProviderType[],
): ModelState[] {
  const named = configuredModels(provider.config);
  const own = new Set([...(type?.models ?? []), ...(type?.latestModels ?? []), ...named]);
  const known = new Set(allTypes.flatMap((each) => [...each.models, ...(each.latestModels ?? [])]));
  const seen = Object.keys(provider.effectiveModels);
  const offered = seen.filter((model) =>
    named.length > 0 ? own.has(model) : own.size === 0 || own.has(model) || !known.has(model),
  );
  const names = offered.length > 0 ? offered : named;
  return names.map((model) => ({
    model,
    enabled:
      (provider.effectiveModels[model] ?? provider.overrides?.models?.[model])?.enabled !== false,
  }));
}

export interface ModelChange {
  readonly enable: readonly string[];
  readonly disable: readonly string[];
}

export interface Overrides {
  readonly models: Readonly<Record<string, { readonly enabled: boolean }>>;
}

/**
 * The complete override map that a change needs, since Port's map is closed and wants every key: on
 * create the models that the published schema requires for the type, on update every key that the
 * server has shown, each with the change applied.
 */
export function overridesWith(
  change: ModelChange,
  stored: ModelsOf | undefined,
  type: ProviderType | undefined,
): Overrides | undefined {
  const both = change.enable.find((model) => change.disable.includes(model));
  if (both !== undefined) throw usageError(`${both} is both enabled and disabled`);
  const asked = [...change.enable, ...change.disable];
  const before = stored?.overrides?.models;
  if (asked.length === 0 && !before) return undefined;
  const keys = stored
    ? [...Object.keys(stored.effectiveModels), ...Object.keys(before ?? {}), ...asked]
    : [...(type?.models ?? []), ...asked];
  const enabled = (model: string) => {
    if (change.enable.includes(model)) return true;
    if (change.disable.includes(model)) return false;
    return (stored?.effectiveModels[model] ?? before?.[model])?.enabled !== false;
  };
  return {
    models: Object.fromEntries(
      [...new Set(keys)].map((model) => [model, { enabled: enabled(model) }]),
    ),
  };
}

/**
 * The same map after a refusal that names models it misses or does not know; undefined when the
 * words name none. A model that the user asked for is never dropped silently.
 */
export function correctedOverrides(
  overrides: Overrides,
  refusal: string,
  asked: readonly string[],
): Overrides | undefined {
  const said = namesIn(refusal);
  const missing = said.missing;
  const unknown = said.unknown.filter(
    (model) => Object.hasOwn(overrides.models, model) && !asked.includes(model),
  );
  const add = missing.filter((model) => !Object.hasOwn(overrides.models, model));
  if (add.length === 0 && unknown.length === 0) return undefined;
  const kept = Object.entries(overrides.models).filter(([model]) => !unknown.includes(model));
  return {
    models: Object.fromEntries([
      ...kept,
      ...add.map((model) => [model, { enabled: true }] as const),
    ]),
  };
}

/** Complaints about the configuration name its keys, which are no models. */
const aboutConfig = /\bconfig(?:\/\S*)? must\b[^,;]*/gi;
const complaint =
  /(required propert(?:y|ies)|missing|requires?)|additional propert(?:y|ies)|unknown|unrecognized/gi;
const quotedList = /^(?:\s|:|models?|keys?)*(?:['"`][\w.@:-]+['"`](?:,|\s|and)*)+/;
const quotedName = /(?<=['"`])[\w.@:-]+(?=['"`])/g;
const anyName = /[\w@][\w.@:-]*\w/g;

/** The names behind each complaint of a validator; `unknown` holds its other words, too. */
function namesIn(refusal: string): { missing: string[]; unknown: string[] } {
  const text = refusal.replace(aboutConfig, '');
  const found = [...text.matchAll(complaint)].map((match, index, all) => {
    const [tail = ''] = text
      .slice(match.index + match[0].length, all[index + 1]?.index)
      .split(/\bbody\b/);
    return { missing: match[1] !== undefined, tail };
  });
  return {
    missing: found.flatMap(({ missing, tail }) =>
      missing ? (quotedList.exec(tail)?.[0].match(quotedName) ?? []) : [],
    ),
    unknown: found.flatMap(({ missing, tail }) => (missing ? [] : (tail.match(anyName) ?? []))),
  };
}

/** Refuses a model that the provider does not offer, unless nothing is known about its models. */
export function requireKnownModels(asked: readonly string[], offered: readonly string[]): void {
  const stranger = asked.find((model) => offered.length > 0 && !offered.includes(model));
  if (stranger === undefined) return;
  throw usageError(`${stranger} is not a model of this provider.${didYouMean(stranger, offered)}`, {
    name: 'UnknownModel',
    hint: `It offers ${offered.join(', ')}. --force sends the name anyway.`,
  });
}
