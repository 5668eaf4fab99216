import { expect, test } from 'vitest';
import { permissionPolicy } from '../../../../src/aws/iam-documents/permissions.ts';
import { allows } from '../../../support/policy-evaluator.ts';

/**
 * A profile that the account has defined. AWS asks for it, and for the model behind it in every region of
 * it, with its ARN as `bedrock:InferenceProfileArn` (user guide, prerequisites for inference profiles).
 */

const own = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123';
const other = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/other';
const haiku = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const model = (region: string, id = haiku) => `arn:aws:bedrock:${region}::foundation-model/${id}`;
const regions = ['us-east-1', 'us-east-2', 'us-west-2'];
const action = 'bedrock:InvokeModelWithResponseStream';

const policyOf = (form: 'strict' | 'compact', behind?: readonly string[]) =>
  permissionPolicy(
    {
      region: 'us-east-1',
      account: '111122223333',
      models: [
        {
          model: own,
          baseId: '*',
          profiles: [{ id: own, reach: 'geography' }],
          ...(behind === undefined ? {} : { behind }),
        },
      ],
    },
    form,
  );

const via = (resource: string, profile = own) => ({
  action,
  resource,
  context: { 'bedrock:InferenceProfileArn': profile },
});

test.each(['strict', 'compact'] as const)(
  'the %s form allows the profile, the model in its regions through it, and nothing else',
  async (form) => {
    const behind = regions.map((region) => model(region));
    const { document, form: written } = policyOf(form, behind);
    expect(written).toBe(form);
    const right = [{ action, resource: own }, ...behind.map((arn) => via(arn))];
    for (const call of right) expect(await allows(document, call), call.resource).toBe(true);
    const wrong = [
      { action, resource: other },
      { action, resource: model('us-east-1') },
      via(model('us-east-1'), other),
      via(model('us-west-1')),
      via(model('us-east-1', 'anthropic.claude-opus-4-6-v1')),
    ];
    for (const call of wrong) expect(await allows(document, call), call.resource).toBe(false);
  },
);

test('a model without a region is allowed where the profile routes worldwide', async () => {
  const { document } = policyOf('strict', [model('us-east-1'), model('')]);
  const worldwide = via(model(''));
  const context = { ...worldwide.context, 'aws:RequestedRegion': 'unspecified' };
  expect(await allows(document, { ...worldwide, context })).toBe(true);
});

test('what is not known is any model through the profile, in the compact form alone', async () => {
  const { document, form, why } = policyOf('strict');
  expect([form, why]).toEqual(['compact', `the regions that ${own} routes to are not known`]);
  expect(await allows(document, via(model('us-west-1')))).toBe(true);
  expect(await allows(document, via(model('us-west-1'), other))).toBe(false);
});
