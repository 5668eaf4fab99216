import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../src/planes/port/config.ts';
import type { ProviderType, Variant } from '../../../../src/planes/port/provider-types/define.ts';
import { testSubject } from '../../../../src/planes/port/tested-provider.ts';
import { providerTypes } from '../../../../src/planes/port/provider-types/index.ts';
import { Redactor } from '../../../../src/core/redactor.ts';
import { openBudget, testConnection } from '../../../../src/connection-test/run.ts';
import { clock, noSleep } from '../../../support/sandbox-routes.ts';
import { simulation } from '../../../support/simulated-requests.ts';

/** Every way to connect, tested by the engine as it is against the simulated providers as they are. */

const pem = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

/** One way to connect, with the values of its secrets for a word that decides the answer. */
interface Way {
  readonly config: Config;
  readonly models: readonly string[];
  readonly secrets: (word: string) => Record<string, string>;
  /** What the word changes in the configuration itself. */
  readonly withWord?: (word: string) => Config;
}

const key = (prefix: string) => (word: string) => ({ key: `${prefix}${word}-0123456789` });
const vertex: Pick<Way, 'config' | 'secrets'> = {
  config: {
    clientEmailSecretName: 'email',
    privateKeySecretName: 'pem',
    project: 'example-project',
    location: 'us-east5',
  },
  secrets: (word) => ({ email: `${word}@my-project.iam.gserviceaccount.com`, pem }),
};
const claude = ['claude-haiku-4-5-20251001', 'claude-opus-4-6'];
const endpoint = { baseUrl: 'https://llm.example.com/v1', apiKeySecretName: 'key' };
const structured = (name: string) => ({ name, supportsStructuredOutputs: true });

const ways: Record<string, Way> = {
  'openai/api-key': {
    config: { apiKeySecretName: 'key' },
    models: ['gpt-5'],
    secrets: key('sk-proj-'),
  },
  'anthropic/api-key': {
    config: { apiKeySecretName: 'key' },
    models: claude,
    secrets: key('sk-ant-'),
  },
  'azure-openai/resource': {
    config: { apiKeySecretName: 'key', resourceName: 'example', deploymentId: 'gpt-5' },
    models: ['gpt-5'],
    secrets: key(''),
  },
  'azure-openai/endpoint': {
    config: {
      apiKeySecretName: 'key',
      endpoint: 'https://example.openai.azure.com/',
      deployment: 'gpt-5',
    },
    models: ['gpt-5'],
    secrets: key(''),
  },
  'azure-anthropic/api-key': {
    config: {
      apiKeySecretName: 'key',
      endpoint: 'https://example.services.ai.azure.com/anthropic',
    },
    models: claude,
    secrets: key(''),
  },
  'bedrock/assume-role': {
    config: { region: 'eu-west-1' },
    models: claude,
    secrets: () => ({}),
    withWord: (word) => ({ roleArn: `arn:aws:iam::111122223333:role/example-${word}` }),
  },
  'bedrock/access-keys': {
    config: {
      accessKeyIdSecretName: 'id',
      secretAccessKeySecretName: 'key',
      region: 'eu-west-1',
      guardrailIdentifier: 'example1',
      guardrailVersion: '1',
    },
    models: claude,
    secrets: (word) => ({
      id: `AKIA${word.toUpperCase().padStart(16, '0')}`,
      key: 'x'.repeat(40),
    }),
  },
  'vertex-gemini/service-account': { ...vertex, models: ['gemini-2.5-flash', 'gemini-2.5-pro'] },
  'vertex-gemini/express': {
    config: { apiKeySecretName: 'key' },
    models: ['gemini-2.5-flash', 'gemini-2.5-pro'],
    secrets: key('AIza'),
  },
  'vertex-anthropic/service-account': {
    ...vertex,
    models: ['claude-haiku-4-5@20251001', 'claude-opus-4-6'],
  },
  'openai-compatible/endpoint': {
    config: { ...endpoint, models: [structured('llama-3'), structured('llama-example')] },
    models: ['llama-3', 'llama-example'],
    secrets: key(''),
  },
  'anthropic-compatible/api-key': {
    config: { ...endpoint, models: [structured('claude-example'), structured('claude-sonnet')] },
    models: ['claude-example', 'claude-sonnet'],
    secrets: key(''),
  },
  'anthropic-compatible/auth-token': {
    config: { baseUrl: endpoint.baseUrl, authTokenSecretName: 'key' },
    models: ['claude-example', 'claude-sonnet'],
    secrets: key(''),
  },
};

const tested = providerTypes.flatMap((type: ProviderType) =>
  type.variants.flatMap((variant): [string, ProviderType, Variant][] =>
    variant.connection ? [[`${type.id}/${variant.id}`, type, variant]] : [],
  ),
);

async function probed(type: ProviderType, variant: Variant, way: Way, word: string) {
  const redactor = new Redactor();
  const secrets = way.secrets(word);
  return testConnection(
    await testSubject(
      { type, variant, config: { ...way.config, ...way.withWord?.(word) }, models: way.models },
      (name) => redactor.hold(secrets[String(name)] ?? ''),
    ),
    {
      send: simulation(),
      now: clock,
      sleep: noSleep,
      random: () => 0,
      redact: (text) => redactor.redact(text),
      hold: (value) => redactor.hold(value),
      signal: new AbortController().signal,
      caller: 'plane',
      provedFrom: 'the sandbox',
      budget: openBudget({ requests: 100, outputTokens: 100_000 }),
    },
    { generate: true, stream: true, structured: true },
  );
}

test('every way to connect that can be tested is tested here', () => {
  expect(Object.keys(ways).sort()).toEqual(tested.map(([id]) => id).sort());
});

describe.each(tested)('%s', (id, type, variant) => {
  const way = ways[id];
  if (!way) throw new Error(`no way to connect for ${id}`);

  test('passes every stage with a good credential', async () => {
    const report = await probed(type, variant, way, 'fine');
    const stages = Object.entries(report.testedModels).flatMap(([model, probedModel]) =>
      probedModel.stages
        .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip')
        .map((stage) => ({ model, ...stage })),
    );
    expect({ stages, shared: report.shared.filter(({ verdict }) => verdict === 'fail') }).toEqual({
      stages: [],
      shared: [],
    });
    for (const { stages: run } of Object.values(report.testedModels)) {
      const passed = run.filter(({ verdict }) => verdict === 'pass').map(({ stage }) => stage);
      expect(passed).toEqual(expect.arrayContaining(['generate', 'stream']));
    }
    expect(report.ok).toBe(true);
    expect(Object.keys(report.testedModels)).toEqual([...way.models].sort());
    expect(report.credential.verdict).toBe('accepted');
  });

  test.each(['invalid', 'forbidden', 'noquota', 'html', 'down', 'reset'])(
    'passes no model with "%s" in the credential',
    async (word) => {
      const report = await probed(type, variant, way, word);
      expect(report.ok).toBe(false);
      expect(Object.values(report.testedModels).filter(({ isValid }) => isValid)).toEqual([]);
    },
  );
});
