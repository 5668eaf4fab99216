import { afterAll, describe, expect, test } from 'vitest';
import { Secret } from '../../../../../src/core/secret.ts';
import {
  deploymentInWord,
  readDeployment,
} from '../../../../../src/planes/portkey/kinds/azure-deployments.ts';
import { catalogue, isConfirmed } from '../../../../../src/planes/portkey/kinds/catalogue.ts';
import type { KindValues } from '../../../../../src/planes/portkey/kinds/define.ts';
import { kindOf, kinds } from '../../../../../src/planes/portkey/kinds/index.ts';
import { requestBodies } from '../../../../../src/planes/portkey/requests.ts';
import { revealed } from '../../../../../src/planes/portkey/sendable.ts';
import {
  isContractHere,
  requestCheck,
  sayWhatIsMissing,
} from '../../../../support/portkey-contract.ts';

const key = new Secret('a-value');
const deployment = (fields: object = {}) => ({
  azure_deployment_name: 'gpt4o-e1',
  azure_api_version: '2024-10-21',
  azure_model_slug: 'gpt-4o',
  ...fields,
});
const first = deployment({ alias: 'gpt-4o-deploy', is_default: true });
const second = deployment({ alias: 'gpt-4o-mini-deploy', is_default: false });

/** Values of the reference's bodies by kind, and the configurations that it shows for them. */
const right: readonly [string, string, KindValues, object | undefined][] = [
  ['openai by key', 'openai', { key }, undefined],
  [
    'openai with a project',
    'openai',
    { key, openai_project: 'proj_1' },
    { openai_project: 'proj_1' },
  ],
  ['anthropic', 'anthropic', { key }, undefined],
  [
    'Azure OpenAI with two deployments',
    'azure-openai',
    {
      key,
      azure_resource_name: 'contoso-eastus',
      azure_deployment_config: [first, second],
    },
    {
      azure_auth_mode: 'default',
      azure_resource_name: 'contoso-eastus',
      azure_deployment_config: [first, second],
    },
  ],
  [
    'Azure OpenAI with Entra, whose single deployment is the default',
    'azure-openai',
    {
      azure_auth_mode: 'entra',
      azure_entra_tenant_id: 't',
      azure_entra_client_id: 'c',
      azure_entra_client_secret: key,
      azure_resource_name: 'rr',
      azure_deployment_config: [deployment()],
    },
    {
      azure_auth_mode: 'entra',
      azure_entra_tenant_id: 't',
      azure_entra_client_id: 'c',
      azure_entra_client_secret: key,
      azure_resource_name: 'rr',
      azure_deployment_config: [deployment({ is_default: true })],
    },
  ],
  [
    'Azure AI Foundry',
    'azure-ai',
    {
      key,
      azure_foundry_url: 'https://x.services.ai.azure.com/models',
      azure_api_version: '2024-05-01-preview',
    },
    {
      azure_auth_mode: 'default',
      azure_foundry_url: 'https://x.services.ai.azure.com/models',
      azure_api_version: '2024-05-01-preview',
    },
  ],
  [
    'Bedrock by access key',
    'bedrock',
    { aws_region: 'us-east-1', aws_access_key_id: 'an-id', aws_secret_access_key: key },
    {
      aws_auth_type: 'accessKey',
      aws_region: 'us-east-1',
      aws_access_key_id: 'an-id',
      aws_secret_access_key: key,
    },
  ],
  [
    'Bedrock by an assumed role',
    'bedrock',
    {
      aws_auth_type: 'assumedRole',
      aws_region: 'eu-west-1',
      aws_role_arn: 'arn:aws:iam::123456789012:role/portkey',
      aws_external_id: 'x1',
    },
    {
      aws_auth_type: 'assumedRole',
      aws_region: 'eu-west-1',
      aws_role_arn: 'arn:aws:iam::123456789012:role/portkey',
      aws_external_id: 'x1',
    },
  ],
  [
    'SageMaker',
    'sagemaker',
    {
      aws_region: 'us-east-1',
      aws_access_key_id: 'i',
      aws_secret_access_key: key,
      amzn_sagemaker_target_model: 'm',
    },
    {
      aws_auth_type: 'accessKey',
      aws_region: 'us-east-1',
      aws_access_key_id: 'i',
      aws_secret_access_key: key,
      amzn_sagemaker_target_model: 'm',
    },
  ],
  [
    'Vertex by a service account',
    'vertex-ai',
    {
      vertex_region: 'us-central1',
      vertex_service_account_json: { type: 'service_account', project_id: 'p', private_key: key },
    },
    {
      vertex_auth_type: 'serviceAccount',
      vertex_region: 'us-central1',
      vertex_service_account_json: { type: 'service_account', project_id: 'p', private_key: key },
    },
  ],
  [
    'Vertex by token',
    'vertex-ai',
    { key, vertex_auth_type: 'basic', vertex_region: 'us-central1', vertex_project_id: 'p' },
    { vertex_auth_type: 'basic', vertex_region: 'us-central1', vertex_project_id: 'p' },
  ],
  ['Workers AI', 'workers-ai', { key, workers_ai_account_id: 'a' }, { workers_ai_account_id: 'a' }],
  ['Hugging Face', 'huggingface', { key }, undefined],
  ['Cortex', 'cortex', { key, snowflake_account: 'a' }, { snowflake_account: 'a' }],
  ['a kind by key', 'groq', { key }, undefined],
  [
    'a self-hosted one, with headers and without a key',
    'openai',
    { custom_host: 'https://llm.example.com/v1', custom_headers: { 'x-api-key': key } },
    { custom_host: 'https://llm.example.com/v1', custom_headers: { 'x-api-key': key } },
  ],
];

/** The same for ways that the document does not have yet. */
const newer: readonly [string, string, KindValues, object][] = [
  [
    'a role of the gateway',
    'bedrock',
    { aws_auth_type: 'serviceRole' },
    { aws_auth_type: 'serviceRole' },
  ],
  [
    'a Bedrock API key',
    'bedrock',
    { key, aws_auth_type: 'apiKey', aws_region: 'us-east-1' },
    { aws_auth_type: 'apiKey', aws_region: 'us-east-1' },
  ],
  [
    'a workload of Google',
    'vertex-ai',
    { vertex_auth_type: 'workload', vertex_region: 'global', vertex_project_id: 'p' },
    { vertex_auth_type: 'workload', vertex_region: 'global', vertex_project_id: 'p' },
  ],
  ['Databricks', 'databricks', { key, databricks_workspace: 'w' }, { databricks_workspace: 'w' }],
  [
    'a field that is newer than portai, of a kind by key',
    'byteplus',
    { key, byteplus_region: 'ap-southeast-1' },
    { byteplus_region: 'ap-southeast-1' },
  ],
];

describe('values that are right', () => {
  test.each([...right, ...newer])('%s', (_, id, values, configurations) => {
    expect(kindOf(id).problems(values)).toEqual([]);
    expect(kindOf(id).configurationsOf(values)).toEqual(configurations);
  });

  afterAll(() => sayWhatIsMissing(right.length));
  test.skipIf(!isContractHere).each(right)(
    'make a creation of the contract: %s',
    (_, id, values, configurations) => {
      const body = { name: 'a', ai_provider_id: id, ...(configurations && { configurations }) };
      const check = requestCheck('POST', '/integrations');
      expect(check?.(revealed(body)), JSON.stringify(check?.errors)).toBe(true);
      expect(requestBodies().createIntegration.safeParse(body).success).toBe(true);
      expect(kindOf(id).problems(values)).toEqual([]);
    },
  );
});

describe('values that would be refused', () => {
  const azure = { key, azure_resource_name: 'contoso' };
  const config = 'azure_deployment_config';

  test.each<[string, string, KindValues, string, RegExp]>([
    ['no key', 'openai', {}, 'key', /required/],
    ['no key of a kind by key', 'groq', {}, 'key', /required/],
    ['no region', 'bedrock', { aws_auth_type: 'apiKey', key }, 'aws_region', /required/],
    [
      'no role',
      'bedrock',
      { aws_auth_type: 'assumedRole', aws_region: 'eu-west-1' },
      'aws_role_arn',
      /required for assumed role/,
    ],
    [
      'a secret of another way',
      'bedrock',
      { aws_auth_type: 'serviceRole', aws_secret_access_key: key },
      'aws_secret_access_key',
      /does not belong/,
    ],
    [
      'a key beside a role',
      'bedrock',
      { aws_auth_type: 'serviceRole', key },
      'key',
      /does not belong/,
    ],
    [
      'an unknown way',
      'bedrock',
      { aws_auth_type: 'password' },
      'aws_auth_type',
      /none of accessKey/,
    ],
    [
      'the field of another kind',
      'openai',
      { key, aws_region: 'eu-west-1' },
      'aws_region',
      /no field/,
    ],
    ['no deployment', 'azure-openai', azure, config, /required/],
    [
      'an empty list of deployments',
      'azure-openai',
      { ...azure, [config]: [] },
      config,
      /at least one/,
    ],
    [
      'an alias twice',
      'azure-openai',
      { ...azure, [config]: [first, deployment({ alias: 'gpt-4o-deploy' })] },
      config,
      /twice/,
    ],
    [
      'two defaults',
      'azure-openai',
      { ...azure, [config]: [first, { ...second, is_default: true }] },
      config,
      /2 defaults/,
    ],
    [
      'no default',
      'azure-openai',
      { ...azure, [config]: [{ ...first, is_default: false }, second] },
      config,
      /no default/,
    ],
    [
      'no alias',
      'azure-openai',
      { ...azure, [config]: [first, deployment()] },
      config,
      /needs an alias/,
    ],
    [
      'a long version',
      'azure-openai',
      { ...azure, [config]: [deployment({ azure_api_version: 'x'.repeat(31) })] },
      config,
      /30/,
    ],
    [
      'a host name for a resource',
      'azure-openai',
      { ...azure, azure_resource_name: 'a.openai.azure.com', [config]: [first] },
      'azure_resource_name',
      /first word/,
    ],
    [
      'a key file that is none',
      'vertex-ai',
      { vertex_region: 'global', vertex_service_account_json: { type: 'authorized_user' } },
      'vertex_service_account_json',
      /service account/,
    ],
    ['no private key', 'oracle', {}, 'oracle_private_key', /required/],
    [
      'a mask',
      'azure-openai',
      { ...azure, azure_auth_mode: 'entra', azure_entra_client_secret: new Secret('pa*****X7a') },
      'azure_entra_client_secret',
      /in place of a secret/,
    ],
    [
      'a private host',
      'openai',
      { custom_host: 'http://10.0.0.1/v1' },
      'custom_host',
      /does not reach/,
    ],
    ['a blank', 'cortex', { key, snowflake_account: ' a' }, 'snowflake_account', /blank/],
    [
      'a header that is none',
      'openai',
      { key, custom_headers: { 'a b': key } },
      'custom_headers',
      /./,
    ],
  ])('%s', (_, id, values, field, says) => {
    expect(kindOf(id).problems(values)).toContainEqual({
      field,
      says: expect.stringMatching(says),
    });
  });

  test('a value is never repeated', () => {
    const values = { custom_headers: { 'x-a': new Secret('value-1\nvalue-2') }, key };
    expect(JSON.stringify(kindOf('openai').problems(values))).not.toContain('value-');
  });

  test('what a vault fills is not missing', () => {
    const mapped = ['key'];
    expect(kindOf('openai').problems({}, { mapped })).toEqual([]);
  });

  test('a self-hosted Portkey may reach a private host', () => {
    const values = { custom_host: 'http://10.0.0.1/v1' };
    expect(kindOf('openai').problems(values, { onCloud: false })).toEqual([]);
  });
});

describe('a deployment on the command line', () => {
  test('is read', () => {
    const spec = 'alias=gpt-4o-deploy,name=gpt4o-e1,api-version=2024-10-21,model=gpt-4o,default';
    expect(readDeployment(spec)).toEqual({ deployment: first });
    expect(readDeployment(deploymentInWord(first))).toEqual({ deployment: first });
    expect(readDeployment(deploymentInWord(second))).toEqual({ deployment: second });
  });

  test.each([
    ['alias=a,name=b', /lacks api-version=, model=/],
    ['name=a,api-version=b,model=', /no value for model/],
    ['name=a,name=b,api-version=c,model=d', /name= twice/],
    ['name=a,version=b,model=c', /"version"/],
    ['', /has ""/],
  ])('"%s" is refused', (spec, says) => {
    expect(readDeployment(spec)).toEqual({ says: expect.stringMatching(says) });
  });
});

describe('the catalogue', () => {
  test('has each id once, and each kind with settings of its own', () => {
    const ids = catalogue.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(kinds.map(({ id }) => id)));
    // The reference's table has 90.
    expect(ids).toHaveLength(90);
  });

  test('marks what only a list of models was seen to have', () => {
    const confirmed = (id: string) => catalogue.filter((each) => each.id === id).map(isConfirmed);
    expect(['openai', 'fal-ai', 'ember-cloud', 'hugging-face'].flatMap(confirmed)).toEqual([
      ...[true, true, false, false],
    ]);
  });
});

test('flags of a kind differ from each other', () => {
  for (const { fields, auth } of kinds) {
    const flags = [...Object.values(fields).map(({ flag }) => flag), auth?.flag].filter(
      (flag) => flag !== undefined,
    );
    expect(new Set(flags).size).toBe(flags.length);
  }
});
