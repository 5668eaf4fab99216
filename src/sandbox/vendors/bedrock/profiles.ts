import {
  bedrockModels,
  geographiesOf,
  type Geography,
} from '../../../vendors/bedrock/inference-profiles.ts';
import { arnOf } from './ids.ts';

/** The inference profiles that AWS defines, and what calling through one asks IAM for. */

/** Where profiles were seen to route in October 2026, besides their source region. */
const destinations: Readonly<Partial<Record<Geography, readonly string[]>>> = {
  eu: ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'],
  us: ['us-east-1', 'us-east-2', 'us-west-2'],
};

const modelArn = (baseId: string, region: string) =>
  `arn:aws:bedrock:${region}::foundation-model/${baseId}`;

const profileId = /^(us|eu|apac|jp|au|in|global)\.(.+)$/;

export interface SimulatedProfile {
  readonly id: string;
  readonly arn: string;
  readonly baseId: string;
  /** ARNs of the models it routes to; the region-less one in a global profile. */
  readonly models: readonly string[];
}

/** The models of a profile with the region in which each is used. */
function routes(prefix: string, baseId: string, source: string) {
  if (prefix === 'global') {
    return [
      { resource: modelArn(baseId, source), region: source },
      { resource: modelArn(baseId, ''), region: 'unspecified' },
    ];
  }
  const geography = geographiesOf(source).find((each) => each === prefix);
  const known = (geography && destinations[geography]) ?? [];
  return [...new Set([source, ...known])].map((region) => ({
    resource: modelArn(baseId, region),
    region,
  }));
}

/** Every profile of a source region. */
export function profilesOf(region: string, account: string): readonly SimulatedProfile[] {
  return Object.values(bedrockModels).flatMap(({ baseId, geographies }) => {
    const here = geographiesOf(region).filter((each) => geographies.includes(each));
    return [...here, 'global'].map((prefix) => ({
      id: `${prefix}.${baseId}`,
      arn: arnOf(`${prefix}.${baseId}`, region, account),
      baseId,
      models: routes(prefix, baseId, region).map(({ resource }) => resource),
    }));
  });
}

export interface Permission {
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

/** What IAM is asked when a model is called by an id: the profile, then the model wherever it may run. */
export function modelPermissions(
  id: string,
  region: string,
  account: string,
): readonly Permission[] {
  const resource = arnOf(id, region, account);
  const first = { resource, context: { 'aws:RequestedRegion': region } };
  const named = id.startsWith('arn:') ? id.slice(id.lastIndexOf('/') + 1) : id;
  const [, prefix, baseId] = profileId.exec(named) ?? [];
  if (prefix === undefined || baseId === undefined) return [first];
  const models = routes(prefix, baseId, region).map((route) => ({
    resource: route.resource,
    context: { 'aws:RequestedRegion': route.region, 'bedrock:InferenceProfileArn': resource },
  }));
  return [first, ...models];
}
