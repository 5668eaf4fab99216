import { fieldsOf } from '../../core/text/json.ts';
import type {
  IntegrationModel,
  IntegrationModels,
  ModelInput,
  ModelsUpdate,
} from '../../planes/portkey/nouns.ts';

/** What is to become of the models of an integration. */
export interface ModelSwitches {
  readonly enable: readonly string[];
  readonly disable: readonly string[];
  /** True disables every listed model that is not among `enable`. */
  readonly onlyThose: boolean;
  /** True allows models that have no row as well, such as those that the provider adds later. */
  readonly allowAll: boolean | undefined;
  /** A model of one's own to make or change; it is enabled. */
  readonly custom?: Omit<ModelInput, 'enabled' | 'is_custom'> | undefined;
}

/** One difference between what is stored and what is wanted, in words. */
export interface ModelDifference {
  /** Null for what counts for models without a row. */
  readonly model: string | null;
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** A change of models, before it is sent. */
export interface ModelsPlan {
  /** Empty where everything is as it is wanted. */
  readonly changes: readonly ModelDifference[];
  readonly update: ModelsUpdate;
}

/** The state of a model in words; undefined for one without a row. */
export const modelState = (enabled: boolean | undefined) =>
  enabled === undefined ? 'not listed' : enabled ? 'enabled' : 'disabled';

/** Makes the plan of a change: every listed model with its switch, and those that are new. */
export function modelsPlan(stored: IntegrationModels, switches: ModelSwitches): ModelsPlan {
  const { enable, disable, onlyThose, custom, allowAll } = switches;
  const on = new Set([...enable, ...(custom ? [custom.slug] : [])]);
  const off = new Set(disable);
  const rows = new Map(stored.models.map((model) => [model.slug, model]));
  const listed = stored.models.map((model): ModelInput => {
    const kept = off.has(model.slug) || onlyThose ? false : model.enabled;
    return { ...sendableRow(model), enabled: on.has(model.slug) || kept };
  });
  const added = [...on, ...off]
    .filter((slug, index, all) => !rows.has(slug) && all.indexOf(slug) === index)
    .map((slug): ModelInput => ({ slug, enabled: on.has(slug) }));
  const models = [...listed, ...added].map((model) =>
    custom?.slug === model.slug ? { ...model, ...custom, is_custom: true, enabled: true } : model,
  );
  const update: ModelsUpdate = {
    models,
    ...(allowAll === undefined
      ? stored.allow_all_models === undefined
        ? {}
        : { allow_all_models: stored.allow_all_models }
      : { allow_all_models: allowAll }),
  };
  return { update, changes: modelDifferences(stored, update, { blind: custom }) };
}

/** A stored row as it is sent back. What portai cannot read whole, such as headers, is left out: it stays. */
function sendableRow({ slug, enabled, is_custom, is_finetune, base_model_slug }: IntegrationModel) {
  return {
    slug,
    enabled,
    ...(is_custom ? { is_custom } : {}),
    ...(is_finetune ? { is_finetune } : {}),
    ...(typeof base_model_slug === 'string' && (is_custom || is_finetune)
      ? { base_model_slug }
      : {}),
  };
}

/** The host of its own that a model is called at. */
export const hostOf = (configurations: unknown): string => {
  const host = fieldsOf(configurations)?.['custom_host'];
  return typeof host === 'string' && host !== '' ? host : 'none';
};
/** The kind of price that a model has, in a word. */
export const priceOf = ({
  pricing_config: price,
}: {
  readonly pricing_config?: unknown;
}): string => (price === undefined || price === null ? 'none' : 'own');

/** One difference, or none where both are the same. */
export function difference(
  model: string,
  field: string,
  from: string,
  to: string,
): ModelDifference[] {
  return from === to ? [] : [{ model, field, from, to }];
}

/**
 * The differences between what is stored and what is sent. `blind` is a model of which values are sent that
 * are never read back, headers among them: it differs.
 */
export function modelDifferences(
  stored: IntegrationModels,
  { models, allow_all_models: all }: ModelsUpdate,
  { blind }: { readonly blind?: ModelSwitches['custom'] },
): ModelDifference[] {
  const rows = new Map(stored.models.map((model) => [model.slug, model]));
  const changes = models.flatMap((wanted): ModelDifference[] => {
    const { slug, enabled, base_model_slug: base, configurations, pricing_config: price } = wanted;
    const row = rows.get(slug);
    const host =
      configurations && 'custom_host' in configurations ? hostOf(configurations) : undefined;
    const headers = blind?.slug === slug && configurations && 'custom_headers' in configurations;
    return [
      ...difference(slug, 'state', modelState(row?.enabled), modelState(enabled)),
      ...(typeof base === 'string'
        ? difference(slug, 'base model', row?.base_model_slug ?? 'none', base)
        : []),
      ...(wanted.is_finetune === true && row?.is_finetune !== true
        ? difference(slug, 'fine-tuned', 'no', 'yes')
        : []),
      ...(host === undefined ? [] : difference(slug, 'host', hostOf(row?.configurations), host)),
      ...(headers === true
        ? [{ model: slug, field: 'headers', from: 'not shown', to: 'set' }]
        : []),
      ...(price !== undefined && !covers(row?.pricing_config, price)
        ? [{ model: slug, field: 'price', from: row ? priceOf(row) : 'none', to: 'set' }]
        : []),
    ];
  });
  const now = stored.allow_all_models;
  return all === undefined || all === now
    ? changes
    : [
        ...changes,
        {
          model: null,
          field: 'new models',
          from: now === undefined ? 'not said' : now ? 'allowed' : 'not allowed',
          to: all ? 'allowed' : 'not allowed',
        },
      ];
}

/** True if a stored value has all that was sent; servers add fields of their own. */
function covers(stored: unknown, sent: unknown): boolean {
  const inner = fieldsOf(sent);
  const outer = fieldsOf(stored);
  if (!inner || !outer) return JSON.stringify(stored) === JSON.stringify(sent);
  return Object.entries(inner).every(([key, value]) => covers(outer[key], value));
}
