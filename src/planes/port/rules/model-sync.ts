import { z } from 'zod';
import { once } from '../../../core/once.ts';
import type { ListedModels } from '../../../vendors/discovery/listed-models.ts';
import type { ServedModel } from '../../../vendors/discovery/served-model.ts';
import type { Config } from '../config.ts';
import type { ModelDiscovery } from '../provider-types/define.ts';
import type { ModelItem } from '../provider-types/field-schemas.ts';
import { modelItemOf } from './discovered-models.ts';

/** A model as it is stored: what this version does not know of it stays as it is. */
export interface EndpointModel {
  readonly name: string;
  readonly contextWindow?: number | undefined;
  readonly supportedFeatures?: Readonly<Record<string, boolean>> | undefined;
}

const storedModels = once(() =>
  z.array(
    z.looseObject({
      name: z.string(),
      contextWindow: z.number().optional(),
      supportedFeatures: z.record(z.string(), z.boolean()).optional(),
    }),
  ),
);

/** The models of a stored configuration; undefined where they cannot be read. */
export function storedModelsIn(config: Config): readonly EndpointModel[] | undefined {
  return storedModels().safeParse(config['models'] ?? []).data;
}

/** One difference between what is stored and what the server states. */
export interface CatalogueDifference {
  readonly model: string;
  readonly change: 'added' | 'gone' | 'changed';
  /** What differs of a changed model: `contextWindow` or a feature; empty otherwise. */
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** What a catalogue is compared with, and which differences are to be mended. */
export interface SyncTerms {
  /** Models of the server that the catalogue is to have beside those that it has. */
  readonly wanted: readonly ServedModel[];
  /** All that the server lists. */
  readonly served: ListedModels;
  /** Names that the server does not list and that leave the catalogue. */
  readonly pruned: readonly string[];
  readonly discovery: ModelDiscovery;
}

/** A catalogue as it should be, and how it differs from the stored one. */
export interface SyncPlan {
  readonly models: readonly EndpointModel[];
  readonly differences: readonly CatalogueDifference[];
}

/** Names of stored models that a server does not list. One that is listed and of no use for chats is not gone. */
export const goneModels = (
  stored: readonly EndpointModel[],
  { models, leftOut }: ListedModels,
): string[] => {
  const names = new Set([...models, ...leftOut].map(({ name }) => name));
  return stored.map(({ name }) => name).filter((name) => !names.has(name));
};

/** Compares a stored catalogue with a server's. What the server does not state is not changed. */
export function planSync(stored: readonly EndpointModel[], terms: SyncTerms): SyncPlan {
  const { wanted, served, pruned, discovery } = terms;
  const stated = new Map(served.models.map((model) => [model.name, modelItemOf(model, discovery)]));
  const known = new Set(stored.map(({ name }) => name));
  const added = wanted.filter(({ name }) => !known.has(name));
  const kept = stored.filter(({ name }) => !pruned.includes(name));
  return {
    models: [
      ...kept.map((model) => updated(model, stated.get(model.name))),
      ...added.map((model) => modelItemOf(model, discovery)),
    ],
    differences: [
      ...added.map(({ name }) => difference(name, 'added')),
      ...goneModels(stored, served).map((name) => difference(name, 'gone')),
      ...kept.flatMap((model) => differencesOf(model, stated.get(model.name))),
    ],
  };
}

const difference = (model: string, change: 'added' | 'gone'): CatalogueDifference => ({
  model,
  change,
  field: '',
  from: change === 'gone' ? 'stored' : '-',
  to: change === 'gone' ? 'not listed' : 'listed',
});

function updated(model: EndpointModel, stated: ModelItem | undefined): EndpointModel {
  if (!stated) return model;
  const supportedFeatures = { ...model.supportedFeatures, ...stated.supportedFeatures };
  return {
    ...model,
    ...(stated.contextWindow === undefined ? {} : { contextWindow: stated.contextWindow }),
    ...(Object.keys(supportedFeatures).length > 0 ? { supportedFeatures } : {}),
  };
}

type StatedValue = number | boolean | undefined;

function differencesOf(
  { name, contextWindow, supportedFeatures }: EndpointModel,
  stated: ModelItem | undefined,
): CatalogueDifference[] {
  const facts: [string, StatedValue, StatedValue][] = [
    ['contextWindow', contextWindow, stated?.contextWindow],
    ...Object.entries(stated?.supportedFeatures ?? {}).map(
      ([feature, value]): [string, StatedValue, StatedValue] => [
        feature,
        supportedFeatures?.[feature],
        value,
      ],
    ),
  ];
  return facts
    .filter(([, before, now]) => now !== undefined && before !== now)
    .map(([field, before, now]) => ({
      model: name,
      change: 'changed',
      field,
      from: before === undefined ? '-' : String(before),
      to: String(now),
    }));
}
