import { describe, expect, test } from 'vitest';
import { causeOfText, layerOf } from '../../../../src/aws/diagnosis/diagnose.ts';
import { causeEntry, causeNames, isCause } from '../../../../src/vendors/causes.ts';

const user = 'User: arn:aws:sts::1:assumed-role/port-bedrock/x is not authorized to perform:';
const port = 'User: arn:aws:sts::185657066287:assumed-role/port/x is not authorized to perform:';
const profile = 'arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude';
const model = 'arn:aws:bedrock:eu-north-1::foundation-model/anthropic.claude';

describe('a message is about the layer', () => {
  test.each([
    ['Role cannot be assumed', 'ROLE_NOT_ASSUMABLE', 'trust policy'],
    [`${port} sts:AssumeRole on resource: arn:aws:iam::1:role/x`, 'ROLE_NOT_ASSUMABLE', 'trust'],
    [
      `${user} bedrock:InvokeModel on resource: ${profile} because no identity-based policy allows the bedrock:InvokeModel action`,
      'IAM_PROFILE_DENIED',
      'permissions of the role',
    ],
    [
      `${user} bedrock:InvokeModel on resource: ${model} because no identity-based policy allows the bedrock:InvokeModel action`,
      'IAM_MODEL_DENIED',
      'permissions of the role',
    ],
    [
      `${user} bedrock:InvokeModel on resource: ${model} with an explicit deny in a service control policy`,
      'SCP_DENIED',
      'service control policy',
    ],
    [
      'Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model.',
      'USE_CASE_FORM',
      'access to the model',
    ],
    [
      'The guardrail identifier or version provided in the request does not exist.',
      'GUARDRAIL_NOT_FOUND',
      'guardrail',
    ],
    ['Too many tokens per day, please wait before trying again.', 'QUOTA_EXHAUSTED', 'quota'],
  ])('%s: %s', (text, cause, name) => {
    const found = causeOfText(text);
    expect(found).toBe(cause);
    expect(found && layerOf(found)?.name).toContain(name);
  });

  test('of Port, with or without a fact behind it', () => {
    expect(causeOfText('IAM: streaming not allowed')).toBe('IAM_STREAM_DENIED');
    expect(causeOfText('Role cannot be assumed: arn:aws:iam::1:role/x')).toBe('ROLE_NOT_ASSUMABLE');
  });
});

test('words that nobody knows are no layer', () => {
  expect(causeOfText('It is raining')).toBeUndefined();
  expect(causeOfText('')).toBeUndefined();
});

test('every cause that AWS can give is found by its own message, unless another has the same', () => {
  const causes = causeNames.filter(isCause).filter((name) => layerOf(name) !== undefined);
  for (const name of causes) {
    const found = causeOfText(causeEntry(name).message);
    expect(found && causeEntry(found).message).toBe(causeEntry(name).message);
  }
});
