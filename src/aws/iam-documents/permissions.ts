import type { BedrockAccess, ModelAccess, PolicyForm, ProfileAccess } from './access.ts';
import { guardrailProfileArns } from './guardrail-profiles.ts';
import type { PolicyDocument, PolicyStatement } from './policy-document.ts';

/** Name of the role's inline policy. */
export const permissionsName = 'bedrock-invoke';

/** Characters that a managed policy may have, blanks not counted. Inline ones of a role: 10,240 together. */
export const managedLimit = 6_144;

/** Streaming is a permission of its own. */
export const invokeActions = [
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithResponseStream',
] as const;

export interface Permissions {
  readonly document: PolicyDocument;
  readonly form: PolicyForm;
  /** Characters as AWS counts them. */
  readonly size: number;
  /** Why it is not the strict form, where it is not. */
  readonly why?: string;
}

/**
 * What the role may do: call the chosen models through their profiles, and apply the guardrail. The
 * strict form names every region; the compact one is taken where that cannot be, or would not fit.
 */
export function permissionPolicy(access: BedrockAccess, form?: PolicyForm): Permissions {
  const compact = () => sized('compact', compactStatements(access), access);
  if (form === 'compact') return compact();
  const obstacle = obstacleOf(access);
  if (obstacle !== undefined) return { ...compact(), why: obstacle };
  const strict = sized('strict', strictStatements(access), access);
  if (form === 'strict' || strict.size <= managedLimit) return strict;
  const why = `the strict form has ${grouped(strict.size)} characters, and a managed policy holds ${grouped(managedLimit)}`;
  return { ...compact(), why };
}

/** What a region deny of the organization has to let through. Source: user guide, global inference profiles. */
export const regionDenyRemarks = [
  'Worldwide profiles ask for the region "unspecified". A service control policy that denies regions',
  'has to let that value of aws:RequestedRegion through, or their calls fail.',
] as const;
export const regionDenyHint = regionDenyRemarks.join(' ');

/** Whether a worldwide profile may be called. */
export const reachesWorld = ({ models }: BedrockAccess): boolean =>
  models === 'all' ||
  models.some(({ profiles }) => profiles.some(({ reach }) => reach === 'global'));

/** What the strict form cannot be written for. */
function obstacleOf({
  account,
  models,
  guardrail,
  guardrailProfile,
}: BedrockAccess): string | undefined {
  if (models === 'all') return 'every model is allowed';
  if (account === undefined) return 'the account is not known';
  const unknown = models
    .flatMap(({ profiles, behind }) => (behind === undefined ? profiles : []))
    .find(({ reach, destinations }) => reach === 'geography' && destinations === undefined);
  if (unknown) return `the regions that ${unknown.id} routes to are not known`;
  return guardrail !== undefined && guardrailProfile && !guardrailProfile.destinations
    ? `the regions in which ${guardrailProfile.id} is evaluated are not known`
    : undefined;
}

function sized(
  form: PolicyForm,
  statements: readonly PolicyStatement[],
  access: BedrockAccess,
): Permissions {
  const document = {
    Version: '2012-10-17',
    Statement: [...statements, ...guardrailStatements(form, access)],
  };
  return { document, form, size: JSON.stringify(document).length };
}

/** On the guardrail itself, and its profile where it has one: on models the action allows nothing. */
function guardrailStatements(
  form: PolicyForm,
  { guardrail, guardrailProfile }: BedrockAccess,
): PolicyStatement[] {
  if (guardrail === undefined) return [];
  const account = guardrail.split(':')[4] ?? '*';
  const there =
    guardrailProfile && (form === 'strict' ? guardrailProfile : { id: guardrailProfile.id });
  return [
    {
      Sid: 'Guardrail',
      Effect: 'Allow',
      Action: 'bedrock:ApplyGuardrail',
      Resource: there ? [guardrail, ...guardrailProfileArns(there, account)] : guardrail,
    },
  ];
}

/** Wildcards for regions, so that it holds when AWS adds one; `*` is also no region, as worldwide profiles need. */
function compactStatements({ account = '*', models }: BedrockAccess): PolicyStatement[] {
  const profileArn = (id: string) =>
    id.startsWith('arn:') ? id : `arn:aws:bedrock:*:${account}:inference-profile/${id}`;
  if (models === 'all') {
    return [
      allow('InvokeViaProfile', [profileArn('*')]),
      allow('ModelsOnlyViaProfile', [modelArn('*', '*')], {
        StringLike: { 'bedrock:InferenceProfileArn': [profileArn('*')] },
      }),
    ];
  }
  const profiles = models.flatMap((model) => model.profiles.map(({ id }) => profileArn(id)));
  return [
    allow('InvokeViaProfile', profiles),
    allow(
      'ModelsOnlyViaProfile',
      models.flatMap(({ baseId, behind }) => behind ?? [modelArn('*', baseId)]),
      { StringLike: { 'bedrock:InferenceProfileArn': profiles } },
    ),
  ];
}

function strictStatements({ region, account = '*', models }: BedrockAccess): PolicyStatement[] {
  const chosen = models === 'all' ? [] : models;
  const arnOf = ({ id }: ProfileAccess) =>
    id.startsWith('arn:') ? id : `arn:aws:bedrock:${region}:${account}:inference-profile/${id}`;
  return [...throughGeography(chosen, region, arnOf), ...throughWorld(chosen, region, arnOf)];
}

type ArnOf = (profile: ProfileAccess) => string;

function throughGeography(
  models: readonly ModelAccess[],
  region: string,
  arnOf: ArnOf,
): PolicyStatement[] {
  const pairs = pairsOf(models, 'geography');
  if (pairs.length === 0) return [];
  const profiles = pairs.map(({ profile }) => arnOf(profile));
  const resources = pairs.flatMap(
    ({ baseId, profile, behind }) =>
      behind ?? (profile.destinations ?? [region]).map((each) => modelArn(each, baseId)),
  );
  return [
    allow('InvokeViaProfile', profiles),
    allow('ModelsOnlyViaProfile', [...new Set(resources)], {
      StringEquals: { 'bedrock:InferenceProfileArn': profiles },
    }),
  ];
}

/** AWS asks three times: for the profile, the model here, and the model without a region. */
function throughWorld(
  models: readonly ModelAccess[],
  region: string,
  arnOf: ArnOf,
): PolicyStatement[] {
  const pairs = pairsOf(models, 'global');
  if (pairs.length === 0) return [];
  const profiles = pairs.map(({ profile }) => arnOf(profile));
  const via = { 'bedrock:InferenceProfileArn': profiles };
  return [
    allow('GlobalProfile', profiles, { StringEquals: { 'aws:RequestedRegion': region } }),
    allow(
      'GlobalSourceModel',
      pairs.map(({ baseId }) => modelArn(region, baseId)),
      { StringEquals: { 'aws:RequestedRegion': region, ...via } },
    ),
    allow(
      'GlobalModel',
      pairs.map(({ baseId }) => modelArn('', baseId)),
      { StringEquals: { 'aws:RequestedRegion': 'unspecified', ...via } },
    ),
  ];
}

function pairsOf(models: readonly ModelAccess[], reach: ProfileAccess['reach']) {
  return models.flatMap(({ baseId, behind, profiles }) =>
    profiles.filter((each) => each.reach === reach).map((profile) => ({ baseId, behind, profile })),
  );
}

const modelArn = (region: string, baseId: string) =>
  `arn:aws:bedrock:${region}::foundation-model/${baseId}`;

function allow(
  Sid: string,
  resources: readonly string[],
  Condition?: PolicyStatement['Condition'],
): PolicyStatement {
  return {
    Sid,
    Effect: 'Allow',
    Action: [...invokeActions],
    Resource: [...resources],
    ...(Condition === undefined ? {} : { Condition }),
  };
}

const grouped = (count: number) => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
