import type { ModelDifference } from '../../operations/integrations/models-plan.ts';
import type { IntegrationModels } from '../../planes/portkey/nouns.ts';
import { cell, type Style } from '../style.ts';
import { wrapped } from '../wrap.ts';
import { renderChanges, renderChangesDone, type Subject } from './integration-changes.ts';

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

const ofModels: Subject<ModelDifference> = {
  head: 'MODEL',
  plural: 'models',
  nameOf: ({ model }) => (model === null ? 'all others' : cell(model)),
};

/** Differences of models, one a line. In rows: model, field, before, after. */
export const renderModelChanges = renderChanges(ofModels);

/** A change of models that is over. In rows: action, model, field, before, after. */
export const renderModelsDone = renderChangesDone(ofModels);
