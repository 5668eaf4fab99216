import { modelMeant } from './catalogue.ts';
import { checkedOn } from './catalogue-rows.ts';

/** When models end on Bedrock, after AWS' own dates in the catalogue. */
export const bedrockLifecycle = {
  checkedOn,
  endOf: (model: string) => modelMeant(model)?.lifecycle?.end,
  /** From then on a model fails in accounts that have not used it for 30 days. */
  legacyOf: (model: string) => modelMeant(model)?.lifecycle?.legacy,
};
