import { beforeAll, describe, expect, test } from 'vitest';
import type { TestServer } from '../support/servers.ts';
import { requireBuild } from '../support/spawn.ts';
import { serveOllama } from './support/ollama.ts';
import { preflight } from './support/preflight.ts';

let server: TestServer;

beforeAll(async () => {
  requireBuild();
  server = await serveOllama(['llama3.2:3b']);
  return () => server.close();
});

const config = (name: string, apiKeySecretName?: string) => ({
  baseUrl: `${server.url}/v1`,
  models: [{ name }],
  ...(apiKeySecretName === undefined ? {} : { apiKeySecretName }),
});

describe('a server that asks for no key', () => {
  test('passes, and the key that was sent is called unverifiable', async () => {
    const { code, report } = await preflight(
      'openai-compatible',
      config('llama3.2:3b', 'ollama-key'),
      { secrets: { 'ollama-key': 'anything-at-all-0123' } },
    );
    expect(report).toMatchObject({
      ok: true,
      credential: { verdict: 'unverifiable' },
      testedModels: { 'llama3.2:3b': { isValid: true } },
    });
    expect(code).toBe(0);
  });

  test('has no credential to judge where the configuration names none', async () => {
    const { report } = await preflight('openai-compatible', config('llama3.2:3b'));
    expect(report).toMatchObject({ ok: true, credential: { verdict: 'none' } });
  });

  test('does not know a model that was not pulled', async () => {
    const { code, report } = await preflight('openai-compatible', config('mistral:7b'));
    expect(report.testedModels['mistral:7b']).toMatchObject({ cause: 'MODEL_NOT_FOUND' });
    expect(code).toBe(8);
  });

  test('without /v1 is a wrong base URL, and the right one is suggested', async () => {
    const { report, printed } = await preflight('openai-compatible', {
      ...config('llama3.2:3b'),
      baseUrl: server.url,
    });
    expect(report.testedModels['llama3.2:3b']).toMatchObject({
      isValid: false,
      cause: 'WRONG_BASE_URL',
    });
    expect(printed).toContain('/v1');
  });
});
