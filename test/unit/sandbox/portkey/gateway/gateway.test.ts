import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  codeOf,
  freshPortkey,
  rowOf,
  type AskPortkey,
} from '../../../../support/sandbox-portkey.ts';

// Statuses, types and codes are those of Portkey's open-source gateway, branch 2.0.0.

const path = '/integrations/shared/workspaces';
const call = (ask: AskPortkey, model = '@shared/gpt-4o-mini', more: object = {}) =>
  ask('POST', '/chat/completions', {
    model,
    messages: [{ role: 'user', content: 'ping' }],
    ...more,
  });
const row = (limits: object = {}) => ({ id: 'eng', enabled: true, ...limits });
const cost = (credit_limit: number, more: object = {}) => ({
  usage_limits: [{ type: 'cost', credit_limit, ...more }],
});

async function shared(...rows: object[]) {
  const fresh = freshPortkey();
  await fresh.integration('shared', rows);
  return {
    ...fresh,
    put: (body: object) => fresh.admin('PUT', path, { workspaces: [body] }),
    eng_row: async () => rowOf(await fresh.admin('GET', path), 'eng'),
  };
}

const spend = async (ask: AskPortkey) => {
  for (let calls = 0; calls < 50; calls += 1) {
    if ((await call(ask)).status !== 200) return;
  }
  throw new Error('the budget does not end');
};

const exhausted = {
  status: 412,
  json: {
    error: {
      message: 'Portkey Integration shared Usage Limit Exceeded',
      type: 'integration_exhaust_error',
      param: null,
      code: '04',
    },
  },
};

describe('the gateway', () => {
  test('answers with a chat completion, and counts what it cost', async () => {
    const { eng, eng_row } = await shared(row(cost(5)));
    const answer = await call(eng);
    expect(answer).toMatchObject({
      status: 200,
      json: { object: 'chat.completion', choices: [{ message: { role: 'assistant' } }] },
    });
    const [limit] = (await eng_row()).usage_limits ?? [];
    expect(limit?.current_usage).toBeGreaterThan(0);
    expect(limit).toMatchObject({ status: 'active', is_threshold_alerts_sent: false });
  });

  test('finds the provider by header as well', async () => {
    const { eng } = await shared(row());
    const body = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'ping' }] };
    const header = { 'x-portkey-provider': '@shared' };
    expect((await eng('POST', '/chat/completions', body, header)).status).toBe(200);
    expect((await eng('POST', '/chat/completions', body)).status).toBe(400);
  });

  test('knows providers of Anthropic too, and says what the vendor says of a bad key', async () => {
    const { eng, admin } = await shared(row());
    for (const [slug, key] of [
      ['good', 'sk-ant-simulated'],
      ['wrong', 'sk-ant-invalid'],
    ]) {
      const body = { name: slug, slug, ai_provider_id: 'anthropic', key, workspace_id: 'eng' };
      await admin('POST', '/integrations', body);
    }
    expect(await call(eng, '@good/claude-sonnet-4-5-20250929')).toMatchObject({
      status: 200,
      json: { object: 'chat.completion', usage: { total_tokens: expect.any(Number) } },
    });
    expect(await call(eng, '@wrong/claude-sonnet-4-5-20250929')).toMatchObject({
      status: 401,
      json: { error: { type: 'authentication_error' } },
    });
  });

  test('takes the alias of a deployment for a model', async () => {
    const { eng, admin } = await shared(row());
    const deployment = (alias: string, more: object = {}) => ({
      alias,
      azure_deployment_name: alias,
      azure_api_version: '2024-10-21',
      azure_model_slug: 'gpt-4o',
      ...more,
    });
    await admin('POST', '/integrations', {
      ...{ name: 'a', slug: 'a', ai_provider_id: 'azure-openai', key: 'k', workspace_id: 'eng' },
      configurations: {
        azure_auth_mode: 'default',
        azure_resource_name: 'contoso-example',
        azure_deployment_config: [
          deployment('example-one', { is_default: true }),
          deployment('example-two'),
        ],
      },
    });
    expect((await call(eng, '@a/example-two')).status).toBe(200);
  });

  test.each([
    ['a key that nobody has', 401, '03'],
    ['a key of the organisation', 403, '033'],
  ])('refuses %s', async (what, status, code) => {
    const { admin, withKey } = await shared(row());
    const answer = await call(status === 403 ? admin : withKey('nobody-has-it'));
    expect(what).toContain('key');
    expect(answer).toMatchObject({ status, json: { status: 'failure', error: { code } } });
  });

  test('refuses a workspace without access', async () => {
    const { keyOf, eng, put } = await shared(row());
    expect((await call(await keyOf('research'))).status).toBe(400);
    await put({ id: 'eng', enabled: false });
    expect((await call(eng)).status).toBe(403);
    await put({ id: 'eng', enabled: true });
    expect((await call(eng)).status).toBe(200);
  });
});

describe('models', () => {
  const models = '/integrations/shared/models';
  const refused = {
    status: 412,
    json: {
      error: {
        message: 'Model gpt-4o is not allowed for this integration',
        type: 'model_not_allowed_error',
        code: null,
      },
    },
  };

  test('with an allow list only those on it are answered', async () => {
    const { eng, admin } = await shared(row());
    const list = [{ slug: 'gpt-4o-mini', enabled: true }];
    await admin('PUT', models, { models: list, allow_all_models: false });
    expect((await call(eng)).status).toBe(200);
    expect(await call(eng, '@shared/gpt-4o')).toMatchObject(refused);
    expect((await eng('GET', '/models')).json).toMatchObject({
      total_count: 1,
      data: [{ id: '@shared/gpt-4o-mini', owned_by: 'openai' }],
    });
  });

  test('without one all but those that are off', async () => {
    const { eng, admin } = await shared(row());
    await admin('PUT', models, { models: [{ slug: 'gpt-4o', enabled: false }] });
    expect((await call(eng)).status).toBe(200);
    expect(await call(eng, '@shared/gpt-4o')).toMatchObject(refused);
  });

  test.each([
    ['in the query', '?slugs=ft%3Aone,ft%3Atwo', undefined],
    ['in the body', '', { models: ['ft:one', 'ft:two'] }],
  ])('merge by slug; custom ones are removed by names %s', async (_where, query, body) => {
    const { admin } = await shared();
    const custom = { enabled: true, is_custom: true, base_model_slug: 'gpt-4o' };
    await admin('PUT', models, {
      models: [
        { slug: 'gpt-4o', enabled: true },
        { slug: 'ft:one', ...custom },
        { slug: 'ft:two', ...custom },
      ],
    });
    await admin('PUT', models, { models: [{ slug: 'gpt-4o', enabled: false }] });
    expect((await admin('GET', models)).json).toMatchObject({
      total: 3,
      models: [{ slug: 'gpt-4o', enabled: false }, { is_custom: true }, { is_custom: true }],
    });
    expect((await admin('DELETE', `${models}${query}`, body)).json).toEqual({});
    expect((await admin('GET', models)).json).toMatchObject({ models: [{ slug: 'gpt-4o' }] });
    expect(codeOf(await admin('DELETE', `${models}?slugs=gpt-4o`))).toBe('400 AB01');
  });
});

describe('limits', () => {
  test('a spent budget is refused until it is reset, and says so in the row', async () => {
    const { eng, eng_row, put } = await shared(row(cost(1, { alert_threshold: 1 })));
    await spend(eng);
    expect(await call(eng)).toMatchObject(exhausted);
    expect(await eng_row()).toMatchObject({
      status: 'exhausted',
      usage_limits: [{ status: 'exhausted', is_exhausted_alerts_sent: true }],
    });
    await put({ ...row(), reset_usage: true });
    expect(await eng_row()).toMatchObject({
      status: 'active',
      usage_limits: [{ current_usage: 0 }],
      last_reset_at: '2026-01-07T10:00:00.000Z',
    });
    expect((await call(eng)).status).toBe(200);
  });

  test('a raised budget goes on with what was used', async () => {
    const { eng, eng_row, put } = await shared(row(cost(1)));
    await spend(eng);
    await put(row(cost(2)));
    expect((await call(eng)).status).toBe(200);
    const [limit] = (await eng_row()).usage_limits ?? [];
    expect(limit?.current_usage).toBeGreaterThan(1);
  });

  test('a budget of tokens counts tokens', async () => {
    const { eng, eng_row } = await shared(
      row({ usage_limits: [{ type: 'tokens', credit_limit: 100 }] }),
    );
    const answer = await call(eng);
    const { usage } = z
      .object({ usage: z.object({ total_tokens: z.number() }) })
      .parse(answer.json);
    const [limit] = (await eng_row()).usage_limits ?? [];
    expect(limit?.current_usage).toBe(usage.total_tokens);
  });

  // 7 January 2026 is a Wednesday. Weeks begin on Sundays, months on the first, both at 00:00 UTC.
  test.each([
    ['weekly', { periodic_reset: 'weekly' }, '2026-01-10T23:59:59Z', '2026-01-11T00:00:00.000Z'],
    ['monthly', { periodic_reset: 'monthly' }, '2026-01-31T23:59:59Z', '2026-02-01T00:00:00.000Z'],
    [
      'every 3 days',
      { periodic_reset_days: 3 },
      '2026-01-09T23:59:59Z',
      '2026-01-10T00:00:00.000Z',
    ],
    [
      'at a given time',
      { periodic_reset: 'weekly', next_usage_reset_at: '2026-01-08T12:00:00Z' },
      '2026-01-08T11:59:59Z',
      '2026-01-08T12:00:00.000Z',
    ],
  ])('a budget is reset %s', async (_what, period, before, after) => {
    const { eng, eng_row, setClock } = await shared(row(cost(1, period)));
    await spend(eng);
    setClock(before);
    expect(await call(eng)).toMatchObject(exhausted);
    setClock(after);
    expect(await eng_row()).toMatchObject({
      last_reset_at: after,
      usage_limits: [{ current_usage: 0, status: 'active' }],
    });
    expect((await call(eng)).status).toBe(200);
  });

  test('a budget without a period is never reset', async () => {
    const { eng, setClock } = await shared(row(cost(1)));
    await spend(eng);
    setClock('2027-01-07T10:00:00Z');
    expect(await call(eng)).toMatchObject(exhausted);
  });

  test('the 101st request of a minute is refused, the first of the next is not', async () => {
    const { eng, setClock } = await shared(
      row({ rate_limits: [{ type: 'requests', unit: 'rpm', value: 100 }] }),
    );
    const statuses = [];
    for (let calls = 0; calls < 100; calls += 1) statuses.push((await call(eng)).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await call(eng)).toMatchObject({
      status: 429,
      json: { error: { type: 'integration_rate_limit_error', code: null } },
    });
    setClock('2026-01-07T10:01:00Z');
    expect((await call(eng)).status).toBe(200);
  });

  test('tokens of an hour are refused where more are asked for than are left', async () => {
    const { eng } = await shared(
      row({ rate_limits: [{ type: 'tokens', unit: 'rph', value: 500 }] }),
    );
    expect((await call(eng, undefined, { max_tokens: 501 })).status).toBe(429);
    expect((await call(eng, undefined, { max_tokens: 400 })).status).toBe(200);
  });

  test('each workspace has its own', async () => {
    const { eng, keyOf } = await shared(row(cost(1)), {
      id: 'research',
      enabled: true,
      ...cost(1),
    });
    await spend(eng);
    expect((await call(await keyOf('research'))).status).toBe(200);
  });

  test('a provider has its own, and expires', async () => {
    const { eng, setClock } = await shared(row());
    const budget = { usage_limits: { type: 'cost', credit_limit: 1 } };
    await eng('PUT', '/providers/shared', { ...budget, expires_at: '2026-01-08T00:00:00Z' });
    await spend(eng);
    expect(await call(eng)).toMatchObject({
      status: 412,
      json: { error: { type: 'virtual_key_exhaust_error', code: '04' } },
    });
    expect((await eng('GET', '/providers/shared')).json).toMatchObject({
      status: 'exhausted',
      usage_limits: { type: 'cost', credit_limit: 1 },
      rate_limits: [],
    });
    await eng('PUT', '/providers/shared', { reset_usage: true });
    expect((await call(eng)).status).toBe(200);
    setClock('2026-01-08T00:00:00Z');
    expect(await call(eng)).toMatchObject({
      status: 401,
      json: { error: { type: 'virtual_key_expired_error', code: '01' } },
    });
  });
});
