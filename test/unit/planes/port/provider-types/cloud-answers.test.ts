import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { HttpResponse } from '../../../../../src/core/http.ts';
import type { Config } from '../../../../../src/planes/port/config.ts';
import type { TestCall, SignInSession } from '../../../../../src/vendors/test-requests.ts';
import { Secret } from '../../../../../src/core/secret.ts';
import {
  bedrock,
  vertexAnthropic,
  vertexGemini,
  type ConfiguredInput,
} from '../../../../support/tested-variants.ts';

/** What Bedrock, STS and Vertex answer, and what the types make of it. */

const [assumeRole, accessKeys] = bedrock.variants;
const [serviceAccount] = vertexGemini.variants;
const [claude] = vertexAnthropic.variants;

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

function input(config: Config, more: Partial<ConfiguredInput> = {}): ConfiguredInput {
  return {
    config,
    model: 'claude-haiku-4-5-20251001',
    secret: (name) => new Secret(name === 'google-key' ? pem : `value of ${String(name)}`),
    now: new Date('2026-01-15T12:00:00Z'),
    session: {},
    caller: 'this-machine',
    plane: 'Port',
    ...more,
  };
}

const keys = {
  accessKeyIdSecretName: 'aws-id',
  secretAccessKeySecretName: 'aws-key',
  region: 'eu-west-1',
};
const guarded = { ...keys, guardrailIdentifier: 'gr0abc', guardrailVersion: '3' };
const google = {
  clientEmailSecretName: 'google-email',
  privateKeySecretName: 'google-key',
  project: 'my-project',
  location: 'us-east5',
};

const json = (status: number, body: unknown, headers = {}): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
const refusal = (status: number, type: string, message: string) =>
  json(status, { message }, { 'x-amzn-errortype': type, 'x-amzn-requestid': 'r-1' });
const xml = (status: number, body: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body,
});
const stsError = (status: number, code: string, message: string) =>
  xml(
    status,
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
  );
const html: HttpResponse = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><html><body>Sign in</body></html>',
};

describe('STS: the role', () => {
  const own: SignInSession = { accessKeyId: 'ASIA1', secretAccessKey: 's', sessionToken: 't' };
  const read = (answer: HttpResponse, more: Partial<ConfiguredInput>) =>
    assumeRole.probe
      .signIn(input({ roleArn: 'arn:aws:iam::1:role/r', region: 'eu-west-1' }, more))
      .read(answer);
  const denied = stsError(
    403,
    'AccessDenied',
    'User: arn:aws:sts::185657066287:assumed-role/x/y is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/port-bedrock',
  );
  const anonymous = stsError(
    403,
    'MissingAuthenticationToken',
    'Request is missing Authentication Token',
  );

  test('gives temporary credentials', () => {
    const answer = xml(
      200,
      '<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA2</AccessKeyId><SecretAccessKey>abc/def</SecretAccessKey><SessionToken>token==</SessionToken></Credentials></AssumeRoleResult></AssumeRoleResponse>',
    );
    expect(read(answer, { caller: 'plane' })).toEqual({
      session: { accessKeyId: 'ASIA2', secretAccessKey: 'abc/def', sessionToken: 'token==' },
    });
  });

  test('refused to Port: it cannot be assumed', () => {
    expect(read(denied, { caller: 'plane' })).toMatchObject({ cause: 'ROLE_NOT_ASSUMABLE' });
  });

  test('refused to anybody else: that says nothing about Port, and the words stay', () => {
    expect(read(denied, { caller: 'this-machine', session: own })).toMatchObject({
      cause: 'ROLE_NOT_TRIED',
      words: expect.stringContaining('not authorized to perform: sts:AssumeRole'),
    });
  });

  test.each(['plane', 'this-machine'] as const)(
    'a request of nobody is no test of the role: %s',
    (caller) => {
      expect(read(anonymous, { caller })).toMatchObject({ cause: 'ROLE_NOT_TRIED' });
    },
  );

  test.each([
    [
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
      'KEY_INVALID',
    ],
    [
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
      'SECRET_KEY_MISMATCH',
    ],
    ['ExpiredToken', 'The security token included in the request is expired', 'TOKEN_EXPIRED'],
  ])('%s is about the credentials of this machine', (code, message, cause) => {
    expect(read(stsError(403, code, message), { session: own })).toMatchObject({
      cause,
      detail: "of this machine's AWS credentials",
    });
  });

  test('a page in its place is no sign-in', () => {
    expect(read(html, { caller: 'plane' })).not.toHaveProperty('session');
    expect(read(xml(200, '<AssumeRoleResponse/>'), {})).not.toHaveProperty('session');
  });
});

describe('STS: GetCallerIdentity', () => {
  const { read } = accessKeys.probe.credential(input(keys));

  test('says whose key it is', () => {
    const answer = xml(
      200,
      '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/port</Arn><UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r-2</RequestId></ResponseMetadata></GetCallerIdentityResponse>',
    );
    expect(read(answer)).toMatchObject({
      cause: 'OK',
      detail: 'account 111122223333, arn:aws:iam::111122223333:user/port',
      requestId: 'r-2',
    });
  });

  test('passes on nothing else', () => {
    const unknownKey = 'The security token included in the request is invalid.';
    expect(read(stsError(403, 'InvalidClientTokenId', unknownKey)).cause).toBe('KEY_INVALID');
    expect(read(html).cause).toBe('WRONG_BASE_URL');
    expect(read(json(200, { Account: '1' })).cause).not.toBe('OK');
  });
});

describe('Bedrock: the availability of a model', () => {
  const { read } = accessKeys.probe.model(input(keys));
  const open = {
    modelId: 'anthropic.claude-haiku-4-5-20251001-v1:0',
    agreementAvailability: { status: 'AVAILABLE' },
    authorizationStatus: 'AUTHORIZED',
    entitlementAvailability: 'AVAILABLE',
    regionAvailability: 'AVAILABLE',
  };
  const agreement = (status: string) => ({ agreementAvailability: { status } });

  test.each([
    ['every gate open', {}, 'ZERO_TOKEN_OK'],
    ['another region', { regionAvailability: 'NOT_AVAILABLE' }, 'MODEL_NOT_IN_REGION'],
    ['the form', { authorizationStatus: 'NOT_AUTHORIZED' }, 'USE_CASE_FORM'],
    ['the agreement', agreement('NOT_AVAILABLE'), 'MARKETPLACE'],
    ['an agreement under way', agreement('PENDING'), 'MARKETPLACE'],
    ['an agreement that failed', agreement('ERROR'), 'MARKETPLACE'],
    ['the subscription', { entitlementAvailability: 'NOT_AVAILABLE' }, 'MARKETPLACE'],
  ])('%s', (_, gates, cause) => {
    expect(read(json(200, { ...open, ...gates }))).toMatchObject({ cause, status: 200 });
  });

  test('a role that may not ask, as that of Port, is no failure', () => {
    const denied = refusal(
      403,
      'AccessDeniedException',
      'User: arn:aws:iam::111122223333:user/port is not authorized to perform: bedrock:GetFoundationModelAvailability on resource: * because no identity-based policy allows the bedrock:GetFoundationModelAvailability action',
    );
    expect(read(denied)).toMatchObject({
      cause: 'NOT_GENERATED',
      detail: expect.stringContaining('GetFoundationModelAvailability'),
    });
  });

  test('a key that is refused stays refused', () => {
    const invalid = 'The security token included in the request is invalid.';
    expect(read(refusal(403, 'UnrecognizedClientException', invalid)).cause).toBe('KEY_INVALID');
  });
});

describe('Bedrock: a guardrail', () => {
  const read = (answer: HttpResponse) => accessKeys.probe.guardrail(input(guarded))?.read(answer);
  const generated = (more = {}) =>
    json(200, {
      output: { message: { role: 'assistant', content: [{ text: 'pong' }] } },
      stopReason: 'end_turn',
      ...more,
    });

  test.each([
    ['NONE', 'OK'],
    ['GUARDRAIL_INTERVENED', 'GUARDRAIL_INTERVENED'],
  ])('that is there, with the action %s', (action, cause) => {
    expect(read(json(200, { action, outputs: [], assessments: [] }))?.cause).toBe(cause);
  });

  test.each([
    [
      refusal(
        400,
        'ValidationException',
        'The guardrail identifier or version provided in the request does not exist.',
      ),
    ],
    [refusal(404, 'ResourceNotFoundException', 'Some future text')],
  ])('that is not there is named, with the region', (answer) => {
    expect(read(answer)).toMatchObject({
      cause: 'GUARDRAIL_NOT_FOUND',
      detail: 'gr0abc, version 3, in eu-west-1',
    });
  });

  test('that may not be used', () => {
    const denied = refusal(
      403,
      'AccessDeniedException',
      'User: arn:aws:iam::111122223333:user/port is not authorized to perform: bedrock:ApplyGuardrail on resource: arn:aws:bedrock:eu-west-1:111122223333:guardrail/gr0abc because no identity-based policy allows the bedrock:ApplyGuardrail action',
    );
    expect(read(denied)?.cause).toBe('GUARDRAIL_FORBIDDEN');
  });

  test('shows in the trace of an answer, and its absence is told', () => {
    const { first } = accessKeys.probe.generate(input(guarded));
    expect(first.read(generated({ trace: { guardrail: {} } })).detail).toBeUndefined();
    expect(first.read(generated())).toMatchObject({
      cause: 'OK',
      detail: expect.stringContaining('no trace of the guardrail'),
    });
    const plain = accessKeys.probe.generate(input(keys)).first;
    expect(plain.read(generated())).toMatchObject({
      cause: 'OK',
      resolvedModel: 'eu.anthropic.claude-haiku-4-5-20251001-v1:0',
    });
  });
});

/** How an ask reads the answers of a model that obeys, that does not, and that cannot. */
function outcomes(ask: TestCall | undefined, bodies: Readonly<Record<string, unknown>>) {
  const causes = Object.entries(bodies).map(
    ([name, body]) => [name, ask?.read(json(200, body)).cause] as const,
  );
  return Object.fromEntries(causes);
}

describe('structured output is proved by the output alone', () => {
  const asked = input(keys);
  const won = accessKeys.probe.generate(asked).first;
  const converse = (content: unknown, stopReason = 'end_turn') => ({
    output: { message: { role: 'assistant', content: [content] } },
    stopReason,
  });
  const expected = { obeys: 'OK', prose: 'STRUCTURED_INVALID', other: 'STRUCTURED_INVALID' };

  test('Converse, native', () => {
    const { first } = accessKeys.probe.structured(asked, won);
    const bodies = {
      obeys: converse({ text: '{"ok":true}' }),
      prose: converse({ text: 'pong' }),
      other: converse({ text: '{"ok":"yes"}' }),
    };
    expect(outcomes(first, bodies)).toEqual(expected);
    const refused = refusal(400, 'ValidationException', 'outputConfig is not permitted');
    expect(first.read(refused).cause).toBe('STRUCTURED_UNSUPPORTED');
  });

  test('Converse, by a tool', () => {
    const tool = accessKeys.probe.structured(asked, won).fallbacks[0]?.call;
    const use = (value: unknown) => ({ toolUse: { toolUseId: 't', name: 'probe', input: value } });
    const bodies = {
      obeys: converse(use({ ok: true }), 'tool_use'),
      prose: converse({ text: 'pong' }),
      other: converse(use({ no: 1 }), 'tool_use'),
    };
    expect(outcomes(tool, bodies)).toEqual(expected);
  });

  test('Claude on Vertex, by a tool', () => {
    const message = (content: unknown, reason = 'end_turn') => ({
      type: 'message',
      role: 'assistant',
      model: 'claude-haiku-4-5',
      content: [content],
      stop_reason: reason,
    });
    const use = (value: unknown) => ({ type: 'tool_use', id: 't', name: 'probe', input: value });
    const bodies = {
      obeys: message(use({ ok: false }), 'tool_use'),
      prose: message({ type: 'text', text: 'pong' }),
      other: message(use({ ok: 1 }), 'tool_use'),
    };
    expect(outcomes(claude.probe.structured(input(google)).first, bodies)).toEqual(expected);
  });

  test('Gemini; a limit that thinking has used up does not accuse the model', () => {
    const candidate = (text: string | undefined, finishReason = 'STOP') => ({
      candidates: [
        {
          content: { role: 'model', ...(text === undefined ? {} : { parts: [{ text }] }) },
          finishReason,
        },
      ],
    });
    const bodies = {
      obeys: candidate('{"ok":true}'),
      prose: candidate('pong'),
      other: candidate('[]'),
    };
    const { first } = serviceAccount.probe.structured(input(google));
    expect(outcomes(first, bodies)).toEqual(expected);
    const cut = {
      nothing: candidate(undefined, 'MAX_TOKENS'),
      half: candidate('{"ok', 'MAX_TOKENS'),
      prose: candidate('Once upon a time', 'MAX_TOKENS'),
    };
    expect(outcomes(first, cut)).toEqual({
      nothing: 'TRUNCATED_OK',
      half: 'TRUNCATED_OK',
      prose: 'STRUCTURED_INVALID',
    });
  });
});

describe('Google: the exchange of a service account', () => {
  const { read } = serviceAccount.probe.signIn(input(google));

  test('gives an access token', () => {
    const answer = json(200, { access_token: 'ya29.x', expires_in: 3599, token_type: 'Bearer' });
    expect(read(answer)).toEqual({ session: { accessToken: 'ya29.x' } });
  });

  test.each([
    ['an empty token', json(200, { access_token: '', expires_in: 3599 })],
    ['no token', json(200, { id_token: 'x' })],
    ['a page', html],
    ['a refusal with a token', json(400, { access_token: 'ya29.x' })],
  ])('ends with %s', (_, answer) => {
    expect(read(answer)).not.toHaveProperty('session');
    expect(read(answer)).not.toMatchObject({ cause: 'OK' });
  });

  test('a key that was deleted is refused', () => {
    const answer = json(400, {
      error: 'invalid_grant',
      error_description: 'Invalid JWT Signature.',
    });
    expect(read(answer)).toMatchObject({ cause: 'KEY_INVALID' });
  });
});

describe('Vertex: the free calls', () => {
  test('counted tokens prove the model', () => {
    const { read } = serviceAccount.probe.model(input(google));
    expect(read(json(200, { totalTokens: 3 })).cause).toBe('ZERO_TOKEN_OK');
    expect(read(json(200, { models: [] })).cause).toBe('RESPONSE_MALFORMED');
  });

  test("Claude's own complaint about an empty body proves the model, Google's does not", () => {
    const { read } = claude.probe.model(input(google));
    const own = {
      type: 'error',
      error: { type: 'invalid_request_error', message: 'messages: Field required' },
    };
    expect(read(json(400, own)).cause).toBe('ZERO_TOKEN_OK');
    const missing = { code: 404, status: 'NOT_FOUND', message: 'Publisher Model was not found' };
    expect(read(json(404, { error: missing })).cause).toBe('MODEL_NOT_FOUND');
    const invalid = { code: 400, status: 'INVALID_ARGUMENT', message: 'messages: Field required' };
    expect(read(json(400, { error: invalid })).cause).not.toBe('ZERO_TOKEN_OK');
    expect(read(json(200, {})).cause).not.toBe('ZERO_TOKEN_OK');
  });
});
