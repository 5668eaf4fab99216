import { keptCatalogue } from '../../cli/bedrock-catalogue.ts';
import type { Context } from '../../cli/context.ts';
import { isNewer, type NewerAnswer } from '../../operations/bedrock/region-catalogue.ts';

/** What the account said of a region, where that is newer than the list that comes with portai. */
export const newerAnswer =
  (context: Context): NewerAnswer =>
  async (region) => {
    const kept = await keptCatalogue(context, region);
    return kept && isNewer(kept) ? kept : undefined;
  };
