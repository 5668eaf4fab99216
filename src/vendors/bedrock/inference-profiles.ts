import { catalogueModel, geographiesOf, profilePrefix, profilesFrom } from './catalogue.ts';

/**
 * Which ids of Bedrock stand for a model. Claude since version 4 answers only through an inference
 * profile: the id with a geography, or `global`, in front. Which ones there are says the catalogue.
 */

/** An id that Bedrock itself would take: it names a vendor, or a geography and a vendor, or is an ARN. */
const isBedrockId = (model: string) => /^(?:arn:|[a-z0-9-]+\.[a-z])/.test(model);

/**
 * The id of the foundation model behind a vendor's model name. A name that is not known gets the ending
 * of its kind: dated ids have a version, undated ones have none.
 */
export function baseModelId(model: string): string {
  const known = catalogueModel(model);
  if (known) return known.baseId;
  if (isBedrockId(model)) return model.replace(profilePrefix, '');
  return `anthropic.${model}${/-\d{8}$/.test(model) ? '-v1:0' : ''}`;
}

/** An id to call, and how far the data may travel with it. */
export interface InferenceId {
  readonly id: string;
  readonly reach: 'geography' | 'global' | 'region';
}

/**
 * The ids to try for a model in a region: its geography, then the whole world, then the region alone.
 * A model that is not known gets every geography of the region. An id of Bedrock stands for itself.
 */
export function inferenceIds(
  model: string,
  region: string,
): readonly [InferenceId, ...InferenceId[]] {
  if (isBedrockId(model)) return [{ id: model, reach: reachOf(model) }];
  const base = baseModelId(model);
  const alone: InferenceId = { id: base, reach: 'region' };
  const known = catalogueModel(model);
  const profiles = known
    ? profilesFrom(known, region).map(({ id }) => id)
    : [...geographiesOf(region), 'global'].map((prefix) => `${prefix}.${base}`);
  const [first, ...others] = profiles.map((id) => ({ id, reach: reachOf(id) }));
  return first ? [first, ...others, alone] : [alone];
}

/** How far the data may travel with an id. */
export function reachOf(id: string): InferenceId['reach'] {
  const [prefix] = profilePrefix.exec(id) ?? [];
  return prefix === undefined ? 'region' : prefix === 'global.' ? 'global' : 'geography';
}
