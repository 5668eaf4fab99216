import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sandboxPortkeyKeys } from '../../../../src/sandbox/portkey/keys.ts';
import { portkeySandbox } from '../../../../src/sandbox/portkey/routes.ts';
import { simulatedProviders } from '../../../../src/sandbox/vendors/index.ts';
import { folderStore, memoryStore } from '../../../../src/sandbox/store/store.ts';
import { clock, noSleep } from '../../../support/sandbox-routes.ts';
import { codeOf, freshPortkey, rowOf } from '../../../support/sandbox-portkey.ts';

const budget = { type: 'cost', credit_limit: 500, alert_threshold: 400, periodic_reset: 'monthly' };
const rate = { type: 'requests', unit: 'rpm', value: 100 };
const path = '/integrations/shared/workspaces';

async function shared(...rows: object[]) {
  const fresh = freshPortkey();
  await fresh.integration('shared', rows);
  return { ...fresh, put: (body: object) => fresh.admin('PUT', path, body) };
}

describe('access of workspaces', () => {
  test('is off for those that nobody named, who are listed all the same', async () => {
    const { admin } = await shared();
    expect((await admin('GET', path)).json).toMatchObject({
      total: 3,
      workspaces: ['eng', 'research', 'support'].map((id) => ({
        ...{ id, enabled: false, status: 'archived', usage_limits: null, rate_limits: null },
      })),
      global_workspace_access: { enabled: false },
    });
  });

  test('is merged by workspace, named by slug or UUID', async () => {
    const { admin, put } = await shared({ id: 'eng', enabled: true, usage_limits: [budget] });
    const workspace = await admin('GET', '/admin/workspaces/research');
    const { id } = z.object({ id: z.uuid() }).parse(workspace.json);
    await put({ workspaces: [{ id, enabled: true }], override_existing_workspace_access: false });
    const read = await admin('GET', path);
    expect(rowOf(read, 'eng')).toMatchObject({ enabled: true, usage_limits: [budget] });
    expect(rowOf(read, 'research')).toMatchObject({ enabled: true, status: 'active' });
  });

  test('keeps limits that are absent, and clears those that are null', async () => {
    const limits = { usage_limits: [budget], rate_limits: [rate] };
    const { admin, put } = await shared({ id: 'eng', enabled: true, ...limits });
    await put({ workspaces: [{ id: 'eng', enabled: true, rate_limits: null }] });
    expect(rowOf(await admin('GET', path), 'eng')).toMatchObject({
      usage_limits: [budget],
      rate_limits: null,
    });
    await put({ workspaces: [{ id: 'eng', enabled: false }] });
    expect(rowOf(await admin('GET', path), 'eng')).toMatchObject({
      ...{ enabled: false, status: 'archived', usage_limits: [budget] },
    });
  });

  test.each(['override_existing_workspace_access', 'override_existing_workspaces_access'])(
    'is given to everybody with %s, and rows of the request win',
    async (flag) => {
      const { admin, put } = await shared({ id: 'eng', enabled: true, usage_limits: [budget] });
      const small = { ...budget, credit_limit: 50, alert_threshold: 40 };
      await put({
        workspaces: [{ id: 'support', enabled: false }],
        global_workspace_access: { enabled: true, usage_limits: [small] },
        [flag]: true,
      });
      const read = await admin('GET', path);
      expect(rowOf(read, 'eng')).toMatchObject({ enabled: true, usage_limits: [small] });
      expect(rowOf(read, 'research')).toMatchObject({ enabled: true, usage_limits: [small] });
      expect(rowOf(read, 'support')).toMatchObject({ enabled: false });
    },
  );

  test('for everybody to come does not touch those there are', async () => {
    const { admin, put } = await shared({ id: 'eng', enabled: true });
    const global = { enabled: true, usage_limits: [budget], rate_limits: [rate] };
    await put({ workspaces: [], global_workspace_access: global });
    const made = await admin('POST', '/admin/workspaces', { name: 'Growth' });
    const { slug } = z.object({ slug: z.string() }).parse(made.json);
    const read = await admin('GET', path);
    expect(rowOf(read, 'research').enabled).toBe(false);
    expect(rowOf(read, slug)).toMatchObject({
      ...{ enabled: true, usage_limits: [budget], rate_limits: [rate] },
    });
    expect(read.json).toMatchObject({ global_workspace_access: global });
    expect((await admin('GET', '/integrations/shared')).json).toMatchObject({
      global_workspace_access_settings: global,
    });
    expect((await admin('GET', `/providers?workspace_id=${slug}`)).json).toMatchObject({
      data: [{ slug: 'shared' }],
    });
  });

  test.each([
    ['both forms of a reset', { usage_limits: [{ ...budget, periodic_reset_days: 7 }] }],
    ['two budgets', { usage_limits: [budget, budget] }],
    ['a budget of nothing', { usage_limits: [{ ...budget, credit_limit: 0 }] }],
    ['a field of an answer', { usage_limits: [{ ...budget, current_usage: 0 }] }],
    ['a unit that is not there', { rate_limits: [{ ...rate, unit: 'rps' }] }],
    ['a workspace that is not there', { id: 'nowhere' }],
    ['no word about being enabled', { enabled: undefined }],
  ])('is refused with AB01, and nothing of it is stored: %s', async (_what, row) => {
    const { admin, put } = await shared();
    const rows = [
      { id: 'research', enabled: true },
      { id: 'eng', enabled: true, ...row },
    ];
    expect(codeOf(await put({ workspaces: rows }))).toBe('400 AB01');
    expect(rowOf(await admin('GET', path), 'research').enabled).toBe(false);
  });

  test('makes a provider with the name and slug of the integration, once, unless told not to', async () => {
    const { admin, put } = await shared({ id: 'eng', enabled: true });
    const row = { id: 'eng', enabled: true };
    await put({ workspaces: [row, { ...row, id: 'support', default_provider_slug: 'own' }] });
    await put({ workspaces: [{ id: 'research', enabled: true }], create_default_provider: false });
    const note = 'Created automatically on integration access grant';
    expect((await admin('GET', '/providers')).json).toMatchObject({
      total: 2,
      data: [
        {
          slug: 'shared',
          name: 'shared',
          integration_id: 'shared',
          note,
          workspace_name: 'Engineering',
        },
        { slug: 'own', workspace_name: 'Support' },
      ],
    });
  });
});

describe('workspaces', () => {
  test('10,000 of them come by pages of 100, the first of which is number 0', async () => {
    const store = memoryStore();
    await store.portkey.change(({ workspaces: all }) => {
      const [first] = all;
      if (!first) throw new Error('no workspace');
      for (let number = 0; number < 10_000; number += 1) {
        all.push({ ...first, id: randomUUID(), slug: `team-${number}` });
      }
    });
    const providers = simulatedProviders({ now: clock, sleep: noSleep });
    const send = portkeySandbox({ store, now: clock, sleep: noSleep, providers });
    for (let page = 0; page <= 100; page += 1) {
      const { status, body } = await send({
        method: 'GET',
        url: new URL(
          `http://127.0.0.1/portkey/v1/admin/workspaces?page_size=100&current_page=${page}`,
        ),
        headers: { 'x-portkey-api-key': sandboxPortkeyKeys.admin },
      });
      expect(status).toBe(200);
      const { total, data } = z
        .object({ total: z.number(), data: z.array(z.object({ slug: z.string() })) })
        .parse(JSON.parse(body));
      expect(total).toBe(10_003);
      expect(data).toHaveLength(page === 100 ? 3 : 100);
    }
  });

  test('are deleted by name, when no provider is left, and forbidden afterwards', async () => {
    const { admin } = await shared({ id: 'eng', enabled: true });
    const gone = (body?: object) => admin('DELETE', '/admin/workspaces/eng', body);
    expect(codeOf(await gone())).toBe('409 AB07');
    expect(codeOf(await gone({ name: 'Engineering' }))).toBe('409 AB07');
    await admin('DELETE', '/providers/shared?workspace_id=eng');
    expect((await gone({ name: 'Engineering' })).status).toBe(200);
    expect(codeOf(await admin('GET', '/admin/workspaces/eng'))).toBe('403 AB03');
    expect((await admin('GET', '/admin/workspaces')).json).toMatchObject({ total: 2 });
    expect((await admin('GET', '/admin/workspaces?status=active,archived')).json).toMatchObject({
      total: 3,
    });
  });

  test('are found by a part of the name, or by all of it', async () => {
    const { admin } = freshPortkey();
    const found = async (query: string) => (await admin('GET', `/admin/workspaces?${query}`)).json;
    expect(await found('name=sup')).toMatchObject({ total: 1, data: [{ slug: 'support' }] });
    expect(await found('exact_name=sup')).toMatchObject({ total: 0 });
  });
});

describe('in a folder', () => {
  const inFolder = async (run: (folder: string) => Promise<void>) => {
    const folder = await mkdtemp(join(tmpdir(), 'portai-portkey-'));
    try {
      await run(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  test('secrets lie encrypted', () =>
    inFolder(async (folder) => {
      const { integration, admin } = freshPortkey({ dir: folder });
      await integration('shared', [], {
        key: 'a-key-of-this-test',
        configurations: { custom_headers: { 'x-team': 'a-header-of-this-test' } },
      });
      expect((await admin('GET', '/integrations/shared')).json).toMatchObject({
        masked_key: 'a-*****est',
      });
      const files = await readdir(join(folder, 'portkey'));
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) {
        const text = await readFile(join(folder, 'portkey', file), 'utf8');
        expect(text).not.toMatch(/of-this-test/);
      }
    }));

  test('no change is lost when several change it at the same time', () =>
    inFolder(async (folder) => {
      const stores = [0, 1, 2, 3].map(() => folderStore(folder));
      const add = async (number: number) =>
        stores[number % 4]?.portkey.change((draft) => {
          draft.organisation_id = `${draft.organisation_id},${number}`;
        });
      const numbers = Array.from({ length: 24 }, (_, number) => number);
      await Promise.all(numbers.map((number) => add(number)));
      const { organisation_id: all = '' } = (await stores[0]?.portkey.read()) ?? {};
      expect(
        all
          .split(',')
          .slice(1)
          .map(Number)
          .sort((a, b) => a - b),
      ).toEqual(numbers);
    }));

  test('a reset forgets integrations and workspaces', () =>
    inFolder(async (folder) => {
      const { admin, sandbox } = freshPortkey({ dir: folder });
      await admin('POST', '/admin/workspaces', { name: 'x' });
      await sandbox.reset();
      expect((await admin('GET', '/admin/workspaces')).json).toMatchObject({ total: 3 });
    }));
});
