import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inSandbox, withIntegration } from '../support/portkey-integration.ts';
import { portai } from '../support/run.ts';
import { script } from '../support/script.ts';

const base = '--sandbox integrations models';

const stored = (dir: string) => inSandbox(dir, 'GET', '/integrations/openai-prod/models');

const models = (switches: Readonly<Record<string, boolean>>, all: boolean): unknown =>
  expect.objectContaining({
    allow_all_models: all,
    models: Object.entries(switches).map(([slug, enabled]): unknown =>
      expect.objectContaining({ slug, enabled }),
    ),
  });

describe('integrations models set', () => {
  test('makes the named models the whole allow list, and writes nothing when it is repeated', async () => {
    const dir = await withIntegration();
    const words = `${base} set openai-prod gpt-4o gpt-4o-mini`;
    expect(await portai(words, { dir })).toMatchObject({ code: 0 });
    expect(await stored(dir)).toEqual(models({ 'gpt-4o': true, 'gpt-4o-mini': true }, false));
    expect(await portai(words, { dir })).toMatchObject({
      code: 0,
      stdout: 'unchanged\topenai-prod\n',
    });
    expect(await portai(`${base} set openai-prod gpt-4o-mini`, { dir })).toMatchObject({ code: 0 });
    expect(await stored(dir)).toEqual(models({ 'gpt-4o': false, 'gpt-4o-mini': true }, false));
  });

  test('clears the list, and allows new models by themselves', async () => {
    const dir = await withIntegration();
    await portai(`${base} set openai-prod gpt-4o`, { dir });
    expect(await portai(`${base} set openai-prod --clear`, { dir })).toMatchObject({ code: 0 });
    expect(await stored(dir)).toEqual(models({ 'gpt-4o': false }, false));
    expect(await portai(`${base} set openai-prod --allow-all on`, { dir })).toMatchObject({
      code: 0,
    });
    expect(await stored(dir)).toEqual(models({ 'gpt-4o': false }, true));
  });

  test('makes a custom model with base model, host, header and price, and leaves the others', async () => {
    const dir = await withIntegration();
    await portai(`${base} set openai-prod gpt-4o`, { dir });
    writeFileSync(join(dir, 'token'), 'header-value-of-this-test\n');
    // Source: reference §2.1, custom fine-tune with price and its own upstream.
    const price = {
      type: 'static',
      pay_as_you_go: { request_token: { price: 0.00003 }, response_token: { price: 0.00012 } },
    };
    writeFileSync(join(dir, 'price.json'), JSON.stringify(price));
    const words = `${base} set openai-prod ft:gpt-4o-mini:acme:a1 --finetune --base-model gpt-4o-mini --custom-host https://ft.example.com/v1 --custom-header authorization=@${join(dir, 'token')} --pricing ${join(dir, 'price.json')}`;
    const described = await portai(`${words} --dry-run --json`, { dir });
    expect(described.code).toBe(0);
    expect(described.stdout).not.toContain('header-value-of-this-test');
    expect(await portai(words, { dir })).toMatchObject({ code: 0 });
    expect(await stored(dir)).toMatchObject({
      models: [
        { slug: 'gpt-4o', enabled: true },
        {
          slug: 'ft:gpt-4o-mini:acme:a1',
          enabled: true,
          is_finetune: true,
          base_model_slug: 'gpt-4o-mini',
          configurations: { custom_host: 'https://ft.example.com/v1' },
          pricing_config: price,
        },
      ],
    });
    // A later change of another model leaves host and price.
    expect(await portai(`${base} disable openai-prod gpt-4o`, { dir })).toMatchObject({ code: 0 });
    expect(await stored(dir)).toMatchObject({
      models: [{ enabled: false }, { base_model_slug: 'gpt-4o-mini', pricing_config: price }],
    });
  });

  test.each([
    ['a b --base-model gpt-4o', /take one model/],
    ['a --base-model gpt-4o --clear', /exclude each other/],
    ['a --custom-host http://169.254.169.254/latest', /does not reach/],
    ['a --custom-header authorization=abc', /NAME=@FILE/],
    ['a --allow-all maybe', /on, off/],
  ])('%s: is a usage error', async (words, says) => {
    const dir = await withIntegration();
    const ran = await portai(`${base} set openai-prod ${words}`, { dir });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr.replace(/\s+/g, ' ')).toMatch(says);
    expect(ran.stderr).not.toContain('=abc');
  });
});

describe('integrations models enable and disable', () => {
  test('switch models and leave the others', async () => {
    const dir = await withIntegration();
    await portai(`${base} set openai-prod gpt-4o gpt-4o-mini`, { dir });
    expect(await portai(`${base} disable openai-prod gpt-4o`, { dir })).toMatchObject({ code: 0 });
    expect(await stored(dir)).toEqual(models({ 'gpt-4o': false, 'gpt-4o-mini': true }, false));
    expect(await portai(`${base} enable openai-prod gpt-4o o3`, { dir })).toMatchObject({
      code: 0,
    });
    expect(await stored(dir)).toEqual(
      models({ 'gpt-4o': true, 'gpt-4o-mini': true, o3: true }, false),
    );
  });

  test('refuse a slip for a listed model with the one that was meant; --force sends it', async () => {
    const dir = await withIntegration();
    await portai(`${base} set openai-prod gpt-4o-mini`, { dir });
    // Another version, and another size of the same family, are no slips.
    expect(await portai(`${base} enable openai-prod gpt-4o gpt-5o-mini`, { dir })).toMatchObject({
      code: 0,
    });
    expect((await portai(`${base} enable openai-prod gpt-4.1-mini`, { dir })).code).toBe(0);
    const ran = await portai(`${base} enable openai-prod gpt-4p-mini`, { dir });
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain('Did you mean gpt-4o-mini?');
    expect(await portai(`${base} enable openai-prod gpt-4p-mini --force`, { dir })).toMatchObject({
      code: 0,
    });
  });
});

describe('integrations models delete', () => {
  test('removes a custom model with --yes, and refuses one of the provider', async () => {
    const dir = await withIntegration();
    await portai(`${base} set openai-prod gpt-4o`, { dir });
    await portai(`${base} set openai-prod acme/a1 --base-model gpt-4o`, { dir });
    expect(await portai(`${base} delete openai-prod acme/a1`, { dir })).toMatchObject({ code: 2 });
    const builtIn = await portai(`${base} delete openai-prod gpt-4o --yes`, { dir });
    expect(builtIn).toMatchObject({ code: 2 });
    expect(builtIn.stderr).toContain(
      'portai --sandbox integrations models disable openai-prod gpt-4o',
    );
    const described = await portai(`${base} delete openai-prod acme/a1 --dry-run --json`, { dir });
    expect(JSON.parse(described.stdout)).toMatchObject({
      request: { method: 'DELETE', path: '/integrations/openai-prod/models?slugs=acme%2Fa1' },
    });
    expect(await portai(`${base} delete openai-prod acme/a1 --yes`, { dir })).toMatchObject({
      code: 0,
    });
    expect(await stored(dir)).toEqual(models({ 'gpt-4o': true }, false));
  });

  const key = { PORTKEY_API_KEY: 'key-of-this-test' };
  const path = '/v1/integrations/openai-prod/models';
  const list = (...slugs: string[]) => ({
    json: { models: slugs.map((slug) => ({ slug, enabled: true, is_custom: 1 })), object: 'list' },
  });
  const refusal = (status: number, errorCode: string, message: string) => ({
    status,
    json: { success: false, data: { message, errorCode } },
  });

  test.each([
    ['an unknown route', refusal(404, 'AB02', 'Request Validation Error')],
    ['a body that it misses', refusal(400, 'AB01', 'models is required')],
  ])(
    'names the models in the body where the server answers the query with %s',
    async (_, answer) => {
      const server = script({
        [`GET ${path}`]: [list('a1'), list()],
        [`DELETE ${path}`]: [answer, { json: {} }],
      });
      const words = 'integrations models delete openai-prod a1 --yes';
      expect(await portai(words, { env: key, send: server.send })).toMatchObject({ code: 0 });
      const sent = server.seen.filter(({ method }) => method === 'DELETE');
      expect(sent.map(({ query, body }) => [query, body])).toEqual([
        ['?slugs=a1', undefined],
        ['', { models: ['a1'] }],
      ]);
    },
  );

  test('says a refusal of the model itself, and asks no second time', async () => {
    const server = script({
      [`GET ${path}`]: list('a1'),
      [`DELETE ${path}`]: refusal(400, 'AB01', 'only custom models can be deleted'),
    });
    const words = 'integrations models delete openai-prod a1 --yes';
    expect(await portai(words, { env: key, send: server.send })).toMatchObject({ code: 9 });
    expect(server.seen.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  });
});

test('a change that never shows is exit 9, and says that reads may be late', async () => {
  const path = '/v1/integrations/openai-prod/models';
  const server = script({
    [`GET ${path}`]: { json: { models: [{ slug: 'gpt-4o', enabled: true }] } },
    [`PUT ${path}`]: { json: {} },
  });
  const ran = await portai('integrations models disable openai-prod gpt-4o', {
    env: { PORTKEY_API_KEY: 'key-of-this-test' },
    send: server.send,
  });
  expect(ran).toMatchObject({ code: 9 });
  expect(ran.stderr.replace(/\s+/g, ' ')).toContain('Portkey may show it later');
});

test('the list says whether models without a row are allowed', async () => {
  const dir = await withIntegration();
  const fresh = await portai(`${base} list openai-prod`, { dir, screen: true });
  expect(fresh.stdout).toContain('Every other model is allowed as well');
  await portai(`${base} set openai-prod gpt-4o`, { dir });
  expect(await portai(`${base} list openai-prod`, { dir })).toMatchObject({
    stdout: 'gpt-4o\tenabled\tprovider\t-\n',
  });
  const json = await portai(`${base} list openai-prod --json`, { dir });
  expect(JSON.parse(json.stdout)).toMatchObject({
    allow_all_models: false,
    models: [{ slug: 'gpt-4o' }],
  });
});
