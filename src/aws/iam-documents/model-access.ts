import { endOnBedrock } from '../../vendors/bedrock/ended-models.ts';
import { baseModelId, inferenceIds, reachOf } from '../../vendors/bedrock/inference-profiles.ts';
import type { ModelAccess, ProfileAccess } from './access.ts';
import { catalogueRows } from '../../vendors/bedrock/catalogue-rows.ts';
import { isOwnProfile } from '../../vendors/bedrock/model-names.ts';
import {
  catalogueModel,
  profilePrefix,
  profilesFrom,
  type Callable,
} from '../../vendors/bedrock/catalogue.ts';

/** An inference profile as the account has it. */
export interface FoundProfile {
  readonly id: string;
  /** Regions that it may route to, the source region with them. */
  readonly destinations: readonly string[];
}

export interface ModelsInRegion {
  readonly access: readonly ModelAccess[];
  /** Models that no profile gives there. */
  readonly without: readonly string[];
  /** Models that AWS serves nowhere any more: sentences that say since when, and what to use. */
  readonly ended: readonly EndedModel[];
}

export interface EndedModel {
  readonly model: string;
  readonly says: string;
}

export interface ModelAccessChoice {
  /** Worldwide profiles only where they are allowed, since data then leaves the geography. */
  readonly global: boolean;
  /** What was found in the account overrules what is known. */
  readonly found?: readonly FoundProfile[];
  /** The day that decides which models have ended. */
  readonly now: Date;
}

/** Which profiles give a model in a region, of the models that AWS still serves. */
export function modelAccess(
  models: readonly string[],
  region: string,
  choice: ModelAccessChoice,
): ModelsInRegion {
  const named = [...new Set(models)];
  const ended = named.flatMap((model): EndedModel[] => {
    const says = endOnBedrock(model, choice.now);
    return says === undefined ? [] : [{ model, says }];
  });
  const all = named
    .filter((model) => !ended.some((each) => each.model === model))
    .map((model) => ({
      model,
      // Which models an own profile stands for only the account says: any, but through it alone.
      baseId: isOwnProfile(model) ? '*' : baseModelId(model),
      profiles: profilesOf(model, region, choice),
    }));
  return {
    access: all.filter(({ profiles }) => profiles.length > 0),
    without: all.filter(({ profiles }) => profiles.length === 0).map(({ model }) => model),
    ended,
  };
}

function profilesOf(
  model: string,
  region: string,
  { global, found }: ModelAccessChoice,
): readonly ProfileAccess[] {
  if (isOwnProfile(model)) return [{ id: model, reach: 'geography' }];
  const all = found
    ? foundProfiles(model, region, found)
    : (knownProfiles(model, region) ?? guessedProfiles(model, region));
  return all.filter(({ reach }) => reach === 'geography' || global);
}

/** The account's own: of whatever geography AWS has put in front. */
function foundProfiles(
  model: string,
  region: string,
  found: readonly FoundProfile[],
): readonly ProfileAccess[] {
  const base = baseModelId(model);
  return found
    .filter(
      ({ id }) =>
        id === model || (profilePrefix.test(id) && id.replace(profilePrefix, '') === base),
    )
    .map(({ id, destinations }) => profileAccess(id, region, destinations))
    .sort((one, other) => Number(one.reach === 'global') - Number(other.reach === 'global'));
}

function knownProfiles(model: string, region: string): readonly ProfileAccess[] | undefined {
  const isProfile = profilePrefix.test(model);
  const known =
    catalogueModel(model) ??
    (isProfile
      ? catalogueRows.find(({ baseId }) => baseId === model.replace(profilePrefix, ''))
      : undefined);
  if (known === undefined) return undefined;
  const rows = profilesFrom(known, region).filter(({ id }) => !isProfile || id === model);
  return rows.map(({ id, row, callable }) => ({
    ...profileAccess(id, region, row.to),
    ...doubt(callable),
  }));
}

/** The profiles of a model that no table has. An id of Bedrock is used as it is. */
function guessedProfiles(model: string, region: string): readonly ProfileAccess[] {
  return inferenceIds(model, region)
    .filter(({ reach }) => reach !== 'region')
    .map(({ id }) => ({ ...profileAccess(id, region, undefined), ...doubt('unknown') }));
}

const doubt = (callable: Exclude<Callable, 'no'>): Pick<ProfileAccess, 'doubt'> =>
  callable === 'yes' ? {} : { doubt: callable };

function profileAccess(
  id: string,
  region: string,
  destinations: readonly string[] | undefined,
): ProfileAccess {
  if (reachOf(id) === 'global') return { id, reach: 'global', destinations: [] };
  const reach = 'geography';
  if (destinations === undefined || destinations.length === 0) return { id, reach };
  return { id, reach, destinations: [...new Set([region, ...destinations])].sort() };
}
