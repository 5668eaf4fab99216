import { describe, expect, test } from 'vitest';
import { Secret } from '../../../../src/core/secret.ts';
import type { calls } from '../../../../src/planes/portkey/calls.ts';
import { portkeyClient, type PortkeyClient } from '../../../../src/planes/portkey/client.ts';
import { portkeyApi } from '../../../../src/planes/portkey/open-client.ts';
import { allOf } from '../../../../src/planes/portkey/paging.ts';

type ListCall = Exclude<Extract<keyof typeof calls, `list${string}`>, WholeList>;

/** Lists that the document gives whole; `wire.test.ts` holds what is said of those. */
type WholeList = 'listModels' | 'listWorkspaceAccess';

const audit = { organisation: 'o', from: new Date(0), until: new Date(1) };

/** Every list that is read page by page: one that is added without its line does not compile. */
const lists: Readonly<
  Record<ListCall, readonly [(client: PortkeyClient) => AsyncIterable<unknown>, object]>
> = {
  listIntegrations: [
    ({ integrations }) => integrations.list(),
    { slug: 'a', name: 'A', ai_provider_id: 'openai' },
  ],
  listWorkspaces: [({ workspaces }) => workspaces.list(), { id: 'a', slug: 'a', name: 'A' }],
  listProviders: [({ providers }) => providers.list(), { slug: 'a', name: 'A' }],
  listSecretReferences: [
    ({ secretReferences }) => secretReferences.list(),
    { id: 'a', slug: 'a', name: 'A', manager_type: 'aws_sm' },
  ],
  listUsageLimitPolicies: [({ policies }) => policies.usageLimits(), { id: 'a', type: 'cost' }],
  listRateLimitPolicies: [
    ({ policies }) => policies.rateLimits(),
    { id: 'a', type: 'requests', unit: 'rpm', value: 1 },
  ],
  listAuditRecords: [
    ({ auditLog }) => auditLog.list(audit),
    { timestamp: '2026-01-01T00:00:00Z', request_body: null },
  ],
  listOfferedModels: [({ offeredModels }) => offeredModels.list(), { id: 'a' }],
};

/** Reads a list of which the server gives these pages, and then empty ones. */
async function reading(name: ListCall, pages: readonly object[]) {
  const remarks: string[] = [];
  let asked = 0;
  const api = portkeyApi({
    baseUrl: 'https://portkey.example.com/v1',
    apiKey: () => Promise.resolve(new Secret('pk-test-key')),
    redact: (text) => text,
    userAgent: 'test',
    remark: (what) => remarks.push(what),
    send: () => {
      const body = JSON.stringify(pages[asked] ?? { data: [] });
      asked += 1;
      return Promise.resolve({ status: 200, headers: {}, body });
    },
  });
  const [read] = lists[name];
  return { entries: await allOf(read(portkeyClient(api))), remarks };
}

const names = Object.keys(lists).filter((name): name is ListCall => name in lists);

describe.each(names)('%s', (name) => {
  const [, row] = lists[name];

  test.each([
    [
      'an empty page that counts more',
      [
        { total: 3, data: [row] },
        { total: 3, data: [] },
      ],
    ],
    ['an empty page without a total, after one that counted more', [{ total: 3, data: [row] }]],
  ])('says that it is shorter than its total: %s', async (_, pages) => {
    const { entries, remarks } = await reading(name, pages);
    expect(entries).toHaveLength(1);
    expect(remarks).toEqual([expect.stringMatching(/counts 3 .* and gave 1/)]);
  });

  test.each([
    ['as long as its total', [{ total: 1, data: [row] }]],
    ['without a total', [{ data: [row] }]],
    ['empty', [{ total: 0, data: [] }]],
  ])('says nothing of one that is %s', async (_, pages) => {
    expect((await reading(name, pages)).remarks).toEqual([]);
  });
});
