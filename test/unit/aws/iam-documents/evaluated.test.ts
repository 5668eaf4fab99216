import { describe, expect, test } from 'vitest';
import type { BedrockAccess, PolicyForm } from '../../../../src/aws/iam-documents/access.ts';
import { guardrailProfileFrom } from '../../../../src/aws/iam-documents/guardrail-profiles.ts';
import { modelAccess } from '../../../../src/aws/iam-documents/model-access.ts';
import { permissionPolicy } from '../../../../src/aws/iam-documents/permissions.ts';
import type { PolicyDocument } from '../../../../src/aws/iam-documents/policy-document.ts';
import { allows } from '../../../support/policy-evaluator.ts';
import { emittedPolicies } from '../../../support/emitted-policies.ts';

/** An evaluator of its own decides here; the documents are read back from every form they come in. */

const account = '111122223333';
const haiku = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const other = 'anthropic.claude-opus-4-6-v1';
const guardrail = `arn:aws:bedrock:eu-west-1:${account}:guardrail/abc123def456`;

const europe = [
  'eu-central-1',
  'eu-central-2',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
] as const;

const profile = (id: string, region = 'eu-west-1', of = account) =>
  `arn:aws:bedrock:${region}:${of}:inference-profile/${id}`;
const model = (id: string, region: string) => `arn:aws:bedrock:${region}::foundation-model/${id}`;

/** AWS asks once for the profile, and once for each model behind it, with the profile as context. */
const callOf = (resource: string, requested: string, via?: string) => ({
  resource,
  context: {
    'aws:RequestedRegion': requested,
    ...(via === undefined ? {} : { 'bedrock:InferenceProfileArn': via }),
  },
});
type Call = ReturnType<typeof callOf>;

async function allowedOf(
  policy: PolicyDocument,
  calls: Readonly<Record<string, Call>>,
): Promise<string[]> {
  const allowed: string[] = [];
  for (const [name, call] of Object.entries(calls)) {
    const verdicts = new Set<boolean>();
    for (const action of ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream']) {
      verdicts.add(await allows(policy, { ...call, action }));
    }
    expect([name, verdicts.size]).toEqual([name, 1]);
    if (verdicts.has(true)) allowed.push(name);
  }
  return allowed;
}

const viaEurope = profile(`eu.${haiku}`);
const viaWorld = profile(`global.${haiku}`);

/** What a call through the profile of Europe asks for. */
const european = {
  'eu profile': callOf(viaEurope, 'eu-west-1'),
  ...Object.fromEntries(
    europe.map((region) => [
      `eu model in ${region}`,
      callOf(model(haiku, region), region, viaEurope),
    ]),
  ),
};

/** What a call through the worldwide profile asks for. */
const worldwide = {
  'global profile': callOf(viaWorld, 'eu-west-1'),
  'global model here': callOf(model(haiku, 'eu-west-1'), 'eu-west-1', viaWorld),
  'global model without a region': callOf(model(haiku, ''), 'unspecified', viaWorld),
};

/** What no policy for this model may allow, in either form. */
const foreign = {
  'another model through its profile': callOf(profile(`eu.${other}`), 'eu-west-1'),
  'another model behind its own profile': callOf(
    model(other, 'eu-west-1'),
    'eu-west-1',
    profile(`eu.${other}`),
  ),
  'another model behind this profile': callOf(model(other, 'eu-west-1'), 'eu-west-1', viaEurope),
  'the model directly': callOf(model(haiku, 'eu-west-1'), 'eu-west-1'),
  'the model through a profile of another account': callOf(
    model(haiku, 'eu-west-1'),
    'eu-west-1',
    profile(`eu.${haiku}`, 'eu-west-1', '999988887777'),
  ),
  'the profile of another account': callOf(
    profile(`eu.${haiku}`, 'eu-west-1', '999988887777'),
    'eu-west-1',
  ),
  'the profile of another geography': callOf(profile(`us.${haiku}`, 'us-east-1'), 'us-east-1'),
  'the model through another geography': callOf(
    model(haiku, 'us-east-1'),
    'us-east-1',
    profile(`us.${haiku}`, 'us-east-1'),
  ),
};

/** What only the wildcards of the compact form allow. */
const elsewhere = {
  'the profile from another region': callOf(profile(`eu.${haiku}`, 'eu-central-1'), 'eu-central-1'),
  'the model in a region that is no destination': callOf(
    model(haiku, 'me-south-1'),
    'me-south-1',
    viaEurope,
  ),
};

const everyCall = { ...european, ...worldwide, ...foreign, ...elsewhere };

function accessTo(global: boolean): BedrockAccess {
  const { access } = modelAccess(['claude-haiku-4-5-20251001'], 'eu-west-1', {
    global,
    now: new Date('2026-01-15'),
  });
  return { region: 'eu-west-1', account, models: access, guardrail };
}

const cases: readonly (readonly [form: PolicyForm, global: boolean, allowed: readonly string[]])[] =
  [
    ['strict', false, Object.keys(european)],
    ['strict', true, [...Object.keys(european), ...Object.keys(worldwide)]],
    ['compact', false, [...Object.keys(european), ...Object.keys(elsewhere)]],
    [
      'compact',
      true,
      [...Object.keys(european), ...Object.keys(worldwide), ...Object.keys(elsewhere)],
    ],
  ];

describe.each(cases)('the %s form, worldwide profiles %s', (form, global, allowed) => {
  test.each(['json', 'aws-cli', 'terraform', 'cloudformation', 'user'] as const)(
    'as %s allows exactly the calls that it is for',
    async (written) => {
      const { permissions } = emittedPolicies(written, accessTo(global), form);
      expect(await allowedOf(permissions, everyCall)).toEqual(allowed);
      const apply = { action: 'bedrock:ApplyGuardrail' };
      expect(await allows(permissions, { ...apply, resource: guardrail })).toBe(true);
      expect(await allows(permissions, { ...apply, resource: `${guardrail}0` })).toBe(false);
      expect(
        await allows(permissions, { action: 'bedrock:GetGuardrail', resource: guardrail }),
      ).toBe(false);
    },
  );
});

/** AWS' page guardrails-cross-region-support, row eu-west-1. */
const guardrailRegions = [
  ...['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'],
] as const;

test.each(['strict', 'compact'] as const)(
  'the %s form allows a guardrail across regions in each of them, and no other profile',
  async (form) => {
    for (const written of ['json', 'aws-cli', 'terraform', 'cloudformation', 'user'] as const) {
      const guardrailProfile = guardrailProfileFrom('eu.guardrail.v1:0', 'eu-west-1');
      const access = { ...accessTo(false), guardrailProfile };
      const { permissions } = emittedPolicies(written, access, form);
      const applies = (resource: string) =>
        allows(permissions, { action: 'bedrock:ApplyGuardrail', resource });
      const there = (region: string, id: string, of = account) =>
        `arn:aws:bedrock:${region}:${of}:guardrail-profile/${id}`;
      expect(await applies(guardrail)).toBe(true);
      for (const region of guardrailRegions) {
        expect(await applies(there(region, 'eu.guardrail.v1:0'))).toBe(true);
      }
      expect(await applies(there('eu-west-2', 'eu.guardrail.v1:0'))).toBe(form === 'compact');
      expect(await applies(there('us-east-1', 'us.guardrail.v1:0'))).toBe(false);
      expect(await applies(there('eu-west-1', 'eu.guardrail.v1:0', '999988887777'))).toBe(false);
    }
  },
);

test('five models with worldwide profiles: every call through them is allowed in the compact form', async () => {
  const { access } = modelAccess(
    ['claude-sonnet-4-20250514', 'claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001'].concat(
      'claude-opus-4-5-20251101',
      'claude-opus-4-6',
    ),
    'eu-west-1',
    { global: true, now: new Date('2026-01-15') },
  );
  const { document, form } = permissionPolicy({ region: 'eu-west-1', account, models: access });
  expect(form).toBe('compact');
  const calls = access.flatMap(({ baseId }) => [
    callOf(profile(`eu.${baseId}`), 'eu-west-1'),
    callOf(model(baseId, 'eu-north-1'), 'eu-north-1', profile(`eu.${baseId}`)),
    callOf(profile(`global.${baseId}`), 'eu-west-1'),
    callOf(model(baseId, ''), 'unspecified', profile(`global.${baseId}`)),
  ]);
  const named = Object.fromEntries(calls.map((call, index) => [String(index), call]));
  expect(await allowedOf(document, named)).toHaveLength(20);
});

test('every model: any model through any profile of the account, none directly', async () => {
  const { document } = permissionPolicy({ region: 'eu-west-1', account, models: 'all' });
  expect(await allowedOf(document, everyCall)).toEqual(
    Object.keys(everyCall).filter(
      (name) => name !== 'the model directly' && !name.endsWith(' another account'),
    ),
  );
});

describe("the guide's own policy for guardrails", () => {
  const guide: PolicyDocument = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AllowBedrockInference',
        Effect: 'Allow',
        Action: [
          'bedrock:InvokeModel',
          'bedrock:InvokeModelWithResponseStream',
          'bedrock:ApplyGuardrail',
        ],
        Resource: [
          'arn:aws:bedrock:*:*:inference-profile/*',
          'arn:aws:bedrock:*::foundation-model/*',
        ],
      },
    ],
  };

  test('does not allow the guardrail, and ours does', async () => {
    const call = { action: 'bedrock:ApplyGuardrail', resource: guardrail };
    expect(await allows(guide, call)).toBe(false);
    expect(await allows(permissionPolicy(accessTo(false)).document, call)).toBe(true);
  });

  test('allows a model directly, and ours does not', async () => {
    const call = { ...foreign['the model directly'], action: 'bedrock:InvokeModel' };
    expect(await allows(guide, call)).toBe(true);
    expect(await allows(permissionPolicy(accessTo(false)).document, call)).toBe(false);
  });
});
