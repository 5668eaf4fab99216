import { describe, expect, test } from 'vitest';
import {
  guardrailProfileArns,
  guardrailProfileFrom,
  guardrailProfilesFrom,
} from '../../../../src/aws/iam-documents/guardrail-profiles.ts';

/** Expected values are those of AWS' page guardrails-cross-region-support, row by row. */

const sorted = (text: string) => text.split(' ').sort();

describe('guardrail profiles', () => {
  test.each([
    ['us-east-1', 'us', 'us-east-1 us-east-2 us-west-2'],
    ['us-west-1', 'us', 'us-east-1 us-east-2 us-west-1 us-west-2'],
    ['ca-central-1', 'ca', 'ca-central-1 ca-west-1'],
    ['eu-west-1', 'eu', 'eu-central-1 eu-west-1 eu-west-3 eu-north-1 eu-south-1 eu-south-2'],
    ['eu-west-2', 'uk', 'eu-west-2'],
    [
      'il-central-1',
      'eu',
      'eu-central-1 eu-west-1 eu-west-3 eu-north-1 eu-south-1 eu-south-2 il-central-1',
    ],
    [
      'ap-northeast-1',
      'apac',
      'ap-south-1 ap-northeast-3 ap-northeast-2 ap-southeast-1 ap-southeast-2 ap-northeast-1',
    ],
    [
      'ap-southeast-3',
      'apac',
      'ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-northeast-1 ap-northeast-2 ap-northeast-3',
    ],
    [
      'ap-southeast-4',
      'apac',
      'ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-4 ap-northeast-1 ap-northeast-2 ap-northeast-3',
    ],
    [
      'me-central-1',
      'apac',
      'ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-northeast-1 ap-northeast-2 ap-northeast-3 me-central-1',
    ],
  ])('from %s there is one of %s', (region, prefix, to) => {
    const [only, ...others] = guardrailProfilesFrom(region);
    expect(others).toEqual([]);
    expect(only?.id).toBe(`${prefix}.guardrail.v1:0`);
    expect([...(only?.destinations ?? [])].sort()).toEqual(sorted(to));
  });

  test('Sydney has two, and where neither is listed there is none', () => {
    expect(guardrailProfilesFrom('ap-southeast-2').map(({ id }) => id)).toEqual([
      'au.guardrail.v1:0',
      'apac.guardrail.v1:0',
    ]);
    for (const region of ['ap-northeast-3', 'eu-central-2', 'sa-east-1']) {
      expect(guardrailProfilesFrom(region)).toEqual([]);
    }
  });

  test('of which nobody knows the regions have a wildcard instead', () => {
    const profile = guardrailProfileFrom('sa.guardrail.v1:0', 'sa-east-1');
    expect(guardrailProfileArns(profile, '111122223333')).toEqual([
      'arn:aws:bedrock:*:111122223333:guardrail-profile/sa.guardrail.v1:0',
    ]);
  });
});
