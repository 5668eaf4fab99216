import { z } from 'zod';
import { isLoopback } from '../../core/loopback.ts';
import { fieldsOf } from '../../core/text/json.ts';
import { isIP } from 'node:net';
import { specialReach } from '../../core/special-addresses.ts';

/**
 * What an integration has to bring, by `ai_provider_id`. Sources: Portkey's OpenAPI document, backend
 * changelog up to 1.22, Terraform provider. Fields that are newer than those pass through.
 */

const text = z.string().min(1);

const deployment = z.strictObject({
  alias: text.optional(),
  azure_deployment_name: text,
  azure_api_version: text.max(30),
  azure_model_slug: text,
  is_default: z.boolean().optional(),
});
/** The deployments of an integration of Azure OpenAI, with their rules. */
export const deployments = z
  .array(deployment)
  .min(1)
  .refine((all) => all.filter(({ is_default }) => is_default === true).length < 2, {
    message: 'only one deployment can be the default',
  })
  .refine((all) => all.every(({ alias, is_default }) => is_default === true || alias), {
    message: 'a deployment that is not the default needs an alias',
  })
  .refine(
    (all) => {
      const aliases = all.flatMap(({ alias }) => alias ?? []);
      return new Set(aliases).size === aliases.length;
    },
    { message: 'each alias can be used once' },
  );

const azureModes = z.enum(['default', 'entra', 'managed', 'entraFederated', 'workload']);
const awsTypes = z.enum(['accessKey', 'assumedRole', 'serviceRole', 'apiKey']);
const vertexTypes = z.enum(['basic', 'serviceAccount', 'workload']);

const ofAzureOpenai = z.looseObject({
  azure_auth_mode: azureModes,
  azure_resource_name: text,
  azure_deployment_config: deployments,
});
const ofAzureAi = z.looseObject({
  azure_auth_mode: azureModes,
  azure_foundry_url: text,
  azure_api_version: text.max(30).optional(),
});
const ofAws = z.looseObject({ aws_auth_type: awsTypes, aws_region: text.optional() });
const ofVertex = z.looseObject({ vertex_auth_type: vertexTypes, vertex_region: text });

/** Fields that a way of signing in needs besides; by the field that names the way, and its value. */
const needed: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  azure_auth_mode: {
    entra: ['azure_entra_tenant_id', 'azure_entra_client_id', 'azure_entra_client_secret'],
    entraFederated: ['azure_entra_tenant_id', 'azure_entra_client_id'],
    workload: ['azure_workload_client_id', 'azure_workload_tenant_id'],
  },
  aws_auth_type: {
    accessKey: ['aws_access_key_id', 'aws_secret_access_key', 'aws_region'],
    assumedRole: ['aws_role_arn', 'aws_region'],
    apiKey: ['aws_region'],
  },
  vertex_auth_type: {
    basic: ['vertex_project_id'],
    workload: ['vertex_project_id'],
    serviceAccount: ['vertex_service_account_json'],
  },
};

const anything = z.looseObject({});
const forms: Readonly<Record<string, z.ZodType>> = {
  'azure-openai': ofAzureOpenai,
  'azure-ai': ofAzureAi,
  bedrock: ofAws,
  sagemaker: ofAws,
  'bedrock-mantle': ofAws,
  'claude-platform-aws': ofAws,
  'vertex-ai': ofVertex,
  'workers-ai': z.looseObject({ workers_ai_account_id: text }),
  cortex: z.looseObject({ snowflake_account: text }),
};

/** Providers that take no key at all. */
const keyless = new Set(['ollama', 'triton', 'oracle']);
/** Ways of signing in that use the key; the other ways of the same providers use none. */
const keyed = new Set(['default', 'apiKey', 'basic']);

const wayOf = (configurations: Readonly<Record<string, unknown>>) =>
  Object.keys(needed)
    .map((field) => configurations[field])
    .find((way) => way !== undefined);

/** A server of one's own needs none. Source: Portkey's pages Bring Your Own LLM and Ollama. */
function needsKey(provider: string, configurations: Readonly<Record<string, unknown>>): boolean {
  if (keyless.has(provider)) return false;
  const way = wayOf(configurations);
  if (way === undefined) return configurations['custom_host'] === undefined;
  return typeof way === 'string' && keyed.has(way);
}

/** Fields that are never shown. The ARN of a role is, since 1.15.0 of the backend. */
const secretFields = new Set([
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_external_id',
  'azure_entra_client_secret',
  'vertex_service_account_json',
  'oracle_private_key',
  'oracle_key_passphrase',
]);

/** True for a field of `configurations` whose value is never shown. */
export const isSecretField = (field: string): boolean => secretFields.has(field);

const headers = z.record(text, z.string());

/** What is checked of an integration. */
export interface ConfiguredIntegration {
  readonly ai_provider_id: string;
  /** Everything but what is null; secret fields included. */
  readonly configurations: Readonly<Record<string, unknown>>;
  /** Fields that a secret reference fills: `key`, or `configurations.<field>`. */
  readonly mapped: readonly string[];
  readonly hasKey: boolean;
}

/** What stands against an integration, one sentence each; none when nothing does. */
export function configurationProblems(given: ConfiguredIntegration): string[] {
  const { ai_provider_id: provider, configurations, mapped, hasKey } = given;
  const isMapped = (field: string) => mapped.includes(field);
  const form = (forms[provider] ?? anything).safeParse(configurations);
  const issues = form.error?.issues ?? [];
  const problems = issues
    .filter(({ path }) => !isMapped(`configurations.${String(path[0])}`))
    .map(({ path, message }) => `configurations.${path.map(String).join('.')}: ${message}`);
  for (const [field, ways] of Object.entries(needed)) {
    const way = configurations[field];
    for (const each of typeof way === 'string' ? (ways[way] ?? []) : []) {
      const there = configurations[each] !== undefined || isMapped(`configurations.${each}`);
      if (!there) problems.push(`configurations.${each}: is required`);
    }
  }
  for (const field of Object.keys(configurations)) {
    if (field.startsWith('masked_')) problems.push(`configurations.${field}: is not a field`);
  }
  const { custom_host: host, custom_headers: sent } = configurations;
  if (host !== undefined) problems.push(...hostProblems('configurations.custom_host', host));
  if (sent !== undefined && !headers.safeParse(sent).success) {
    problems.push('configurations.custom_headers: must be texts by names');
  }
  const serviceAccount = configurations['vertex_service_account_json'];
  if (serviceAccount !== undefined && !fieldsOf(serviceAccount)) {
    problems.push('configurations.vertex_service_account_json: must be an object');
  }
  if (needsKey(provider, configurations) && !hasKey && !isMapped('key')) {
    problems.push('key: is required for this provider');
  }
  return problems;
}

const privateNames =
  /^(?:metadata|metadata\.google\.internal|instance-data)\.?$|\.(?:internal|local)\.?$/i;

/**
 * What stands against a host of one's own: http or https, no credentials, no fragment, at most 2048
 * characters, and no private, reserved, link-local or metadata address. Source: Portkey's documentation.
 */
export function hostProblems(at: string, host: unknown): string[] {
  if (typeof host !== 'string' || host.length > 2048 || !URL.canParse(host)) {
    return [`${at}: must be a URL of at most 2048 characters`];
  }
  const url = new URL(host);
  if (!/^https?:$/.test(url.protocol)) return [`${at}: must be an http or https URL`];
  if (url.username !== '' || url.password !== '') return [`${at}: must hold no credentials`];
  if (host.includes('#')) return [`${at}: must hold no fragment`];
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const isReserved = isIP(name) !== 0 && specialReach(name) !== undefined;
  if (isReserved || isLoopback(url.hostname) || privateNames.test(name)) {
    return [`${at}: private, reserved and metadata addresses are not allowed`];
  }
  return [];
}
