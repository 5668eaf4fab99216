import { describe, expect, test } from 'vitest';
import type { Read } from '../../../../src/http/api.ts';
import { answers } from '../../../../src/planes/portkey/wire.ts';

/** What an answer is read as; fails with the words for what is wrong with it. */
function valueOf<T>(found: Read<T>): T {
  if ('wrong' in found) throw new Error(found.wrong);
  return found.value;
}

const row = {
  id: '5f0c1d8e-0000-4000-8000-000000000001',
  organisation_id: '5f0c1d8e-0000-4000-8000-000000000002',
  ai_provider_id: 'openai',
  name: 'OpenAI',
  status: 'active',
  created_at: '2026-09-06T00:00:00Z',
  last_updated_at: '2026-09-06T00:00:00Z',
  slug: 'openai-prod',
  description: null,
  object: 'integration',
  owner_id: '5f0c1d8e-0000-4000-8000-000000000003',
  tags: null,
  workspaces_count: 1,
  type: 'organisation',
  workspace_id: null,
};

const detail = {
  ...row,
  masked_key: 'pa*****X7a',
  configurations: { provider_auth_type: 'apiKey' },
  global_workspace_access: null,
  allow_all_models: true,
  pricing_adjustments: null,
  secret_mappings: null,
};

const integration = (fields: object) => valueOf(answers.integration({ ...detail, ...fields }));
const access = (fields: object) =>
  valueOf(answers.workspaceAccess({ workspaces: [{ id: 'ws-a', enabled: true, ...fields }] }))
    .workspaces[0];

describe('answers as the live API gives them', () => {
  test('a list of integrations, with fields that the document lacks', () => {
    expect(valueOf(answers.integrations({ object: 'list', total: 1, data: [row] }))).toEqual({
      items: [row],
      received: 1,
      total: 1,
    });
  });

  test('an integration: what is unknown passes through', () => {
    expect(integration({ brand_new: { a: 1 } })).toEqual({ ...detail, brand_new: { a: 1 } });
  });

  test('the models of a new integration, without a total', () => {
    const body = { models: [], allow_all_models: true, object: 'list' };
    expect(valueOf(answers.models(body))).toEqual({ models: [], allow_all_models: true });
  });

  test('the models after an allow list was written', () => {
    const model = {
      slug: 'gpt-4o',
      created_at: '2026-09-06T00:00:00Z',
      last_updated_at: null,
      enabled: false,
      is_custom: false,
      pricing_config: null,
      is_finetune: false,
      base_model_slug: null,
      description: null,
    };
    const body = { models: [model], allow_all_models: false, object: 'list' };
    expect(valueOf(answers.models(body))).toEqual({ models: [model], allow_all_models: false });
  });

  test('workspaces: a row that was never provisioned is there, switched off', () => {
    const body = {
      workspaces: [
        {
          id: 'ws-shared-e2a85b',
          usage_limits: null,
          rate_limits: null,
          enabled: false,
          status: 'archived',
          created_at: '2026-09-06T00:00:00Z',
          last_updated_at: null,
          last_reset_at: null,
        },
      ],
      global_workspace_access: { enabled: false },
      object: 'list',
    };
    expect(valueOf(answers.workspaceAccess(body))).toMatchObject({
      workspaces: [{ id: 'ws-shared-e2a85b', enabled: false, usage_limits: [], rate_limits: [] }],
      global_workspace_access: { enabled: false, usage_limits: [], rate_limits: [] },
    });
  });

  test('a provider calls itself a virtual key, and its key goes no further', () => {
    const body = {
      id: '5f0c1d8e-0000-4000-8000-000000000004',
      ai_provider_name: 'openai',
      model_config: { providerAuthType: 'apiKey' },
      key: 'not-to-be-shown',
      masked_api_key: 'pa*****X7a',
      slug: 'openai-prod',
      name: 'OpenAI',
      usage_limits: null,
      status: 'active',
      note: 'Created automatically on integration access grant',
      created_at: '2026-09-06T00:00:00Z',
      expires_at: null,
      last_reset_at: null,
      rate_limits: [],
      integration_id: 'openai-prod',
      tags: null,
      object: 'virtual-key',
    };
    const { key: _key, ...rest } = body;
    expect(valueOf(answers.provider(body))).toEqual({ ...rest, usage_limits: [] });
  });

  test('a workspace', () => {
    const body = {
      id: '5f0c1d8e-0000-4000-8000-000000000005',
      name: 'Shared',
      description: 'For all',
      created_at: '2026-09-06T00:00:00Z',
      last_updated_at: '2026-09-06T00:00:00Z',
      is_default: 0,
      defaults: { metadata: {} },
      slug: 'ws-shared-e2a85b',
      icon: null,
      usage_limits: null,
      rate_limits: null,
      security_settings: { managersWriteWsIntegrations: true },
      organisation_id: '5f0c1d8e-0000-4000-8000-000000000002',
      last_reset_at: null,
      users: [],
      object: 'workspace',
    };
    expect(valueOf(answers.workspace(body))).toMatchObject({
      slug: 'ws-shared-e2a85b',
      usage_limits: [],
      rate_limits: [],
      security_settings: { managersWriteWsIntegrations: true },
    });
  });

  test.each([
    ['with what the creation made', { id: 'a', slug: 'b', provider_id: null }, { slug: 'b' }],
    ['in the envelope of virtual keys', { success: true, data: { slug: 'b' } }, { slug: 'b' }],
  ])('a creation %s', (_, body, expected) => {
    expect(valueOf(answers.created(body))).toMatchObject(expected);
  });

  test.each([
    ['an empty object', {}],
    ['nothing', undefined],
  ])('a creation answered with %s says no more than that it is done', (_, body) => {
    expect(valueOf(answers.created(body))).toBeUndefined();
  });
});

describe('the global access', () => {
  const limits = { usage_limits: [{ type: 'cost', credit_limit: 50 }], rate_limits: null };
  const read = { enabled: true, usage_limits: limits.usage_limits, rate_limits: [] };

  test.each([
    [
      'under the name of the document',
      { global_workspace_access_settings: { enabled: true, ...limits } },
    ],
    ['under the name of the live API', { global_workspace_access: { enabled: true, ...limits } }],
  ])('%s', (_, fields) => {
    const found = integration(fields);
    expect(found.global_workspace_access).toEqual(read);
    expect(found).not.toHaveProperty('global_workspace_access_settings');
  });

  test('as the boolean that older clients had', () => {
    expect(integration({ global_workspace_access: true }).global_workspace_access).toEqual({
      enabled: true,
      usage_limits: [],
      rate_limits: [],
    });
  });

  test('the live name counts where the name of the document holds nothing', () => {
    const fields = {
      global_workspace_access_settings: null,
      global_workspace_access: { enabled: true, ...limits },
    };
    expect(integration(fields).global_workspace_access).toEqual(read);
  });

  test('what cannot be read is an error, not an access that is off', () => {
    const found = answers.integration({ ...detail, global_workspace_access: 'some' });
    expect('wrong' in found).toBe(true);
  });

  test('where the server says nothing of it, nothing is said', () => {
    const read = valueOf(answers.workspaceAccess({ total: 0, workspaces: [] }));
    expect(read).toEqual({ workspaces: [] });
  });
});

describe('limits', () => {
  const budget = { type: 'cost', credit_limit: 500 };

  test.each([
    ['a list', [budget], [budget]],
    ['one object', budget, [budget]],
    ['null', null, []],
    ['an empty list', [], []],
    ['an object that says nothing', {}, []],
    ['an object of nulls', { credit_limit: null, type: null }, []],
  ])('a budget as %s', (_, given, expected) => {
    expect(access({ usage_limits: given })?.usage_limits).toEqual(expected);
  });

  test('a reset that is an empty text is none', () => {
    const [limit] =
      access({ usage_limits: [{ ...budget, periodic_reset: '' }] })?.usage_limits ?? [];
    expect(limit?.periodic_reset).toBeNull();
  });

  test('fields of the server stay, fractions as well', () => {
    const stored = {
      ...budget,
      id: 'x',
      status: 'active',
      current_usage: 12.345,
      is_exhausted_alerts_sent: false,
    };
    expect(access({ usage_limits: [stored] })?.usage_limits).toEqual([stored]);
  });

  test('several rates are read', () => {
    const rates = [
      { type: 'requests', unit: 'rpm', value: 100 },
      { type: 'tokens', unit: 'rpd', value: 5000 },
    ];
    expect(access({ rate_limits: rates })?.rate_limits).toEqual(rates);
  });

  test('a row whose limits cannot be read is left out with a remark: it is not one without limits', () => {
    const body = {
      workspaces: [
        { id: 'ws-a', enabled: true },
        { id: 'ws-b', enabled: true, usage_limits: [{ credit_limit: 'much' }] },
      ],
    };
    const found = answers.workspaceAccess(body);
    expect(valueOf(found).workspaces.map(({ id }) => id)).toEqual(['ws-a']);
    expect('odd' in found ? found.odd : []).toEqual([
      expect.stringMatching(/workspaces\[1\].*left out/),
    ]);
  });
});

describe('differences between servers', () => {
  test.each([
    [1, true],
    [0, false],
    ['1', true],
    ['false', false],
    ['true', true],
    [null, false],
    [undefined, false],
  ])('is_custom %j is %s', (given, expected) => {
    const body = { models: [{ slug: 'a', enabled: true, is_custom: given }] };
    expect(valueOf(answers.models(body)).models[0]?.is_custom).toBe(expected);
  });

  test('configurations may be a JSON text', () => {
    const configurations = { azure_auth_mode: 'default' };
    expect(integration({ configurations: JSON.stringify(configurations) }).configurations).toEqual(
      configurations,
    );
  });

  test('models and workspaces may stand under data', () => {
    expect(valueOf(answers.models({ data: [{ slug: 'a', enabled: 1 }] })).models).toHaveLength(1);
    const body = { data: [{ id: 'ws-a', enabled: true }] };
    expect(valueOf(answers.workspaceAccess(body)).workspaces).toHaveLength(1);
  });

  test('a row that says only its status is on unless it is archived', () => {
    const body = {
      models: [
        { slug: 'a', status: 'active' },
        { slug: 'b', status: 'archived' },
      ],
    };
    expect(valueOf(answers.models(body)).models.map(({ enabled }) => enabled)).toEqual([
      true,
      false,
    ]);
  });

  test('workspace_count of the document is workspaces_count', () => {
    const { workspaces_count: _live, ...documented } = detail;
    const found = valueOf(answers.integration({ ...documented, workspace_count: 3 }));
    expect(found).toMatchObject({ workspaces_count: 3 });
    expect(found).not.toHaveProperty('workspace_count');
  });

  test('the total of models is total_count', () => {
    const body = { object: 'list', data: [{ id: '@a/b', object: 'model' }], total_count: 7 };
    expect(valueOf(answers.offeredModels(body))).toMatchObject({ total: 7, received: 1 });
  });

  test.each([
    ['models', answers.models, { models: [{ slug: 'a', enabled: true }], total: 300 }],
    [
      'workspaces',
      answers.workspaceAccess,
      { workspaces: [{ id: 'a', enabled: true }], total: 300 },
    ],
  ])('%s that are fewer than the total are remarked: no page can be asked for', (_, read, body) => {
    const oddOf = (answer: unknown) => {
      const found = read(answer);
      return 'odd' in found ? found.odd : undefined;
    };
    expect(oddOf(body)).toEqual([expect.stringMatching(/300.*1 of them.*neither shown nor/)]);
    expect(oddOf({ ...body, total: 1 })).toEqual([]);
    expect(oddOf({ ...body, total: undefined })).toEqual([]);
  });

  test('an entry that cannot be read is left out, and still counts as received', () => {
    const found = valueOf(answers.integrations({ data: [row, { name: 'without a slug' }] }));
    expect(found).toMatchObject({ items: [row], received: 2 });
  });

  test.each([
    ['a text', 'done'],
    ['an object without a list', { object: 'list' }],
    ['a list of another thing', { data: [{ a: 1 }] }],
  ])('%s is no list of integrations', (_, body) => {
    expect('wrong' in answers.integrations(body)).toBe(true);
  });
});

describe('the audit log', () => {
  const record = {
    timestamp: '2026-09-06T00:00:00Z',
    method: 'POST',
    uri: '/v1/integrations',
    request_body: JSON.stringify({
      name: 'a',
      key: 'value-1',
      configurations: {
        aws_secret_access_key: 'value-2',
        custom_headers: { 'x-team': 'value-3' },
        vertex_service_account_json: { private_key: 'value-4' },
        azure_resource_name: 'contoso',
      },
      secret_mappings: [{ target_field: 'key', secret_key: 'OPENAI_API_KEY' }],
    }),
    request_headers: JSON.stringify({ 'x-portkey-api-key': 'value-5' }),
    response_status_code: 200,
  };

  test('tells what was sent without a secret in it', () => {
    const [read] = valueOf(answers.auditRecords({ records: [record], total: 1 })).items;
    expect(JSON.stringify(read)).not.toMatch(/value-\d/);
    expect(read?.request_body).toMatchObject({
      name: 'a',
      key: '[secret]',
      configurations: { azure_resource_name: 'contoso' },
      secret_mappings: [{ target_field: 'key', secret_key: 'OPENAI_API_KEY' }],
    });
  });

  test('a body that is no JSON is left out, since nothing tells its secrets', () => {
    const records = [{ ...record, request_body: 'key=value-1' }];
    expect(valueOf(answers.auditRecords({ records })).items[0]?.request_body).toBeUndefined();
  });
});

test('credentials of a secret reference go no further', () => {
  const body = {
    id: 'a',
    slug: 'aws-prod',
    name: 'AWS',
    manager_type: 'aws_sm',
    auth_config: { aws_secret_access_key: 'value-1' },
  };
  expect(JSON.stringify(valueOf(answers.secretReference(body)))).not.toContain('value-1');
});
