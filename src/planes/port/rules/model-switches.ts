import type { Problem } from '../../../core/problem.ts';
import { fieldsOf } from '../../../core/text/json.ts';
import { didYouMean } from '../../../core/text/nearest.ts';
import type { Config } from '../config.ts';
import type { Model, Overrides, ProviderContent } from '../nouns.ts';
import type { ProviderType } from '../provider-types/define.ts';
import { fail } from '../../../core/fail.ts';

/**
 * The models of a map with their switches, also where the server writes `true` for `{enabled: true}`
 * or lists the names alone. A model without a readable switch is on. Undefined where there is no map:
 * then nothing is known, which is not the same as no model.
 */
export function switchesIn(map: unknown): ReadonlyMap<string, boolean> | undefined {
  if (Array.isArray(map)) {
    return new Map(
      map.flatMap((name: unknown) => (typeof name === 'string' ? [[name, true]] : [])),
    );
  }
  const entries = Object.entries(fieldsOf(map) ?? {});
  const isOff = (entry: unknown) => (fieldsOf(entry) ?? { enabled: entry })['enabled'] === false;
  return fieldsOf(map) && new Map(entries.map(([model, entry]) => [model, !isOff(entry)]));
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

/**
 * The models a provider offers. `effectiveModels` may list every model that Port knows, also those of
 * other vendors, so it is narrowed to what the type or its configuration can serve; a model that
 * nobody knows stays in, since it is newer than this version.
 */
export function modelsOf(
  type: ProviderType | undefined,
  provider: Partial<ProviderContent>,
  allTypes: readonly ProviderType[],
): Model[] {
  const named = configuredModels(provider.config);
  const own = new Set([...(type?.models ?? []), ...(type?.latestModels ?? []), ...named]);
  const known = new Set(allTypes.flatMap((each) => [...each.models, ...(each.latestModels ?? [])]));
  const effective = switchesIn(provider.effectiveModels);
  const overrides = switchesIn(provider.overrides?.models);
  // Without a list of the server: what is stored, and what the type is known to have.
  const seen = effective ?? new Set([...(type?.models ?? []), ...(overrides?.keys() ?? [])]);
  const offered = [...seen.keys()].filter((model) =>
    named.length > 0 ? own.has(model) : own.size === 0 || own.has(model) || !known.has(model),
  );
  const names = offered.length > 0 ? offered : named;
  return names.map((model) => ({
    model,
    enabled: switchOf(model, provider.effectiveModels, provider.overrides?.models) !== false,
  }));
}

/**
 * Whether a model is on; undefined where neither map says. What the server makes of the overrides goes
 * first, but a list that only names models does not outrank a switch that is stored.
 */
export function switchOf(
  model: string,
  effective: unknown,
  overrides: unknown,
): boolean | undefined {
  const maps = [switchesIn(effective), switchesIn(overrides)];
  const [first, second] = Array.isArray(effective) ? maps.reverse() : maps;
  return first?.get(model) ?? second?.get(model);
}

/** Whether the server or the configuration says which models there are. */
export function knowsModels(provider: Partial<ProviderContent>): boolean {
  return (
    switchesIn(provider.effectiveModels) !== undefined ||
    configuredModels(provider.config).length > 0
  );
}

export interface ModelSwitchRequest {
  readonly enable: readonly string[];
  readonly disable: readonly string[];
}

/**
 * The complete overrides that a change needs, since Port's map of models is closed and wants every
 * key: on create the models that the published schema requires for the type, on update every key that
 * the server has shown. What is stored is changed in place: only the switches that were asked for.
 */
export function overridesWith(
  change: ModelSwitchRequest,
  stored: Partial<ProviderContent> | undefined,
  type: ProviderType | undefined,
): Overrides | undefined {
  const both = change.enable.find((model) => change.disable.includes(model));
  if (both !== undefined) throw fail('Usage', `${both} is both enabled and disabled`);
  const asked = [...change.enable, ...change.disable];
  const before = stored?.overrides ?? undefined;
  const kept = fieldsOf(before?.models);
  if (asked.length === 0 && !kept) return before;
  const effective = switchesIn(stored?.effectiveModels);
  const overridden = switchesIn(before?.models);
  const keys = [
    ...(effective?.keys() ?? type?.models ?? []),
    ...(overridden?.keys() ?? []),
    ...asked,
  ];
  const state = (model: string) =>
    switchOf(model, stored?.effectiveModels, before?.models) !== false;
  const entry = (model: string): unknown => {
    const stands = kept !== undefined && Object.hasOwn(kept, model);
    if (!asked.includes(model)) return stands ? kept[model] : { enabled: state(model) };
    const enabled = change.enable.includes(model);
    return stands ? { ...fieldsOf(kept[model]), enabled } : { enabled };
  };
  const models = Object.fromEntries([...new Set(keys)].map((model) => [model, entry(model)]));
  return { ...before, models };
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
  const models = fieldsOf(overrides.models) ?? {};
  const said = namesIn(refusal);
  const unknown = said.unknown.filter(
    (model) => Object.hasOwn(models, model) && !asked.includes(model),
  );
  const add = said.missing.filter((model) => !Object.hasOwn(models, model));
  if (add.length === 0 && unknown.length === 0) return undefined;
  const kept = Object.entries(models).filter(([model]) => !unknown.includes(model));
  return {
    ...overrides,
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

/** Models asked for that the provider does not offer, unless nothing is known about its models. */
export function unknownModels(
  provider: string,
  asked: readonly string[],
  offered: readonly string[],
): Problem[] {
  const stranger = asked.find((model) => offered.length > 0 && !offered.includes(model));
  if (stranger === undefined) return [];
  const error = fail(
    'UnknownModel',
    `${stranger} is not a model of this provider.${didYouMean(stranger, offered)}`,
    {
      hint: `It offers ${offered.join(', ')}. --force sends the name anyway.`,
      next: [{ command: ['providers', 'models', 'list', provider], why: 'the models it offers' }],
    },
  );
  return [{ error, overridable: true }];
}
