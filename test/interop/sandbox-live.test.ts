import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { serveHttp } from '../support/servers.ts';
import { requireBuild, shell, start, type Started } from '../support/spawn.ts';
import { startLiteLlm, type LiteLlm } from './support/litellm.ts';

/**
 * The sandbox in Port's place, before a real LiteLLM proxy: the steps of Port's guide "OpenAI
 * compatible setup", with its body as it stands there but for the address.
 */

let proxy: LiteLlm;

beforeAll(async () => {
  requireBuild();
  proxy = await startLiteLlm({
    'claude-sonnet': { model: 'anthropic/claude-sonnet-4-6', api_key: 'x', mock_response: 'pong' },
  });
  return () => proxy.close();
});

const served = z.object({
  port: z.looseObject({ url: z.string(), clientId: z.string(), clientSecret: z.string() }),
});

interface Sandbox {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  readonly process: Started;
}

async function liveSandbox(words: readonly string[] = []): Promise<Sandbox> {
  const process = start(['sandbox', '--ephemeral', '--live', '--json', ...words]);
  const line: unknown = JSON.parse(await process.says('\n', 'stdout'));
  const { url, clientId, clientSecret } = served.parse(line).port;
  return {
    url,
    process,
    env: { PORT_BASE_URL: url, PORT_CLIENT_ID: clientId, PORT_CLIENT_SECRET: clientSecret },
  };
}

const guideBody = (baseUrl: string, models: readonly string[]) => ({
  provider: 'openai-compatible',
  enabled: true,
  config: {
    baseUrl,
    apiKeySecretName: 'LITELLM_API_KEY',
    models: models.map((name) => ({
      name,
      displayName: 'Claude Sonnet 4.6',
      contextWindow: 128000,
      supportedFeatures: { temperature: true },
    })),
    supportsStructuredOutputs: true,
  },
});

const json = { 'content-type': 'application/json' };

/** `POST /v1/llm-providers?validate_connection=true`, as any client of Port's API would. */
async function create({ url, env }: Sandbox, body: object) {
  const signedIn = await fetch(`${url}/v1/auth/access_token`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({
      clientId: env['PORT_CLIENT_ID'],
      clientSecret: env['PORT_CLIENT_SECRET'],
    }),
  });
  const { accessToken } = z.looseObject({ accessToken: z.string() }).parse(await signedIn.json());
  const answer = await fetch(`${url}/v1/llm-providers?validate_connection=true`, {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${accessToken}` },
    body: JSON.stringify(body),
  });
  const said: unknown = await answer.json();
  return { status: answer.status, said };
}

const stored = async ({ env }: Sandbox) => {
  const { stdout } = await shell(['providers', 'list', '--json'], { env });
  return z
    .array(z.looseObject({ provider: z.string() }))
    .parse(JSON.parse(stdout))
    .map(({ provider }) => provider);
};

async function withSecret(key: string, words?: readonly string[]): Promise<Sandbox> {
  const sandbox = await liveSandbox(words);
  const { code, stderr } = await shell(
    ['secrets', 'add', 'LITELLM_API_KEY', '--value-env', 'KEY'],
    {
      env: { ...sandbox.env, KEY: key },
    },
  );
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return sandbox;
}

const loopbackAllowed = ['--allow-private-base-urls'];

describe('a live sandbox', () => {
  test("connects LiteLLM with the body of Port's guide", async () => {
    const sandbox = await withSecret(proxy.masterKey, loopbackAllowed);
    const { status, said } = await create(sandbox, guideBody(`${proxy.url}/v1`, ['claude-sonnet']));
    expect({ status, said }).toMatchObject({ said: { ok: true } });
    expect(await stored(sandbox)).toContain('openai-compatible');

    const tested = await shell(['validate', 'openai-compatible'], { env: sandbox.env });
    expect(tested).toMatchObject({ code: 0 });
  });

  test('refuses a wrong key with the pair of Port for each model, and stores nothing', async () => {
    const sandbox = await withSecret('sk-wrong-key-0123456789', loopbackAllowed);
    const { status, said } = await create(sandbox, guideBody(`${proxy.url}/v1`, ['claude-sonnet']));
    expect({ status, said }).toMatchObject({
      status: 400,
      said: {
        ok: false,
        error: {
          name: 'LLMProviderModelTestError',
          details: {
            testedModels: { 'claude-sonnet': { isValid: false, message: 'Invalid API key' } },
          },
        },
      },
    });
    expect(JSON.stringify(said)).not.toContain('sk-wrong-key-0123456789');
    expect(await stored(sandbox)).not.toContain('openai-compatible');
  });

  test('tells a model that LiteLLM does not have from one that it has', async () => {
    const sandbox = await withSecret(proxy.masterKey, loopbackAllowed);
    const { said } = await create(
      sandbox,
      guideBody(`${proxy.url}/v1`, ['claude-sonnet', 'not-configured']),
    );
    expect(said).toMatchObject({
      error: {
        details: {
          testedModels: {
            'claude-sonnet': { isValid: true },
            'not-configured': { isValid: false, message: expect.stringContaining('not found') },
          },
        },
      },
    });
  });

  test('sends nothing to this machine unless it is told that it may', async () => {
    let requests = 0;
    const inside = await serveHttp((_request, response) => {
      requests++;
      response.writeHead(500).end();
    });
    onTestFinished(() => inside.close());
    const body = guideBody(`${inside.url}/v1`, ['claude-sonnet']);

    const careful = await withSecret(proxy.masterKey);
    expect(await create(careful, body)).toMatchObject({ status: 400, said: { ok: false } });
    expect(requests).toBe(0);
    expect(await stored(careful)).not.toContain('openai-compatible');

    await create(await withSecret(proxy.masterKey, loopbackAllowed), body);
    expect(requests).toBeGreaterThan(0);
  });
});
