import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { portai } from '../support/run.ts';
import { script, type Answer } from '../support/script.ts';

/** A server that does what it is asked to, and more: what it adds is said by name. */

const env = { PORTKEY_API_KEY: 'key-of-this-test' };
const base = '/v1/integrations/prod';

const errorForm = z.object({
  error: z.object({
    name: z.string(),
    message: z.string(),
    hint: z.string(),
    details: z.object({
      differences: z.array(z.string()),
      asAsked: z.array(z.string()),
    }),
    next: z.array(z.object({ command: z.string() })),
  }),
});

/** Runs a command before a server whose reads of one path go through these answers. */
async function running(words: string, path: string, reads: readonly Answer[]) {
  const { send } = script({
    [`GET ${path}`]: reads,
    [`PUT ${path}`]: { json: {} },
    [`DELETE ${path}`]: { json: {} },
    'GET /v1/integrations/prod': {
      json: { slug: 'prod', name: 'Prod', ai_provider_id: 'openai', global_workspace_access: null },
    },
  });
  const ran = await portai(`integrations ${words} --json`, { env, send });
  const last = ran.stderr.trim().split('\n').at(-1) ?? '';
  const error = ran.code === 0 ? undefined : errorForm.parse(JSON.parse(last)).error;
  return { ...ran, error };
}

const budget = (amount: number) => [{ type: 'cost', credit_limit: amount }];
const row = (id: string, more: object = {}) => ({
  ...{ id, enabled: true, usage_limits: null, rate_limits: null },
  ...more,
});
const off = (id: string) => row(id, { enabled: false });

interface AccessTable {
  readonly workspaces: readonly object[];
  readonly global_workspace_access?: object;
}
const access = (workspaces: readonly object[], rule?: object): { json: AccessTable } => ({
  json: { workspaces, ...(rule ? { global_workspace_access: rule } : {}) },
});
const closed = { enabled: false };
const before = access(
  [off('eng'), off('support'), row('ops', { usage_limits: budget(5) })],
  closed,
);
const granted = [row('eng'), off('support'), row('ops', { usage_limits: budget(5) })];

describe('integrations workspaces grant prod eng, where besides', () => {
  const words = 'workspaces grant prod eng';

  test.each([
    [
      'a workspace is let in',
      access([row('eng'), row('support'), granted[2] ?? {}], closed),
      'support: access is allowed, was none',
    ],
    [
      'a workspace appears that was not listed',
      access([...granted, row('strangers')], closed),
      'strangers: access is allowed, was none',
    ],
    [
      'a budget of another workspace goes',
      access([row('eng'), off('support'), row('ops')], closed),
      'ops: budget is unlimited, was 5 USD',
    ],
    [
      'another workspace gets a rate',
      access(
        [
          row('eng'),
          off('support'),
          row('ops', {
            usage_limits: budget(5),
            rate_limits: [{ type: 'requests', unit: 'rpm', value: 1 }],
          }),
        ],
        closed,
      ),
      'ops: rates is 1 requests/min, was unlimited',
    ],
    [
      'another workspace loses its access',
      access([row('eng'), off('support')], closed),
      'ops: access is none, was allowed',
    ],
    [
      'new workspaces are let in',
      access(granted, { enabled: true }),
      'new workspaces: access is allowed, was none',
    ],
  ])('%s: exit 9, by name, and what was asked for is said to stand', async (_, after, says) => {
    const { code, error } = await running(words, `${base}/workspaces`, [before, after]);
    expect(code).toBe(9);
    expect(error?.name).toBe('NotAsSent');
    expect(error?.message).toContain('prod has what was asked for, and more changed');
    expect(error?.details.differences).toContain(`also changed, not by this command: ${says}`);
    expect(error?.details.asAsked).toEqual(['eng: access']);
    expect(error?.next.map(({ command }) => command)).toEqual([
      'portai integrations workspaces list prod',
    ]);
  });

  test('a new workspace gets what new ones get by rule: that is no difference', async () => {
    const rule = { enabled: true, usage_limits: budget(50) };
    const { code } = await running(words, `${base}/workspaces`, [
      access([off('eng')], rule),
      access([row('eng'), row('new', { usage_limits: budget(50) })], rule),
    ]);
    expect(code).toBe(0);
  });

  test('a new workspace gets more than new ones get by rule: that is one', async () => {
    const rule = { enabled: true, usage_limits: budget(50) };
    const { code, error } = await running(words, `${base}/workspaces`, [
      access([off('eng')], rule),
      access([row('eng'), row('new')], rule),
    ]);
    expect(code).toBe(9);
    expect(error?.message).toContain('new: access is allowed, was none');
  });

  test('limits of a workspace that is not let in are no difference', async () => {
    const { code } = await running(words, `${base}/workspaces`, [
      access([off('eng'), off('support')]),
      access([row('eng'), { ...off('support'), usage_limits: budget(5) }]),
    ]);
    expect(code).toBe(0);
  });
});

const model = (slug: string, enabled = true, more: object = {}) => ({ slug, enabled, ...more });
const models = (rows: readonly object[], allowAll: boolean | 'unsaid' = false) => ({
  json: { models: rows, ...(allowAll === 'unsaid' ? {} : { allow_all_models: allowAll }) },
});

describe('integrations models, where besides', () => {
  const path = `${base}/models`;

  test.each([
    [
      'enable prod a',
      'another model comes on',
      models([model('a', false), model('b', false)]),
      models([model('a'), model('b')]),
      'b: state is enabled, was disabled',
    ],
    [
      'enable prod a',
      'a model appears that was not listed',
      models([model('a', false)]),
      models([model('a'), model('stranger')]),
      'stranger: state is enabled, was not listed',
    ],
    [
      'enable prod a',
      'every model is allowed',
      models([model('a', false)]),
      models([model('a')], true),
      'new models is allowed, was not allowed',
    ],
    [
      'disable prod a',
      'every model is allowed, of which nothing was said before',
      models([model('a')], 'unsaid'),
      models([model('a', false)], true),
      'new models is allowed, was not said',
    ],
    [
      'enable prod a',
      'another model goes off',
      models([model('a', false), model('b')]),
      models([model('a'), model('b', false)]),
      'b: state is disabled, was enabled',
    ],
    [
      'enable prod a',
      'a model is called at another host',
      models([model('a', false), model('b')]),
      models([
        model('a'),
        model('b', true, { configurations: { custom_host: 'https://elsewhere.example.com' } }),
      ]),
      'b: host is https://elsewhere.example.com, was none',
    ],
    [
      'delete prod a --yes',
      'another model comes on',
      models([model('a', true, { is_custom: true }), model('b', false)]),
      models([model('b')]),
      'b: state is enabled, was disabled',
    ],
    [
      'delete prod a --yes',
      'another model goes as well',
      models([model('a', true, { is_custom: true }), model('b')]),
      models([]),
      'b: state is not listed, was enabled',
    ],
  ])('%s: %s: exit 9, by name', async (words, _, was, now, says) => {
    const { code, error } = await running(`models ${words}`, path, [was, now]);
    expect(code).toBe(9);
    expect(error?.details.differences).toEqual([`also changed, not by this command: ${says}`]);
    expect(error?.message).toContain('prod has what was asked for, and more changed');
  });

  test.each([
    [
      'a row of a model that is allowed with all comes',
      models([model('a', false)], true),
      models([model('a'), model('b')], true),
    ],
    [
      'a row of a model that is off comes',
      models([model('a', false)]),
      models([model('a'), model('b', false)]),
    ],
    [
      'a row of a model that is off goes',
      models([model('a', false), model('b', false)]),
      models([model('a')]),
    ],
  ])('%s: that is no difference', async (_, was, now) => {
    expect((await running('models enable prod a', path, [was, now])).code).toBe(0);
  });
});

describe('of several changes', () => {
  const path = `${base}/workspaces`;
  const words = 'workspaces grant prod eng support --budget-usd 5';
  const was = access([off('eng'), off('support')], closed);

  test('those that show are named, and those that do not, each with what is stored', async () => {
    const { code, error } = await running(words, path, [
      was,
      access([row('eng', { usage_limits: budget(5) }), row('support')], closed),
    ]);
    expect(code).toBe(9);
    expect(error?.details).toMatchObject({
      differences: ['support: budget is unlimited, asked was 5 USD'],
      asAsked: ['eng: access', 'eng: budget', 'support: access'],
    });
    expect(error?.hint).toContain('Stored as asked: eng: access; eng: budget; support: access.');
    expect(error?.hint).not.toContain('Nothing of the change shows');
  });

  test('none that shows may be late, and nothing else is claimed', async () => {
    const { error } = await running(words, path, [was]);
    expect(error?.details).toMatchObject({ asAsked: [] });
    expect(error?.hint).toContain('Nothing of the change shows after 4 seconds');
  });

  test('none that shows is not late where something else has changed', async () => {
    const { error } = await running(words, path, [
      was,
      access([off('eng'), off('support'), row('strangers')], closed),
    ]);
    expect(error?.details.differences).toHaveLength(5);
    expect(error?.hint).not.toContain('Nothing of the change shows');
    expect(error?.hint).toContain('Nothing is stored as asked.');
  });

  test('each has its line on a terminal', async () => {
    const { send } = script({ [`GET ${path}`]: was, [`PUT ${path}`]: { json: {} } });
    const ran = await portai(`integrations ${words}`, { env, send });
    expect(ran.stderr).toMatch(/^ +eng: budget is unlimited, asked was 5 USD$/m);
    expect(ran.stderr).toMatch(/^ +support: access is none, asked was allowed$/m);
  });
});

describe('a look that fails after a write that was answered', () => {
  const words = 'workspaces grant prod eng';
  const path = `${base}/workspaces`;

  test('says that the change was answered as made, and where to look', async () => {
    const { send } = script({ [`GET ${path}`]: [before, { status: 500 }], [`PUT ${path}`]: {} });
    const ran = await portai(`integrations ${words}`, { env, send });
    expect(ran.code).toBe(6);
    const said = ran.stderr.replace(/\s+/g, ' ');
    expect(said).toContain('Portkey answered that prod was changed');
    expect(said).toContain('portai integrations workspaces list prod');
  });

  test('is repeated where it is answered 403, which a late read is as well', async () => {
    const late = { status: 403, json: { success: false, data: { errorCode: 'AB03' } } };
    const after = access(granted, closed);
    expect((await running(words, path, [before, late, late, after])).code).toBe(0);
    const { send } = script({ [`GET ${path}`]: [before, late], [`PUT ${path}`]: {} });
    const ran = await portai(`integrations ${words}`, { env, send });
    expect(ran.code).toBe(7);
    expect(ran.stderr.replace(/\s+/g, ' ')).toContain('Portkey does not tell the two apart');
  });
});
