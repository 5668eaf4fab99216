import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { serveHttp } from '../support/servers.ts';
import { startImitation, type Imitation } from './support/imitation.ts';
import { preflightLed } from './support/preflight.ts';

/**
 * The vendors as somebody else understood them (aimock): both readings of the wire must agree. It
 * checks keys in headers, in one envelope for all vendors; it verifies no signature of AWS.
 */

let guarded: Imitation;
let open: Imitation;

const goodKey = 'sk-imitation-key-0123456789';
const wrongKey = 'sk-wrong-key-0123456789';

beforeAll(async () => {
  [guarded, open] = await Promise.all([startImitation([goodKey]), startImitation()]);
  return () => Promise.all([guarded.close(), open.close()]);
});

interface Vendor {
  readonly type: string;
  readonly host: string;
  readonly config: object;
  readonly model: string;
  /** Words for the whole of what aimock understands. */
  readonly words: readonly string[];
}

const key = { apiKeySecretName: 'key' };

const vendors: readonly Vendor[] = [
  {
    type: 'openai',
    host: 'api.openai.com',
    config: key,
    model: 'gpt-5',
    // aimock drops the schema of the Responses API.
    words: ['--stream'],
  },
  {
    type: 'anthropic',
    host: 'api.anthropic.com',
    config: key,
    model: 'claude-opus-4-6',
    words: ['--stream', '--structured'],
  },
  {
    type: 'azure-openai',
    host: 'acme.openai.azure.com',
    config: { ...key, resourceName: 'acme', deploymentId: 'gpt-5' },
    model: 'gpt-5',
    words: ['--stream', '--structured'],
  },
];

describe.each(vendors)('$type', ({ type, host, config, model, words }) => {
  const ask = (value: string, more: readonly string[] = []) =>
    preflightLed({ [host]: guarded.url }, type, config, {
      secrets: { key: value },
      words: ['--model', model, ...more],
    });

  test('passes with the right key', async () => {
    const { code, report, printed } = await ask(goodKey, words);
    expect(report).toMatchObject({
      ok: true,
      credential: { verdict: 'accepted' },
      testedModels: { [model]: { isValid: true } },
    });
    expect(code).toBe(0);
    expect(printed).not.toContain(goodKey);
  });

  test('is refused with a wrong key', async () => {
    const { report, printed } = await ask(wrongKey);
    expect(report).toMatchObject({
      ok: false,
      credential: { verdict: 'refused' },
      testedModels: { [model]: { isValid: false, cause: 'KEY_INVALID' } },
    });
    expect(printed).not.toContain(wrongKey);
  });
});

describe('bedrock', () => {
  const config = {
    accessKeyIdSecretName: 'id',
    secretAccessKeySecretName: 'secret',
    region: 'eu-west-1',
  };

  test('passes as a whole and streamed, under the name of the profile that answered', async () => {
    const { code, report } = await preflightLed(
      { 'bedrock-runtime.eu-west-1.amazonaws.com': open.url },
      'bedrock',
      config,
      {
        secrets: {
          id: 'AKIAIOSFODNN7EXAMPLE',
          secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        },
        words: ['--model', 'claude-opus-4-6'],
      },
    );
    expect(report).toMatchObject({
      ok: true,
      testedModels: {
        'claude-opus-4-6': { isValid: true, resolvedModel: 'eu.anthropic.claude-opus-4-6-v1' },
      },
    });
    expect(code).toBe(0);
    expect(open.paths()).toEqual(
      expect.arrayContaining([
        '/model/eu.anthropic.claude-opus-4-6-v1/converse',
        '/model/eu.anthropic.claude-opus-4-6-v1/converse-stream',
      ]),
    );
  });
});

describe('vertex-gemini', () => {
  test('passes as a whole and streamed, with the token that Google gave for a service account', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const google = await serveHttp((_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ access_token: goodKey, expires_in: 3599, token_type: 'Bearer' })),
    );
    onTestFinished(() => google.close());
    const { code, report, printed } = await preflightLed(
      { 'oauth2.googleapis.com': google.url, 'aiplatform.googleapis.com': guarded.url },
      'vertex-gemini',
      {
        clientEmailSecretName: 'email',
        privateKeySecretName: 'private-key',
        project: 'acme-project',
        location: 'global',
        models: [{ name: 'gemini-2.5-pro' }],
      },
      {
        secrets: {
          email: 'port@acme.iam.gserviceaccount.com',
          'private-key': privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        },
        words: ['--stream'],
      },
    );
    expect(report).toMatchObject({
      ok: true,
      credential: { verdict: 'accepted' },
      testedModels: { 'gemini-2.5-pro': { isValid: true } },
    });
    expect(code).toBe(0);
    expect(printed).not.toContain(goodKey);
  });
});
