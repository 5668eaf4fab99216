import { beforeAll, describe, expect, test } from 'vitest';
import { closedPort } from '../support/servers.ts';
import { requireBuild } from '../support/spawn.ts';
import { leadingTo, startGateway, type Gateway } from './support/gateway.ts';
import { startImitation, type Imitation } from './support/imitation.ts';
import { preflight } from './support/preflight.ts';

/** Portkey's gateway in front of the imitated vendors: it passes the client's key on. */

let upstream: Imitation;
let gateway: Gateway;

const goodKey = 'sk-upstream-key-0123456789';

beforeAll(async () => {
  requireBuild();
  [upstream, gateway] = await Promise.all([startImitation([goodKey]), startGateway()]);
  return () => Promise.all([upstream.close(), gateway.close()]);
});

interface Wanted {
  readonly model?: string;
  readonly key?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly words?: readonly string[];
}

async function ask({
  model = 'gpt-5',
  key = goodKey,
  path = '/v1',
  headers = leadingTo(`${upstream.url}/v1`),
  words = [],
}: Wanted) {
  const ran = await preflight(
    'openai-compatible',
    {
      baseUrl: `${gateway.url}${path}`,
      apiKeySecretName: 'gateway-key',
      models: [{ name: model }],
      customHeaders: headers,
    },
    { secrets: { 'gateway-key': key }, words },
  );
  return { ...ran, model: ran.report.testedModels[model] };
}

describe("Portkey's gateway", () => {
  test('is led by custom headers to an upstream that answers', async () => {
    const { report, code } = await ask({});
    expect(report).toMatchObject({ ok: true, testedModels: { 'gpt-5': { isValid: true } } });
    expect(code).toBe(0);
  });

  test('translates for an upstream of another vendor', async () => {
    const headers = leadingTo(`${upstream.url}/v1`, 'anthropic');
    const { report } = await ask({ model: 'claude-opus-4-6', headers });
    expect(report).toMatchObject({ ok: true });
  });

  test('streams, and passes a schema on', async () => {
    const { report } = await ask({ words: ['--stream', '--structured'] });
    expect(report).toMatchObject({ ok: true });
  });

  test('with a wrong key is a refused credential', async () => {
    const { report, model, printed } = await ask({ key: 'sk-wrong-key-0123456789' });
    expect(model).toMatchObject({ isValid: false, cause: 'KEY_INVALID' });
    expect(report.credential.verdict).toBe('refused');
    expect(printed).not.toContain('sk-wrong-key-0123456789');
  });

  test('does not know where to go without its headers', async () => {
    expect((await ask({ headers: {} })).model).toMatchObject({ cause: 'CONFIG_INVALID' });
  });

  test('says so of a provider that it does not know', async () => {
    const headers = leadingTo(`${upstream.url}/v1`, 'no-such-provider');
    expect((await ask({ headers })).model).toMatchObject({ cause: 'PROVIDER_UNKNOWN' });
  });

  test('passes on that a model is not found', async () => {
    expect((await ask({ model: 'unknown-model' })).model).toMatchObject({
      cause: 'MODEL_NOT_FOUND',
    });
  });

  test('that cannot reach its upstream says so', async () => {
    const headers = leadingTo(`${await closedPort()}/v1`);
    expect((await ask({ headers })).model).toMatchObject({ cause: 'UPSTREAM_FAILED' });
  });

  test('without /v1 is a wrong base URL, and the right one is suggested', async () => {
    const { model, printed } = await ask({ path: '' });
    expect(model).toMatchObject({ isValid: false, cause: 'WRONG_BASE_URL' });
    expect(printed).toContain(`${gateway.url}/v1`);
  });
});
