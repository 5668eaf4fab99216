import type {
  IntegrationModel,
  IntegrationModels,
  ModelsUpdate,
} from '../../planes/portkey/nouns.ts';
import type { Deviations, StateChange } from './after-write.ts';
import {
  difference,
  hostOf,
  modelDifferences,
  modelState,
  priceOf,
  type ModelDifference,
} from './models-plan.ts';

/** The name of the switch that allows models without a row. */
export const allModels = 'new models';

/** A change of models as it is named among others: `gpt-4o: state`. */
const stateOf = ({ model, field, from, to }: ModelDifference): StateChange => ({
  what: model === null ? field : `${model}: ${field}`,
  from,
  to,
});

/** All that can be read back of changes: headers never are. */
export const readableModels = (changes: readonly ModelDifference[]): StateChange[] =>
  changes.filter(({ field }) => field !== 'headers').map(stateOf);

/**
 * Compares all models with what was sent and with what there was before: models that were not sent may have
 * come on, and hosts and prices that were not sent stay. Where every model is allowed, rows come by
 * themselves.
 */
export function modelDeviations(
  update: ModelsUpdate,
  before: IntegrationModels,
  after: IntegrationModels,
): Deviations {
  const differs = modelDifferences(after, update, {}).filter(
    // Without a row nothing allows a model, unless all are.
    ({ from, to }) => after.allow_all_models === true || from !== 'not listed' || to !== 'disabled',
  );
  const was = new Map(before.models.map((model) => [model.slug, model]));
  const sent = new Map(update.models.map((model) => [model.slug, model]));
  const mayCome = (update.allow_all_models ?? before.allow_all_models) === true;
  const now = new Map(after.models.map((model) => [model.slug, model]));
  const isAllowed = (row: IntegrationModel | undefined) => row?.enabled ?? mayCome;
  const others = [...new Set([...was.keys(), ...now.keys()])].flatMap((slug): ModelDifference[] => {
    const [row, found, input] = [was.get(slug), now.get(slug), sent.get(slug)];
    const states =
      input !== undefined || isAllowed(row) === isAllowed(found)
        ? []
        : difference(slug, 'state', modelState(row?.enabled), modelState(found?.enabled));
    if (!found || input?.configurations || input?.pricing_config) return states;
    return [
      ...states,
      ...difference(slug, 'host', hostOf(row?.configurations), hostOf(found.configurations)),
      ...(row ? difference(slug, 'price', priceOf(row), priceOf(found)) : []),
    ];
  });
  const isOpened =
    update.allow_all_models === undefined &&
    after.allow_all_models === true &&
    before.allow_all_models !== true;
  const opened: ModelDifference = {
    model: null,
    field: allModels,
    from: before.allow_all_models === undefined ? 'not said' : 'not allowed',
    to: 'allowed',
  };
  return {
    differs: differs.map(stateOf),
    others: [...others, ...(isOpened ? [opened] : [])].map(stateOf),
  };
}
