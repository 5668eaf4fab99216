import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { HttpRequest } from '../../../src/domain/http.ts';
import type { Config, Variant } from '../../../src/domain/provider-types/define.ts';
import { providerTypes } from '../../../src/domain/provider-types/index.ts';
import { Secret } from '../../../src/domain/secret.ts';
import { probeModels } from '../../../src/operations/probe.ts';
import { simulatedProviders } from '../../../src/sandbox/simulated-providers/index.ts';
import { credentialWords } from '../../../src/sandbox/simulated-providers/words.ts';
import { clock } from './ask.ts';

const pem = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

/** One way to connect, with the values of its secrets for a word that decides the answer. */
interface Way {
  readonly config: Config;
  readonly models: readonly [string, ...string[]];
  readonly secrets: (word: string) => Record<string, string>;
  /** What the word changes in the configuration itself. */
  readonly withWord?: (word: string) => Config;
}

const key = (prefix: string) => (word: string) => ({ key: `${prefix}${word}-0123456789` });
const vertexConfig = {
  clientEmailSecretName: 'email',
  privateKeySecretName: 'pem',
  project: 'p',
  location: 'us-east5',
};
const vertexSecrets = (word: string) => ({
  email: `${word}@project.iam.gserviceaccount.com`,
  pem,
});
const endpoint = { baseUrl: 'https://llm.example.com/v1', apiKeySecretName: 'key' };

const ways: Record<string, Way> = {
  'openai/api-key': {
    config: { apiKeySecretName: 'key' },
    models: ['gpt-5'],
    secrets: key('sk-proj-'),
  },
  'anthropic/api-key': {
    config: { apiKeySecretName: 'key' },
    models: ['claude-a', 'claude-b'],
    secrets: key('sk-ant-'),
  },
  'azure-openai/resource': {
    config: { apiKeySecretName: 'key', resourceName: 'my-resource', deploymentId: 'gpt-5' },
    models: ['gpt-5'],
    secrets: key(''),
  },
  'azure-openai/endpoint': {
    config: {
      apiKeySecretName: 'key',
      endpoint: 'https://my-resource.openai.azure.com/',
      deployment: 'gpt-5',
    },
    models: ['gpt-5'],
    secrets: key(''),
  },
  'azure-anthropic/api-key': {
    config: {
      apiKeySecretName: 'key',
      endpoint: 'https://my-resource.services.ai.azure.com/anthropic',
    },
    models: ['claude-a', 'claude-b'],
    secrets: key(''),
  },
  'bedrock/assume-role': {
    config: { region: 'eu-west-1' },
    models: ['claude-a', 'claude-b'],
    secrets: () => ({}),
    withWord: (word) => ({ roleArn: `arn:aws:iam::111122223333:role/port-${word}` }),
  },
  'bedrock/access-keys': {
    config: {
      accessKeyIdSecretName: 'id',
      secretAccessKeySecretName: 'key',
      region: 'eu-west-1',
    },
    models: ['claude-a', 'claude-b'],
    secrets: (word) => ({
      id: `AKIA${word.toUpperCase().replaceAll('-', '').padStart(16, '0')}`,
      key: 'x'.repeat(40),
    }),
  },
  'vertex-gemini/service-account': {
    config: vertexConfig,
    models: ['gemini-a', 'gemini-b'],
    secrets: vertexSecrets,
  },
  'vertex-gemini/express': {
    config: { apiKeySecretName: 'key' },
    models: ['gemini-a', 'gemini-b'],
    secrets: key('AIza'),
  },
  'vertex-anthropic/service-account': {
    config: vertexConfig,
    models: ['claude-a@1', 'claude-b@1'],
    secrets: vertexSecrets,
  },
  'openai-compatible/endpoint': {
    config: endpoint,
    models: ['llama-a', 'llama-b'],
    secrets: key(''),
  },
  'anthropic-compatible/api-key': {
    config: endpoint,
    models: ['claude-a', 'claude-b'],
    secrets: key(''),
  },
  'anthropic-compatible/auth-token': {
    config: { baseUrl: endpoint.baseUrl, authTokenSecretName: 'key' },
    models: ['claude-a', 'claude-b'],
    secrets: key(''),
  },
};

const variants = new Map(
  providerTypes.flatMap((type) =>
    type.variants.map((variant): [string, Variant] => [`${type.id}/${variant.id}`, variant]),
  ),
);
const tested = [...variants].filter(([, variant]) => variant.probe).map(([id]) => id);

function probe(
  variant: Variant,
  way: Way,
  word: string,
  {
    models = way.models,
    config = {},
    secrets = way.secrets(word),
    waits = [],
  }: {
    models?: readonly string[];
    config?: Config;
    secrets?: Record<string, string>;
    waits?: number[];
  } = {},
) {
  return probeModels(variant, { ...way.config, ...way.withWord?.(word), ...config }, models, {
    now: clock,
    secret: (name) => new Secret(secrets[String(name)] ?? ''),
    send: simulatedProviders({
      now: clock,
      sleep: (milliseconds) => {
        waits.push(milliseconds);
        return Promise.resolve();
      },
    }),
  });
}

/** What each word must be read as, whichever vendor says it. */
const readAs: Record<(typeof credentialWords)[number][0], { status: string; words: RegExp }> = {
  invalid: { status: 'invalid', words: /^Invalid (API key|service account)/ },
  bad: { status: 'invalid', words: /^Invalid (API key|service account)/ },
  revoked: { status: 'invalid', words: /^Invalid (API key|service account)/ },
  forbidden: { status: 'invalid', words: /^No access/ },
  noquota: { status: 'invalid', words: /^Quota or credit exhausted/ },
  ratelimit: { status: 'valid', words: /rate limited/ },
  html: { status: 'invalid', words: /^Not an LLM API at this URL: HTML/ },
  down: { status: 'unverifiable', words: /^Could not be tested: provider error 503/ },
};

test('every way to connect that can be tested is tested here', () => {
  expect(Object.keys(ways).sort()).toEqual([...tested].sort());
});

describe.each(tested)('%s', (id) => {
  const variant = variants.get(id);
  const way = ways[id];
  if (!variant || !way) throw new Error(`no way to connect for ${id}`);

  test('a good credential works for every model', async () => {
    const verdicts = await probe(variant, way, 'fine');
    expect(verdicts).toEqual(
      Object.fromEntries(way.models.map((model) => [model, { status: 'valid', message: 'OK' }])),
    );
  });

  test.each(credentialWords.map(([word]) => word))('the word "%s" decides', async (word) => {
    const { status, words } = readAs[word];
    for (const verdict of Object.values(await probe(variant, way, word))) {
      expect(verdict.status).toBe(status);
      expect(verdict.message).toMatch(words);
    }
  });

  test('"slow" waits and then works', async () => {
    const waits: number[] = [];
    const verdicts = await probe(variant, way, 'slow', { waits });
    expect(waits).toEqual(way.models.map(() => 3000));
    expect(Object.values(verdicts).map(({ status }) => status)).toEqual(
      way.models.map(() => 'valid'),
    );
  });

  test.runIf(!id.startsWith('azure-openai'))(
    'models that are missing or denied fail alone',
    async () => {
      const [good] = way.models;
      const models = [good, 'model-missing', 'model-denied'];
      const verdicts = await probe(variant, way, 'fine', { models });
      expect(verdicts[good]?.status).toBe('valid');
      expect(verdicts['model-missing']?.message).toMatch(/^Model not found/);
      expect(verdicts['model-denied']?.message).toMatch(/^No access to this model/);
    },
  );

  test.runIf(way.models.length > 1)('"only-WORD" is an account with some models', async () => {
    const [good, other = ''] = way.models;
    const word = good.split(/[-@]/)[0] ?? '';
    const verdicts = await probe(variant, way, `only-${word}`, { models: [good, 'xyz', other] });
    expect(verdicts[good]?.status).toBe('valid');
    expect(verdicts[other]?.status).toBe('valid');
    expect(verdicts['xyz']?.message).toMatch(/^Model not found/);
  });
});

describe('a credential of another vendor is refused', () => {
  test.each([
    ['openai/api-key', { key: 'sk-ant-0123456789' }],
    ['openai/api-key', { key: 'AIza0123456789' }],
    ['anthropic/api-key', { key: 'sk-proj-0123456789' }],
    ['bedrock/access-keys', { id: 'ASIA0000000000000000', key: 'x' }],
    ['bedrock/access-keys', { id: 'AKIA0', key: 'x' }],
    ['vertex-gemini/service-account', { email: 'someone@example.com', pem }],
    ['vertex-gemini/express', { key: 'sk-0123456789' }],
  ])('%s with %j', async (id, secrets) => {
    const variant = variants.get(id);
    const way = ways[id];
    if (!variant || !way) throw new Error(`no way to connect for ${id}`);
    for (const verdict of Object.values(await probe(variant, way, '', { secrets }))) {
      expect(verdict.message).toMatch(/^Invalid/);
    }
  });
});

describe.each(['azure-openai/resource', 'azure-openai/endpoint'])('%s', (id) => {
  const variant = variants.get(id);
  const way = ways[id];
  if (!variant || !way) throw new Error(`no way to connect for ${id}`);

  test.each([
    ['gpt-missing', /^Model not found/],
    ['gpt-denied', /^No access to this model/],
  ])('the deployment decides, not the model: %s', async (name, words) => {
    const config = 'deployment' in way.config ? { deployment: name } : { deploymentId: name };
    const verdicts = await probe(variant, way, 'fine', { config });
    expect(verdicts['gpt-5']?.message).toMatch(words);
  });
});

describe('an assumed role', () => {
  const variant = variants.get('bedrock/assume-role');
  const way = ways['bedrock/assume-role'];
  if (!variant || !way) throw new Error('no assumed role');
  const assume = async (role: string, externalId?: string) => {
    const config = {
      roleArn: `arn:aws:iam::111122223333:role/${role}`,
      ...(externalId === undefined ? {} : { externalIdSecretName: 'external' }),
    };
    const secrets = { external: externalId ?? '' };
    return Object.values(await probe(variant, way, '', { config, secrets }))[0];
  };

  test.each([
    ['port-denied', undefined],
    ['port-external', undefined],
    ['port-external', 'short'],
    ['port-external', 'wrong-external-id'],
  ])('%s with the external id %s is refused', async (role, externalId) => {
    const verdict = await assume(role, externalId);
    expect(verdict?.status).toBe('invalid');
    expect(verdict?.message).toMatch(/^Role cannot be assumed/);
  });

  test('with the external id it asks for is taken', async () => {
    expect(await assume('port-external', 'org-12345678')).toEqual({
      status: 'valid',
      message: 'OK',
    });
  });
});

test('OpenAI refuses the old field for the token limit by name', async () => {
  const answer = await simulatedProviders({ now: clock, sleep: () => Promise.resolve() })({
    method: 'POST',
    url: new URL('https://api.openai.com/v1/chat/completions'),
    headers: { authorization: 'Bearer sk-fine' },
    body: '{"model":"gpt-5","messages":[{"role":"user","content":"x"}],"max_tokens":5}',
  });
  expect(answer.status).toBe(400);
  expect(answer.body).toContain('max_completion_tokens');
});

test.each<[string, Partial<HttpRequest>]>([
  ['https://api.openai.com/v1/v1/chat/completions', {}],
  ['https://api.anthropic.com/v1/complete', {}],
  ['https://r.openai.azure.com/openai/deployments/x/chat/completions', {}],
  ['https://bedrock-runtime.eu-west-1.amazonaws.com/model/x/invoke', {}],
  ['https://aiplatform.googleapis.com/v1/models', {}],
  ['https://llm.example.com/v1/models', { method: 'GET' }],
])('a wrong path is not found: %s', async (url, rest) => {
  const send = simulatedProviders({ now: clock, sleep: () => Promise.resolve() });
  const answer = await send({
    method: 'POST',
    url: new URL(url),
    headers: {},
    body: '{}',
    ...rest,
  });
  expect(answer.status).toBe(404);
});
