/**
 * Guardrail profiles. A guardrail that works across regions, as every one of the Standard tier does, is
 * evaluated in one of several regions, and whoever applies it needs the permission on the profile there.
 * Source: AWS' user guide, guardrails-cross-region-support and guardrail-profiles-permissions.
 */

/** When the regions below were last compared with AWS' page. */
export const guardrailProfilesCheckedOn = '2026-11-26';

/** A guardrail profile as it is used from one region. */
export interface GuardrailProfileAccess {
  /** `eu.guardrail.v1:0` */
  readonly id: string;
  /** Regions in which it may be evaluated; undefined when nobody knows. */
  readonly destinations?: readonly string[];
}

const us = 'us-east-1 us-east-2 us-west-2';
const eu = 'eu-central-1 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-3';
const apac =
  'ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2';
const wider = `${apac} ap-south-2 ap-southeast-4`;
const widest = `${wider} ap-southeast-3`;

const rows: readonly (readonly [prefix: string, from: string, to: string])[] = [
  ['us', us, us],
  ['us', 'us-west-1', `${us} us-west-1`],
  ['ca', 'ca-central-1', 'ca-central-1 ca-west-1'],
  ['eu', eu, eu],
  ['eu', 'il-central-1', `${eu} il-central-1`],
  ['uk', 'eu-west-2', 'eu-west-2'],
  ['au', 'ap-southeast-2', 'ap-southeast-2'],
  ['apac', 'ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2', apac],
  ['apac', 'ap-southeast-4', wider],
  ['apac', 'ap-southeast-3', widest],
  ['apac', 'ap-southeast-5', `${widest} ap-southeast-5`],
  ['apac', 'ap-southeast-7', `${widest} ap-southeast-7`],
  ['apac', 'ap-east-2', `${widest} ap-east-2`],
  ['apac', 'me-central-1', `${widest} me-central-1`],
];

/** The profiles that a guardrail of a region may have, as far as is known. */
export function guardrailProfilesFrom(region: string): readonly GuardrailProfileAccess[] {
  return rows
    .filter(([, from]) => from.split(' ').includes(region))
    .map(([prefix, , to]) => ({ id: `${prefix}.guardrail.v1:0`, destinations: to.split(' ') }));
}

/** A profile as it is used from a region; without destinations where the pair is not known. */
export function guardrailProfileFrom(id: string, region: string): GuardrailProfileAccess {
  return guardrailProfilesFrom(region).find((each) => each.id === id) ?? { id };
}

/** The form of a profile's id, and of the end of its ARN. Source: GuardrailCrossRegionConfig. */
export const guardrailProfileId = /^[a-z0-9-]+\.guardrail\.v[0-9:]+$/;

/** The ARNs of a profile in its destinations; a wildcard for the region where they are to be left open. */
export function guardrailProfileArns(
  { id, destinations }: GuardrailProfileAccess,
  account: string,
): readonly string[] {
  return (destinations ?? ['*']).map(
    (region) => `arn:aws:bedrock:${region}:${account}:guardrail-profile/${id}`,
  );
}
