import { describe, expect, test } from 'vitest';
import { modelAccess } from '../../../../src/aws/iam-documents/model-access.ts';
import { baseModelId } from '../../../../src/vendors/bedrock/inference-profiles.ts';
import { managedLimit, permissionPolicy } from '../../../../src/aws/iam-documents/permissions.ts';

const account = '111122223333';
const models = [
  'claude-sonnet-4-20250514',
  'claude-sonnet-4-5-20250929',
  'claude-haiku-4-5-20251001',
  'claude-opus-4-5-20251101',
  'claude-opus-4-6',
];
const inlineLimit = 10_240;

const destinations = {
  eu: ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'],
  us: ['us-east-1', 'us-east-2', 'us-west-2'],
} as const;

/** What an account of either geography might list, so that no size here depends on what is known. */
const found = models.flatMap((model) => [
  { id: `eu.${baseModelId(model)}`, destinations: destinations.eu },
  { id: `us.${baseModelId(model)}`, destinations: destinations.us },
  { id: `global.${baseModelId(model)}`, destinations: [] },
]);
const foundFrom = (region: string) =>
  found.filter(({ id }) => id.startsWith('global.') || id.slice(0, 2) === region.slice(0, 2));

function accessTo(count: number, region: string, global = false) {
  const { access } = modelAccess(models.slice(0, count), region, {
    global,
    now: new Date('2026-01-15'),
    found: foundFrom(region),
  });
  return { region, account, models: access };
}

const haiku = (region = 'eu-west-1', global = false) => ({
  region,
  account,
  models: modelAccess(['claude-haiku-4-5-20251001'], region, {
    global,
    now: new Date('2026-01-15'),
    found: foundFrom(region),
  }).access,
});
const guardrail = `arn:aws:bedrock:eu-west-1:${account}:guardrail/abc123def456`;

describe('documents', () => {
  test('strict, Europe', () => {
    expect(permissionPolicy(haiku()).document).toMatchInlineSnapshot(`
      {
        "Statement": [
          {
            "Action": [
              "bedrock:InvokeModel",
              "bedrock:InvokeModelWithResponseStream",
            ],
            "Effect": "Allow",
            "Resource": [
              "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-haiku-4-5-20251001-v1:0",
            ],
            "Sid": "InvokeViaProfile",
          },
          {
            "Action": [
              "bedrock:InvokeModel",
              "bedrock:InvokeModelWithResponseStream",
            ],
            "Condition": {
              "StringEquals": {
                "bedrock:InferenceProfileArn": [
                  "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-haiku-4-5-20251001-v1:0",
                ],
              },
            },
            "Effect": "Allow",
            "Resource": [
              "arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
              "arn:aws:bedrock:eu-north-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
              "arn:aws:bedrock:eu-south-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
              "arn:aws:bedrock:eu-south-2::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
              "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
              "arn:aws:bedrock:eu-west-3::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
            ],
            "Sid": "ModelsOnlyViaProfile",
          },
        ],
        "Version": "2012-10-17",
      }
    `);
  });
  test('strict, worldwide besides', () => {
    expect(permissionPolicy(haiku('eu-west-1', true)).document.Statement.slice(2))
      .toMatchInlineSnapshot(`
      [
        {
          "Action": [
            "bedrock:InvokeModel",
            "bedrock:InvokeModelWithResponseStream",
          ],
          "Condition": {
            "StringEquals": {
              "aws:RequestedRegion": "eu-west-1",
            },
          },
          "Effect": "Allow",
          "Resource": [
            "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/global.anthropic.claude-haiku-4-5-20251001-v1:0",
          ],
          "Sid": "GlobalProfile",
        },
        {
          "Action": [
            "bedrock:InvokeModel",
            "bedrock:InvokeModelWithResponseStream",
          ],
          "Condition": {
            "StringEquals": {
              "aws:RequestedRegion": "eu-west-1",
              "bedrock:InferenceProfileArn": [
                "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/global.anthropic.claude-haiku-4-5-20251001-v1:0",
              ],
            },
          },
          "Effect": "Allow",
          "Resource": [
            "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
          ],
          "Sid": "GlobalSourceModel",
        },
        {
          "Action": [
            "bedrock:InvokeModel",
            "bedrock:InvokeModelWithResponseStream",
          ],
          "Condition": {
            "StringEquals": {
              "aws:RequestedRegion": "unspecified",
              "bedrock:InferenceProfileArn": [
                "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/global.anthropic.claude-haiku-4-5-20251001-v1:0",
              ],
            },
          },
          "Effect": "Allow",
          "Resource": [
            "arn:aws:bedrock:::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
          ],
          "Sid": "GlobalModel",
        },
      ]
    `);
  });
  test('compact, with a guardrail', () => {
    const access = { ...haiku('us-east-1', true), guardrail };
    expect(permissionPolicy(access, 'compact').document).toMatchInlineSnapshot(`
      {
        "Statement": [
          {
            "Action": [
              "bedrock:InvokeModel",
              "bedrock:InvokeModelWithResponseStream",
            ],
            "Effect": "Allow",
            "Resource": [
              "arn:aws:bedrock:*:111122223333:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0",
              "arn:aws:bedrock:*:111122223333:inference-profile/global.anthropic.claude-haiku-4-5-20251001-v1:0",
            ],
            "Sid": "InvokeViaProfile",
          },
          {
            "Action": [
              "bedrock:InvokeModel",
              "bedrock:InvokeModelWithResponseStream",
            ],
            "Condition": {
              "StringLike": {
                "bedrock:InferenceProfileArn": [
                  "arn:aws:bedrock:*:111122223333:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0",
                  "arn:aws:bedrock:*:111122223333:inference-profile/global.anthropic.claude-haiku-4-5-20251001-v1:0",
                ],
              },
            },
            "Effect": "Allow",
            "Resource": [
              "arn:aws:bedrock:*::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
            ],
            "Sid": "ModelsOnlyViaProfile",
          },
          {
            "Action": "bedrock:ApplyGuardrail",
            "Effect": "Allow",
            "Resource": "arn:aws:bedrock:eu-west-1:111122223333:guardrail/abc123def456",
            "Sid": "Guardrail",
          },
        ],
        "Version": "2012-10-17",
      }
    `);
  });
  test('every model', () => {
    const access = { region: 'eu-west-1', account, models: 'all' } as const;
    expect(permissionPolicy(access).document).toMatchInlineSnapshot(`
      {
        "Statement": [
          {
            "Action": [
              "bedrock:InvokeModel",
              "bedrock:InvokeModelWithResponseStream",
            ],
            "Effect": "Allow",
            "Resource": [
              "arn:aws:bedrock:*:111122223333:inference-profile/*",
            ],
            "Sid": "InvokeViaProfile",
          },
          {
            "Action": [
              "bedrock:InvokeModel",
              "bedrock:InvokeModelWithResponseStream",
            ],
            "Condition": {
              "StringLike": {
                "bedrock:InferenceProfileArn": [
                  "arn:aws:bedrock:*:111122223333:inference-profile/*",
                ],
              },
            },
            "Effect": "Allow",
            "Resource": [
              "arn:aws:bedrock:*::foundation-model/*",
            ],
            "Sid": "ModelsOnlyViaProfile",
          },
        ],
        "Version": "2012-10-17",
      }
    `);
  });
});

describe('sizes', () => {
  test.each([
    ['eu-west-1', false, [1091, 1833, 2567, 3293, 3931]],
    ['us-east-1', false, [827, 1299, 1766, 2228, 2635]],
    ['eu-west-1', true, [2216, 3449, 4669, 5876, 6940]],
  ])('of the strict form for one to five models in %s, worldwide %s', (region, global, sizes) => {
    const strict = [1, 2, 3, 4, 5].map(
      (count) => permissionPolicy(accessTo(count, region, global), 'strict').size,
    );
    expect(strict).toEqual(sizes);
    expect(Math.max(...strict)).toBeLessThan(inlineLimit);
  });

  test('are what AWS counts: characters without blanks', () => {
    const { document, size } = permissionPolicy(accessTo(5, 'eu-west-1', true));
    expect(size).toBe(JSON.stringify(document).replace(/\s/g, '').length);
    expect(size).toBeLessThan(managedLimit);
  });
});

describe('the form', () => {
  test('is strict where that can be written and fits a managed policy', () => {
    expect(permissionPolicy(accessTo(4, 'eu-west-1', true))).toMatchObject({ form: 'strict' });
    expect(permissionPolicy(accessTo(4, 'eu-west-1', true))).not.toHaveProperty('why');
  });

  test('is compact, with the reason, where the strict one is too long', () => {
    expect(permissionPolicy(accessTo(5, 'eu-west-1', true))).toMatchObject({
      form: 'compact',
      why: 'the strict form has 6,940 characters, and a managed policy holds 6,144',
    });
  });

  test('is strict all the same where that is insisted on', () => {
    expect(permissionPolicy(accessTo(5, 'eu-west-1', true), 'strict')).toMatchObject({
      form: 'strict',
      size: 6940,
    });
  });

  test.each([
    ['the account is not known', { region: 'eu-west-1', models: haiku().models }],
    [
      'the regions that jp.anthropic.claude-sonnet-4-6 routes to are not known',
      {
        region: 'ap-northeast-1',
        account,
        models: modelAccess(['claude-sonnet-4-6'], 'ap-northeast-1', {
          global: false,
          now: new Date('2026-01-15'),
        }).access,
      },
    ],
    ['every model is allowed', { region: 'eu-west-1', account, models: 'all' as const }],
  ])('is compact, insisted or not, where %s', (why, access) => {
    expect(permissionPolicy(access)).toMatchObject({ form: 'compact', why });
    expect(permissionPolicy(access, 'strict')).toMatchObject({ form: 'compact', why });
  });

  test('needs no destinations for profiles that route worldwide alone', () => {
    const id = 'global.anthropic.claude-haiku-4-5-20251001-v1:0';
    const { access } = modelAccess(['claude-haiku-4-5-20251001'], 'ap-northeast-1', {
      global: true,
      now: new Date('2026-01-15'),
      found: [{ id, destinations: [] }],
    });
    const { form, document } = permissionPolicy({
      region: 'ap-northeast-1',
      account,
      models: access,
    });
    expect(form).toBe('strict');
    expect(document.Statement.map(({ Sid }) => Sid)).toEqual([
      'GlobalProfile',
      'GlobalSourceModel',
      'GlobalModel',
    ]);
  });
});
