import {
  catalogueRows,
  type CatalogueModel,
  type ProfileRow,
} from '../../../vendors/bedrock/catalogue-rows.ts';
import { endedSince } from '../../../vendors/bedrock/catalogue.ts';
import { arnOf, profilesTold } from './ids.ts';

/** The inference profiles that AWS defines, and what calling through one asks IAM for. */

const modelArn = (baseId: string, region: string) =>
  `arn:aws:bedrock:${region}::foundation-model/${baseId}`;

const profileId = /^(us|eu|apac|jp|au|in|global)\.(.+)$/;

export interface SimulatedInferenceProfile {
  readonly id: string;
  readonly arn: string;
  readonly baseId: string;
  /** ARNs of the models it routes to; the region-less one in a global profile. */
  readonly models: readonly string[];
}

/** The models of a profile with the region in which each is used. */
function routes(
  { prefix, to = [] }: Pick<ProfileRow, 'prefix' | 'to'>,
  baseId: string,
  source: string,
) {
  if (prefix === 'global') {
    return [
      { resource: modelArn(baseId, source), region: source },
      { resource: modelArn(baseId, ''), region: 'unspecified' },
    ];
  }
  return [...new Set([source, ...to])].map((region) => ({
    resource: modelArn(baseId, region),
    region,
  }));
}

/** Every profile of a source region whose model has not ended. */
export function profilesOf(
  region: string,
  account: string,
  now: Date,
): readonly SimulatedInferenceProfile[] {
  return catalogueRows
    .filter((model) => endedSince(model, now) === undefined)
    .flatMap((model) =>
      profilesTold(model, region).map(({ id, row }) => ({
        id,
        arn: arnOf(id, region, account),
        baseId: model.baseId,
        models: routes(row, model.baseId, region).map(({ resource }) => resource),
      })),
    );
}

const ownArn = /^arn:aws:bedrock:([a-z0-9-]+):\d{12}:application-inference-profile\/(example\w*)$/;
const copied = 'anthropic.claude-haiku-4-5-20251001-v1:0';

/** A profile that the account has defined: `example` in its id, a copy of the geography's of Haiku 4.5. */
export function ownProfileOf(arn: string, region: string): SimulatedInferenceProfile | undefined {
  const [, of, id] = ownArn.exec(arn) ?? [];
  const model = catalogueRows.find(({ baseId }) => baseId === copied);
  const row = model && profilesTold(model, region)[0]?.row;
  if (of !== region || id === undefined || !row) return undefined;
  const models = routes(row, copied, region).map(({ resource }) => resource);
  return { id, arn, baseId: copied, models };
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
  known: readonly CatalogueModel[] = catalogueRows,
): readonly Permission[] {
  const resource = arnOf(id, region, account);
  const first = { resource, context: { 'aws:RequestedRegion': region } };
  const named = id.startsWith('arn:') ? id.slice(id.lastIndexOf('/') + 1) : id;
  const own = ownProfileOf(id, region);
  if (own) {
    const through = own.models.map((model) => ({
      resource: model,
      context: {
        'aws:RequestedRegion': model.split(':')[3] ?? region,
        'bedrock:InferenceProfileArn': id,
      },
    }));
    return [first, ...through];
  }
  const [, prefix, baseId] = profileId.exec(named) ?? [];
  if (prefix === undefined || baseId === undefined) return [first];
  const row = known
    .find((model) => model.baseId === baseId)
    ?.profiles.find((each) => each.prefix === prefix);
  const isGlobal = prefix === 'global';
  const models = routes(row ?? { prefix: isGlobal ? 'global' : 'us' }, baseId, region).map(
    (route) => ({
      resource: route.resource,
      context: { 'aws:RequestedRegion': route.region, 'bedrock:InferenceProfileArn': resource },
    }),
  );
  return [first, ...models];
}
