import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { portai } from '../support/run.ts';
import { script, type Answer } from '../support/script.ts';

/** A server that stores an integration otherwise than it was sent, or changes more of it than it is asked to. */

/** Keys with no shape of a real one. */
const env = { PORTKEY_API_KEY: 'key-of-this-test', KEY: 'sk-simulated-0001' };
const base = '/v1/integrations';

const errorForm = z.object({
  error: z.object({
    name: z.string(),
    message: z.string(),
    hint: z.string().optional(),
    details: z.object({ differences: z.array(z.string()).default([]) }).optional(),
    next: z.array(z.object({ command: z.string() })),
  }),
});

type Table = Readonly<Record<string, Answer | readonly Answer[]>>;

async function running(words: string, table: Table) {
  const server = script(table);
  const ran = await portai(`integrations ${words} --json`, { env, send: server.send });
  const last = ran.stderr.trim().split('\n').at(-1) ?? '';
  const error = ran.code === 0 ? undefined : errorForm.parse(JSON.parse(last)).error;
  const next = error?.next.map(({ command }) => command) ?? [];
  return { ...ran, error, next, differences: error?.details?.differences ?? [], server };
}

const host = 'https://llm.example.com/v1';
const elsewhere = 'https://elsewhere.example.com/v1';
const late = { status: 403, json: { success: false, data: { errorCode: 'AB03' } } };
const closed = { enabled: false };
const unlimited = { usage_limits: null, rate_limits: null };
const eng = { id: 'eng', enabled: true, ...unlimited };
const strangers = { id: 'strangers', enabled: true, ...unlimited };

/** What a server that does as it is told has after the creation below. */
const made = {
  slug: 'prod',
  name: 'Prod',
  description: 'for all',
  ai_provider_id: 'openai',
  configurations: { custom_host: host, provider_auth_type: 'apiKey' },
};
const ofModels = (models: readonly object[], allow_all_models = false) => ({
  json: { models, allow_all_models },
});
const ofAccess = (workspaces: readonly object[], rule: object = closed) => ({
  json: { workspaces, global_workspace_access: rule },
});
const gpt = { slug: 'gpt-4o', enabled: true };
const told = {
  [`GET ${base}`]: { json: { data: [], total: 0 } },
  'GET /v1/admin/workspaces/eng': { json: { id: 'w-1', slug: 'eng', name: 'Eng' } },
  [`POST ${base}`]: { json: { id: 'i-1', slug: 'prod' } },
  [`PUT ${base}/prod/models`]: { json: {} },
  [`PUT ${base}/prod/workspaces`]: { json: {} },
  [`GET ${base}/prod`]: { json: made },
  [`GET ${base}/prod/models`]: [ofModels([], true), ofModels([gpt])],
  [`GET ${base}/prod/workspaces`]: [ofAccess([]), ofAccess([eng])],
} as const;
const plain = `create openai --name Prod --slug prod --description`;
const create = [plain, `--custom-host ${host} --value-env KEY --model gpt-4o --workspace eng`];

/** Runs the creation; its description has a blank. */
const creating = async (table: Table) => {
  const server = script({ ...told, ...table });
  const [before = '', after = ''] = create.map((each) => `integrations ${each}`);
  const words = [...before.split(' '), 'for all', ...after.split(' ').slice(1), '--json'];
  const ran = await portai(words, { env, send: server.send });
  const last = ran.stderr.trim().split('\n').at(-1) ?? '';
  const error = last.startsWith('{"error"') ? errorForm.parse(JSON.parse(last)).error : undefined;
  const next = error?.next.map(({ command }) => command) ?? [];
  return { ...ran, error, next, differences: error?.details?.differences ?? [], server };
};

describe('integrations create', () => {
  test('is done where everything is stored as it was sent', async () => {
    const { code, stderr } = await creating({});
    expect(code, stderr).toBe(0);
  });

  test.each([
    ['name', { name: 'Other' }, 'name is Other, asked was Prod'],
    ['description', { description: null }, 'description is none, asked was for all'],
    ['provider', { ai_provider_id: 'groq' }, 'ai_provider_id is groq, asked was openai'],
    [
      'host',
      { configurations: { custom_host: elsewhere } },
      `configurations.custom_host is ${elsewhere}, asked was ${host}`,
    ],
    [
      'host that is gone',
      { configurations: {} },
      `configurations.custom_host is none, asked was ${host}`,
    ],
  ])('says that the %s is stored otherwise: exit 9', async (_, more, says) => {
    const { code, differences } = await creating({
      [`GET ${base}/prod`]: { json: { ...made, ...more } },
    });
    expect(code).toBe(9);
    expect(differences).toEqual([says]);
  });

  test.each([
    [
      'a workspace that was let in',
      { [`GET ${base}/prod/workspaces`]: [ofAccess([]), ofAccess([eng, strangers])] },
      'strangers: access is allowed, was none',
    ],
    [
      'new workspaces that are let in',
      { [`GET ${base}/prod/workspaces`]: [ofAccess([]), ofAccess([eng], { enabled: true })] },
      'new workspaces: access is allowed, was none',
    ],
    [
      'a model that came on',
      {
        [`GET ${base}/prod/models`]: [
          ofModels([], true),
          ofModels([gpt, { slug: 'o3', enabled: true }]),
        ],
      },
      'o3: state is enabled, was not listed',
    ],
    [
      'another address',
      {
        [`GET ${base}/prod`]: {
          json: { ...made, configurations: { ...made.configurations, base_url: elsewhere } },
        },
      },
      `configurations.base_url is ${elsewhere}, was none`,
    ],
  ])('names %s unasked: exit 9', async (_, table, says) => {
    const { code, differences } = await creating(table);
    expect(code).toBe(9);
    expect(differences).toEqual([`also changed, not by this command: ${says}`]);
  });

  test('without a word about access names whoever was let in all the same', async () => {
    const { code, differences } = await running(
      `create openai --name Prod --slug prod --value-env KEY`,
      {
        ...told,
        [`GET ${base}/prod`]: { json: { ...made, description: null, configurations: null } },
        [`GET ${base}/prod/models`]: ofModels([], true),
        [`GET ${base}/prod/workspaces`]: ofAccess([strangers]),
      },
    );
    expect(code).toBe(9);
    expect(differences).toEqual([
      'also changed, not by this command: strangers: access is allowed, was none',
    ]);
  });

  test('does not call standing what was found not to stand, and names a command once', async () => {
    const { code, error, differences, next } = await creating({
      [`GET ${base}/prod/models`]: ofModels([], true),
      [`GET ${base}/prod/workspaces`]: [
        ofAccess([]),
        ofAccess([{ ...eng, usage_limits: [{ type: 'cost', credit_limit: 5 }] }]),
      ],
    });
    expect(code).toBe(9);
    expect(differences).toEqual([
      'gpt-4o: state is not listed, asked was enabled',
      'new models is allowed, asked was not allowed',
      'also changed, not by this command: eng: budget is 5 USD, was unlimited',
    ]);
    expect(error?.hint).toContain(
      'These stand: the access of its workspaces; the integration prod.',
    );
    expect(error?.hint).toContain('Stored as asked: name;');
    expect(next.filter((each) => each === 'portai integrations get prod')).toHaveLength(1);
    expect(next[0]).toContain('--resume prod');
  });

  test('does not call access standing that does not', async () => {
    const { error, differences } = await creating({
      [`GET ${base}/prod/workspaces`]: ofAccess([]),
    });
    expect(differences).toEqual(['eng: access is none, asked was allowed']);
    expect(error?.hint).toContain('These stand: its models: gpt-4o; the integration prod.');
  });

  test.each([1, 4])('reads again where the first read is late %i times: 403', async (times) => {
    const reads = [...Array.from({ length: times }, () => late), ofModels([], true)];
    const { code, stderr } = await creating({
      [`GET ${base}/prod/models`]: [...reads, ofModels([gpt])],
    });
    expect(code, stderr).toBe(0);
    expect(stderr).not.toContain('Admin API key');
  });

  test('says what a 403 that stays may mean, that nothing more was sent, and how to go on', async () => {
    const { code, error, next, server } = await creating({ [`GET ${base}/prod/models`]: late });
    expect(code).toBe(7);
    expect(error?.hint).toContain('reads are late, or this key may not read it');
    expect(error?.hint).toContain('This stands: the integration prod.');
    expect(error?.hint).not.toContain('Admin API key');
    expect(next[0]).toContain('--resume prod');
    expect(server.asked().filter((each) => each.startsWith('PUT'))).toEqual([]);
  });

  test('that cannot be read back is not proved, and claims nothing about the key', async () => {
    const { code, stderr } = await creating({ [`GET ${base}/prod`]: late });
    expect(code).toBe(12);
    expect(stderr).toContain('not_read_back');
    expect(stderr).toContain('Portkey does not tell the two apart');
  });

  test('that is resumed names who was let in beside', async () => {
    const { code, differences } = await running('create --resume prod --model gpt-4o', {
      ...told,
      [`GET ${base}/prod/workspaces`]: [ofAccess([eng]), ofAccess([eng, strangers])],
    });
    expect(code).toBe(9);
    expect(differences).toEqual([
      'also changed, not by this command: strangers: access is allowed, was none',
    ]);
  });
});

const stored = {
  slug: 'prod',
  name: 'Prod',
  description: 'for all',
  ai_provider_id: 'openai',
  masked_key: 'sk*****001',
  configurations: { custom_host: host },
  allow_all_models: false,
  global_workspace_access: closed,
};

const changes = [
  ['update prod --name New', { name: 'New' }],
  ['rotate-key prod --value-env KEY', { masked_key: 'sk*****002' }],
] as const;

describe.each(changes)('integrations %s', (words, change) => {
  const changing = (more: object) =>
    running(words, {
      [`GET ${base}/prod`]: [{ json: stored }, { json: { ...stored, ...change, ...more } }],
      [`GET ${base}/prod/workspaces`]: ofAccess([]),
      'GET /v1/providers': { json: { data: [], total: 0 } },
      [`PUT ${base}/prod`]: { json: {} },
    });

  test('is done where nothing else has changed', async () => {
    const { code, stderr } = await changing({});
    expect(code, stderr).toBe(0);
  });

  test.each([
    [
      'another host',
      { configurations: { custom_host: elsewhere } },
      `configurations.custom_host is ${elsewhere}, was ${host}`,
    ],
    ['no host', { configurations: {} }, `configurations.custom_host is none, was ${host}`],
    ['another provider', { ai_provider_id: 'groq' }, 'ai_provider_id is groq, was openai'],
    [
      'a resource of its own',
      { configurations: { custom_host: host, azure_resource_name: 'x' } },
      'configurations.azure_resource_name is x, was none',
    ],
    ['all models', { allow_all_models: true }, 'new models is allowed, was not allowed'],
    [
      'access of new workspaces',
      { global_workspace_access: { enabled: true } },
      'new workspaces: access is allowed, was none',
    ],
  ])('says loudly that it has %s now, unasked: exit 9', async (_, more, says) => {
    const { code, error, differences } = await changing(more);
    expect(code).toBe(9);
    expect(error?.name).toBe('NotAsSent');
    expect(differences).toEqual([`also changed, not by this command: ${says}`]);
  });

  test('says that the description changed meanwhile, which is no failure', async () => {
    const { code, stderr } = await changing({ description: 'for some' });
    expect(code).toBe(0);
    expect(stderr).toContain('changed_meanwhile');
    expect(stderr).toContain('description is for some, was for all');
  });

  test('says that another secret is lost', async () => {
    const { code, error } = await changing({ masked_key: null });
    expect(code).toBe(9);
    expect(error?.message).toContain('lost its key');
  });
});

test('an update says of each field that is not stored what is, beside those that are', async () => {
  const words = 'update prod --name New --description short';
  const { code, differences, error } = await running(words, {
    [`GET ${base}/prod`]: [{ json: stored }, { json: { ...stored, name: 'New' } }],
    [`PUT ${base}/prod`]: { json: {} },
  });
  expect(code).toBe(9);
  expect(differences).toEqual(['description is for all, asked was short']);
  expect(error?.hint).toContain('Stored as asked: name.');
});
