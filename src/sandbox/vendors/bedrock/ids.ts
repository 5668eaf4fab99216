import { geographiesOf, profilesFrom } from '../../../vendors/bedrock/catalogue.ts';
import { catalogueRows, type CatalogueModel } from '../../../vendors/bedrock/catalogue-rows.ts';
import { invalidIdentifier, onDemandRefusal } from './refusals.ts';
import type { Answer } from '../vendor.ts';

/** Which ids Bedrock takes in a region: profiles that exist there, and models that stand alone. */

const profile = /^(us|eu|apac|jp|au|in|global)\.(.+)$/;
const vendorAndName = /^[a-z0-9-]+\.[a-z0-9]/;

/** Every Claude since version 4 is called through a profile only. */
const profileOnly = /^anthropic\.claude-(?:opus|sonnet|haiku)-[4-9]/;

const ofArn =
  /^arn:aws:bedrock:([a-z0-9-]+):(?:\d{12})?:(?:inference-profile|foundation-model|application-inference-profile)\/(.+)$/;

/** Why an id is not taken; undefined when it is. */
export function refusedId(id: string, region: string): Answer | undefined {
  const [, arnRegion, named] = ofArn.exec(id) ?? [];
  if (named !== undefined) {
    return arnRegion === region ? undefined : invalidIdentifier();
  }
  const [, geography, base = id] = profile.exec(id) ?? [];
  if (!vendorAndName.test(base)) return invalidIdentifier();
  if (geography === undefined) return profileOnly.test(base) ? onDemandRefusal(id) : undefined;
  return exists(geography, base, region) ? undefined : invalidIdentifier();
}

/** Of a model that is in no table only the geography is known; whether there is such a model is asked later. */
function exists(geography: string, base: string, region: string): boolean {
  const model = catalogueRows.find(({ baseId }) => baseId === base);
  if (model) return profilesTold(model, region).some(({ id }) => id === `${geography}.${base}`);
  return geography === 'global' || geographiesOf(region).some((each) => each === geography);
}

/** The profiles of which some source says that they can be called from the region. */
export const profilesTold = (model: CatalogueModel, region: string) =>
  profilesFrom(model, region).filter(({ callable }) => callable !== 'unknown');

/** The ARN of what an id stands for, as IAM names it. */
export function arnOf(id: string, region: string, account: string): string {
  if (id.startsWith('arn:')) return id;
  return profile.test(id)
    ? `arn:aws:bedrock:${region}:${account}:inference-profile/${id}`
    : `arn:aws:bedrock:${region}::foundation-model/${id}`;
}
