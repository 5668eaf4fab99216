import { afterAll, describe, expect, test } from 'vitest';
import type { Method } from '../../../../src/core/http.ts';
import { requestBodies } from '../../../../src/planes/portkey/requests.ts';
import {
  isContractHere,
  requestCheck,
  sayWhatIsMissing,
} from '../../../support/portkey-contract.ts';

type Body = keyof ReturnType<typeof requestBodies>;

/** Bodies of the reference's walk through the wizard, each with the call that sends it. */
const bodies: readonly [string, Body, Method, string, object][] = [
  [
    'an Azure integration with two deployments',
    'createIntegration',
    'POST',
    '/integrations',
    {
      name: 'Azure Production - US East',
      slug: 'azure-prod-useast',
      ai_provider_id: 'azure-openai',
      key: 'a-key',
      description: 'GPT family, East US',
      configurations: {
        azure_auth_mode: 'default',
        azure_resource_name: 'contoso-eastus',
        azure_deployment_config: [
          {
            alias: 'gpt-4o-deploy',
            azure_deployment_name: 'gpt4o-e1',
            azure_api_version: '2024-10-21',
            azure_model_slug: 'gpt-4o',
            is_default: true,
          },
        ],
      },
    },
  ],
  [
    'a key from a vault',
    'createIntegration',
    'POST',
    '/integrations',
    {
      name: 'openai-vault',
      ai_provider_id: 'openai',
      secret_mappings: [
        { target_field: 'key', secret_reference_id: 'aws-prod', secret_key: 'OPENAI_API_KEY' },
      ],
    },
  ],
  [
    'an integration of a workspace',
    'createIntegration',
    'POST',
    '/integrations',
    {
      name: 'team-groq',
      ai_provider_id: 'groq',
      key: 'a-key',
      workspace_id: 'ws-engineering-1a2b3c',
      create_default_provider: true,
      default_provider_slug: 'team-groq',
    },
  ],
  ['another key', 'updateIntegration', 'PUT', '/integrations/a', { key: 'a-new-key' }],
  [
    'an allow list',
    'putModels',
    'PUT',
    '/integrations/a/models',
    {
      allow_all_models: false,
      models: [
        { slug: 'gpt-4o', enabled: true },
        { slug: 'gpt-4o-mini', enabled: false },
      ],
    },
  ],
  [
    'a custom model with price and host',
    'putModels',
    'PUT',
    '/integrations/a/models',
    {
      models: [
        {
          slug: 'ft:gpt-4o-mini:acme:a1',
          enabled: true,
          is_finetune: true,
          base_model_slug: 'gpt-4o-mini',
          configurations: { custom_host: 'https://ft.internal.example.com/v1' },
          pricing_config: {
            type: 'static',
            pay_as_you_go: {
              request_token: { price: 0.00003 },
              response_token: { price: 0.00012 },
            },
          },
        },
      ],
    },
  ],
  [
    'workspaces with limits, and what new ones get',
    'putWorkspaces',
    'PUT',
    '/integrations/a/workspaces',
    {
      workspaces: [
        {
          id: 'ws-engineering-1a2b3c',
          enabled: true,
          usage_limits: [
            { type: 'cost', credit_limit: 500, alert_threshold: 400, periodic_reset: 'monthly' },
          ],
          rate_limits: [{ type: 'requests', unit: 'rpm', value: 600 }],
        },
        { id: 'ws-sandbox-7a8b9c', enabled: false },
        {
          id: 'ws-support-4d5e6f',
          enabled: true,
          usage_limits: null,
          rate_limits: null,
          reset_usage: true,
        },
      ],
      global_workspace_access: {
        enabled: true,
        usage_limits: [{ type: 'tokens', credit_limit: 2_000_000, periodic_reset_days: 14 }],
        rate_limits: [{ type: 'tokens', unit: 'rph', value: 1000 }],
      },
      override_existing_workspace_access: false,
      create_default_provider: true,
    },
  ],
  [
    'global access off, pushed to everyone',
    'putWorkspaces',
    'PUT',
    '/integrations/a/workspaces',
    {
      workspaces: [],
      global_workspace_access: { enabled: false },
      override_existing_workspace_access: true,
    },
  ],
  [
    'a provider with a budget',
    'createProvider',
    'POST',
    '/providers',
    {
      name: 'a',
      integration_id: 'openai-prod',
      slug: 'a',
      usage_limits: { type: 'cost', credit_limit: 5 },
    },
  ],
  ['a provider whose use is reset', 'updateProvider', 'PUT', '/providers/a', { reset_usage: true }],
];

describe('a body of the reference', () => {
  test.each(bodies)('passes: %s', (_, name, _method, _path, body) => {
    expect(requestBodies()[name].safeParse(body).error?.issues).toBeUndefined();
  });

  afterAll(() => sayWhatIsMissing(bodies.length));
  test.skipIf(!isContractHere).each(bodies)(
    'is one of the contract: %s',
    (_, _name, method, path, body) => {
      const check = requestCheck(method, path);
      expect(check?.(body), JSON.stringify(check?.errors)).toBe(true);
    },
  );
});

describe('a body that would be refused, or do another thing', () => {
  const limit = { type: 'cost', credit_limit: 5 };
  const workspaces = (fields: object) => ({
    workspaces: [{ id: 'a', enabled: true, ...fields }],
    override_existing_workspace_access: false,
  });

  test.each<[string, Body, object]>([
    ['an unknown field', 'createIntegration', { name: 'a', ai_provider_id: 'b', kei: 'c' }],
    ['a slug with a blank', 'createIntegration', { name: 'a', ai_provider_id: 'b', slug: 'a b' }],
    ['a slug in an update: it cannot change', 'updateIntegration', { slug: 'a' }],
    [
      'a mapping of no field',
      'updateIntegration',
      { secret_mappings: [{ target_field: 'name', secret_reference_id: 'a' }] },
    ],
    ['workspaces without the override', 'putWorkspaces', { workspaces: [] }],
    [
      'the plural that one client sends',
      'putWorkspaces',
      { ...workspaces({}), override_existing_workspaces_access: true },
    ],
    [
      'a budget of 0',
      'putWorkspaces',
      workspaces({ usage_limits: [{ ...limit, credit_limit: 0 }] }),
    ],
    [
      'a budget with cents',
      'putWorkspaces',
      workspaces({ usage_limits: [{ ...limit, credit_limit: 0.5 }] }),
    ],
    ['two budgets', 'putWorkspaces', workspaces({ usage_limits: [limit, limit] })],
    [
      'both forms of a reset',
      'putWorkspaces',
      workspaces({
        usage_limits: [{ ...limit, periodic_reset: 'weekly', periodic_reset_days: 7 }],
      }),
    ],
    [
      'a field that the server keeps',
      'putWorkspaces',
      workspaces({ usage_limits: [{ ...limit, current_usage: 4 }] }),
    ],
    [
      'a rate of 0',
      'putWorkspaces',
      workspaces({ rate_limits: [{ type: 'requests', unit: 'rpm', value: 0 }] }),
    ],
    [
      'a rate by the second',
      'putWorkspaces',
      workspaces({ rate_limits: [{ type: 'requests', unit: 'rps', value: 1 }] }),
    ],
    ['models without the switch', 'putModels', { models: [{ slug: 'a' }] }],
  ])('%s', (_, name, body) => {
    expect(requestBodies()[name].safeParse(body).success).toBe(false);
  });
});
