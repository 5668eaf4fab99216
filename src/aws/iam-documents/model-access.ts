import {
  baseModelId,
  inferenceIds,
  type InferenceId,
} from '../../vendors/bedrock/inference-profiles.ts';
import type { ModelAccess, ProfileAccess } from './access.ts';

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
}

/** Where profiles routed to in October 2026. AWS adds regions, so the account's own list goes before. */
const destinations: Readonly<Record<string, readonly string[]>> = {
  eu: ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'],
  us: ['us-east-1', 'us-east-2', 'us-west-2'],
};

/**
 * Which profiles give a model in a region. What was found in the account overrules what is known;
 * worldwide profiles only where they are allowed, since data then leaves the geography.
 */
export function modelAccess(
  models: readonly string[],
  region: string,
  { global, found }: { readonly global: boolean; readonly found?: readonly FoundProfile[] },
): ModelsInRegion {
  const all = [...new Set(models)].map((model) => ({
    model,
    baseId: baseModelId(model),
    profiles: inferenceIds(model, region)
      .filter(({ reach }) => reach === 'geography' || (reach === 'global' && global))
      .flatMap((inference) => profileOf(inference, region, found)),
  }));
  return {
    access: all.filter(({ profiles }) => profiles.length > 0),
    without: all.filter(({ profiles }) => profiles.length === 0).map(({ model }) => model),
  };
}

function profileOf(
  { id, reach }: InferenceId,
  region: string,
  found: readonly FoundProfile[] | undefined,
): ProfileAccess[] {
  if (reach === 'region') return [];
  if (reach === 'global') {
    return found && !found.some((each) => each.id === id) ? [] : [{ id, reach, destinations: [] }];
  }
  const there = found?.find((each) => each.id === id);
  if (found && !there) return [];
  const known = there?.destinations ?? destinations[id.slice(0, id.indexOf('.'))];
  if (known === undefined || known.length === 0) return [{ id, reach }];
  return [{ id, reach, destinations: [...new Set([region, ...known])].sort() }];
}
