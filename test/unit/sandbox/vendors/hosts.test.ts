import { describe, expect, test } from 'vitest';
import type { Cause } from '../../../../src/vendors/causes.ts';
import { readCompletion, readStreamEvent } from '../../../../src/vendors/answers/read-answer.ts';
import { streamReader } from '../../../../src/connection-test/stream-reader.ts';
import { credentialWords, modelWords } from '../../../../src/sandbox/vendors/outcomes-by-name.ts';
import {
  over,
  simulation,
  wires,
  type Wire,
  type Wish,
  type WireName,
} from '../../../support/simulated-requests.ts';

type CredentialWord = (typeof credentialWords)[number][0];
type ModelWord = (typeof modelWords)[number][0];

/** What most vendors mean by a word; below, where one has no such refusal or another. */
const causes: Record<Exclude<CredentialWord, 'reset'>, Cause> = {
  invalid: 'KEY_INVALID',
  bad: 'KEY_INVALID',
  revoked: 'KEY_INVALID',
  expired: 'KEY_EXPIRED',
  blocked: 'KEY_BLOCKED',
  forbidden: 'KEY_FORBIDDEN',
  noquota: 'QUOTA_EXHAUSTED',
  nobilling: 'BILLING',
  ratelimit: 'RATE_LIMITED',
  country: 'GEO_UNSUPPORTED',
  firewall: 'NETWORK_ACL',
  html: 'WRONG_BASE_URL',
  down: 'OVERLOADED',
};

type Differing = Partial<Record<Exclude<CredentialWord, 'reset'>, Cause>>;

const ofAzure: Differing = {
  expired: 'KEY_INVALID',
  blocked: 'ACCOUNT_SUSPENDED',
  forbidden: 'AUTH_METHOD_DISABLED',
  nobilling: 'ACCOUNT_SUSPENDED',
};
const ofAws: Differing = {
  expired: 'TOKEN_EXPIRED',
  blocked: 'ACCOUNT_SUSPENDED',
  forbidden: 'IAM_PROFILE_DENIED',
  firewall: 'SCP_DENIED',
};
/** Accounts that the token endpoint refuses have no token, and so no identity at Vertex. */
const ofGoogle: Differing = {
  expired: 'KEY_INVALID',
  blocked: 'KEY_INVALID',
  forbidden: 'IAM_MODEL_DENIED',
  html: 'KEY_INVALID',
  down: 'KEY_INVALID',
};

const differing: Partial<Record<WireName, Differing>> = {
  'OpenAI Responses': { blocked: 'ACCOUNT_SUSPENDED' },
  'OpenAI Chat Completions': { blocked: 'ACCOUNT_SUSPENDED' },
  'Azure OpenAI': ofAzure,
  'Azure OpenAI, older route': ofAzure,
  'Bedrock, access keys': ofAws,
  'Bedrock, role': ofAws,
  Gemini: ofGoogle,
  'Claude on Vertex': ofGoogle,
  'Gemini, express mode': { forbidden: 'IAM_MODEL_DENIED', firewall: 'KEY_RESTRICTED' },
};

const modelCauses: Record<Exclude<ModelWord, 'stall'>, Cause> = {
  missing: 'MODEL_NOT_FOUND',
  denied: 'MODEL_ACCESS_DENIED',
  retired: 'MODEL_RETIRED',
  form: 'OK',
  marketplace: 'OK',
  profile: 'OK',
  elsewhere: 'OK',
  upstream: 'OK',
  noquota: 'QUOTA_EXHAUSTED',
  ratelimit: 'RATE_LIMITED',
};

type DifferingModels = Partial<Record<Exclude<ModelWord, 'stall'>, Cause>>;

const azureModels: DifferingModels = { missing: 'DEPLOYMENT_NOT_FOUND' };
const bedrockModels: DifferingModels = {
  form: 'USE_CASE_FORM',
  marketplace: 'MARKETPLACE',
  profile: 'NEEDS_INFERENCE_PROFILE',
  elsewhere: 'MODEL_NOT_FOUND',
};

const differingModels: Partial<Record<WireName, DifferingModels>> = {
  'OpenAI-compatible': { retired: 'UPSTREAM_FAILED', upstream: 'UPSTREAM_KEY_INVALID' },
  'Azure OpenAI': azureModels,
  'Azure OpenAI, older route': azureModels,
  Foundry: { ...azureModels, marketplace: 'MARKETPLACE' },
  'Bedrock, access keys': bedrockModels,
  'Bedrock, role': bedrockModels,
  Gemini: { elsewhere: 'MODEL_NOT_IN_REGION' },
  'Gemini, express mode': { elsewhere: 'MODEL_NOT_IN_REGION' },
  'Claude on Vertex': { elsewhere: 'MODEL_NOT_IN_REGION' },
};

const all: [WireName, Wire][] = [];
for (const name of Object.keys(wires)) if (isName(name)) all.push([name, wires[name]]);

function isName(name: string): name is WireName {
  return Object.hasOwn(wires, name);
}

/** What a probe reads of the stream, and how much of the body was taken. */
async function streamed(wire: Wire, wish: Wish) {
  const form = wire.dialect === 'aws' ? 'aws' : 'sse';
  const { take, reading } = await streamReader({
    form,
    readEvent: (event) => readStreamEvent(wire.dialect, event),
  });
  const answer = await over(wire, { ...wish, stream: true }, simulation(), { enough: take });
  return { answer, reading: reading() ?? readCompletion(wire.dialect, answer) };
}

describe.each(all)('%s', (name, wire) => {
  const read = async (wish: Wish) => readCompletion(wire.dialect, await over(wire, wish));

  test('a good credential gets a completion', async () => {
    expect(await read({})).toMatchObject({ cause: 'OK', text: 'pong' });
  });

  test('the completion streams, and ends when enough was read', async () => {
    const { answer, reading } = await streamed(wire, {});
    expect(reading.cause).toBe('OK');
    const whole = await over(wire, { stream: true });
    expect(whole.status).toBe(200);
    expect(answer.body.length).toBeGreaterThan(0);
    // Gemini says one word in one event, and the last event of Responses is its end.
    if (wire.dialect !== 'google' && name !== 'OpenAI Responses')
      expect(answer.body.length).toBeLessThan(whole.body.length);
  });

  test.each(credentialWords.map(([word]) => word))(
    'the credential word "%s" decides',
    async (word) => {
      if (word === 'reset') {
        await expect(over(wire, { word })).rejects.toMatchObject({
          failure: { name: 'CONNECTION_RESET', exit: 'unreachable' },
        });
        return;
      }
      const { cause, recognised } = await read({ word });
      expect(cause).toBe(differing[name]?.[word] ?? causes[word]);
      expect(recognised).toBe(true);
    },
  );

  test.each(modelWords.map(([word]) => word))('the model word "%s" decides', async (word) => {
    if (word === 'stall') {
      await expect(over(wire, { model: word })).rejects.toMatchObject({
        failure: { name: 'TIMEOUT' },
      });
      return;
    }
    const answer = await over(wire, { model: `example-${word}-1` });
    if (word === 'retired' && name.startsWith('Anthropic')) {
      // Anthropic answers a retired model like one that never was.
      expect(JSON.parse(answer.body)).toMatchObject({
        error: { type: 'not_found_error', message: 'model: claude-example-retired-1' },
      });
      return;
    }
    const { cause } = readCompletion(wire.dialect, answer);
    expect(cause).toBe(differingModels[name]?.[word] ?? modelCauses[word]);
  });

  test('a word within another word is none', async () => {
    expect(await read({ model: 'example-platform-undenied' })).toMatchObject({ cause: 'OK' });
  });

  test('"only-WORD" is a credential with some models', async () => {
    expect(await read({ word: 'only-haiku', model: 'example-haiku' })).toMatchObject({
      cause: 'OK',
    });
    const { cause } = await read({ word: 'only-haiku', model: 'example-opus' });
    expect(cause).toBe(differingModels[name]?.missing ?? 'MODEL_NOT_FOUND');
  });

  test('"slow" waits three seconds, with the signal of the request', async () => {
    const waits: unknown[] = [];
    const { signal } = new AbortController();
    const send = simulation({
      sleep: (milliseconds, given) => {
        waits.push([milliseconds, given === signal]);
        return Promise.resolve();
      },
    });
    const answer = await over(wire, { word: 'slow' }, send, { signal });
    expect(answer.status).toBe(200);
    expect(waits).toContainEqual([3000, true]);
  });

  test('"slow" is too slow for a request with less time', async () => {
    await expect(
      over(wire, { word: 'slow' }, simulation(), { timeoutMs: 1000 }),
    ).rejects.toMatchObject({ failure: { name: 'TIMEOUT' } });
  });

  test('an error after the first event of a stream is seen', async () => {
    const { answer, reading } = await streamed(wire, { model: 'example-midstream' });
    expect(answer.status).toBe(200);
    expect(reading.cause).toBe('PROVIDER_ERROR');
  });

  test('output follows a schema, unless the model ignores or refuses it', async () => {
    const output = await read({ schema: true });
    expect(JSON.parse(output.text ?? '')).toEqual({ ok: true });
    expect(await read({ schema: true, model: 'example-prose' })).toMatchObject({
      cause: 'OK',
      text: 'pong',
    });
    expect((await read({ schema: true, model: 'example-noschema' })).cause).toBe(
      'STRUCTURED_UNSUPPORTED',
    );
  });

  test('an answer without a word is one when the limit was reached, or a filter struck', async () => {
    expect(await read({ model: 'example-truncated' })).toMatchObject({ cause: 'OK', text: '' });
    expect((await read({ model: 'example-filtered' })).cause).toBe('CONTENT_POLICY');
  });

  test('a body that is no request is refused, the credential was looked at before', async () => {
    const refused = await over(wire, {}, simulation(), { body: '[]' });
    // Signatures cover the body: there the change itself is refused.
    expect([400, 403]).toContain(refused.status);
    const { status } = await over(wire, { word: 'forbidden' }, simulation(), { body: '[]' });
    expect(status).toBe(403);
  });

  test('a request says when, and under which id, it was answered', async () => {
    const { headers } = await over(wire);
    expect(headers['date']).toBe('Fri, 02 Jan 2026 03:04:05 GMT');
    expect(readCompletion(wire.dialect, await over(wire)).requestId).toBe('req_simulated');
  });
});

test.each([
  ['OpenAI Chat Completions', 'MODEL_ACCESS_DENIED'],
  ['OpenAI Responses', 'MODEL_ACCESS_DENIED'],
  ['Bedrock, access keys', 'IAM_STREAM_DENIED'],
] as const)('%s streams by permission only', async (name, cause) => {
  const { reading } = await streamed(wires[name], { model: 'example-nostream' });
  expect(reading.cause).toBe(cause);
  const whole = await over(wires[name], { model: 'example-nostream' });
  expect(whole.status).toBe(200);
});
