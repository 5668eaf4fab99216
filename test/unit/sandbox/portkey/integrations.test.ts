import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { codeOf, freshPortkey } from '../../../support/sandbox-portkey.ts';

// Expectations come from Portkey's OpenAPI document and its recorded answers, not from the sandbox.

const openai = { name: 'Team key', ai_provider_id: 'openai', key: 'sk-pa-long-enough-X7a' };
const azure = {
  azure_auth_mode: 'default',
  azure_resource_name: 'contoso-example',
  azure_deployment_config: [
    {
      alias: 'gpt-4o-deploy',
      azure_deployment_name: 'example-1',
      azure_api_version: '2024-10-21',
      azure_model_slug: 'gpt-4o',
      is_default: true,
    },
    {
      alias: 'gpt-35-deploy',
      azure_deployment_name: 'example-2',
      azure_api_version: '2024-10-21',
      azure_model_slug: 'gpt-35-turbo',
    },
  ],
};
const [first, second] = azure.azure_deployment_config;
const azureWith = (...deployments: unknown[]) => ({
  name: 'a',
  ai_provider_id: 'azure-openai',
  key: 'k',
  configurations: { ...azure, azure_deployment_config: deployments },
});
const selfHosted = (custom_host: string) => ({ ...openai, configurations: { custom_host } });

describe('an integration', () => {
  test('is created, read with its key masked, renamed and deleted', async () => {
    const { admin } = freshPortkey();
    const made = await admin('POST', '/integrations', { ...openai, slug: 'team' });
    expect(made).toMatchObject({ status: 200, json: { slug: 'team' } });
    const read = await admin('GET', '/integrations/team');
    expect(read.json).toMatchObject({
      name: 'Team key',
      type: 'organisation',
      workspace_id: null,
      allow_all_models: true,
      masked_key: 'sk*****X7a',
      last_updated_at: null,
    });
    expect(read.body).not.toContain(openai.key);
    expect((await admin('PUT', '/integrations/team', { name: 'Other' })).json).toEqual({});
    expect((await admin('GET', '/integrations/team')).json).toMatchObject({ name: 'Other' });
    expect((await admin('DELETE', '/integrations/team')).json).toEqual({});
    expect(codeOf(await admin('GET', '/integrations/team'))).toBe('404 AB08');
  });

  test('gets a slug that fits in a path when it names none', async () => {
    const { admin } = freshPortkey();
    const body = { ...openai, name: 'Azure Production (US East)' };
    const slugs = [];
    for (const each of [body, body]) {
      const made = await admin('POST', '/integrations', each);
      slugs.push(z.object({ slug: z.string().regex(/^[a-zA-Z0-9_-]+$/) }).parse(made.json).slug);
    }
    expect(new Set(slugs).size).toBe(2);
  });

  test('of a server of one’s own needs no key: Portkey’s pages about such servers name none', async () => {
    const { admin } = freshPortkey();
    const { key: _key, ...rest } = selfHosted('https://llm.example.com/v1');
    expect((await admin('POST', '/integrations', rest)).status).toBe(200);
    const { configurations: _host, ...without } = rest;
    expect(codeOf(await admin('POST', '/integrations', without))).toBe('400 AB01');
  });

  test('keeps its slug to itself', async () => {
    const { admin } = freshPortkey();
    await admin('POST', '/integrations', { ...openai, slug: 'team' });
    expect(codeOf(await admin('POST', '/integrations', { ...openai, slug: 'team' }))).toBe(
      '409 AB07',
    );
  });

  test.each([
    ['an unknown field', { ...openai, note: 'x' }],
    ['no name', { ai_provider_id: 'openai', key: 'k' }],
    ['no provider', { name: 'x', key: 'k' }],
    ['a provider that is not there', { ...openai, ai_provider_id: 'aws-bedrock' }],
    ['no key where the provider needs one', { name: 'x', ai_provider_id: 'openai' }],
    ['a slug with a blank', { ...openai, slug: 'a b' }],
    ['a workspace that is not there', { ...openai, workspace_id: 'nowhere' }],
    ['a mask that was read back', { ...openai, configurations: { masked_key: 'sk*****X7a' } }],
    ['two default deployments', azureWith(first, { ...second, is_default: true })],
    ['an alias twice', azureWith(first, { ...second, alias: first?.alias })],
    ['a deployment without an alias', azureWith(first, { ...second, alias: undefined })],
    ['no deployment', azureWith()],
    ['names of another API', { ...azureWith(), configurations: { resource_name: 'r' } }],
    ['a metadata address', selfHosted('http://169.254.169.254/v1')],
    ['a private address', selfHosted('http://10.0.0.1/v1')],
    ['this machine', selfHosted('http://localhost:8000/v1')],
    ['a host with credentials', selfHosted('https://me:pw@llm.example.com/v1')],
    ['a host with a fragment', selfHosted('https://llm.example.com/v1#x')],
    ['a host that is no web address', selfHosted('ftp://llm.example.com')],
    [
      'an assumed role without one',
      {
        name: 'b',
        ai_provider_id: 'bedrock',
        configurations: { aws_auth_type: 'assumedRole', aws_region: 'eu-west-1' },
      },
    ],
  ])('is refused with AB01: %s', async (_what, body) => {
    const { admin } = freshPortkey();
    expect(codeOf(await admin('POST', '/integrations', body))).toBe('400 AB01');
    expect((await admin('GET', '/integrations')).json).toMatchObject({ total: 0 });
  });

  test.each([
    ['several deployments of Azure', azureWith(first, second)],
    [
      'a service account',
      {
        name: 'v',
        ai_provider_id: 'vertex-ai',
        configurations: {
          vertex_auth_type: 'serviceAccount',
          vertex_region: 'us-central1',
          vertex_service_account_json: { type: 'service_account', private_key: 'not-a-real-one' },
        },
      },
    ],
    [
      'a role of AWS without keys',
      { name: 's', ai_provider_id: 'bedrock', configurations: { aws_auth_type: 'serviceRole' } },
    ],
    ['a host of one’s own', selfHosted('https://llm.example.com/v1')],
  ])('is taken: %s', async (_what, body) => {
    expect((await freshPortkey().admin('POST', '/integrations', body)).status).toBe(200);
  });

  test('shows secret fields and headers as masks, and keeps them when others are changed', async () => {
    const { admin } = freshPortkey();
    const secret = 'a-client-secret-of-this-test';
    await admin('POST', '/integrations', {
      ...azureWith(first),
      slug: 'a',
      configurations: {
        ...azure,
        azure_auth_mode: 'entra',
        azure_entra_tenant_id: 't',
        azure_entra_client_id: 'c',
        azure_entra_client_secret: secret,
        custom_headers: { 'x-team': 'a-header-of-this-test' },
      },
    });
    const configurations = {
      azure_resource_name: 'contoso-example',
      masked_azure_entra_client_secret: 'a-*****est',
      custom_headers: { 'x-team': 'a-*****est' },
    };
    const read = await admin('GET', '/integrations/a');
    expect(read.json).toMatchObject({ configurations });
    expect(read.body).not.toContain(secret);
    await admin('PUT', '/integrations/a', { configurations: { azure_resource_name: 'other' } });
    expect((await admin('GET', '/integrations/a')).json).toMatchObject({
      configurations: { ...configurations, azure_resource_name: 'other' },
    });
  });

  test('is listed by page and by kind', async () => {
    const { admin } = freshPortkey();
    for (const slug of ['a', 'b', 'c']) await admin('POST', '/integrations', { ...openai, slug });
    await admin('POST', '/integrations', { ...openai, slug: 'own', workspace_id: 'eng' });
    const listed = async (query: string) => (await admin('GET', `/integrations?${query}`)).json;
    expect(await listed('page_size=2&current_page=1')).toMatchObject({
      object: 'list',
      total: 4,
      data: [{ slug: 'c' }, { slug: 'own' }],
    });
    expect(await listed('type=workspace')).toMatchObject({ total: 1, data: [{ slug: 'own' }] });
    expect(await listed('type=organisation')).toMatchObject({ total: 3 });
    expect(codeOf(await admin('GET', '/integrations?type=other'))).toBe('400 AB01');
  });
});

describe('a key', () => {
  test.each([undefined, 'nobody-has-it'])('that nobody has is refused: %s', async (key) => {
    expect(codeOf(await freshPortkey().withKey(key)('GET', '/integrations'))).toBe('401 AB05');
  });

  test('comes as bearer token too', async () => {
    const { withKey } = freshPortkey();
    const headers = { authorization: 'Bearer sandbox-organisation-key' };
    expect((await withKey(undefined)('GET', '/integrations', undefined, headers)).status).toBe(200);
  });

  test.each([
    ['GET', '/admin/workspaces', undefined],
    ['POST', '/admin/workspaces', { name: 'x' }],
    ['GET', '/integrations/shared', undefined],
    ['PUT', '/integrations/shared/workspaces', { workspaces: [] }],
    ['PUT', '/integrations/shared/models', { models: [] }],
    ['DELETE', '/integrations/shared', undefined],
    ['GET', '/integrations/of-research', undefined],
    ['GET', '/secret-references', undefined],
    ['GET', '/audit-logs', undefined],
    ['GET', '/providers?workspace_id=research', undefined],
  ] as const)(
    'of a workspace is refused what is the organisation’s: %s %s',
    async (method, path, body) => {
      const { admin, eng, integration } = freshPortkey();
      await integration('shared', [{ id: 'eng', enabled: true }]);
      await admin('POST', '/integrations', {
        ...openai,
        slug: 'of-research',
        workspace_id: 'research',
      });
      expect(codeOf(await eng(method, path, body))).toBe('403 AB03');
    },
  );

  test('of a workspace manages what is its own and lists what it may use', async () => {
    const { eng, integration } = freshPortkey();
    await integration('shared', [{ id: 'eng', enabled: true }]);
    await integration('foreign', [{ id: 'research', enabled: true }]);
    expect((await eng('POST', '/integrations', { ...openai, slug: 'own' })).status).toBe(200);
    expect((await eng('GET', '/integrations')).json).toMatchObject({
      total: 2,
      data: [{ slug: 'shared' }, { slug: 'own', type: 'workspace' }],
    });
    expect((await eng('PUT', '/integrations/own', { name: 'x' })).status).toBe(200);
  });
});

test('a route that is not there is refused with AB02', async () => {
  expect(codeOf(await freshPortkey().admin('GET', '/workspaces'))).toBe('404 AB02');
});

test('the audit log has what was asked without the secrets of it', async () => {
  const { admin } = freshPortkey();
  const organisation = z.object({ data: z.array(z.object({ organisation_id: z.string() })) });
  await admin('POST', '/integrations', {
    ...openai,
    slug: 'team',
    configurations: { custom_headers: { 'x-team': 'a-header-of-this-test' } },
  });
  await admin('POST', '/integrations', { ...openai, slug: 'team' });
  const { data } = organisation.parse((await admin('GET', '/integrations')).json);
  const from = 'start_time=2026-01-01T00:00:00Z&end_time=2026-02-01T00:00:00Z';
  const log = await admin(
    'GET',
    `/audit-logs?${from}&organisation_id=${data[0]?.organisation_id ?? ''}&resource_type=integrations`,
  );
  expect(log.json).toMatchObject({
    total: 2,
    object: 'analytics-graph',
    records: [
      { response_status_code: 409, method: 'POST' },
      { response_status_code: 200, uri: '/v1/integrations', action: 'create' },
    ],
  });
  expect(log.body).toContain('Team key');
  expect(log.body).not.toContain(openai.key);
  expect(log.body).not.toContain('a-header-of-this-test');
  expect(codeOf(await admin('GET', '/audit-logs'))).toBe('400 AB01');
});
