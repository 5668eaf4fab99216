import { beforeAll, describe, expect, test } from 'vitest';
import { closedPort } from '../support/servers.ts';
import { requireBuild } from '../support/spawn.ts';
import { startImitation, type Imitation } from './support/imitation.ts';
import { startLiteLlm, type LiteLlm } from './support/litellm.ts';
import { preflight, type PreflightOptions } from './support/preflight.ts';

/** A LiteLLM proxy with a master key, two models that it answers itself, and some with an upstream. */

let upstream: Imitation;
let proxy: LiteLlm;

beforeAll(async () => {
  requireBuild();
  upstream = await startImitation(['sk-upstream-key']);
  const behind = { model: 'openai/gpt-5', api_base: `${upstream.url}/v1` };
  proxy = await startLiteLlm({
    'claude-sonnet': { model: 'anthropic/claude-sonnet-4-6', api_key: 'x', mock_response: 'pong' },
    'gpt-five': { model: 'openai/gpt-5', api_key: 'x', mock_response: 'pong' },
    obedient: { ...behind, api_key: 'sk-upstream-key' },
    locked: { ...behind, api_key: 'sk-revoked' },
    cooling: { ...behind, api_key: 'sk-revoked' },
    unplugged: { model: 'openai/gpt-5', api_key: 'x', api_base: `${await closedPort()}/v1` },
  });
  return () => Promise.all([proxy.close(), upstream.close()]);
});

interface Wanted extends Pick<PreflightOptions, 'words'> {
  readonly models?: readonly string[];
  readonly path?: string;
  readonly key?: string;
  /** What the configuration claims of the models. */
  readonly supportsStructuredOutputs?: boolean;
}

const ask = ({
  models = ['claude-sonnet'],
  path = '/v1',
  key = proxy.masterKey,
  words,
  ...claims
}: Wanted) =>
  preflight(
    'openai-compatible',
    {
      baseUrl: `${proxy.url}${path}`,
      apiKeySecretName: 'LITELLM_API_KEY',
      models: models.map((name) => ({ name })),
      ...claims,
    },
    { secrets: { LITELLM_API_KEY: key }, ...(words ? { words } : {}) },
  );

describe('a LiteLLM proxy', () => {
  test('with the right key passes for each of its models, and says that the key is accepted', async () => {
    const { code, report, printed } = await ask({ models: ['claude-sonnet', 'gpt-five'] });
    expect(report).toMatchObject({
      ok: true,
      credential: { verdict: 'accepted' },
      testedModels: {
        'claude-sonnet': { isValid: true, verdict: 'pass' },
        'gpt-five': { isValid: true, verdict: 'pass' },
      },
    });
    expect(code).toBe(0);
    expect(printed).not.toContain(proxy.masterKey);
  });

  test.each(['sk-wrong-key-0123456789', 'no-key-of-litellm'])(
    'with a wrong key (%s) is a refused credential for every model',
    async (key) => {
      const { code, report, printed } = await ask({ models: ['claude-sonnet', 'gpt-five'], key });
      const refused = { isValid: false, cause: 'KEY_INVALID', message: 'Invalid API key' };
      expect(report).toMatchObject({
        ok: false,
        credential: { verdict: 'refused' },
        testedModels: { 'claude-sonnet': refused, 'gpt-five': refused },
      });
      expect(code).toBe(8);
      expect(printed).not.toContain(key);
    },
  );

  test('without any key says that none was sent', async () => {
    const { report } = await preflight('openai-compatible', {
      baseUrl: `${proxy.url}/v1`,
      models: [{ name: 'claude-sonnet' }],
    });
    expect(report.testedModels['claude-sonnet']).toMatchObject({ cause: 'KEY_MISSING' });
  });

  test('is not judged by a model that it does not know', async () => {
    const { code, report } = await ask({ models: ['claude-sonnet', 'not-configured'] });
    expect(report).toMatchObject({
      credential: { verdict: 'accepted' },
      testedModels: {
        'claude-sonnet': { isValid: true },
        'not-configured': { isValid: false, cause: 'MODEL_NOT_FOUND' },
      },
    });
    expect(code).toBe(8);
  });

  test('whose own key is refused upstream has a good client key', async () => {
    const { report } = await ask({ models: ['claude-sonnet', 'locked'] });
    expect(report).toMatchObject({
      credential: { verdict: 'accepted' },
      testedModels: {
        'claude-sonnet': { isValid: true },
        locked: { isValid: false, cause: 'UPSTREAM_KEY_INVALID' },
      },
    });
  });

  test('that rests a failing model is asked again after the pause, for the true reason', async () => {
    await ask({ models: ['cooling'] });
    const { report } = await ask({ models: ['cooling'] });
    expect(report).toMatchObject({
      credential: { verdict: 'accepted' },
      testedModels: { cooling: { isValid: false, cause: 'UPSTREAM_KEY_INVALID' } },
    });
  });

  test('that cannot reach its upstream has a good client key', async () => {
    const { report } = await ask({ models: ['claude-sonnet', 'unplugged'] });
    expect(report).toMatchObject({
      credential: { verdict: 'accepted' },
      testedModels: { unplugged: { isValid: false, cause: 'UPSTREAM_FAILED' } },
    });
  });

  test.each(['', '/', '/v1/'])('answers under the base path "%s" as well', async (path) => {
    expect((await ask({ path })).report).toMatchObject({ ok: true });
  });

  test.each(['/api', '/v1/v1', '/ui'])('has nothing at the base path "%s"', async (path) => {
    const { report } = await ask({ path });
    expect(report.testedModels['claude-sonnet']).toMatchObject({
      isValid: false,
      cause: 'WRONG_BASE_URL',
    });
  });

  test('streams', async () => {
    const { report } = await ask({ models: ['claude-sonnet', 'obedient'], words: ['--stream'] });
    expect(report).toMatchObject({ ok: true });
  });

  test('passes a schema on to an upstream that obeys it', async () => {
    const { report } = await ask({
      models: ['obedient'],
      supportsStructuredOutputs: true,
      words: ['--structured'],
    });
    expect(report).toMatchObject({ ok: true, testedModels: { obedient: { cause: 'OK' } } });
  });

  test('that ignores a schema which the configuration promises is caught by what it answers', async () => {
    const { code, report } = await ask({
      supportsStructuredOutputs: true,
      words: ['--structured'],
    });
    expect(report.testedModels['claude-sonnet']).toMatchObject({
      isValid: false,
      cause: 'STRUCTURED_INVALID',
    });
    expect(code).toBe(8);
  });
});
