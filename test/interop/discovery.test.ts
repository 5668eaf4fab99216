import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { freshFolder } from '../support/run.ts';
import { requireBuild, shell } from '../support/spawn.ts';
import { leadingTo, startGateway, type Gateway } from './support/gateway.ts';
import { startImitation, type Imitation } from './support/imitation.ts';
import { startLlamaCpp, type LlamaCpp } from './support/llama-cpp.ts';

/** What real servers other than LiteLLM say of themselves. */

const planned = z.object({
  request: z.object({ body: z.looseObject({ config: z.looseObject({}) }) }),
});

async function discover(url: string, words = '', env: Readonly<Record<string, string>> = {}) {
  const put = `providers put openai-compatible --base-url ${url} --discover --dry-run --json ${words}`;
  const ran = await shell(put.trim(), { env: { PORTAI_SANDBOX: '1', ...env } });
  const config =
    ran.code === 0 ? planned.parse(JSON.parse(ran.stdout)).request.body.config : undefined;
  return { ...ran, config };
}

beforeAll(requireBuild);

describe('llama.cpp', () => {
  let server: LlamaCpp;

  beforeAll(async () => {
    server = await startLlamaCpp('tiny-llama', { trained: 2048, context: 1024 });
    return () => server.close();
  });

  test('lists its model, with the window of a request and not of the training', async () => {
    const { config, stderr } = await discover(`${server.url}/v1`);
    expect(config, stderr).toEqual({
      baseUrl: `${server.url}/v1`,
      models: [{ name: 'tiny-llama', contextWindow: 1024 }],
    });
  });

  test('is named, and passes the test of its model', async () => {
    const put = `providers put openai-compatible --base-url ${server.url}/v1 --discover --preflight`;
    const ran = await shell(put, { env: { PORTAI_SANDBOX: '1' } });
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect(ran.stderr).toContain('llama.cpp at');
  });

  test('obeys a schema that is claimed, which its grammars enforce', async () => {
    const put = `providers put openai-compatible --base-url ${server.url}/v1 --model tiny-llama --structured-outputs --preflight --json`;
    const ran = await shell(put, { env: { PORTAI_SANDBOX: '1' } });
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect(ran.stdout).toContain('"stage": "structured"');
  });
});

describe('aimock', () => {
  const key = 'sk-upstream-key-0123456789';
  let server: Imitation;

  beforeAll(async () => {
    server = await startImitation([key]);
    return () => server.close();
  });

  test('lists models, of which it states nothing, and nothing is guessed', async () => {
    const words = '--api-key-secret K --value-env KEY';
    const { config, stderr } = await discover(`${server.url}/v1`, words, { KEY: key });
    expect(config, stderr).toMatchObject({ baseUrl: `${server.url}/v1` });
    const { models } = z.object({ models: z.array(z.looseObject({})) }).parse(config);
    expect(models.length).toBeGreaterThan(0);
    expect(models.flatMap((model) => Object.keys(model))).not.toContain('contextWindow');
  });

  test('gives no list to a wrong key', async () => {
    const words = '--api-key-secret K --value-env KEY';
    const ran = await discover(`${server.url}/v1`, words, { KEY: 'sk-wrong-key-0123456789' });
    expect(ran).toMatchObject({ code: 8, stdout: '' });
    expect(ran.stderr).toContain('gave no list of models: Invalid API key');
  });
});

describe("Portkey's gateway", () => {
  const key = 'sk-upstream-key-0123456789';
  let upstream: Imitation;
  let gateway: Gateway;

  beforeAll(async () => {
    [upstream, gateway] = await Promise.all([startImitation([key]), startGateway()]);
    return () => Promise.all([gateway.close(), upstream.close()]);
  });

  test('passes on the list of the server to which its headers lead', async () => {
    const file = join(freshFolder(), 'headers.json');
    writeFileSync(file, JSON.stringify(leadingTo(`${upstream.url}/v1`)));
    const secret = '--api-key-secret K --value-env KEY';
    const env = { KEY: key };
    const through = await discover(`${gateway.url}/v1`, `--headers-file ${file} ${secret}`, env);
    const straight = await discover(`${upstream.url}/v1`, secret, env);
    expect(through.code, through.stderr).toBe(0);
    expect(through.config?.['models']).toEqual(straight.config?.['models']);
  });

  test('that is led nowhere gives no list', async () => {
    const ran = await discover(`${gateway.url}/v1`, '--api-key-secret K --value-env KEY', {
      KEY: key,
    });
    expect(ran).toMatchObject({ code: 8, stdout: '' });
    expect(ran.stderr).toContain('gave no list of models');
  });
});
