import { catalogueModel, callableFrom, profilesFrom } from '../vendors/bedrock/catalogue.ts';
import type { ModelsInRegion } from './iam-documents/model-access.ts';
import { regionNames, withCity } from '../vendors/bedrock/regions.ts';

/** Sentences that say what was asked for and is not available in a region, and what to do instead. */

/** As many as one reads; there are often twenty. */
const named = 4;

/** Regions of which every source says that a profile of a geography gives the model there. */
function regionsOf(model: string): readonly string[] {
  const profiles = catalogueModel(model)?.profiles ?? [];
  return regionNames.filter((region) =>
    profiles.some((row) => row.prefix !== 'global' && callableFrom(row, region) === 'yes'),
  );
}

/** Those of the same continent first, since data is to stay near. */
function nearestRegions(model: string, region: string): readonly string[] {
  const isNear = (other: string) => other.slice(0, 2) === region.slice(0, 2);
  const all = regionsOf(model);
  return [...all.filter(isNear), ...all.filter((each) => !isNear(each))].slice(0, named);
}

function globalId(model: string, region: string): string | undefined {
  const known = catalogueModel(model);
  if (known === undefined) return undefined;
  return profilesFrom(known, region).find(({ row }) => row.prefix === 'global')?.id;
}

/** The two ways to a model that no geography gives in a region. */
export function waysOut(model: string, region: string, global: boolean): string {
  const elsewhere = nearestRegions(model, region);
  const wide = global ? undefined : globalId(model, region);
  const ways = [
    ...(elsewhere.length === 0
      ? []
      : [`another region, such as ${elsewhere.map(withCity).join(', ')}`]),
    ...(wide === undefined ? [] : [`--global, which allows ${wide}: data may then go anywhere`]),
  ];
  return ways.length === 0 ? 'No region is known that has it.' : `Ways out: ${ways.join('; or ')}.`;
}

/** Every model that cannot be had, each in one sentence; empty where all can. */
export function shortfalls(
  { without, ended }: Pick<ModelsInRegion, 'without' | 'ended'>,
  region: string,
  global: boolean,
): readonly string[] {
  return [
    ...ended.map(({ says }) => `${says}.`),
    ...without.map(
      (model) =>
        `No inference profile${global ? '' : ' of a geography'} gives ${model} in ${withCity(region)}. ${waysOut(model, region, global)}`,
    ),
  ];
}

/** What is not sure of profiles that are given all the same. */
export function doubts(
  { access }: Pick<ModelsInRegion, 'access'>,
  region: string,
): readonly string[] {
  return access.flatMap(({ profiles }) =>
    profiles.flatMap(({ id, doubt }) => {
      if (doubt === undefined) return [];
      const why =
        doubt === 'disputed'
          ? `public lists disagree whether ${id} can be called from ${region}`
          : `nobody has published whether ${id} can be called from ${region}`;
      return [
        `Not sure: ${why}. portai bedrock models --region ${region} --refresh asks your account.`,
      ];
    }),
  );
}
