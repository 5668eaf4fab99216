import type { ModelChange } from '../../operations/integrations/models-plan.ts';
import type { IntegrationModels } from '../../planes/portkey/nouns.ts';
import { cell, type Style } from '../style.ts';
import { hanging, wrapped } from '../wrap.ts';

/** The models of an integration. In rows: model, state, kind, base model. */
export function renderIntegrationModels(
  { models, allow_all_models: all }: IntegrationModels,
  style: Style,
): string {
  const rows = models.map((model): string[] => [
    cell(model.slug),
    model.enabled ? style.good('enabled') : style.dim('disabled'),
    model.is_finetune ? 'fine-tuned' : model.is_custom ? 'custom' : 'provider',
    cell(model.base_model_slug),
  ]);
  if (style.layout === 'rows') return style.table([], rows);
  const others =
    all === undefined
      ? 'Portkey does not say whether models without a row are allowed.'
      : all
        ? 'Every other model is allowed as well, also those that are new.'
        : 'No other model is allowed.';
  const table =
    rows.length === 0
      ? 'No models are listed.'
      : style.table(['MODEL', 'STATE', 'KIND', 'BASE'], rows);
  return `${table}\n${wrapped(others, style.width, '')}`;
}

const nameOf = ({ model }: ModelChange) => (model === null ? 'all others' : cell(model));

/** Differences, one a line. In rows: model, field, before, after. */
export function renderModelChanges(changes: readonly ModelChange[], style: Style): string {
  return style.table(
    ['MODEL', 'CHANGES', 'FROM', 'TO'],
    changes.map((change) => [
      nameOf(change),
      cell(change.field),
      style.dim(cell(change.from)),
      cell(change.to),
    ]),
  );
}

/** A change of models that is over. In rows: action, model, field, before, after. */
export function renderModelsDone(
  {
    action,
    integration,
    changes,
  }: {
    readonly action: string;
    readonly integration: string;
    readonly changes: readonly ModelChange[];
  },
  style: Style,
): string {
  if (style.layout === 'rows') {
    if (changes.length === 0) return `${action}\t${cell(integration)}`;
    return changes
      .map((each) => [action, nameOf(each), each.field, cell(each.from), cell(each.to)].join('\t'))
      .join('\n');
  }
  const names = [...new Set(changes.map(nameOf))];
  const count = names.length > 3 ? `${names.length} models` : names.join(', ');
  const line =
    action === 'unchanged'
      ? `${style.dim('=')} ${cell(integration)} is as wanted: nothing to do.`
      : `${style.good('✓')} ${cell(integration)} changed: ${count}.`;
  return hanging(line, style.width, 2);
}
