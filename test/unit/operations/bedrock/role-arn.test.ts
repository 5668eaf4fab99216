import { expect, test } from 'vitest';
import type { AwsAccount } from '../../../../src/aws/account.ts';
import { fail } from '../../../../src/core/fail.ts';
import { diagnoseRole } from '../../../../src/operations/bedrock/diagnose.ts';
import { bedrock } from '../../../../src/planes/port/provider-types/bedrock.ts';
import type { ProviderType } from '../../../../src/planes/port/provider-types/define.ts';

/** What Port takes as a role: the form of a configuration and the diagnosis of a role say the same. */

const nothingSeen = () => Promise.reject(fail('Usage', 'not looked at'));
const blind: AwsAccount = {
  caller: nothingSeen,
  assume: nothingSeen,
  bedrock: () => ({
    profiles: nothingSeen,
    modelsBehind: nothingSeen,
    models: nothingSeen,
    availability: nothingSeen,
    useCase: nothingSeen,
    submitUseCase: nothingSeen,
    offers: nothingSeen,
    agree: nothingSeen,
    guardrail: nothingSeen,
    guardrails: nothingSeen,
  }),
  roles: {
    get: nothingSeen,
    create: nothingSeen,
    setTrust: nothingSeen,
    inlinePolicies: nothingSeen,
    attachedPolicies: nothingSeen,
    putInlinePolicy: nothingSeen,
    removeInlinePolicy: nothingSeen,
    remove: nothingSeen,
    managed: nothingSeen,
    simulate: nothingSeen,
  },
};

async function diagnosed(roleArn: string) {
  const subject = {
    ...{ roleArn, region: 'eu-west-1', models: [], global: false, guardrail: undefined },
    externalId: { known: true, configured: undefined, stored: undefined, given: undefined },
  };
  const checks = await diagnoseRole(blind, subject, new Date('2026-01-02T03:04:05Z'));
  return checks.find(({ id }) => id === 'arn');
}

const { variants }: ProviderType = bedrock;
const [field] = variants.flatMap(({ fields }) => fields['roleArn'] ?? []);
const role = 'arn:aws:iam::123456789012:role';

test.each<[string, string, RegExp | undefined]>([
  ['a role', `${role}/port-bedrock`, undefined],
  ['every character that IAM allows in a name', `${role}/a_b+c=d,e.f@g-h`, undefined],
  ['one letter', `${role}/p`, undefined],
  ['a path', `${role}/team/port`, /path/],
  ['two paths', `${role}/team/llm/port`, /path/],
  ['no name', `${role}/`, /role\/<name>/],
  ['a name with a blank', `${role}/port bedrock`, /role\/<name>/],
  ['GovCloud', 'arn:aws-us-gov:iam::123456789012:role/port', /GovCloud/],
  ['China', 'arn:aws-cn:iam::123456789012:role/port', /China/],
  ['a path in GovCloud', 'arn:aws-us-gov:iam::123456789012:role/team/port', /GovCloud/],
  ['eleven digits', 'arn:aws:iam::12345678901:role/port', /12 digits/],
  ['thirteen digits', 'arn:aws:iam::1234567890123:role/port', /12 digits/],
  ['no account', 'arn:aws:iam:::role/port', /12 digits/],
  ['a user', 'arn:aws:iam::123456789012:user/port', /role\/<name>/],
  ['a session of a role', 'arn:aws:sts::123456789012:assumed-role/port/x', /role\/<name>/],
  ['an instance profile', 'arn:aws:iam::123456789012:instance-profile/port', /role\/<name>/],
  ['a name alone', 'port-bedrock', /role\/<name>/],
  ['capital letters', 'ARN:AWS:IAM::123456789012:ROLE/port', /role\/<name>/],
  ['a blank before it', ` ${role}/port`, /blank/],
  ['a line end after it', `${role}/port\n`, /blank/],
  ['nothing', '', /role\/<name>/],
])('%s', async (_, arn, refusal) => {
  const said = field?.schema().safeParse(arn).error?.issues[0]?.message;
  const check = await diagnosed(arn);
  expect(check?.fix).toBe(said);
  expect(check?.verdict).toBe(refusal === undefined ? 'pass' : 'fail');
  expect(check?.says).toBe(
    refusal === undefined ? 'of the form that Port takes' : 'Port refuses it',
  );
  expect(said ?? '').toMatch(refusal ?? /^$/);
});
