import { createVerify, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../../src/planes/port/config.ts';
import type { ProviderRequest, SignInSession } from '../../../../../src/vendors/test-requests.ts';
import { Secret } from '../../../../../src/core/secret.ts';
import { everyAsk } from '../../../../support/described-requests.ts';
import {
  bedrock,
  vertexAnthropic,
  vertexGemini,
  type ConfiguredInput,
  type VariantTest,
} from '../../../../support/tested-variants.ts';

/** The requests of Bedrock and Vertex, each whole, and which of them are sent at all. */

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const secrets: Readonly<Record<string, string>> = {
  'aws-id': 'AKIAIOSFODNN7EXAMPLE',
  'aws-key': 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  'external-id': 'port-0123456789abcdef+/=',
  'google-email': 'port@my-project.iam.gserviceaccount.com',
  'google-key': pem,
  'express-key': 'AIzaSyExample-Example_Example-Example01',
};

const session: SignInSession = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'temporary/secret',
  sessionToken: 'session-token',
};

const role: Config = { roleArn: 'arn:aws:iam::123456789012:role/port', region: 'eu-west-1' };
const keys: Config = {
  accessKeyIdSecretName: 'aws-id',
  secretAccessKeySecretName: 'aws-key',
  region: 'eu-west-1',
};
const guardrail = { guardrailIdentifier: 'gr0abc', guardrailVersion: '3' };
const google: Config = {
  clientEmailSecretName: 'google-email',
  privateKeySecretName: 'google-key',
  project: 'my-project',
  location: 'us-east5',
};
const express: Config = { apiKeySecretName: 'express-key' };

const [assumeRole, accessKeys] = bedrock.variants;
const [serviceAccount, expressMode] = vertexGemini.variants;
const [claude] = vertexAnthropic.variants;

function input(
  config: Config,
  model: string,
  more: Partial<ConfiguredInput> = {},
): ConfiguredInput {
  return {
    config,
    model,
    secret: (name) => new Secret(secrets[String(name)] ?? `no secret ${String(name)}`),
    now: new Date('2026-01-15T12:00:00Z'),
    session: {},
    caller: 'this-machine',
    plane: 'Port',
    ...more,
  };
}

const bodyOf = ({ body }: ProviderRequest): unknown => JSON.parse(body ?? 'null');
const haiku = 'claude-haiku-4-5-20251001';
const haikuId = 'eu.anthropic.claude-haiku-4-5-20251001-v1:0';
const runtime = 'https://bedrock-runtime.eu-west-1.amazonaws.com';
const prompt = [{ role: 'user', content: [{ text: 'Reply with the word pong.' }] }];
const schema = {
  type: 'object',
  properties: { ok: { type: 'boolean' } },
  required: ['ok'],
  additionalProperties: false,
};
const signedWithPair = {
  service: 'bedrock',
  region: 'eu-west-1',
  accessKeyId: secrets['aws-id'],
  secretAccessKey: secrets['aws-key'],
};

describe('bedrock: a model is asked for one word', () => {
  const ways = accessKeys.probe.generate(input(keys, haiku));

  test('by its geographic profile first, whose colon is encoded once', () => {
    expect(ways.first.title).toBe(haikuId);
    expect(ways.first.request).toEqual({
      method: 'POST',
      url: `${runtime}/model/eu.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ messages: prompt, inferenceConfig: { maxTokens: 16 } }),
      sign: signedWithPair,
    });
    expect(ways.first).toMatchObject({ outputTokens: 16, patience: 'generate' });
  });

  test('by the other ids after a model that is not there, with a remark on the global one', () => {
    const after = ['MODEL_NOT_FOUND', 'NEEDS_INFERENCE_PROFILE', 'MODEL_NOT_IN_REGION'];
    expect(ways.fallbacks).toMatchObject([
      {
        call: { title: 'global.anthropic.claude-haiku-4-5-20251001-v1:0' },
        after,
        counts: 'warn',
        remark: expect.stringContaining('data may leave the geography'),
      },
      { call: { title: 'anthropic.claude-haiku-4-5-20251001-v1:0' }, after, counts: 'pass' },
    ]);
  });

  test('with the keys of the role where one is assumed', () => {
    const { first } = assumeRole.probe.generate(input(role, haiku, { session }));
    expect(first.request.sign).toEqual({ service: 'bedrock', region: 'eu-west-1', ...session });
  });

  test('through the guardrail, with a trace that shows it', () => {
    const { first } = accessKeys.probe.generate(input({ ...keys, ...guardrail }, haiku));
    expect(bodyOf(first.request)).toEqual({
      messages: prompt,
      inferenceConfig: { maxTokens: 16 },
      guardrailConfig: {
        guardrailIdentifier: 'gr0abc',
        guardrailVersion: '3',
        trace: 'enabled',
      },
    });
  });

  test('with the token of temporary keys that stand in for the stored pair, and of no others', () => {
    const own = { ...session, accessKeyId: secrets['aws-id'] ?? '' };
    const tokenWith = (given: SignInSession) =>
      accessKeys.probe.generate(input(keys, haiku, { session: given })).first.request.sign
        ?.sessionToken;
    expect(tokenWith(own)).toBe('session-token');
    expect(tokenWith(session)).toBeUndefined();
  });
});

describe('bedrock: what won decides what follows', () => {
  const asked = input({ ...keys, ...guardrail }, haiku);
  const [global] = accessKeys.probe.generate(asked).fallbacks;
  const won = global?.call ?? accessKeys.probe.generate(asked).first;
  const path = 'global.anthropic.claude-haiku-4-5-20251001-v1%3A0';

  test('the stream is asked of the same id, in frames of AWS, and always', () => {
    const ask = accessKeys.probe.stream(asked, won);
    expect(accessKeys.probe.of(asked).alwaysStream).toBe(true);
    expect(ask.request.url).toBe(`${runtime}/model/${path}/converse-stream`);
    expect(ask.request.body).toBe(won.request.body);
    expect(ask.stream?.form).toBe('aws');
  });

  test('the schema goes as a string in the native form, then as that of a tool', () => {
    const { first, fallbacks: others } = accessKeys.probe.structured(asked, won);
    expect(first.request.url).toBe(`${runtime}/model/${path}/converse`);
    expect(first.patience).toBe('grammar');
    expect(bodyOf(first.request)).toMatchObject({
      inferenceConfig: { maxTokens: 256 },
      outputConfig: {
        textFormat: {
          type: 'json_schema',
          structure: { jsonSchema: { name: 'probe', schema: JSON.stringify(schema) } },
        },
      },
    });
    const [tool] = others;
    expect(tool).toMatchObject({ counts: 'pass', call: { patience: 'structured' } });
    expect(tool?.after).toContain('TIMEOUT');
    expect(tool && bodyOf(tool.call.request)).toMatchObject({
      toolConfig: {
        tools: [{ toolSpec: { name: 'probe', inputSchema: { json: schema } } }],
        toolChoice: { tool: { name: 'probe' } },
      },
    });
  });

  test('a model without the native form is asked for the tool alone', () => {
    const old = input(keys, 'claude-sonnet-4-20250514');
    const { first, fallbacks: others } = accessKeys.probe.structured(old, won);
    expect(bodyOf(first.request)).toHaveProperty('toolConfig');
    expect(others).toEqual([]);
  });
});

describe('bedrock: the free calls', () => {
  test('GetCallerIdentity is signed for STS with the stored pair', () => {
    expect(accessKeys.probe.credential(input(keys, haiku)).request).toEqual({
      method: 'POST',
      url: 'https://sts.eu-west-1.amazonaws.com/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
      sign: { ...signedWithPair, service: 'sts' },
    });
  });

  test('the availability is that of the model, not of a profile', () => {
    expect(accessKeys.probe.model(input(keys, haiku)).request).toEqual({
      method: 'GET',
      url: 'https://bedrock.eu-west-1.amazonaws.com/foundation-model-availability/anthropic.claude-haiku-4-5-20251001-v1%3A0',
      headers: {},
      sign: signedWithPair,
    });
  });

  test('a guardrail is applied to the prompt, its ARN as one segment', () => {
    const arn = 'arn:aws:bedrock:eu-west-1:123456789012:guardrail/gr0abc';
    const config = { ...keys, guardrailIdentifier: arn, guardrailVersion: 'DRAFT' };
    expect(accessKeys.probe.guardrail(input(config, haiku))?.request).toEqual({
      method: 'POST',
      url: `${runtime}/guardrail/${encodeURIComponent(arn)}/version/DRAFT/apply`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        source: 'INPUT',
        content: [{ text: { text: 'Reply with the word pong.' } }],
      }),
      sign: signedWithPair,
    });
    expect(accessKeys.probe.remarks(input(config, haiku))).toEqual([
      expect.stringContaining('DRAFT'),
    ]);
  });

  test('without a guardrail there is nothing to ask and nothing to remark', () => {
    expect(accessKeys.probe.guardrail(input(keys, haiku))).toBeUndefined();
    expect(accessKeys.probe.remarks(input(keys, haiku))).toEqual([]);
  });
});

test('bedrock: where only the global profile is known, the test says so in advance', () => {
  const config = { ...keys, region: 'ap-southeast-1' };
  expect(accessKeys.probe.remarks(input(config, haiku))).toEqual([
    expect.stringContaining('called as global.anthropic.claude-haiku-4-5-20251001-v1:0'),
  ]);
});

describe('bedrock: a region that is none never becomes a host', () => {
  test.each([undefined, '', 'evil.example/', 'us-gov-west-1', 'cn-north-1.evil'])(
    '%j',
    (region) => {
      const asked = input({ ...keys, region }, haiku);
      expect(() => accessKeys.probe.generate(asked)).toThrow(
        expect.objectContaining({ name: 'CONFIG_INVALID' }),
      );
    },
  );
});

describe('bedrock: the role is assumed', () => {
  const form = 'Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fport';
  const rest = 'RoleSessionName=portai-preflight&DurationSeconds=900';

  test('unsigned without credentials of its own, for 900 seconds', () => {
    expect(assumeRole.probe.signIn(input(role, haiku, { caller: 'plane' })).request).toEqual({
      method: 'POST',
      url: 'https://sts.eu-west-1.amazonaws.com/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `${form}&${rest}&Version=2011-06-15`,
    });
  });

  test('signed with the AWS credentials of this machine where there are some', () => {
    expect(assumeRole.probe.signIn(input(role, haiku, { session })).request.sign).toEqual({
      service: 'sts',
      region: 'eu-west-1',
      ...session,
    });
  });

  test('with the external id, every sign of it encoded', () => {
    const config = { ...role, externalIdSecretName: 'external-id' };
    const { body } = assumeRole.probe.signIn(input(config, haiku)).request;
    expect(body).toBe(
      `${form}&${rest}&ExternalId=port-0123456789abcdef%2B%2F%3D&Version=2011-06-15`,
    );
  });

  test('and whether it trusts Port is never called proved', () => {
    expect(assumeRole.probe.of(input(role, haiku)).notProved?.('Port')).toContain(
      "the role's trust in Port's own principals",
    );
  });
});

describe('vertex: a service account signs in', () => {
  const { request } = serviceAccount.probe.signIn(input(google, 'gemini-2.5-pro'));
  const form = new URLSearchParams(request.body);

  test('with an assertion that its key has signed', () => {
    expect(request).toMatchObject({
      method: 'POST',
      url: 'https://oauth2.googleapis.com/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const [header = '', claims = '', signature = ''] = (form.get('assertion') ?? '').split('.');
    const verified = createVerify('RSA-SHA256')
      .update(`${header}.${claims}`)
      .verify(publicKey, signature, 'base64url');
    expect(verified).toBe(true);
  });

  test('and asks for nothing else', () => {
    expect([...form.keys()]).toEqual(['grant_type', 'assertion']);
  });
});

const token = { session: { accessToken: 'ya29.token' } };
const bearer = { authorization: 'Bearer ya29.token', 'content-type': 'application/json' };

describe('vertex: the host of a location', () => {
  test.each([
    ['global', 'aiplatform.googleapis.com'],
    ['us', 'aiplatform.us.rep.googleapis.com'],
    ['eu', 'aiplatform.eu.rep.googleapis.com'],
    ['us-east5', 'us-east5-aiplatform.googleapis.com'],
    ['europe-west4', 'europe-west4-aiplatform.googleapis.com'],
    ['northamerica-northeast1', 'northamerica-northeast1-aiplatform.googleapis.com'],
  ])('%s: %s', (location, host) => {
    const asked = input({ ...google, location }, 'gemini-2.5-pro', token);
    const url = new URL(serviceAccount.probe.generate(asked).first.request.url);
    expect(url.host).toBe(host);
    expect(url.pathname).toContain(`/locations/${location}/`);
  });

  test.each(['', 'evil.example/', 'us-east5.evil.example', 'x@y', 'us-east5#', 'Global'])(
    'is refused for %j, so that no token goes astray',
    (location) => {
      const asked = input({ ...google, location }, 'gemini-2.5-pro', token);
      expect(() => serviceAccount.probe.generate(asked)).toThrow(
        expect.objectContaining({ name: 'CONFIG_INVALID' }),
      );
    },
  );
});

describe('vertex-gemini', () => {
  const base =
    'https://us-east5-aiplatform.googleapis.com/v1/projects/my-project/locations/us-east5/publishers/google/models/gemini-2.5-pro';
  const contents = [{ role: 'user', parts: [{ text: 'Reply with the word pong.' }] }];
  const asked = input(google, 'gemini-2.5-pro', token);
  const { probe } = serviceAccount;
  const completion = JSON.stringify({ contents, generationConfig: { maxOutputTokens: 64 } });

  test('asks for one word', () => {
    const { first, fallbacks: others } = probe.generate(asked);
    expect(first).toMatchObject({ outputTokens: 64, patience: 'generate' });
    expect(first.request).toEqual({
      method: 'POST',
      url: `${base}:generateContent`,
      headers: bearer,
      body: completion,
    });
    expect(others).toEqual([]);
  });

  test('asks for it as server-sent events', () => {
    const ask = probe.stream(asked);
    expect(ask.request).toEqual({
      method: 'POST',
      url: `${base}:streamGenerateContent?alt=sse`,
      headers: bearer,
      body: completion,
    });
    expect(ask.stream?.form).toBe('sse');
  });

  test('counts tokens for free', () => {
    expect(probe.model(asked)).toMatchObject({ outputTokens: 0, patience: 'control' });
    expect(probe.model(asked).request).toEqual({
      method: 'POST',
      url: `${base}:countTokens`,
      headers: bearer,
      body: JSON.stringify({ contents }),
    });
  });

  test('asks for JSON after a schema in types of Google, with room to think', () => {
    const { first } = probe.structured(asked);
    expect(first.request.url).toBe(`${base}:generateContent`);
    expect(bodyOf(first.request)).toMatchObject({
      generationConfig: {
        maxOutputTokens: 1024,
        responseMimeType: 'application/json',
        responseSchema: {
          type: 'OBJECT',
          properties: { ok: { type: 'BOOLEAN' } },
          required: ['ok'],
        },
      },
    });
  });

  test('express mode: the key in a header, neither project nor location in the URL', () => {
    const { first } = expressMode.probe.generate(input(express, 'gemini-2.5-flash'));
    expect(first.request).toEqual({
      method: 'POST',
      url: 'https://aiplatform.googleapis.com/v1/publishers/google/models/gemini-2.5-flash:generateContent',
      headers: {
        'x-goog-api-key': secrets['express-key'],
        'content-type': 'application/json',
      },
      body: completion,
    });
    expect(expressMode.probe.of(input(express, 'm'))).not.toHaveProperty('signIn');
  });

  test('remarks on a project number, and not on an id', () => {
    const remarksOn = (project: string) =>
      serviceAccount.probe.remarks(input({ ...google, project }, 'gemini-2.5-pro'));
    expect(remarksOn('my-project')).toEqual([]);
    expect(remarksOn('example.com:my-project')).toEqual([]);
    expect(remarksOn('123456789012')).toEqual([expect.stringContaining('is no project id')]);
    expect(remarksOn('My Project')).toEqual([expect.stringContaining('is no project id')]);
  });
});

describe('vertex-anthropic', () => {
  const publisher =
    'https://us-east5-aiplatform.googleapis.com/v1/projects/my-project/locations/us-east5/publishers/anthropic/models';
  const model = 'claude-haiku-4-5@20251001';
  const asked = input(google, model, token);
  const { probe } = claude;
  const messages = [{ role: 'user', content: 'Reply with the word pong.' }];

  test('asks for one word, with the model in the path alone', () => {
    const { first, fallbacks: others } = probe.generate(asked);
    expect(first.request).toEqual({
      method: 'POST',
      url: `${publisher}/${model}:rawPredict`,
      headers: bearer,
      body: JSON.stringify({ anthropic_version: 'vertex-2023-10-16', max_tokens: 16, messages }),
    });
    expect(others).toEqual([]);
  });

  test('suggests the "@" where the date has a dash', () => {
    const { first, fallbacks: others } = probe.generate(input(google, haiku, token));
    expect(first.request.url).toBe(`${publisher}/${haiku}:rawPredict`);
    expect(others).toMatchObject([
      {
        after: ['MODEL_NOT_FOUND'],
        counts: 'suggest',
        remark: expect.stringContaining(model),
        call: { request: { url: `${publisher}/${model}:rawPredict` } },
      },
    ]);
  });

  test('streams by a route and a word of its own', () => {
    const ask = probe.stream(asked);
    expect(ask.request.url).toBe(`${publisher}/${model}:streamRawPredict`);
    expect(bodyOf(ask.request)).toEqual({
      anthropic_version: 'vertex-2023-10-16',
      max_tokens: 16,
      messages,
      stream: true,
    });
    expect(ask.stream?.form).toBe('sse');
  });

  test('is tried for free by a body without a prompt', () => {
    expect(probe.model(asked)).toMatchObject({
      outputTokens: 0,
      request: { url: `${publisher}/${model}:rawPredict`, body: '{}' },
    });
  });

  test('structures its output by a tool', () => {
    expect(bodyOf(probe.structured(asked).first.request)).toEqual({
      anthropic_version: 'vertex-2023-10-16',
      max_tokens: 256,
      messages,
      tools: [{ name: 'probe', input_schema: schema }],
      tool_choice: { type: 'tool', name: 'probe' },
    });
  });
});

/** Every request that a test can make for an input. */
function everyRequest(variant: VariantTest, asked: ConfiguredInput): ProviderRequest[] {
  const test = variant.of(asked);
  const asks = [...everyAsk(variant, asked), test.guardrail?.(asked)];
  const signIn = test.signIn?.(asked).request;
  return [...(signIn ? [signIn] : []), ...asks.flatMap((ask) => (ask ? [ask.request] : []))];
}

describe('no secret is in a URL or a body, but the external id and the signed assertion', () => {
  test.each<[string, VariantTest, Config]>([
    ['bedrock, assume-role', assumeRole.probe, { ...role, externalIdSecretName: 'external-id' }],
    ['bedrock, access-keys', accessKeys.probe, { ...keys, ...guardrail }],
    ['vertex-gemini, service-account', serviceAccount.probe, google],
    ['vertex-gemini, express', expressMode.probe, express],
    ['vertex-anthropic', claude.probe, google],
  ])('%s', (_, probe, config) => {
    const asked = input(config, haiku, { session: { ...session, ...token.session } });
    const requests = everyRequest(probe, asked);
    const values = [...Object.values(secrets), ...Object.values(asked.session)].filter(
      (value) => value !== secrets['external-id'],
    );
    const said = requests.flatMap(({ url, body = '' }) => [url, body, decodeURIComponent(body)]);
    expect(requests.length).toBeGreaterThan(3);
    expect(values.filter((value) => said.some((text) => text.includes(value)))).toEqual([]);
  });
});

test('quota is counted by model on Bedrock and Vertex', () => {
  for (const { probe } of [assumeRole, accessKeys, serviceAccount, expressMode, claude]) {
    expect(probe.of(input(google, haiku))).toMatchObject({
      quotaByModel: true,
      patience: 'cloud',
    });
  }
});
