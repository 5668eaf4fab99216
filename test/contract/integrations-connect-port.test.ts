import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  key,
  command,
  store,
  create,
  update,
  portkeyWith,
  row,
  portWith,
  answeredAfterSchema,
  gatewayWith,
  run,
  writes,
  modelsSent,
} from '../support/connected-planes.ts';
import { freshFolder } from '../support/run.ts';
import type { Script } from '../support/script.ts';

/** `integrations connect-port`: both control planes in one process, and the gateway between them. */

describe('an integration that is connected', () => {
  test('is tested through the gateway, stored, tested by Port and saved', async () => {
    const [portkey, port, gateway] = [portkeyWith(), portWith(), gatewayWith()];
    const ran = await run(`${command} --json`, { portkey, port, gateway });
    expect(ran.stderr).toBe('');
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({ action: 'created', preflight: { ok: true } });
    expect(gateway.seen.find(({ path }) => path === '/v1/chat/completions')).toMatchObject({
      headers: { authorization: `Bearer ${key}` },
      body: { model: '@one/gpt-4o' },
    });
    expect(writes(port)).toEqual([store, create]);
    expect(port.seen.find(({ method }) => method === 'POST')?.body).toMatchObject({
      secretName: 'portkey-one',
      secretValue: key,
    });
    expect(port.seen.at(-1)).toMatchObject({
      query: '?validate_connection=true',
      body: {
        provider: 'openai-compatible',
        config: {
          baseUrl: 'https://gateway.example.com/v1',
          apiKeySecretName: 'portkey-one',
          models: [{ name: '@one/gpt-4o' }],
        },
      },
    });
    expect(writes(portkey)).toEqual([]);
  });

  test('sends each plane its own key, and the gateway that of the workspace alone', async () => {
    const [portkey, port, gateway] = [portkeyWith(), portWith(), gatewayWith()];
    const ran = await run(command, { portkey, port, gateway });
    const sent = ({ seen }: Script) => JSON.stringify(seen.map(({ headers }) => headers));
    expect(sent(portkey)).not.toContain(key);
    expect(sent(portkey)).not.toContain('token-of-this-test');
    expect(sent(port)).not.toContain('admin-key-of-this-test');
    expect(sent(gateway)).not.toContain('admin-key-of-this-test');
    expect(ran.stdout + ran.stderr).not.toContain(key);
  });

  test('says how Port sends the key, and that limits of Portkey limit Port', async () => {
    const { stderr } = await run(command, {});
    expect(stderr.replace(/\s+/g, ' ')).toContain('Port sends the key as a bearer token');
    expect(stderr.replace(/\s+/g, ' ')).toContain(
      'budgets and rates that Portkey has for this key and its workspace limit Port',
    );
  });

  test.each([
    ['--value-stdin', { stdin: key }],
    ['--value-file', {}],
  ])('takes the key with %s', async (flag, options) => {
    const port = portWith();
    const file = join(freshFolder(), 'key');
    writeFileSync(file, key);
    const words = `integrations connect-port one ${flag}${flag === '--value-file' ? ` ${file}` : ''}`;
    expect(await run(words, { port }, options)).toMatchObject({ code: 0 });
    expect(port.seen.find(({ method }) => method === 'POST')?.body).toMatchObject({
      secretValue: key,
    });
  });

  test('has a context window where one is given or known to Port, and nowhere else', async () => {
    const gateway = gatewayWith();
    const port = portWith({
      stored: {
        baseUrl: 'https://gateway.example.com/v1/',
        apiKeySecretName: 'own-name',
        models: [{ name: '@one/b-model', contextWindow: 8000 }],
      },
      existing: ['own-name'],
    });
    const three = { allow_all_models: false, models: [row('a-model'), row('b-model'), row('cc')] };
    const portkey = portkeyWith(three);
    const words = `${command} --model a-model,context=128000 --model b-model --model cc`;
    expect(await run(words, { portkey, port, gateway })).toMatchObject({ code: 0 });
    expect(modelsSent(port)).toMatchObject({
      config: {
        apiKeySecretName: 'own-name',
        models: [
          { name: '@one/a-model', contextWindow: 128000 },
          { name: '@one/b-model', contextWindow: 8000 },
          { name: '@one/cc' },
        ],
      },
    });
  });

  test('goes by the slug that its provider has in the workspace, where one is given', async () => {
    const port = portWith();
    await run(`${command} --provider-slug of-eng`, { port });
    expect(modelsSent(port)).toMatchObject({ config: { models: [{ name: '@of-eng/gpt-4o' }] } });
  });

  test('that allows every model says which it took', async () => {
    const portkey = portkeyWith({ allow_all_models: true, models: [row('gpt-4o'), row('o3')] });
    const ran = await run(`${command} --json`, { portkey });
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stderr)).toEqual({
      warning: {
        code: 'models_of_now',
        message: expect.stringContaining('@one/gpt-4o, @one/o3'),
      },
    });
  });

  test('with --dry-run tests, stores and writes nothing', async () => {
    const [port, gateway] = [portWith(), gatewayWith()];
    const ran = await run(`${command} --dry-run --json`, { port, gateway });
    expect(JSON.parse(ran.stdout)).toMatchObject({
      action: 'create',
      request: { method: 'POST', path: '/v1/llm-providers?validate_connection=true' },
    });
    expect([ran.code, writes(port), gateway.seen]).toEqual([0, [], []]);
  });

  test('with --no-preflight is tested by Port alone, with the secret that Port has', async () => {
    const [port, gateway] = [portWith({ existing: ['portkey-one'] }), gatewayWith()];
    const words = 'integrations connect-port one --no-preflight';
    expect(await run(words, { port, gateway })).toMatchObject({ code: 0 });
    expect([writes(port), gateway.seen]).toEqual([[create], []]);
    const missing = portWith();
    expect(await run(words, { port: missing })).toMatchObject({ code: 5 });
    expect(writes(missing)).toEqual([]);
    expect(await run(`${command} --no-preflight`, {})).toMatchObject({ code: 2 });
  });
});

describe('a provider that Port has already', () => {
  const lite = {
    baseUrl: 'https://litellm.example.com/v1',
    apiKeySecretName: 'lite-key',
    customHeaders: { 'x-team': 'one' },
    models: [{ name: 'claude' }],
  };

  test('for another endpoint is shown and left as it is', async () => {
    const [port, gateway] = [portWith({ stored: lite }), gatewayWith()];
    const ran = await run(command, { port, gateway });
    expect(ran.code).toBe(5);
    expect(ran.stderr).toContain('https://litellm.example.com/v1');
    expect(ran.stderr).toContain('--force replaces it');
    expect([writes(port), gateway.seen]).toEqual([[], []]);
  });

  test('is replaced with --force, and none of its headers goes to the gateway', async () => {
    const [port, gateway] = [portWith({ stored: lite }), gatewayWith()];
    expect(await run(`${command} --force`, { port, gateway })).toMatchObject({ code: 0 });
    expect(gateway.seen.every(({ headers }) => headers['x-team'] === undefined)).toBe(true);
    expect(modelsSent(port)).toMatchObject({ config: { models: [{ name: '@one/gpt-4o' }] } });
    expect(JSON.stringify(modelsSent(port))).not.toContain('x-team');
  });

  test('at the same gateway keeps the models of other integrations and what else is set', async () => {
    const port = portWith({
      stored: {
        baseUrl: 'https://gateway.example.com/v1',
        apiKeySecretName: 'portkey-two',
        supportsStructuredOutputs: true,
        models: [{ name: '@two/claude' }, { name: '@one/retired' }],
      },
      existing: ['portkey-two'],
    });
    const gateway = gatewayWith(answeredAfterSchema);
    expect(await run(command, { port, gateway })).toMatchObject({ code: 0 });
    expect(writes(port)).toEqual([update]);
    expect(modelsSent(port)).toMatchObject({
      config: {
        apiKeySecretName: 'portkey-two',
        supportsStructuredOutputs: true,
        models: [{ name: '@two/claude' }, { name: '@one/gpt-4o' }],
      },
    });
  });
});
