import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Send } from '../../src/core/http.ts';
import { converse, keys } from '../support/conversation.ts';
import { litellm, litellmKey as key } from '../support/litellm-answers.ts';
import { freshFolder, portai, type RunOptions } from '../support/run.ts';

const { enter, space, down, interrupt } = keys;
const url = 'http://127.0.0.1:4000/v1';
const put = `providers put openai-compatible --base-url ${url}`;

async function inSandbox(words: string, options: RunOptions & { server?: Send } = {}) {
  const { server = litellm().send, ...rest } = options;
  return portai(`--sandbox ${words}`, { send: server, env: { KEY: key }, ...rest });
}

const planned = z.object({
  request: z.object({ body: z.looseObject({ config: z.unknown() }) }),
});

const discovering = `${put} --api-key-secret LITELLM_API_KEY --value-env KEY`;

async function bodyOf(words: string, server?: Send): Promise<unknown> {
  const ran = await inSandbox(`${words} --dry-run --json`, server ? { server } : {});
  expect(ran, ran.stderr).toMatchObject({ code: 0 });
  return planned.parse(JSON.parse(ran.stdout)).request.body.config;
}

describe('providers put openai-compatible --discover', () => {
  const claude = {
    name: 'claude-sonnet',
    contextWindow: 200_000,
    supportedFeatures: {
      temperature: true,
      reasoningEffort: true,
      supportsStructuredOutputs: true,
    },
  };

  test('takes every model for chats, with what the server states and nothing more', async () => {
    expect(await bodyOf(`${discovering} --discover`)).toEqual({
      baseUrl: url,
      apiKeySecretName: 'LITELLM_API_KEY',
      models: [
        claude,
        { name: 'gpt-five', supportedFeatures: { temperature: false } },
        { name: 'unknown-model' },
      ],
    });
  });

  test('takes those that a pattern or a name takes', async () => {
    expect(await bodyOf(`${discovering} --discover claude-*`)).toMatchObject({ models: [claude] });
    expect(await bodyOf(`${discovering} --discover gpt-fiv? unknown-model`)).toMatchObject({
      models: [{ name: 'gpt-five' }, { name: 'unknown-model' }],
    });
  });

  test('stores the value of a secret that is not there, and the provider', async () => {
    const dir = freshFolder();
    const ran = await inSandbox(`${discovering} --discover`, { dir });
    expect(ran).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('LiteLLM at http://127.0.0.1:4000/v1 lists 3 models'),
    });
    expect(ran.stderr).toContain('Left out: embed (it is an embedding model).');
    expect((await inSandbox('secrets list', { dir })).stdout).toContain('LITELLM_API_KEY');
    expect(ran.stdout + ran.stderr).not.toContain(key);
  });

  test('keeps the value of a secret that is there', async () => {
    const dir = freshFolder();
    await inSandbox('secrets add LITELLM_API_KEY --value-env OTHER', {
      dir,
      env: { OTHER: 'another-value-0123456789' },
    });
    expect((await inSandbox(`${discovering} --discover`, { dir })).code).toBe(0);
    expect((await inSandbox('validate openai-compatible', { dir })).code).not.toBe(0);
  });

  test('mends a base URL that lacks /v1, and says so', async () => {
    const words = discovering.replace(url, 'http://127.0.0.1:4000');
    const ran = await inSandbox(`${words} --discover --dry-run --json`);
    expect(planned.parse(JSON.parse(ran.stdout)).request.body.config).toMatchObject({
      baseUrl: url,
    });
    expect(ran.stderr).toContain(url);
  });

  test.each([
    ['a pattern that takes nothing', '--discover claud-sonnet', 2, 'Did you mean claude-sonnet?'],
    ['models that are named as well', '--discover --model gpt-five', 2, 'do not go together'],
  ])('refuses %s', async (_, words, code, says) => {
    const dir = freshFolder();
    const ran = await inSandbox(`${discovering} ${words}`, { dir });
    expect(ran).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(says) });
    expect((await inSandbox('secrets list', { dir })).stdout).not.toContain('LITELLM');
  });

  test('without a key that the server takes writes nothing, and says the server’s reason', async () => {
    const dir = freshFolder();
    const { send } = litellm({ closed: true });
    const ran = await inSandbox(`${discovering} --discover`, { dir, server: send });
    expect(ran.code).toBe(8);
    expect(ran.stderr).toContain('gave no list of models: No API key was sent');
    expect(ran.stderr).toContain('It says: “Authentication Error, No api key passed in.”');
    expect((await inSandbox('secrets list', { dir })).stdout).not.toContain('LITELLM');
  });

  test.each([
    ['an address that is none', `${discovering.replace(url, 'not-a-url')} --discover`],
    ['a password in the address', `${discovering.replace('//', '//me:hunter2@')} --discover`],
    ['a key as the name of a secret', `${put} --api-key-secret ${key} --value-env KEY --discover`],
  ])('refuses %s before anything is sent', async (_, words) => {
    const { seen, send } = litellm();
    const ran = await inSandbox(words, { server: send });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(seen).toEqual([]);
    expect(ran.stderr).not.toContain('hunter2');
  });

  test('is for endpoints: another type does not know the flag', async () => {
    const ran = await inSandbox('providers put openai --discover');
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('--discover') });
  });

  test('without a base URL says what it asks', async () => {
    const ran = await inSandbox('providers put openai-compatible --discover');
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('--base-url') });
  });
});

describe('a model that is named, with --preflight', () => {
  const named = `${discovering} --preflight`;

  test('gets what the server states, but for what was said of it', async () => {
    const words = `${named} --model claude-sonnet,context=1000,temperature=false`;
    expect(await bodyOf(words)).toMatchObject({
      models: [
        {
          name: 'claude-sonnet',
          contextWindow: 1000,
          supportedFeatures: { temperature: false, reasoningEffort: true },
        },
      ],
    });
  });

  test('is left as it is with --no-discover', async () => {
    expect(await bodyOf(`${named} --model claude-sonnet --no-discover`)).toMatchObject({
      models: [{ name: 'claude-sonnet' }],
    });
    const { seen, send } = litellm();
    await bodyOf(`${named} --model claude-sonnet --no-discover`, send);
    expect(seen).toEqual([]);
  });

  test('that the server does not list is refused with the nearest name; --force keeps it', async () => {
    const ran = await inSandbox(`${named} --model claude-sonet`);
    expect(ran).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean claude-sonnet?'),
    });
    expect(await bodyOf(`${named} --model claude-sonet --force`)).toMatchObject({
      models: [{ name: 'claude-sonet' }],
    });
  });

  test('is asked for with the key that is read once, and tested with it', async () => {
    const ran = await inSandbox(`${named} --model claude-sonnet`);
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
  });

  test('without --preflight no server is asked', async () => {
    const { seen, send } = litellm();
    await inSandbox(`${put} --model claude-sonnet`, { server: send });
    expect(seen).toEqual([]);
  });
});

describe('on a terminal', () => {
  test('from a URL and a key to a tested provider, in nine keys beside the two values', async () => {
    const dir = freshFolder();
    const talk = converse('providers put openai-compatible', {
      dir,
      connect: () => litellm().send,
      columns: 80,
    });
    await talk.shows('base URL of the endpoint');
    talk.type(`${url}${enter}`);
    await talk.shows('❯ Store a new secret');
    talk.type(enter);
    await talk.shows('name of the new secret');
    talk.type(enter);
    await talk.shows('value of openai-compatible-api-key');
    talk.type(`${key}${enter}`);
    await talk.shows('200,000 tokens, temperature, reasoning, schemas');
    talk.type(`${space}${enter}`);
    await talk.shows('Test it from this machine first?');
    talk.type(enter);
    await talk.shows('Make it the default');
    talk.type(`${down}${enter}`);
    expect(await talk.ended).toBe(0);
    expect(talk.screen()).not.toContain(key);
    expect(talk.screen()).toContain(
      '--model claude-sonnet,context=200000,temperature,reasoningEffort,supportsStructuredOutputs',
    );
    const { stdout } = await inSandbox('providers get openai-compatible --json', { dir });
    expect(JSON.parse(stdout)).toMatchObject({
      config: { baseUrl: url, models: [{ name: 'claude-sonnet', contextWindow: 200_000 }] },
    });
  });

  test('a secret that exists is looked with once its value is typed, or the names are typed', async () => {
    const dir = freshFolder();
    await inSandbox('secrets add openai-compatible-api-key --value-env KEY', { dir });
    const begin = async () => {
      const talk = converse(put, { dir, connect: () => litellm().send });
      await talk.shows('❯ openai-compatible-api-key');
      talk.type(enter);
      await talk.shows("From the server's list");
      return talk;
    };
    const looking = await begin();
    looking.type(enter);
    await looking.shows('value of openai-compatible-api-key, for');
    looking.type(`${key}${enter}`);
    await looking.shows('claude-sonnet');
    looking.type(interrupt);
    expect(await looking.ended).toBe(130);
    const typing = await begin();
    typing.type(`${down}${enter}`);
    await typing.shows('models to offer (several with blanks between)');
    typing.type(interrupt);
    expect(await typing.ended).toBe(130);
  });

  test('a server that gives no list is said, and the names are typed', async () => {
    const talk = converse(put, { connect: () => litellm({ closed: true }).send });
    await talk.shows('❯ Store a new secret');
    talk.type(`${down}${enter}`);
    await talk.shows('gave no list of models: No API key was sent. Type');
    await talk.shows('models to offer (several with blanks between)');
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
  });
});
