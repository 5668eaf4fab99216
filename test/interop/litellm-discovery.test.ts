import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { keys, terminal } from '../support/pty.ts';
import { freshFolder } from '../support/run.ts';
import { closedPort } from '../support/servers.ts';
import { requireBuild, shell } from '../support/spawn.ts';
import { startLiteLlm, type LiteLlm, type LiteLlmModel } from './support/litellm.ts';

/** From the URL of a LiteLLM proxy to a provider whose models follow it. */

/** Its answer obeys the schema of a connection test, which LiteLLM says of some of these models. */
const mocked = (model: string): LiteLlmModel => ({
  model,
  api_key: 'x',
  mock_response: '{"zq7":true}',
});
const models = {
  'claude-sonnet': mocked('anthropic/claude-sonnet-4-6'),
  'own-model': mocked('openai/a-model-of-our-own'),
  search: { model: 'openai/text-embedding-3-small', api_key: 'x' },
};
const info = { 'own-model': { mode: 'chat', max_input_tokens: 32_000 } };
const stored = z.object({
  config: z.looseObject({
    models: z.array(z.looseObject({ name: z.string(), contextWindow: z.number().optional() })),
  }),
});

let proxy: LiteLlm;

beforeAll(async () => {
  requireBuild();
  proxy = await startLiteLlm(models, { info });
  return () => proxy.close();
});

const env = () => ({ PORTAI_SANDBOX: '1', KEY: proxy.masterKey });

async function providerIn(dir: string) {
  const { stdout } = await shell('providers get openai-compatible --json', { dir, env: env() });
  return stored.parse(JSON.parse(stdout));
}

describe('a LiteLLM proxy says what it serves', () => {
  test('on a terminal: from its URL and key to a tested provider in nine keys', async () => {
    const dir = freshFolder();
    const { type, shows, screen, ended } = terminal('providers put openai-compatible', {
      dir,
      env: env(),
    });
    await shows('base URL of the endpoint');
    type(`${proxy.url}/v1${keys.enter}`);
    await shows('Store a new secret');
    type(keys.enter);
    await shows('name of the new secret');
    type(keys.enter);
    await shows('value of openai-compatible-api-key');
    type(`${proxy.masterKey}${keys.enter}`);
    await shows('LiteLLM at');
    await shows('1,000,000 tokens');
    type(`${keys.space}${keys.enter}`);
    await shows('Test it from this machine first');
    type(keys.enter);
    await shows('Make it the default');
    type(`${keys.down}${keys.enter}`);
    expect(await ended).toBe(0);
    expect(screen()).not.toContain(proxy.masterKey);
    // The form of the example in the guide of Port, with the server's own window and features.
    expect(await providerIn(dir)).toMatchObject({
      config: {
        baseUrl: `${proxy.url}/v1`,
        apiKeySecretName: 'openai-compatible-api-key',
        models: [
          {
            name: 'claude-sonnet',
            contextWindow: 1_000_000,
            supportedFeatures: { temperature: true },
          },
        ],
      },
    });
  });

  test('in a script: what its configuration overrides is taken, and an embedding model is not', async () => {
    const dir = freshFolder();
    const put = `providers put openai-compatible --base-url ${proxy.url} --api-key-secret K --value-env KEY`;
    const ran = await shell(`${put} --discover`, { dir, env: env() });
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect(ran.stderr).toContain('search (it is an embedding model)');
    expect(ran.stderr).toContain('looks like the master key of LiteLLM');
    const { config } = await providerIn(dir);
    expect(config.models).toMatchObject([
      { name: 'claude-sonnet' },
      { name: 'own-model', contextWindow: 32_000 },
    ]);
  });

  test('a wrong path is mended where the list is elsewhere, and refused where it is nowhere', async () => {
    const discover = (path: string) =>
      shell(
        `providers put openai-compatible --base-url ${proxy.url}${path} --api-key-secret K --value-env KEY --discover --dry-run --json`,
        { env: env() },
      );
    const mended = await discover('/ui');
    expect(mended, mended.stderr).toMatchObject({ code: 0 });
    expect(mended.stdout).toContain(`"baseUrl": "${proxy.url}/v1"`);
    expect(await discover('/nothing/here')).toMatchObject({
      code: 8,
      stdout: '',
      stderr: expect.stringContaining('gave no list of models: it has none at this address'),
    });
  });

  test('a wrong key, and a port that nobody listens at, each give their own sentence', async () => {
    const put = (url: string) =>
      shell(
        `providers put openai-compatible --base-url ${url}/v1 --api-key-secret K --value-env KEY --discover`,
        { env: { PORTAI_SANDBOX: '1', KEY: 'sk-wrong-key-0123456789' } },
      );
    const refused = await put(proxy.url);
    expect(refused).toMatchObject({
      code: 8,
      stderr: expect.stringContaining('gave no list of models: Invalid API key'),
    });
    const nobody = await put(await closedPort());
    expect(nobody).toMatchObject({ code: 8, stderr: expect.stringMatching(/refused/i) });
  });
});

test('models sync --check finds a model that was added, names it, and nothing once it is taken over', async () => {
  const dir = freshFolder();
  const first = await startLiteLlm(models, { info });
  let running: LiteLlm = first;
  try {
    const own = { PORTAI_SANDBOX: '1', KEY: first.masterKey };
    const put = `providers put openai-compatible --base-url ${first.url}/v1 --api-key-secret K --value-env KEY`;
    await shell(`${put} --discover`, { dir, env: own });
    const sync = (words = '') =>
      shell(`providers models sync openai-compatible --value-env KEY ${words}`.trim(), {
        dir,
        env: own,
      });
    expect(await sync('--check')).toMatchObject({ code: 0 });
    await first.close();
    running = await startLiteLlm(
      { ...models, 'gpt-five': mocked('openai/gpt-5') },
      { info, at: first.url },
    );
    expect(await sync('--check')).toMatchObject({
      code: 10,
      stdout: expect.stringContaining('gpt-five\tadded'),
    });
    expect(await sync()).toMatchObject({ code: 0 });
    expect(await sync('--check')).toMatchObject({ code: 0 });
  } finally {
    await running.close();
  }
});

test('a proxy without a master key is found, and that it asks for no key is said by the test', async () => {
  const open = await startLiteLlm(models, { info, open: true });
  try {
    const ran = await shell(
      `providers put openai-compatible --base-url ${open.url}/v1 --discover claude-sonnet --preflight --json`,
      { env: { PORTAI_SANDBOX: '1' } },
    );
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect(ran.stdout).toContain('The configuration names no credential.');
  } finally {
    await open.close();
  }
});

describe('a key that may use one model', () => {
  const key = 'sk-of-one-team-0123456789';
  const put = (words: string) =>
    shell(
      `providers put openai-compatible --base-url ${shared.url}/v1 --api-key-secret K --value-env KEY ${words}`,
      { env: { PORTAI_SANDBOX: '1', KEY: key } },
    );
  let shared: LiteLlm;

  beforeAll(async () => {
    shared = await startLiteLlm(models, { info, virtualKeys: { [key]: ['claude-sonnet'] } });
    return () => shared.close();
  });

  test('is shown that model alone', async () => {
    const ran = await put('--discover --dry-run --json');
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect(ran.stdout.match(/"name": /g)).toHaveLength(1);
    expect(ran.stdout).toContain('"name": "claude-sonnet"');
  });

  test('is told that another is not listed, with the ones that are', async () => {
    const ran = await put('--model own-model --preflight');
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('does not list the model');
    expect(ran.stderr).toContain('It lists claude-sonnet.');
  });

  test('is refused that other by LiteLLM, as a model that this key may not use', async () => {
    const ran = await put('--model own-model --no-discover --preflight --json');
    expect(ran).toMatchObject({ code: 8, stdout: '' });
    expect(ran.stderr).toContain('"cause":"MODEL_ACCESS_DENIED"');
  });
});

test('a model whose upstream cannot be reached is listed, and the test says where it ends', async () => {
  const broken = await startLiteLlm({
    unplugged: { model: 'openai/gpt-5', api_key: 'x', api_base: `${await closedPort()}/v1` },
  });
  try {
    const ran = await shell(
      `providers put openai-compatible --base-url ${broken.url}/v1 --api-key-secret K --value-env KEY --discover --preflight`,
      { env: { PORTAI_SANDBOX: '1', KEY: broken.masterKey } },
    );
    expect(ran.code).not.toBe(0);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toContain('lists 1 model for chats');
    expect(ran.stderr).toContain('The gateway could not reach its model');
  } finally {
    await broken.close();
  }
});

test('500 models are listed in one request each way, and patterns choose among them', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [`model-${index}`, mocked('openai/gpt-5')]),
  );
  const large = await startLiteLlm(many);
  try {
    const ran = await shell(
      `providers put openai-compatible --base-url ${large.url}/v1 --api-key-secret K --value-env KEY --discover model-49? --dry-run --json`,
      { env: { PORTAI_SANDBOX: '1', KEY: large.masterKey } },
    );
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect(ran.stdout.match(/"name": "model-49\d"/g)).toHaveLength(10);
  } finally {
    await large.close();
  }
});

test('the commands of docs/litellm.md lead from nothing to the default model, in their order', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/litellm.md'), 'utf8');
  const commands = [...page.matchAll(/```shell\n(.*?)```/gs)].map(([, text = '']) =>
    text
      .replace(/\\\n\s*/g, '')
      .replaceAll('https://litellm.corp.example.com', proxy.url)
      .replaceAll("'", '')
      .trim(),
  );
  expect(commands).toHaveLength(4);
  const dir = freshFolder();
  const key = join(freshFolder(), 'litellm-key.txt');
  writeFileSync(key, proxy.masterKey, { mode: 0o600 });
  for (const command of commands) {
    const words = command.replace(/^portai /, '').replace('litellm-key.txt', key);
    const ran = await shell(words, { dir, env: { PORTAI_SANDBOX: '1' } });
    expect(ran, `${command}\n${ran.stderr}`).toMatchObject({ code: 0 });
  }
  const { stdout } = await shell('defaults get --json', { dir, env: { PORTAI_SANDBOX: '1' } });
  expect(JSON.parse(stdout)).toMatchObject({
    provider: 'openai-compatible',
    model: 'claude-sonnet',
  });
});
