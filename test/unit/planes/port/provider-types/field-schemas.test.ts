import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  awsRegion,
  baseUrl,
  customHeaders,
  guardrailVersion,
  modelItems,
  roleArn,
  secretDescription,
  secretName,
} from '../../../../../src/planes/port/provider-types/field-schemas.ts';

/** What a field says about a value; undefined when it takes it. */
const problem = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues[0]?.message;

const role = 'arn:aws:iam::123456789012:role';

describe('values that are taken', () => {
  test.each<[string, z.ZodType, unknown]>([
    ['a region', awsRegion(), 'eu-west-1'],
    ['a long region', awsRegion(), 'ap-southeast-4'],
    ['a role', roleArn(), `${role}/port-bedrock`],
    ['a role with every character IAM allows', roleArn(), `${role}/a_b+c=d,e.f@g-h`],
    ['a secret name with dashes', secretName(), 'openai-api-key'],
    ['a secret name with underscores', secretName(), 'BEDROCK_ROLE_EXTERNAL_ID'],
    ['a secret name of 100 characters', secretName(), 'a'.repeat(100)],
    ['a description of 200 characters', secretDescription(), 'ü'.repeat(200)],
    ['a URL with a prefix', baseUrl(), 'https://llm.example.com/v1'],
    ['a plain URL', baseUrl(), 'http://localhost:11434'],
    ['a draft of a guardrail', guardrailVersion(), 'DRAFT'],
    ['a version of a guardrail', guardrailVersion(), '12'],
    ['headers', customHeaders(), { 'X-Team': 'platform', 'x-trace_1': '' }],
    ['models', modelItems(), [{ name: 'gpt-5', supportedFeatures: { caching: false } }]],
  ])('%s', (_, schema, value) => {
    expect(problem(schema, value)).toBeUndefined();
  });
});

describe('values that are refused, each with the reason', () => {
  test.each<[string, z.ZodType, unknown, RegExp]>([
    ['a region with a blank behind it', awsRegion(), 'eu-west-1 ', /blank/],
    ['a role with a line end before it', roleArn(), `\n${role}/port-bedrock`, /blank/],
    ['a GovCloud region', awsRegion(), 'us-gov-west-1', /GovCloud/],
    ['an isolated region', awsRegion(), 'us-iso-east-1', /isolated/],
    ['a region with underscores', awsRegion(), 'eu_west_1', /such as eu-west-1/],
    ['a zone', awsRegion(), 'eu-west-1a', /such as eu-west-1/],
    ['a region with two digits', awsRegion(), 'eu-west-12', /one digit/],
    ['a role with a path', roleArn(), `${role}/team/port`, /path.*role\/<name>/],
    ['a GovCloud role', roleArn(), 'arn:aws-us-gov:iam::123456789012:role/port', /GovCloud/],
    ['a China role', roleArn(), 'arn:aws-cn:iam::123456789012:role/port', /China/],
    ['a short account number', roleArn(), 'arn:aws:iam::12345:role/port', /12 digits/],
    ['a user', roleArn(), 'arn:aws:iam::123456789012:user/port', /role\/<name>/],
    ['a role session', roleArn(), 'arn:aws:sts::123456789012:assumed-role/port/x', /role\/<name>/],
    ['a word instead of a role', roleArn(), 'port', /role\/<name>/],
    ['a name with a blank', secretName(), 'my key', /letters, digits/],
    ['a name with a dot', secretName(), 'my.key', /letters, digits/],
    ['an empty name', secretName(), '', /1 to 100/],
    ['a name of 101 characters', secretName(), 'a'.repeat(101), /1 to 100/],
    ['a long description', secretDescription(), 'a'.repeat(201), /200/],
    ['a host without a scheme', baseUrl(), 'llm.example.com/v1', /whole URL/],
    ['another scheme', baseUrl(), 'ftp://llm.example.com', /whole URL/],
    ['a path', baseUrl(), '/v1', /whole URL/],
    ['a guardrail version 0', guardrailVersion(), '0', /number, or DRAFT/],
    ['a header the transport sets', customHeaders(), { Host: 'x' }, /./],
    ['a header name with a blank', customHeaders(), { 'x team': 'x' }, /./],
    ['a header value with a line end', customHeaders(), { 'x-a': 'b\r\nx-c: d' }, /one line/],
    ['no models', modelItems(), [], /at least one/],
    ['a model with two letters', modelItems(), [{ name: 'ab' }], /3 characters/],
    ['a model named twice', modelItems(), [{ name: 'abc' }, { name: 'abc' }], /twice/],
    ['half a token', modelItems(), [{ name: 'abc', contextWindow: 0.5 }], /int/],
    ['an unknown model key', modelItems(), [{ name: 'abc', size: 1 }], /size/],
    ['an unknown feature', modelItems(), [{ name: 'abc', supportedFeatures: { x: true } }], /./],
  ])('%s', (_, schema, value, reason) => {
    expect(problem(schema, value)).toMatch(reason);
  });

  test.each([
    ['a key instead of the name of a secret', secretName(), 'sk-abcdefghijklmnopqrstuvwxyz'],
    ['a password in a URL', baseUrl(), 'https://me:hunter2hunter2@llm.example.com'],
  ])('%s is not repeated', (_, schema, value) => {
    const said = problem(schema, value);
    expect(said).toContain('secret');
    expect(said).not.toMatch(/abcdefgh|hunter2/);
  });
});
