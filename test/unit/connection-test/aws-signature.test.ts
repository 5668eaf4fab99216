import { describe, expect, test } from 'vitest';
import { signAwsRequest } from '../../../src/connection-test/aws-signature.ts';

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const now = new Date('2026-01-02T03:04:05Z');

/** The AWS test suite, and signatures that botocore 1.43 makes of the same requests. */
const golden = [
  {
    name: 'the test suite: get-vanilla',
    request: { method: 'GET', url: new URL('https://example.amazonaws.com/'), headers: {} },
    signing: { service: 'service', region: 'us-east-1', accessKeyId: 'AKIDEXAMPLE' },
    at: new Date('2015-08-30T12:36:00Z'),
    headers: 'host;x-amz-date',
    signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  },
  {
    name: 'the test suite: post-x-www-form-urlencoded',
    request: {
      method: 'POST',
      url: new URL('https://example.amazonaws.com/'),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Param1=value1',
    },
    signing: { service: 'service', region: 'us-east-1', accessKeyId: 'AKIDEXAMPLE' },
    at: new Date('2015-08-30T12:36:00Z'),
    headers: 'content-type;host;x-amz-date',
    signature: 'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  },
  {
    name: 'a Bedrock model id, whose colon is encoded in the path and again in the signature',
    request: {
      method: 'POST',
      url: new URL(
        'https://bedrock-runtime.eu-west-1.amazonaws.com/model/eu.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse',
      ),
      headers: { 'content-type': 'application/json' },
      body: '{"messages":[]}',
    },
    signing: { service: 'bedrock', region: 'eu-west-1', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
    at: now,
    headers: 'content-type;host;x-amz-date',
    signature: '406209d6cc16ef73999f609bfe12d80d9fd814594655c33904626c98ed20f4e9',
  },
  {
    name: 'temporary credentials, whose token is signed as well',
    request: {
      method: 'POST',
      url: new URL('https://sts.eu-west-1.amazonaws.com/'),
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    },
    signing: {
      service: 'sts',
      region: 'eu-west-1',
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      sessionToken: 'FwoGZXIvYXdzEXAMPLE==',
    },
    at: now,
    headers: 'content-type;host;x-amz-date;x-amz-security-token',
    signature: '22ec666b99adbae3ea0887c8e81281ae7cb529d360423cc4b56e6e05a247b0c3',
  },
  {
    name: 'a query in another order than the signature has it',
    request: {
      method: 'GET',
      url: new URL(
        'https://bedrock.us-east-1.amazonaws.com/inference-profiles?type=SYSTEM_DEFINED&maxResults=10&z=a%20b',
      ),
      headers: {},
    },
    signing: { service: 'bedrock', region: 'us-east-1', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
    at: now,
    headers: 'host;x-amz-date',
    signature: 'bfec7bf9bada3a0e21a3ce9f4a83efd1033f1838bfb45a03b8b4c594160a1417',
  },
] as const;

describe('the signature equals the published one for', () => {
  test.each(golden)('$name', async ({ request, signing, at, headers, signature }) => {
    const signed = await signAwsRequest(request, { ...signing, secretAccessKey }, at);
    const date = signed['x-amz-date']?.slice(0, 8);
    expect(signed['authorization']).toBe(
      `AWS4-HMAC-SHA256 Credential=${signing.accessKeyId}/${String(date)}/${signing.region}/${signing.service}/aws4_request, SignedHeaders=${headers}, Signature=${signature}`,
    );
  });
});

test('the headers of the request are kept, and the secret key is in none of the new ones', async () => {
  const signed = await signAwsRequest(
    golden[2].request,
    { ...golden[2].signing, secretAccessKey },
    now,
  );
  expect(signed).toMatchObject({
    'content-type': 'application/json',
    'x-amz-date': '20260102T030405Z',
  });
  expect(JSON.stringify(signed)).not.toContain(secretAccessKey);
  expect(signed).not.toHaveProperty('x-amz-security-token');
});
