import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshFolder, portai } from '../support/run.ts';
import { script, type Answer } from '../support/script.ts';

const env = { PORTKEY_API_KEY: 'portkey-key-of-this-test' };

const list = (data: readonly object[]): Answer => ({
  json: { object: 'list', total: data.length, data },
});
const integration = (slug: string) => ({
  id: `id-of-${slug}`,
  slug,
  name: slug,
  ai_provider_id: 'openai',
  organisation_id: 'org-1',
  status: 'active',
});
const workspace = (slug: string, name: string) => ({ id: `uuid-of-${slug}`, slug, name });
const access = (id: string, limit: object | null, rates: readonly object[] = []) => ({
  id,
  enabled: true,
  status: 'active',
  usage_limits: limit === null ? null : [limit],
  rate_limits: rates,
});
const dollars = (used: number | undefined, more: object = {}) => ({
  type: 'cost',
  credit_limit: 500,
  ...(used === undefined ? {} : { current_usage: used }),
  ...more,
});

/** Two integrations, one of which says UUIDs where the other says slugs. */
const organization = {
  'GET /v1/admin/workspaces': list([
    workspace('eng', 'Engineering <b>'),
    workspace('research', 'Research'),
  ]),
  'GET /v1/integrations': list([integration('one'), integration('two')]),
  'GET /v1/integrations/one': { json: integration('one') },
  'GET /v1/integrations/one/workspaces': {
    json: {
      workspaces: [
        access('eng', dollars(100)),
        access('research', dollars(450, { alert_threshold: 400, periodic_reset: 'monthly' })),
      ],
    },
  },
  'GET /v1/integrations/two/workspaces': {
    json: {
      workspaces: [
        access('uuid-of-eng', null, [{ type: 'requests', unit: 'rpm', value: 100 }]),
        { ...access('research', dollars(510)), status: 'exhausted' },
      ],
    },
  },
} as const;

const row = (line: string) => line.split('\t');

describe('integrations access', () => {
  test('puts what is nearest to its budget first, and what reports nothing last', async () => {
    const { send } = script(organization);
    const ran = await portai('integrations access', { env, send });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout.trimEnd().split('\n').map(row)).toEqual([
      ['two', 'research', 'exhausted', '500 USD', '102%', '-', '-'],
      ['one', 'research', 'on', '500 USD a month', '90%', '2026-02-01T00:00:00.000Z', '-'],
      ['one', 'eng', 'on', '500 USD', '20%', '-', '-'],
      ['two', 'eng', 'on', '-', '-', '-', '100 requests/min'],
    ]);
  });

  test('is one of a workspace, by its slug or its UUID, or of one integration', async () => {
    const { send } = script(organization);
    for (const flags of ['--workspace eng', '--workspace uuid-of-eng', '--integration one']) {
      const ran = await portai(`integrations access ${flags} --json`, { env, send });
      const rows: unknown = JSON.parse(ran.stdout);
      expect(rows).toHaveLength(2);
      expect(JSON.stringify(rows)).toContain('"workspace":"eng"');
    }
  });

  test('of a workspace that there is not is no "no access": it says so, and which was meant', async () => {
    const { send } = script(organization);
    for (const name of ['researhc', 'nope']) {
      const ran = await portai(`integrations access --workspace ${name}`, { env, send });
      expect(ran).toMatchObject({ code: 4, stdout: '' });
      expect(ran.stderr).toContain('UnknownWorkspace');
    }
    const near = await portai('integrations access --workspace researhc', { env, send });
    expect(near.stderr).toContain('Did you mean research?');
  });

  test('JSON keeps the limit as the API names it, and says where the alert is passed', async () => {
    const { send } = script(organization);
    const ran = await portai('integrations access --integration one --json', { env, send });
    expect(JSON.parse(ran.stdout)).toMatchObject([
      {
        integration: 'one',
        workspace: 'research',
        used: 0.9,
        past_alert: true,
        usage_limit: { type: 'cost', credit_limit: 500, current_usage: 450 },
        next_reset: '2026-02-01T00:00:00.000Z',
      },
      { workspace: 'eng', used: 0.2, past_alert: false, next_reset: null },
    ]);
  });

  test('a page holds names as text, no script, nothing from elsewhere, and replaces no file', async () => {
    const { send } = script(organization);
    const file = join(freshFolder(), 'access.html');
    const write = (more: string) =>
      portai(['integrations', 'access', '--html', file, ...more.split(' ').filter(Boolean)], {
        env,
        send,
      });
    expect(await write('')).toMatchObject({ code: 0, stderr: `Wrote ${file}.\n` });
    const page = await readFile(file, 'utf8');
    expect(page).toContain('Engineering &lt;b&gt;');
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<b>|https?:\/\/|src=|href=|url\(/);
    expect(page).not.toContain(env.PORTKEY_API_KEY);
    const refused = await write('--workspace eng');
    expect(refused).toMatchObject({ code: 5, stderr: expect.stringContaining('--html names') });
    expect(refused.stderr).not.toContain('--out');
    expect(await readFile(file, 'utf8')).toBe(page);
    expect((await write('--workspace eng --force')).code).toBe(0);
    expect(await readFile(file, 'utf8')).not.toContain('Research');
  });

  const refused = {
    status: 403,
    json: { success: false, data: { message: 'Not allowed', errorCode: 'AB03' } },
  };

  test('one integration that may not be read is named, and hides no other: 7', async () => {
    const { send } = script({ ...organization, 'GET /v1/integrations/one/workspaces': refused });
    const ran = await portai('integrations access', { env, send });
    expect(ran.code).toBe(7);
    expect(ran.stdout).toContain('two\tresearch');
    expect(ran.stderr).toContain('The access to one could not be read');
    const file = join(freshFolder(), 'access.html');
    await portai(['integrations', 'access', '--html', file], { env, send });
    expect(await readFile(file, 'utf8')).toContain('could not read it: one.');
  });

  test('where none may be read, the refusal is the answer', async () => {
    const all = {
      'GET /v1/integrations/one/workspaces': refused,
      'GET /v1/integrations/two/workspaces': refused,
    };
    for (const [only, flags] of [
      [all, ''],
      [all, ' --integration one'],
    ] as const) {
      const { send } = script({ ...organization, ...only });
      expect(await portai(`integrations access${flags}`, { env, send })).toMatchObject({
        code: 7,
        stdout: '',
        stderr: expect.stringContaining('AB03'),
      });
    }
  });

  test('a page counts one of a thing as one', async () => {
    const { send } = script(organization);
    const file = join(freshFolder(), 'access.html');
    const words = ['integrations', 'access', '--integration', 'one', '--workspace', 'eng'];
    await portai([...words, '--html', file], { env, send });
    expect(await readFile(file, 'utf8')).toContain('1 integration, 1 workspace;');
  });

  test.each([
    ['integrations access --integration one', 'one\teng\texhausted'],
    ['integrations workspaces list one', 'eng\texhausted'],
    ['integrations get one', 'eng exhausted'],
  ])(
    '%s shows a budget that is used up where the access is called active',
    async (words, shows) => {
      const { send } = script({
        ...organization,
        'GET /v1/integrations/one/models': { json: { models: [], allow_all_models: true } },
        'GET /v1/integrations/one/workspaces': {
          json: { workspaces: [access('eng', dollars(500, { status: 'exhausted' }))] },
        },
      });
      expect((await portai(words, { env, send })).stdout).toContain(shows);
    },
  );

  test('a key that is not allowed to see it ends with 7, and shows nothing', async () => {
    const denied = {
      status: 403,
      json: { success: false, data: { message: 'Not allowed', errorCode: 'AB03' } },
    };
    const { send } = script({ ...organization, 'GET /v1/admin/workspaces': denied });
    expect(await portai('integrations access', { env, send })).toMatchObject({
      code: 7,
      stdout: '',
      stderr: expect.stringContaining('AB03'),
    });
  });
});

describe('integrations history', () => {
  const record = (timestamp: string, uri: string, body: object = {}) => ({
    timestamp,
    method: 'PUT',
    uri,
    request_body: JSON.stringify(body),
    response_status_code: 200,
    user_id: 'user-1',
  });

  test('shows the latest first, of this slug alone, with masks in place of secrets', async () => {
    const { send, seen } = script({
      ...organization,
      'GET /v1/audit-logs': {
        json: {
          total: 4,
          records: [
            record('2026-01-01T00:00:00Z', '/v1/integrations', { slug: 'one', key: 'sk-of-audit' }),
            record('2026-01-03T00:00:00Z', '/v1/integrations/one', { name: 'One' }),
            record('2026-01-02T00:00:00Z', '/v1/integrations/one-more', { name: 'x' }),
            record('2026-01-02T00:00:00Z', '/v1/integrations/one/models', { models: [] }),
          ],
        },
      },
    });
    const ran = await portai('integrations history one --json', { env, send });
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject([
      { timestamp: '2026-01-03T00:00:00Z' },
      { uri: '/v1/integrations/one/models' },
      { uri: '/v1/integrations', request_body: { slug: 'one' } },
    ]);
    expect(ran.stdout).not.toContain('sk-of-audit');
    const asked = new URLSearchParams(seen.at(-1)?.query);
    expect(asked.get('organisation_id')).toBe('org-1');
    expect(asked.get('start_time')).toBe('2025-12-16T12:00:00.000Z');
    expect(asked.get('end_time')).toBe('2026-01-15T12:00:00.000Z');
  });

  test('where no answer names the organization, nothing is asked of the log, and it ends with 12', async () => {
    const { organisation_id: _, ...nameless } = integration('one');
    const { send, asked } = script({
      'GET /v1/integrations/one': { json: nameless },
      'GET /v1/integrations': list([nameless]),
    });
    expect(await portai('integrations history one', { env, send })).toMatchObject({ code: 12 });
    expect(asked()).not.toContain('GET /v1/audit-logs');
  });

  test.each(['0', '366', '1.5', 'week'])('--days %s is refused', async (days) => {
    const ran = await portai(['integrations', 'history', 'one', '--days', days], { env });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('--days');
  });
});

describe('integrations list', () => {
  const made = { ...integration('three'), type: 'workspace', workspace_id: 'uuid-of-eng' };

  test('names the workspace that made an integration by its slug', async () => {
    const { send } = script({ ...organization, 'GET /v1/integrations': list([made]) });
    const ran = await portai('integrations list --workspace-created', { env, send });
    expect(ran.stdout).toContain('\tworkspace eng\t');
    const json = await portai('integrations list --workspace-created --json', { env, send });
    expect(JSON.parse(json.stdout)).toMatchObject([
      { workspace_id: 'uuid-of-eng', _portai: { workspace_slug: 'eng' } },
    ]);
  });

  test('of a key that may not read workspaces shows what the list has', async () => {
    const { send } = script({
      'GET /v1/admin/workspaces': { status: 403, json: { success: false } },
      'GET /v1/integrations': list([made]),
    });
    const ran = await portai('integrations list', { env, send });
    expect(ran).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('workspace uuid-of-eng'),
    });
  });

  test('reads no workspaces where none made an integration', async () => {
    const { send, asked } = script(organization);
    await portai('integrations list', { env, send });
    expect(asked()).toEqual(['GET /v1/integrations']);
  });
});

test('integrations get names each part of a deployment', async () => {
  const { send } = script({
    'GET /v1/integrations/one': {
      json: {
        ...integration('one'),
        ai_provider_id: 'azure-openai',
        configurations: {
          azure_deployment_config: [
            {
              alias: 'fast',
              azure_deployment_name: 'd1',
              azure_api_version: '2024-10-21',
              azure_model_slug: 'gpt-4o',
              is_default: true,
            },
          ],
        },
      },
    },
    'GET /v1/integrations/one/models': { json: { models: [], allow_all_models: true } },
    'GET /v1/integrations/one/workspaces': { json: { workspaces: [] } },
  });
  const words = 'integrations get one';
  expect((await portai(words, { env, send })).stdout).toContain(
    'alias=fast,name=d1,api-version=2024-10-21,model=gpt-4o,default',
  );
  const screen = await portai(words, { env: { ...env, NO_COLOR: '1' }, send, screen: true });
  expect(screen.stdout.replace(/\s+/g, ' ')).toContain(
    'alias=fast, name=d1, api-version=2024-10-21, model=gpt-4o, default',
  );
});
