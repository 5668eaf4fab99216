import { describe, expect, test } from 'vitest';
import { readAnswer, readCompletion } from '../../../../../src/vendors/answers/read-answer.ts';
import { inferenceIds } from '../../../../../src/vendors/bedrock/inference-profiles.ts';
import { clock } from '../../../../support/sandbox-routes.ts';
import {
  assumeRole,
  bedrockUrl,
  converseBody,
  converseRequest,
  keysWith,
  post,
  region,
  signed,
  simulation,
  stsRequest,
  temporaryKeys,
  type Keys,
} from '../../../../support/simulated-requests.ts';

const send = simulation();
const haiku = 'eu.anthropic.claude-haiku-4-5-20251001-v1:0';
const documented: Keys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const minutes = (count: number) => new Date(clock().getTime() + count * 60_000);
const readSts = (answer: Parameters<typeof readAnswer>[1]) =>
  readAnswer('sts', answer, () => undefined);

async function converseWith(keys: Keys, at = clock(), service = 'bedrock') {
  return readCompletion('aws', await send(await signed(converseRequest(haiku), keys, service, at)));
}

describe('a signature', () => {
  test('over temporary keys and over the documented pair is verified', async () => {
    for (const keys of [await temporaryKeys('example', send), documented]) {
      expect((await converseWith(keys)).cause).toBe('OK');
      const wrong = { ...keys, secretAccessKey: `${keys.secretAccessKey.slice(0, -1)}_` };
      expect((await converseWith(wrong)).cause).toBe('SECRET_KEY_MISMATCH');
    }
  });

  test('does not cover a body that was changed afterwards', async () => {
    const request = await signed(converseRequest(haiku), documented);
    const changed = { ...request, body: JSON.stringify(converseBody({ schema: true })) };
    expect(readCompletion('aws', await send(changed)).cause).toBe('SECRET_KEY_MISMATCH');
  });

  test('does not cover another path', async () => {
    const request = await signed(converseRequest(haiku), documented);
    const url = new URL(bedrockUrl('/model/eu.anthropic.claude-other/converse'));
    expect(readCompletion('aws', await send({ ...request, url })).cause).toBe(
      'SECRET_KEY_MISMATCH',
    );
  });

  test('of an id with MISMATCH in it is that of a wrong secret', async () => {
    expect((await converseWith(keysWith('mismatch'))).cause).toBe('SECRET_KEY_MISMATCH');
    const who = await signed(identity, keysWith('mismatch'), 'sts');
    expect(readSts(await send(who)).cause).toBe('SECRET_KEY_MISMATCH');
  });

  test.each([-4, 0, 4])('is good %i minutes from now', async (count) => {
    expect((await converseWith(keysWith('fine'), minutes(count))).cause).toBe('OK');
  });

  test.each([
    [-6, 'Signature expired: 20260102T025805Z is now earlier than 20260102T025905Z'],
    [6, 'Signature not yet current: 20260102T031005Z is still later than 20260102T030905Z'],
  ])('is refused %i minutes from now', async (count, words) => {
    const { cause, words: said } = await converseWith(keysWith('fine'), minutes(count));
    expect(cause).toBe('CLOCK_SKEW');
    expect(said).toContain(words);
    const who = await signed(identity, keysWith('fine'), 'sts', minutes(count));
    expect(readSts(await send(who)).cause).toBe('CLOCK_SKEW');
  });

  test('for another service or region is refused', async () => {
    const elsewhere = { ...converseRequest(haiku) };
    const url = new URL(elsewhere.url);
    url.hostname = 'bedrock-runtime.us-east-1.amazonaws.com';
    const foreign = await send(await signed({ ...elsewhere, url }, keysWith('fine')));
    expect(readCompletion('aws', foreign).words).toContain(`not '${region}'`);
    const { cause, words } = await converseWith(keysWith('fine'), clock(), 's3');
    expect(cause).toBe('SECRET_KEY_MISMATCH');
    expect(words).toContain("scoped to correct service: 'bedrock'");
  });
});

describe('a key id', () => {
  test.each(['ASIA0000000000000000', 'AKIA0', 'AKIA00000000000000000', 'sk-proj-0'])(
    '%s is unknown',
    async (accessKeyId) => {
      const keys = { accessKeyId, secretAccessKey: 'x' };
      const { cause, code } = await converseWith(keys);
      expect({ cause, code }).toEqual({
        cause: 'KEY_INVALID',
        code: 'UnrecognizedClientException',
      });
    },
  );

  test('of temporary keys is unknown without their token, or with that of others', async () => {
    const { accessKeyId, secretAccessKey } = await temporaryKeys('example', send);
    const { sessionToken } = await temporaryKeys('example', send);
    expect((await converseWith({ accessKeyId, secretAccessKey })).cause).toBe('KEY_INVALID');
    expect((await converseWith({ accessKeyId, secretAccessKey, sessionToken })).cause).toBe(
      'KEY_INVALID',
    );
  });

  test('of temporary keys ends with their time', async () => {
    const keys = await temporaryKeys('example', send);
    const later = simulation({ now: () => minutes(16) });
    const answer = await later(await signed(converseRequest(haiku), keys, 'bedrock', minutes(16)));
    expect(readCompletion('aws', answer).cause).toBe('TOKEN_EXPIRED');
  });

  test('is missing where nothing was signed', async () => {
    const { code } = readCompletion('aws', await send(converseRequest(haiku)));
    expect(code).toBe('MissingAuthenticationTokenException');
    const bearer = { ...converseRequest(haiku), headers: { authorization: 'Bearer x' } };
    const { code: other } = readCompletion('aws', await send(bearer));
    expect(other).toBe('IncompleteSignatureException');
  });
});

const identity = stsRequest({ Action: 'GetCallerIdentity', Version: '2011-06-15' });

describe('STS', () => {
  test('says who a key is, whatever it may do', async () => {
    const who = await send(await signed(identity, keysWith('forbidden'), 'sts'));
    expect(who.body).toContain('<Account>111122223333</Account>');
    const keys = await temporaryKeys('example-noquota', send);
    const role = await send(await signed(identity, keys, 'sts'));
    expect(role.body).toContain(':assumed-role/example-noquota/');
  });

  test.each([
    ['invalid', 'KEY_INVALID'],
    ['expired', 'TOKEN_EXPIRED'],
    ['down', 'OVERLOADED'],
  ])('refuses a key with %s in it', async (word, cause) => {
    const answer = await send(await signed(identity, keysWith(word), 'sts'));
    expect(readSts(answer).cause).toBe(cause);
  });

  test('asks for a signature to say who somebody is', async () => {
    const { code } = readSts(await send(identity));
    expect(code).toBe('MissingAuthenticationToken');
  });

  test.each([
    ['example-denied', undefined],
    ['example-external', undefined],
    ['example-external', 'short'],
    ['example-external', 'wrong-external-id'],
  ])('does not let %s be assumed with the external id %s', async (role, externalId) => {
    const answer = await send(
      assumeRole(role, externalId === undefined ? {} : { ExternalId: externalId }),
    );
    expect(readSts(answer).cause).toBe('ROLE_NOT_ASSUMABLE');
  });

  test.each(['port', 'port-bedrock', 'external', 'examples', 'myexamplerole'])(
    'knows no role %s, which nobody created',
    async (role) => {
      const answer = await send(assumeRole(role, { ExternalId: 'org-12345678' }));
      expect(readSts(answer).cause).toBe('ROLE_NOT_ASSUMABLE');
    },
  );

  test('lets a role be assumed with the external id that it asks for', async () => {
    const answer = await send(assumeRole('example-external', { ExternalId: 'org-12345678' }));
    expect(answer.body).toContain('<SessionToken>');
  });

  test('looks at the signature of a caller who has one', async () => {
    const signedBy = (keys: Keys) => signed(assumeRole('example'), keys, 'sts');
    expect((await send(await signedBy(documented))).status).toBe(200);
    const wrong = { ...documented, secretAccessKey: 'wrong' };
    expect(readSts(await send(await signedBy(wrong))).cause).toBe('SECRET_KEY_MISMATCH');
  });

  test.each([
    [{ RoleArn: 'arn:aws:iam::1111:role/x' }, 'is invalid'],
    [{ ExternalId: 'not a good one' }, "Value at 'externalId'"],
    [{ ExternalId: 'x' }, "Value at 'externalId'"],
    [{ RoleSessionName: '' }, "Value at 'roleSessionName'"],
    [{ DurationSeconds: '999999' }, 'DurationSeconds exceeds'],
  ])('refuses parameters of another form: %j', async (parameters, words) => {
    const { cause, words: said } = readSts(await send(assumeRole('example', parameters)));
    expect(cause).toBe('CONFIG_INVALID');
    expect(said).toContain(words);
  });

  test('has no other action', async () => {
    const { code } = readSts(await send(stsRequest({ Action: 'GetSessionToken' })));
    expect(code).toBe('InvalidAction');
  });
});

describe('a model id', () => {
  const causeOf = async (id: string) =>
    readCompletion('aws', await send(await signed(converseRequest(id), keysWith('fine')))).cause;

  test('of a version 4 model needs a profile, and works with that of the region', async () => {
    for (const model of ['claude-haiku-4-5-20251001', 'claude-opus-4-6']) {
      const ids = inferenceIds(model, region).map(({ id }) => id);
      const causes = await Promise.all(ids.map(causeOf));
      expect(causes).toEqual(['OK', 'OK', 'NEEDS_INFERENCE_PROFILE']);
    }
  });

  test.each([
    `us.anthropic.claude-haiku-4-5-20251001-v1:0`,
    `apac.anthropic.claude-haiku-4-5-20251001-v1:0`,
    'claude-haiku-4-5-20251001',
    'eu.anthropic.claude-haiku-4-5-20251002-v1:0',
    'amazon.nova-mega-v1:0',
    `arn:aws:bedrock:${region}:111122223333:application-inference-profile/abc`,
    `arn:aws:bedrock:us-east-1:111122223333:inference-profile/${haiku}`,
  ])('%s does not exist here', async (id) => {
    expect(await causeOf(id)).toBe('MODEL_NOT_FOUND');
  });

  test.each([
    'amazon.nova-lite-v1:0',
    'anthropic.claude-3-example-v1:0',
    `arn:aws:bedrock:${region}:111122223333:application-inference-profile/example`,
  ])('%s is taken as it is', async (id) => {
    expect(await causeOf(id)).toBe('OK');
  });
});

describe('a guardrail', () => {
  const apply = async (id: string, word = 'fine', version = '1') => {
    const body = { source: 'INPUT', content: [{ text: { text: 'pong' } }] };
    const request = post(
      bedrockUrl(`/guardrail/${encodeURIComponent(id)}/version/${version}/apply`),
      {},
      body,
    );
    return send(await signed(request, keysWith(word)));
  };
  const attached = async (id: string, guardrailVersion = '1') => {
    const body = {
      ...converseBody({ schema: false }),
      guardrailConfig: { guardrailIdentifier: id, guardrailVersion, trace: 'enabled' },
    };
    const request = { ...converseRequest(haiku), body: JSON.stringify(body) };
    return send(await signed(request, keysWith('fine')));
  };

  test('that exists lets a harmless text pass, and leaves its trace', async () => {
    expect(JSON.parse((await apply('abc123def456')).body)).toMatchObject({ action: 'NONE' });
    const answer = JSON.parse((await attached('example1')).body);
    expect(answer).toMatchObject({ stopReason: 'end_turn', trace: { guardrail: {} } });
  });

  test('with "blocks" in its id intervenes', async () => {
    expect(JSON.parse((await apply('exampleblocks1')).body)).toMatchObject({
      action: 'GUARDRAIL_INTERVENED',
    });
    expect(readCompletion('aws', await attached('exampleblocks1')).cause).toBe(
      'GUARDRAIL_INTERVENED',
    );
  });

  test.each([
    ['examplemissing1', 'GUARDRAIL_NOT_FOUND'],
    ['abc123def457', 'GUARDRAIL_NOT_FOUND'],
    ['Not-An-Id', 'GUARDRAIL_NOT_FOUND'],
    ['arn:aws:bedrock:us-east-1:111122223333:guardrail/abc123def456', 'GUARDRAIL_NOT_FOUND'],
    ['exampleforbidden1', 'GUARDRAIL_FORBIDDEN'],
  ])('%s is refused alone and with a model', async (id, cause) => {
    expect(readCompletion('aws', await apply(id)).cause).toBe(cause);
    expect(readCompletion('aws', await attached(id)).cause).toBe(cause);
  });

  test('has two versions, and no other', async () => {
    for (const version of ['1', 'DRAFT']) {
      expect((await apply('example1', 'fine', version)).status).toBe(200);
      expect((await attached('example1', version)).status).toBe(200);
    }
    for (const answer of [await apply('example1', 'fine', '2'), await attached('example1', '2')]) {
      expect(readCompletion('aws', answer).cause).toBe('GUARDRAIL_NOT_FOUND');
    }
  });

  test('needs a permission of its own', async () => {
    expect(readCompletion('aws', await apply('example1', 'forbidden')).cause).toBe(
      'GUARDRAIL_FORBIDDEN',
    );
  });
});

describe('the availability of a model', () => {
  const availability = async (id: string, word = 'fine') => {
    const url = new URL(
      `https://bedrock.${region}.amazonaws.com/foundation-model-availability/${encodeURIComponent(id)}`,
    );
    return send(await signed({ method: 'GET', url, headers: {} }, keysWith(word)));
  };

  test.each([
    ['anthropic.claude-example', {}],
    ['anthropic.claude-example-form', { authorizationStatus: 'NOT_AUTHORIZED' }],
    [
      'anthropic.claude-example-marketplace',
      {
        agreementAvailability: { status: 'NOT_AVAILABLE' },
        entitlementAvailability: 'NOT_AVAILABLE',
      },
    ],
    ['anthropic.claude-example-denied', { agreementAvailability: { status: 'NOT_AVAILABLE' } }],
    ['anthropic.claude-example-elsewhere', { regionAvailability: 'NOT_AVAILABLE' }],
  ])('names the gate of %s', async (modelId, gate) => {
    expect(JSON.parse((await availability(modelId)).body)).toEqual({
      modelId,
      agreementAvailability: { status: 'AVAILABLE' },
      authorizationStatus: 'AUTHORIZED',
      entitlementAvailability: 'AVAILABLE',
      regionAvailability: 'AVAILABLE',
      ...gate,
    });
  });

  test('is not told to everybody, and not of every model', async () => {
    expect((await availability('anthropic.claude-example', 'forbidden')).status).toBe(403);
    expect((await availability('anthropic.claude-example-missing')).status).toBe(404);
    expect((await availability('anthropic.claude-of-nobody')).status).toBe(404);
  });
});

test('a chosen tool is used', async () => {
  const body = {
    ...converseBody({ schema: false }),
    toolConfig: {
      tools: [{ toolSpec: { name: 'x', inputSchema: { json: { type: 'boolean' } } } }],
      toolChoice: { any: {} },
    },
  };
  const request = { ...converseRequest(haiku), body: JSON.stringify(body) };
  const answer = await send(await signed(request, keysWith('fine')));
  expect(JSON.parse(answer.body)).toMatchObject({
    stopReason: 'tool_use',
    output: { message: { content: [{ toolUse: { name: 'x', input: true } }] } },
  });
});
