import { afterAll, describe, expect, test } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../../../src/core/http.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { addressOf, calls } from '../../../../src/planes/portkey/calls.ts';
import { portkeyClient } from '../../../../src/planes/portkey/client.ts';
import { portkeyApi } from '../../../../src/planes/portkey/open-client.ts';
import { allOf } from '../../../../src/planes/portkey/paging.ts';
import {
  isContractHere,
  operationOf,
  requestCheck,
  sayWhatIsMissing,
} from '../../../support/portkey-contract.ts';

type Answer = (request: HttpRequest) => Partial<HttpResponse> & { readonly json?: unknown };

const baseUrl = 'https://portkey.example.com/llm/v1';

/** A client behind which each request is kept, and answered. */
function clientWith(answer: Answer) {
  const requests: HttpRequest[] = [];
  const api = portkeyApi({
    baseUrl,
    apiKey: () => Promise.resolve(new Secret('pk-test-key')),
    redact: (text) => text,
    userAgent: 'test',
    send: (request) => {
      requests.push(request);
      const { json, ...rest } = answer(request);
      const body = json === undefined ? '' : JSON.stringify(json);
      return Promise.resolve({ status: 200, headers: {}, body, ...rest });
    },
  });
  return { client: portkeyClient(api), requests };
}

const row = (n: number) => ({
  id: `id-${n}`,
  slug: `slug-${n}`,
  name: `Name ${n}`,
  ai_provider_id: 'openai',
});

const pageIn = ({ url }: HttpRequest) => Number(url.searchParams.get('current_page'));
const sizeIn = ({ url }: HttpRequest) => Number(url.searchParams.get('page_size'));

/** Rows of a list of this length, as a server with 0-based pages gives them. */
const served = (count: number, request: HttpRequest, size = sizeIn(request)) => {
  const from = pageIn(request) * size;
  return Array.from({ length: Math.max(0, Math.min(size, count - from)) }, (_, n) => row(from + n));
};

const slugsOf = async (entries: AsyncIterable<{ readonly slug: string }>) =>
  (await allOf(entries)).map(({ slug }) => slug);

const expected = (count: number) => Array.from({ length: count }, (_, n) => `slug-${n}`);

describe('every request', () => {
  test('has the key in its header, goes to the address with its prefix, and nowhere else', async () => {
    const { client, requests } = clientWith(() => ({ json: row(1) }));
    await client.integrations.get('slug-1');
    expect(requests[0]?.url.href).toBe(`${baseUrl}/integrations/slug-1`);
    expect(requests[0]?.headers).toMatchObject({ 'x-portkey-api-key': 'pk-test-key' });
    expect(requests[0]?.url.href).not.toContain('pk-test-key');
  });

  test('reveals secrets at any depth when it is sent, and masks them in a dry run', async () => {
    const { client, requests } = clientWith(() => ({ json: { id: 'a', slug: 'b' } }));
    const creation = {
      name: 'Bedrock',
      ai_provider_id: 'bedrock',
      key: new Secret('value-1'),
      configurations: {
        aws_secret_access_key: new Secret('value-2'),
        custom_headers: { 'x-api-key': new Secret('value-3') },
      },
    };
    await client.integrations.create(creation);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      name: 'Bedrock',
      ai_provider_id: 'bedrock',
      key: 'value-1',
      configurations: {
        aws_secret_access_key: 'value-2',
        custom_headers: { 'x-api-key': 'value-3' },
      },
    });
    expect(JSON.stringify(calls.createIntegration(creation))).not.toMatch(/value-\d/);
  });

  test.each([
    ['as the key', { key: new Secret('pa*****X7a') }],
    ['in a configuration', { configurations: { aws_secret_access_key: 'Oo*****c2t' } }],
    ['under its own name', { configurations: { masked_azure_entra_client_secret: 'whatever' } }],
  ])('never sends a mask that was read back: %s', async (_, update) => {
    const { client, requests } = clientWith(() => ({ json: {} }));
    await expect(client.integrations.update('a', update)).rejects.toMatchObject({
      name: 'SECRET_MALFORMED',
    });
    expect(requests).toEqual([]);
  });

  test('with asterisks in a description is no mask', async () => {
    const { client, requests } = clientWith(() => ({ json: {} }));
    await client.integrations.update('a', { description: '***' });
    expect(requests).toHaveLength(1);
  });

  test('that does not fit its form is not sent, and its values are not repeated', async () => {
    const { client, requests } = clientWith(() => ({ json: {} }));
    const limit = { type: 'cost', credit_limit: 0.25 } as const;
    const sent = client.workspaceAccess.put('a', {
      workspaces: [{ id: 'ws-a', enabled: true, usage_limits: [limit] }],
      override_existing_workspace_access: false,
    });
    await expect(sent).rejects.toMatchObject({
      name: 'InvalidConfig',
      message: expect.stringContaining('workspaces.0.usage_limits.0.credit_limit'),
    });
    expect(requests).toEqual([]);
  });
});

describe('answers to changes', () => {
  test.each([
    ['an empty object', { json: {} }],
    ['an empty body', {}],
    ['204', { status: 204 }],
  ])('%s is done', async (_, answer) => {
    const { client } = clientWith(() => answer);
    await expect(client.integrations.delete('a')).resolves.toBeUndefined();
    await expect(client.models.put('a', { models: [] })).resolves.toBeUndefined();
  });

  test('a success of HTTP that says it failed is a failure', async () => {
    const json = { success: false, data: { message: 'taken', errorCode: 'AB07' } };
    const { client } = clientWith(() => ({ json }));
    const sent = client.integrations.update('a', { name: 'b' });
    await expect(sent).rejects.toMatchObject({ name: 'AB07', failure: { exit: 'conflict' } });
  });

  test('HTML is named as such', async () => {
    const { client } = clientWith(() => ({ body: '<!doctype html><title>Sign in</title>' }));
    await expect(client.integrations.get('a')).rejects.toMatchObject({
      name: 'portkey_html_answer',
    });
  });

  test('a creation that is answered with nothing has the slug that was sent', async () => {
    const { client } = clientWith(() => ({ json: {} }));
    const creation = { name: 'a', ai_provider_id: 'openai', slug: 'openai-prod' };
    await expect(client.integrations.create(creation)).resolves.toEqual({ slug: 'openai-prod' });
  });

  test('an answer about another integration is not taken', async () => {
    const { client } = clientWith(() => ({ json: row(2) }));
    await expect(client.integrations.get('slug-1')).rejects.toMatchObject({
      name: 'portkey_unexpected_answer',
    });
  });

  test('an integration that was asked for by its UUID may have another slug', async () => {
    const { client } = clientWith(() => ({ json: row(2) }));
    await expect(client.integrations.get('id-2')).resolves.toMatchObject({ slug: 'slug-2' });
  });
});

describe('a list', () => {
  test('is read from page 0 to its end, of 10,000 rows one page at a time', async () => {
    const { client, requests } = clientWith((request) => ({
      json: { total: 10_000, data: served(10_000, request) },
    }));
    let read = 0;
    for await (const { slug } of client.workspaces.list()) {
      expect(slug).toBe(`slug-${read}`);
      read += 1;
      // No page is fetched before the one before it was taken.
      expect(requests.length).toBe(Math.ceil(read / 100));
    }
    expect(read).toBe(10_000);
    expect(pageIn(requests[0] ?? expect.fail('no request'))).toBe(0);
    expect(requests).toHaveLength(100);
  });

  test.each([0, 1, 99, 100, 101, 250])('of %i rows is whole without a total', async (count) => {
    const { client } = clientWith((request) => ({ json: { data: served(count, request) } }));
    expect(await slugsOf(client.integrations.list())).toEqual(expected(count));
  });

  test('of a server with smaller pages than were asked for is whole without a total', async () => {
    const { client } = clientWith((request) => ({ json: { data: served(55, request, 20) } }));
    expect(await slugsOf(client.integrations.list())).toEqual(expected(55));
  });

  test('that is empty and counts entries is no empty list', async () => {
    const { client } = clientWith(() => ({ json: { total: 3, data: [] } }));
    await expect(slugsOf(client.integrations.list())).rejects.toMatchObject({
      name: 'portkey_unexpected_answer',
    });
  });

  test('whose total is wrong ends with the empty page', async () => {
    const { client } = clientWith((request) => ({
      json: { total: 900, data: served(120, request) },
    }));
    expect(await slugsOf(client.integrations.list())).toEqual(expected(120));
  });

  test('of a server that ignores the page is read once', async () => {
    const data = Array.from({ length: 100 }, (_, n) => row(n));
    const { client, requests } = clientWith(() => ({ json: { data } }));
    expect(await slugsOf(client.integrations.list())).toEqual(expected(100));
    expect(requests).toHaveLength(2);
  });

  test('of a server that repeats pages for ever is an error, since it is not whole', async () => {
    const { client, requests } = clientWith((request) => ({
      json: { total: 1000, data: [row(pageIn(request) % 3)] },
    }));
    await expect(allOf(client.integrations.list())).rejects.toMatchObject({
      name: 'portkey_unexpected_answer',
      message: expect.stringContaining('repeats page 0'),
    });
    expect(requests).toHaveLength(4);
  });

  test('of offered models counts entries, not pages', async () => {
    const models = Array.from({ length: 150 }, (_, n) => ({ id: `@a/m-${n}`, object: 'model' }));
    const { client, requests } = clientWith(({ url }) => {
      const offset = Number(url.searchParams.get('offset'));
      const limit = Number(url.searchParams.get('limit'));
      return { json: { object: 'list', data: models.slice(offset, offset + limit) } };
    });
    expect(await allOf(client.offeredModels.list())).toHaveLength(150);
    expect(requests.map(({ url }) => url.searchParams.get('offset'))).toEqual(['0', '100']);
  });
});

describe('removing custom models', () => {
  test('names them in the query, each encoded, with commas between them', () => {
    const call = calls.deleteModels('openai-prod', ['ft:gpt-4o:acme/a1', '@b']);
    expect(addressOf(call)).toBe(
      '/integrations/openai-prod/models?slugs=ft%3Agpt-4o%3Aacme%2Fa1,%40b',
    );
  });

  test('sends that address', async () => {
    const { client, requests } = clientWith(() => ({ json: {} }));
    await client.models.delete('openai-prod', ['a/b', 'c']);
    expect(requests[0]?.url.href).toBe(`${baseUrl}/integrations/openai-prod/models?slugs=a%2Fb,c`);
    expect(requests[0]?.body).toBeUndefined();
  });

  test('has a second form, with a body', async () => {
    const { client, requests } = clientWith(() => ({ json: {} }));
    await client.models.delete('a', ['b', 'c'], 'body');
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ models: ['b', 'c'] });
    expect(requests[0]?.url.search).toBe('');
  });

  test.each([[[]], [['a,b']], [['']]])('refuses %j, which would name other models', (slugs) => {
    expect(() => calls.deleteModels('a', slugs)).toThrow(/comma|No model/);
  });
});

test('the override is always sent', () => {
  const update = { workspaces: [], override_existing_workspace_access: false };
  expect(calls.putWorkspaceAccess('a', update).body).toEqual(update);
});

/** One call of each, and where the document differs from what the live API takes. */
const page = { page: 0, size: 50 };
const limit = { type: 'cost', credit_limit: 5, periodic_reset: 'weekly' } as const;
const rate = { type: 'requests', unit: 'rpm', value: 5 } as const;
const access = { id: 'ws-a', enabled: true, usage_limits: [limit], rate_limits: [rate] };
const time = { from: new Date(0), until: new Date(1) };
const everyCall = {
  listIntegrations: calls.listIntegrations({ type: 'organisation', workspace: 'ws-a' }, page),
  getIntegration: calls.getIntegration('a'),
  createIntegration: calls.createIntegration({ name: 'a', ai_provider_id: 'openai', slug: 'a' }),
  updateIntegration: calls.updateIntegration('a', { name: 'b', secret_mappings: [] }),
  deleteIntegration: calls.deleteIntegration('a'),
  listModels: calls.listModels('a'),
  putModels: calls.putModels('a', { models: [{ slug: 'm', enabled: true }] }),
  deleteModels: calls.deleteModels('a', ['m']),
  listWorkspaceAccess: calls.listWorkspaceAccess('a'),
  putWorkspaceAccess: calls.putWorkspaceAccess('a', {
    workspaces: [access, { id: 'ws-b', enabled: true, usage_limits: null, rate_limits: null }],
    global_workspace_access: { enabled: true, usage_limits: [limit], rate_limits: null },
    override_existing_workspace_access: false,
  }),
  listWorkspaces: calls.listWorkspaces({ exactName: 'a', status: 'active' }, page),
  getWorkspace: calls.getWorkspace('ws-a'),
  listProviders: calls.listProviders('ws-a', page),
  getProvider: calls.getProvider('a', 'ws-a'),
  createProvider: calls.createProvider({ name: 'a', integration_id: 'b', usage_limits: limit }),
  updateProvider: calls.updateProvider('a', { usage_limits: null, reset_usage: true }, 'ws-a'),
  deleteProvider: calls.deleteProvider('a', 'ws-a'),
  listSecretReferences: calls.listSecretReferences(page),
  getSecretReference: calls.getSecretReference('a'),
  listUsageLimitPolicies: calls.listUsageLimitPolicies({ workspace: 'a', status: 'active' }, page),
  listRateLimitPolicies: calls.listRateLimitPolicies({ workspace: 'a' }, page),
  listAuditRecords: calls.listAuditRecords({ organisation: 'a', uri: 'b', ...time }, page),
  listOfferedModels: calls.listOfferedModels('openai', 0, 100),
} as const;

describe('the contract document', () => {
  const all = Object.entries(everyCall);
  afterAll(() => sayWhatIsMissing(all.length));

  test('has a call here for each that the client can make, but for the form of another client', () => {
    const made = Object.keys(calls).filter((name) => name !== 'deleteModelsByBody');
    expect(Object.keys(everyCall).sort()).toEqual(made.sort());
  });

  test.skipIf(!isContractHere).each(all)('has the operation of %s', (_, call) => {
    const operation = operationOf(call.method, call.path);
    expect(operation).toBeDefined();
    const sent = Object.entries('query' in call ? call.query : {}).flatMap(([name, value]) =>
      value === undefined ? [] : [name],
    );
    expect(operation?.parameters).toEqual(expect.arrayContaining(sent));
    if (!('body' in call)) return;
    const check = requestCheck(call.method, call.path);
    const body: unknown = JSON.parse(JSON.stringify(call.body));
    expect(check?.(body), JSON.stringify(check?.errors)).toBe(true);
  });
});
