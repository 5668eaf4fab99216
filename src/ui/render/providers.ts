import { alignedFacts } from '../facts.ts';
import { cell, time, type Style } from '../style.ts';

/** What a list of providers shows of each. */
export interface ProviderRow {
  readonly provider: string;
  readonly enabled: boolean;
  /** Names of the enabled models. */
  readonly models: readonly string[];
  /** The default model, when this provider is the default one. */
  readonly defaultModel?: string | undefined;
  readonly updatedAt?: string | null | undefined;
}

/** Columns in rows: type, state, enabled models (comma-separated), time of the last change. */
export function renderProviders(rows: readonly ProviderRow[], style: Style): string {
  if (rows.length === 0) {
    return style.layout === 'rows'
      ? ''
      : "No providers of your own; Port's managed models are in use.";
  }
  return style.table(
    ['PROVIDER', 'STATE', 'ENABLED MODELS', 'CHANGED'],
    rows.map(({ provider, enabled, models, updatedAt }) => [
      cell(provider),
      enabled ? style.good('enabled') : style.dim('disabled'),
      cell(models.join(style.layout === 'rows' ? ',' : ', ')),
      time(updatedAt, style),
    ]),
  );
}

export interface ProviderDetail extends ProviderRow {
  readonly title: string;
  readonly variant?: string | undefined;
  readonly config: Readonly<Record<string, unknown>>;
  readonly allModels: readonly { readonly model: string; readonly enabled: boolean }[];
  readonly createdBy?: string | null | undefined;
  readonly updatedBy?: string | null | undefined;
}

/** What the facts beside the configuration are called: a key of that name says where it is from. */
const ownLabels: readonly string[] = ['provider', 'type', 'state', 'models', 'changed'];

/** One provider: a line a fact; in rows the same facts as name, tab, value. */
export function renderProvider(provider: ProviderDetail, style: Style): string {
  const { title, variant, enabled, config, allModels, updatedAt, updatedBy } = provider;
  const models = allModels.map(({ model, enabled: on }) =>
    on ? cell(model) : style.dim(`${cell(model)} (disabled)`),
  );
  const facts: [string, string][] = [
    ['provider', cell(provider.provider)],
    ...(style.layout === 'rows' ? [] : [['type', cell(title)] satisfies [string, string]]),
    ['state', enabled ? style.good('enabled') : style.dim('disabled')],
    ...(variant === undefined ? [] : [['connects by', cell(variant)] satisfies [string, string]]),
    ...Object.entries(config).map(([key, value]): [string, string] => [
      ownLabels.includes(key) ? `config.${key}` : cell(key),
      cell(value),
    ]),
    ...models.map((model, index): [string, string] => [
      style.layout === 'rows' || index === 0 ? 'models' : '',
      model,
    ]),
    [
      'changed',
      [time(updatedAt, style), ...(updatedBy ? [`by ${cell(updatedBy)}`] : [])].join(' '),
    ],
  ];
  return renderFacts(facts, style);
}

/** Names and values in two columns. */
export function renderFacts(facts: readonly (readonly [string, string])[], style: Style): string {
  if (style.layout === 'rows') return facts.map((fact) => fact.join('\t')).join('\n');
  return alignedFacts(
    facts.map(([name, value]) => [style.dim(name), value]),
    style.width,
  );
}

/** The models of one provider: name and state. */
export function renderModels(
  models: readonly { readonly model: string; readonly enabled: boolean }[],
  style: Style,
): string {
  if (models.length === 0) return style.layout === 'rows' ? '' : 'No models.';
  return style.table(
    ['MODEL', 'STATE'],
    models.map(({ model, enabled }) => [
      cell(model),
      enabled ? style.good('enabled') : style.dim('disabled'),
    ]),
  );
}
