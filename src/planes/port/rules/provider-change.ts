import { changedPaths } from '../../../core/changed-paths.ts';
import {
  configuredModels,
  overridesWith,
  switchesIn,
  switchOf,
  type ModelSwitchRequest,
} from './model-switches.ts';
import type { Config } from '../config.ts';
import type { ProviderType } from '../provider-types/define.ts';
import type { Overrides, ProviderContent, ProviderUpdate } from '../nouns.ts';

export interface WantedProvider {
  /** The complete configuration; undefined leaves it as it is. */
  readonly config: Config | undefined;
  readonly enabled: boolean | undefined;
  readonly models: ModelSwitchRequest;
}

/** The change that a put makes: none, or a complete body to send. */
export interface ProviderChange {
  readonly action: 'create' | 'update' | 'unchanged';
  /** Paths that differ from what is stored. */
  readonly changed: readonly string[];
  readonly update: ProviderUpdate;
}

/** Compares what is wanted with what is stored. Every part sent is complete: Port may merge or replace. */
export function planChange(
  type: ProviderType | undefined,
  stored: ProviderContent | undefined,
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
  const changed = changedIn(update, stored, wanted.models);
  const action = !stored ? 'create' : changed.length > 0 ? 'update' : 'unchanged';
  return { action, changed, update };
}

/** The paths at which a body differs from what is stored, with the models that were asked for. */
export function changedIn(
  update: ProviderUpdate,
  stored: ProviderContent | undefined,
  asked: ModelSwitchRequest,
): string[] {
  if (!stored) return changedPaths({}, update);
  return [
    ...changedPaths(stored.config ?? {}, update.config ?? {}, 'config'),
    ...(stored.enabled === update.enabled ? [] : ['enabled']),
    ...changedSwitches(stored, asked),
  ];
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

/** Only what is known to be so already is no change: the state of a model that nobody mentions is not known. */
function changedSwitches(
  stored: ProviderContent,
  { enable, disable }: ModelSwitchRequest,
): string[] {
  const different = new Set([
    ...enable.filter((model) => storedSwitch(stored, model) !== true),
    ...disable.filter((model) => storedSwitch(stored, model) !== false),
  ]);
  return [...different].map((model) => `overrides.models.${model}.enabled`);
}

/**
 * Whether a stored model is on; undefined where nobody says. Of a list of the server that is empty, the
 * models that the configuration names are on.
 */
function storedSwitch(stored: ProviderContent, model: string): boolean | undefined {
  const said = switchOf(model, stored.effectiveModels, stored.overrides?.models);
  if (said !== undefined || switchesIn(stored.effectiveModels)?.size !== 0) return said;
  return configuredModels(stored.config).includes(model) ? true : undefined;
}

/** What a body was for. */
export interface WrittenAs {
  readonly type: ProviderType | undefined;
  /** Models that were asked for by name. */
  readonly askedModels: readonly string[];
}

/**
 * What an answer says otherwise than the body that was sent, in words; nothing about parts that it
 * leaves out. A server may add to a configuration, but not keep what was taken away.
 */
export function differences(
  sent: ProviderUpdate,
  before: ProviderContent | undefined,
  answer: Partial<ProviderContent>,
  { type, askedModels }: WrittenAs,
): string[] {
  const state = (enabled: boolean) => (enabled ? 'enabled' : 'disabled');
  const switched =
    answer.enabled === undefined || answer.enabled === sent.enabled
      ? []
      : [`it is ${state(answer.enabled)}, not ${state(sent.enabled)}`];
  return [
    ...switched,
    ...configDifferences(sent.config, before?.config ?? {}, answer.config ?? undefined, type),
    ...switchDifferences(sent.overrides, answer),
    ...droppedModels(sent.overrides, answer, askedModels),
  ];
}

function configDifferences(
  sent: Config | undefined,
  before: Config,
  answer: Config | undefined,
  type: ProviderType | undefined,
): string[] {
  if (!sent || !answer) return [];
  const shown = inStoredForm(type, answer, sent) === answer ? answer : sent;
  const paths = changedPaths(shown, answer, 'config');
  return paths.flatMap((path) => {
    const key = path.split('.')[1] ?? '';
    if (Object.hasOwn(shown, key)) return [`${path} is another than was sent`];
    return Object.hasOwn(before, key) ? [`${path} is still there`] : [];
  });
}

function switchDifferences(
  sent: Overrides | undefined,
  answer: Partial<ProviderContent>,
): string[] {
  const now = switchesIn(answer.overrides?.models);
  const effective = switchesIn(answer.effectiveModels);
  const wanted = [...(switchesIn(sent?.models) ?? [])];
  return wanted.flatMap(([model, enabled]) => {
    const is = now?.get(model) ?? effective?.get(model) ?? enabled;
    return is === enabled ? [] : [`${model} is ${is ? 'enabled' : 'disabled'}`];
  });
}

/** Models that were asked for, and that an answer with the provider's models does not name. */
function droppedModels(
  sent: Overrides | undefined,
  answer: Partial<ProviderContent>,
  asked: readonly string[],
): string[] {
  const overridden = switchesIn(answer.overrides?.models);
  const effective = switchesIn(answer.effectiveModels);
  const wanted = switchesIn(sent?.models);
  // A list without a model that was to be off has it off.
  const tells = (model: string) =>
    overridden !== undefined || (wanted?.get(model) === true && (effective?.size ?? 0) > 0);
  return [...new Set(asked)]
    .filter((model) => wanted?.has(model) === true && tells(model))
    .filter((model) => overridden?.has(model) !== true && effective?.has(model) !== true)
    .map((model) => `${model} is not among its models`);
}
