/**
 * Which ids of Bedrock stand for a model. The 4.x models answer only through an inference profile: the
 * id with a geography, or `global`, in front. Which profiles exist depends on model and region.
 */

export type Geography = 'us' | 'eu' | 'apac' | 'jp' | 'au' | 'in';

/** What is known of a Port model name on Bedrock. */
export interface BedrockModel {
  /** The id of the foundation model, without any profile. */
  readonly baseId: string;
  /** The geographic profiles that were seen. */
  readonly geographies: readonly Geography[];
  /** True when others may exist as well, so that every one of the region is worth a request. */
  readonly othersPossible?: true;
}

/** Seen until November 2026 in AWS' documents and in public answers; not promised by AWS. */
export const bedrockModels: Readonly<Record<string, BedrockModel>> = {
  'claude-sonnet-4-20250514': {
    baseId: 'anthropic.claude-sonnet-4-20250514-v1:0',
    geographies: ['us', 'eu', 'apac'],
  },
  'claude-sonnet-4-5-20250929': {
    baseId: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
    geographies: ['us', 'eu', 'jp', 'au'],
  },
  'claude-haiku-4-5-20251001': {
    baseId: 'anthropic.claude-haiku-4-5-20251001-v1:0',
    geographies: ['us', 'eu', 'jp', 'au', 'in'],
  },
  'claude-opus-4-5-20251101': {
    baseId: 'anthropic.claude-opus-4-5-20251101-v1:0',
    geographies: ['us', 'eu'],
    othersPossible: true,
  },
  'claude-opus-4-6': {
    baseId: 'anthropic.claude-opus-4-6-v1',
    geographies: ['us', 'eu', 'au'],
  },
  'claude-sonnet-4-6': {
    baseId: 'anthropic.claude-sonnet-4-6',
    geographies: ['us', 'eu', 'au', 'jp'],
    othersPossible: true,
  },
};

const regions: readonly (readonly [pattern: RegExp, geographies: readonly Geography[]])[] = [
  [/^(?:us|ca)-/, ['us']],
  [/^eu-/, ['eu']],
  [/^ap-northeast-/, ['jp', 'apac']],
  [/^ap-southeast-[24]$/, ['au', 'apac']],
  [/^ap-south-/, ['in', 'apac']],
  [/^ap-/, ['apac']],
];

/** The geographies whose profiles can be called from a region, the narrowest first; often just one. */
export function geographiesOf(region: string): readonly Geography[] {
  return regions.find(([pattern]) => pattern.test(region))?.[1] ?? [];
}

const knownModel = (model: string) =>
  Object.hasOwn(bedrockModels, model) ? bedrockModels[model] : undefined;

/** An id that Bedrock itself would take: it names a vendor, or a geography and a vendor, or is an ARN. */
const isBedrockId = (model: string) => /^(?:arn:|[a-z0-9]+\.[a-z])/.test(model);

const profilePrefix = /^(?:us|eu|apac|jp|au|in|global)\./;

/**
 * The id of the foundation model behind a Port model name. A name that is not known gets the ending
 * of its kind: dated ids have a version, undated ones have none.
 */
export function baseModelId(model: string): string {
  const known = knownModel(model);
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
  if (isBedrockId(model)) {
    const [prefix] = profilePrefix.exec(model) ?? [];
    const reach = prefix === undefined ? 'region' : prefix === 'global.' ? 'global' : 'geography';
    return [{ id: model, reach }];
  }
  const known = knownModel(model);
  const base = baseModelId(model);
  const seen = (geography: Geography) =>
    known === undefined || known.othersPossible === true || known.geographies.includes(geography);
  const geographic = geographiesOf(region)
    .filter(seen)
    .map((geography) => ({ id: `${geography}.${base}`, reach: 'geography' }) as const);
  const everywhere = [
    { id: `global.${base}`, reach: 'global' },
    { id: base, reach: 'region' },
  ] as const;
  const [first, ...others] = geographic;
  return first ? [first, ...others, ...everywhere] : everywhere;
}
