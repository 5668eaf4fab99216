import { describe, expect, test } from 'vitest';
import type { Method } from '../../src/core/http.ts';
import { problemsOfAnswer } from '../support/portkey-answers.ts';
import { problemsOfExchange } from '../support/portkey-conformance.ts';
import { isContractHere } from '../support/portkey-contract.ts';
import { takeExchanges, type PortkeyExchange } from '../support/portkey-traffic.ts';
import { portai } from '../support/run.ts';
import { freshPortkey } from '../support/sandbox-portkey.ts';

if (!isContractHere) {
  process.stderr.write(
    'portkey.openapi.json is not here: its comparison with the sandbox is skipped\n',
  );
}

const azure = {
  azure_auth_mode: 'default',
  azure_resource_name: 'example',
  azure_deployment_config: [
    {
      alias: 'a',
      azure_deployment_name: 'd',
      azure_api_version: '2024-10-21',
      azure_model_slug: 'gpt-4o',
      is_default: true,
    },
  ],
};
const limits = {
  usage_limits: [
    { type: 'cost', credit_limit: 500, alert_threshold: 400, periodic_reset: 'monthly' },
  ],
  rate_limits: [{ type: 'requests', unit: 'rpm', value: 100 }],
};
const vault = {
  name: 'vault',
  slug: 'vault',
  manager_type: 'hashicorp_vault',
  auth_config: {
    vault_auth_type: 'token',
    vault_addr: 'https://vault.example.com',
    vault_token: 'a-token-of-this-test',
  },
  secret_path: 'kv/openai',
};
const logs =
  '/audit-logs?start_time=2026-01-01T00:00:00Z&end_time=2027-01-01T00:00:00Z' +
  '&organisation_id=00000000-0000-4000-8000-000000000001';

/** Requests whose bodies the document allows, in their order; each with its path in the document. */
const calls: readonly (readonly [Method, string, string, unknown?])[] = [
  ['POST', '/secret-references', '/secret-references', vault],
  ['GET', '/secret-references', '/secret-references'],
  ['GET', '/secret-references/vault', '/secret-references/{secretReferenceId}'],
  ['PUT', '/secret-references/vault', '/secret-references/{secretReferenceId}', { name: 'v' }],
  [
    'POST',
    '/integrations',
    '/integrations',
    {
      name: 'Azure',
      slug: 'az',
      ai_provider_id: 'azure-openai',
      key: 'a-key-of-this-test',
      description: 'd',
      configurations: azure,
      create_default_provider: true,
      pricing_adjustments: { multiplier: { default: 1.1, image: { default: null } } },
    },
  ],
  [
    'POST',
    '/integrations',
    '/integrations',
    {
      name: 'Mapped',
      slug: 'mapped',
      ai_provider_id: 'openai',
      workspace_id: 'eng',
      default_provider_slug: 'own',
      secret_mappings: [
        { target_field: 'key', secret_reference_id: 'vault', secret_key: 'k', value_format: null },
      ],
    },
  ],
  ['GET', '/integrations?type=all', '/integrations'],
  [
    'PUT',
    '/integrations/az/models',
    '/integrations/{slug}/models',
    {
      allow_all_models: false,
      models: [
        { slug: 'a', enabled: true, is_custom: null, base_model_slug: null },
        {
          slug: 'ft:a/b',
          enabled: true,
          is_finetune: true,
          base_model_slug: 'gpt-4o',
          configurations: { custom_host: 'https://ft.example.com/v1' },
          pricing_config: {
            type: 'static',
            pay_as_you_go: { request_token: { price: 0.1 }, response_token: { price: 0.2 } },
          },
        },
      ],
    },
  ],
  ['GET', '/integrations/az/models', '/integrations/{slug}/models'],
  [
    'PUT',
    '/integrations/az/workspaces',
    '/integrations/{slug}/workspaces',
    {
      workspaces: [
        { id: 'eng', enabled: true, ...limits, reset_usage: false },
        { id: 'research', enabled: true, usage_limits: null, rate_limits: null },
      ],
      global_workspace_access: { enabled: true, ...limits },
      override_existing_workspace_access: false,
      create_default_provider: true,
    },
  ],
  ['PUT', '/integrations/az/workspaces', '/integrations/{slug}/workspaces', {}],
  ['GET', '/integrations/az/workspaces', '/integrations/{slug}/workspaces'],
  ['GET', '/integrations/az', '/integrations/{slug}'],
  ['GET', '/integrations/mapped', '/integrations/{slug}'],
  ['PUT', '/integrations/az', '/integrations/{slug}', { key: 'another-key-of-this-test' }],
  [
    'POST',
    '/providers',
    '/providers',
    {
      name: 'Own',
      integration_id: 'az',
      workspace_id: '00000000-0000-4000-8000-000000000011',
      slug: 'second',
      note: null,
      usage_limits: { type: 'tokens', credit_limit: 100, periodic_reset_days: 7 },
      rate_limits: { type: 'tokens', unit: 'rpd', value: 5 },
      expires_at: '2027-01-01T00:00:00Z',
    },
  ],
  ['GET', '/providers', '/providers'],
  ['GET', '/providers/second', '/providers/{slug}'],
  ['GET', '/providers/az?workspace_id=eng', '/providers/{slug}'],
  [
    'PUT',
    '/providers/second',
    '/providers/{slug}',
    { name: 'x', usage_limits: null, expires_at: null, reset_usage: true },
  ],
  [
    'POST',
    '/admin/workspaces',
    '/admin/workspaces',
    { name: 'New', description: 'd', defaults: { metadata: { a: 'b' } }, users: [], ...limits },
  ],
  ['GET', '/admin/workspaces', '/admin/workspaces'],
  ['GET', '/admin/workspaces/eng', '/admin/workspaces/{workspaceId}'],
  ['PUT', '/admin/workspaces/eng', '/admin/workspaces/{workspaceId}', { description: 'e' }],
  ['GET', '/policies/usage-limits', '/policies/usage-limits'],
  ['GET', '/policies/rate-limits', '/policies/rate-limits'],
  ['GET', '/models', '/models'],
  ['GET', logs, '/audit-logs'],
  ['DELETE', '/integrations/az/models?slugs=ft%3Aa%2Fb', '/integrations/{slug}/models'],
  ['DELETE', '/providers/second', '/providers/{slug}'],
  ['DELETE', '/integrations/mapped', '/integrations/{slug}'],
  ['DELETE', '/secret-references/vault', '/secret-references/{secretReferenceId}'],
];

describe.runIf(isContractHere)('compared with Portkey’s document, the sandbox', () => {
  test('takes bodies that it allows, and answers in its form', async () => {
    const { admin } = freshPortkey();
    for (const [method, path, described, body] of calls) {
      const answer = await admin(method, path, body);
      const what = `${method} ${path}`;
      expect([what, answer.status, answer.status === 200 ? '' : answer.body]).toEqual([
        what,
        200,
        '',
      ]);
      expect([what, problemsOfAnswer(method, described, 200, answer.json)]).toEqual([what, []]);
    }
  });
});

describe.runIf(isContractHere)('the check of all traffic with Portkey', () => {
  test('sees what portai and the sandbox exchange', async () => {
    const ran = await portai('workspaces list', { env: { PORTAI_SANDBOX: '1' } });
    expect(ran.code).toBe(0);
    expect(takeExchanges()).toMatchObject([
      {
        path: expect.stringMatching(/^\/admin\/workspaces\?/),
        request: { method: 'GET' },
        answer: { status: 200 },
        from: 'portai',
        by: 'the sandbox',
      },
    ]);
  });

  const exchange = (path: string, body: object, answer: object): PortkeyExchange => ({
    path,
    request: {
      method: 'PUT',
      url: new URL(`https://portkey.example${path}`),
      headers: {},
      body: JSON.stringify(body),
    },
    answer: { status: 200, headers: {}, body: JSON.stringify(answer) },
    from: 'portai',
    by: 'the sandbox',
  });
  const limited = (limit: object) => ({
    workspaces: [{ id: 'eng', enabled: true, usage_limits: [{ type: 'cost', ...limit }] }],
  });
  const workspaces = '/integrations/one/workspaces';

  test.each([
    ['a body with a wrong type', workspaces, limited({ credit_limit: '5' }), {}, /must be integer/],
    ['a parameter', `${workspaces}?page=1`, limited({ credit_limit: 5 }), {}, /no parameter page/],
    ['a call', '/integrations/one/costs', {}, {}, /no such operation/],
  ])('finds %s that the document does not have', (_, path, body, answer, says) => {
    expect(problemsOfExchange(exchange(path, body, answer))).toEqual([expect.stringMatching(says)]);
  });

  test('finds an answer of the sandbox that the document does not have', () => {
    const read = exchange('/integrations/one/models', {}, { total: 'one', models: [] });
    const { body: _none, ...request } = read.request;
    const asked = { ...read, request: { ...request, method: 'GET' as const } };
    expect(problemsOfExchange(asked)).not.toEqual([]);
    expect(problemsOfExchange({ ...asked, by: 'a script' })).toEqual([]);
  });

  test('lets a threshold be cleared with null, which the document forbids by a fault', () => {
    const body = limited({ credit_limit: 5, alert_threshold: null });
    expect(problemsOfExchange(exchange(workspaces, body, {}))).toEqual([]);
  });
});
