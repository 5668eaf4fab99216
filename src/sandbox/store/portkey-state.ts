import { z } from 'zod';
import { encryptedValue } from './encryption.ts';

/** What the sandbox keeps of an organisation at Portkey, field names as on the wire where there are any. */

const at = z.iso.datetime();

/** A value encrypted, and the part of it that answers show. */
export const hiddenValue = z.strictObject({ sealed: encryptedValue, mask: z.string() });
/** A value that is never shown. */
export type HiddenValue = z.infer<typeof hiddenValue>;

const usageLimit = z.strictObject({
  id: z.string(),
  type: z.enum(['cost', 'tokens']),
  /** USD or tokens; null: no limit. */
  credit_limit: z.number().nullable(),
  alert_threshold: z.number().nullable(),
  periodic_reset: z.enum(['weekly', 'monthly']).nullable(),
  periodic_reset_days: z.number().nullable(),
  next_usage_reset_at: at.nullable(),
});
/** A budget. */
export type StoredUsageLimit = z.infer<typeof usageLimit>;

const rateLimit = z.strictObject({
  type: z.enum(['requests', 'tokens']),
  unit: z.enum(['rpm', 'rph', 'rpd']),
  value: z.number(),
});
/** A rate limit. */
export type StoredRateLimit = z.infer<typeof rateLimit>;

/** The limits of something, and what was used of them. */
const limited = {
  usage_limit: usageLimit.nullable(),
  rate_limit: rateLimit.nullable(),
  /** USD and tokens since the last reset. */
  used: z.strictObject({ cost: z.number(), tokens: z.number() }),
  last_reset_at: at.nullable(),
  /** What was used in the window of the rate limit that began then (milliseconds). */
  window: z.strictObject({ began: z.number(), requests: z.number(), tokens: z.number() }),
};
/** Limits and their use, as they are stored. */
export const limitedThing = z.strictObject(limited);
/** Something with limits. */
export type LimitedThing = z.infer<typeof limitedThing>;

const access = z.strictObject({
  enabled: z.boolean(),
  ...limited,
  created_at: at,
  last_updated_at: at.nullable(),
});
/** The access of one workspace to an integration. */
export type StoredAccess = z.infer<typeof access>;

const globalAccess = z.strictObject({
  enabled: z.boolean(),
  usage_limit: usageLimit.nullable(),
  rate_limit: rateLimit.nullable(),
});
/** What new workspaces get. */
export type StoredGlobalAccess = z.infer<typeof globalAccess>;

const namedHiddenValue = z.strictObject({ name: z.string(), value: hiddenValue });

const model = z.strictObject({
  slug: z.string(),
  enabled: z.boolean(),
  is_custom: z.boolean(),
  is_finetune: z.boolean(),
  base_model_slug: z.string().nullable(),
  custom_host: z.string().nullable(),
  custom_headers: z.array(namedHiddenValue),
  pricing_config: z.unknown(),
  created_at: at,
  last_updated_at: at.nullable(),
});
/** A model of an integration. */
export type StoredModel = z.infer<typeof model>;

const secretMapping = z.strictObject({
  target_field: z.string(),
  secret_reference_id: z.string(),
  secret_key: z.string().nullable().optional(),
  value_format: z.enum(['json', 'string']).nullable().optional(),
});
/** A field that a secret reference fills. */
export type StoredSecretMapping = z.infer<typeof secretMapping>;

const integration = z.strictObject({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  ai_provider_id: z.string(),
  /** The UUID of the workspace to which it belongs; null for one of the organisation. */
  workspace_id: z.string().nullable(),
  owner_id: z.string(),
  key: hiddenValue.nullable(),
  /** What is no secret. */
  configurations: z.record(z.string(), z.unknown()),
  /** Secret fields of the configurations by their names; those that are no text as JSON. */
  secrets: z.array(namedHiddenValue),
  headers: z.array(namedHiddenValue),
  secret_mappings: z.array(secretMapping),
  pricing_adjustments: z.unknown(),
  allow_all_models: z.boolean(),
  models: z.array(model),
  /** By the UUID of a workspace; one without an entry was never provisioned. */
  access: z.record(z.string(), access),
  global_access: globalAccess.nullable(),
  created_at: at,
  last_updated_at: at.nullable(),
});
/** An integration. */
export type StoredIntegration = z.infer<typeof integration>;

const provider = z.strictObject({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  note: z.string().nullable(),
  /** UUIDs. */
  integration: z.string(),
  workspace: z.string(),
  ...limited,
  expires_at: at.nullable(),
  created_at: at,
  last_updated_at: at.nullable(),
});
/** A provider of a workspace. */
export type StoredPortkeyProvider = z.infer<typeof provider>;

const workspace = z.strictObject({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  status: z.enum(['active', 'archived']),
  defaults: z.record(z.string(), z.unknown()).nullable(),
  ...limited,
  created_at: at,
  last_updated_at: at,
});
/** A workspace. */
export type StoredWorkspace = z.infer<typeof workspace>;

const secretReference = z.strictObject({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  manager_type: z.enum(['aws_sm', 'azure_kv', 'hashicorp_vault']),
  auth_config: z.record(z.string(), z.unknown()),
  secrets: z.array(namedHiddenValue),
  secret_path: z.string(),
  secret_key: z.string().nullable(),
  allow_all_workspaces: z.boolean(),
  allowed_workspaces: z.array(z.string()),
  tags: z.record(z.string(), z.string()).nullable(),
  created_by: z.string(),
  created_at: at,
  last_updated_at: at,
});
/** A reference to a secret in a vault of one's own. */
export type StoredSecretReference = z.infer<typeof secretReference>;

const apiKey = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** SHA-256 of the key, hex. */
  digest: z.string(),
  workspace: z.string(),
  scopes: z.array(z.string()),
  created_at: at,
});
/** A key of a workspace. */
export type StoredApiKey = z.infer<typeof apiKey>;

const auditRecord = z.strictObject({
  timestamp: at,
  method: z.enum(['POST', 'PUT', 'DELETE']),
  uri: z.string(),
  request_id: z.string(),
  request_body: z.string(),
  query_params: z.string(),
  user_id: z.string(),
  workspace_id: z.string().nullable(),
  response_status_code: z.number(),
  resource_type: z.string(),
  action: z.string(),
});
/** One request that changed something. */
export type StoredAuditRecord = z.infer<typeof auditRecord>;

/** The whole organisation. */
export const portkeyState = z.strictObject({
  organisation_id: z.string(),
  workspaces: z.array(workspace),
  integrations: z.array(integration),
  providers: z.array(provider),
  secret_references: z.array(secretReference),
  api_keys: z.array(apiKey),
  audit: z.array(auditRecord),
});
/** The whole organisation, as it is used. */
export type PortkeyState = z.infer<typeof portkeyState>;

/** Limits and use of something that has none yet. */
export const unlimited = (): LimitedThing => ({
  usage_limit: null,
  rate_limit: null,
  used: { cost: 0, tokens: 0 },
  last_reset_at: null,
  window: { began: 0, requests: 0, tokens: 0 },
});

const seededAt = '2025-01-01T00:00:00.000Z';

const seeded = (number: number, slug: string, name: string): StoredWorkspace => ({
  id: `00000000-0000-4000-8000-0000000000${number}`,
  slug,
  name,
  description: null,
  status: 'active',
  defaults: null,
  ...unlimited(),
  created_at: seededAt,
  last_updated_at: seededAt,
});

/** The organisation of a new sandbox: three workspaces and nothing else. */
export const initialPortkeyState = (): PortkeyState => ({
  organisation_id: '00000000-0000-4000-8000-000000000001',
  workspaces: [
    seeded(11, 'eng', 'Engineering'),
    seeded(12, 'research', 'Research'),
    seeded(13, 'support', 'Support'),
  ],
  integrations: [],
  providers: [],
  secret_references: [],
  api_keys: [],
  audit: [],
});
