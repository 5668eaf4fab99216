import type { Secret } from '../../core/secret.ts';

/**
 * What Portkey administers, as the whole program names it. Field names are those of Portkey's API, values
 * are brought into one form by `wire.ts`. A noun that ends in `Input`, `Creation` or `Update` is sent.
 */

/** A time as Portkey writes it, in ISO 8601; null or absent where there is none. */
export type When = string | null | undefined;

/** Settings of one kind of provider, in the names of Portkey's API. A Secret in it is revealed when it is sent. */
export type Configurations = Readonly<Record<string, unknown>>;

/** A field of an integration that is filled from an external vault. */
export interface SecretMapping {
  /** `key`, or `configurations.<field>`. */
  readonly target_field: string;
  /** Slug or UUID of a secret reference. */
  readonly secret_reference_id: string;
  readonly secret_key?: string | null | undefined;
  readonly value_format?: string | null | undefined;
}

/** A budget as it is stored, with what the server counts. */
export interface UsageLimit {
  /** `cost` counts US dollars, `tokens` counts tokens. */
  readonly type: string;
  readonly credit_limit: number;
  /** An amount in the unit of `credit_limit`, not a percentage. */
  readonly alert_threshold?: number | null | undefined;
  /** `weekly`, `monthly`, or null. */
  readonly periodic_reset?: string | null | undefined;
  readonly periodic_reset_days?: number | null | undefined;
  readonly next_usage_reset_at?: When;
  /** Unit unproved: dollars, cents or a fraction for `cost`. */
  readonly current_usage?: number | null | undefined;
  readonly status?: string | null | undefined;
}

/** A budget as it is sent. */
export interface UsageLimitInput {
  readonly type: 'cost' | 'tokens';
  /** Whole dollars or tokens, 1 or more. */
  readonly credit_limit: number;
  /** Whole dollars or tokens; null takes a stored one away. */
  readonly alert_threshold?: number | null;
  readonly periodic_reset?: 'weekly' | 'monthly' | null;
  /** 1 to 365; excludes `periodic_reset`. */
  readonly periodic_reset_days?: number | null;
  readonly next_usage_reset_at?: string | null;
}

/** A rate as it is stored. */
export interface RateLimit {
  /** `requests` or `tokens`. */
  readonly type: string;
  /** `rpm`, `rph` or `rpd`, also for tokens. */
  readonly unit: string;
  readonly value: number;
}

/** A rate as it is sent. */
export interface RateLimitInput {
  readonly type: 'requests' | 'tokens';
  readonly unit: 'rpm' | 'rph' | 'rpd';
  /** 1 or more: documents and gateway disagree about 0. */
  readonly value: number;
}

/** What workspaces that are made later get by themselves. */
export interface GlobalWorkspaceAccess {
  readonly enabled: boolean;
  readonly usage_limits: readonly UsageLimit[];
  readonly rate_limits: readonly RateLimit[];
}

/** The same as it is sent; null clears limits. */
export interface GlobalWorkspaceAccessInput {
  readonly enabled: boolean;
  readonly usage_limits?: readonly UsageLimitInput[] | null;
  readonly rate_limits?: readonly RateLimitInput[] | null;
}

/** An integration: the credential of a third-party provider, with what it offers and to whom. */
export interface Integration {
  /** How it is addressed; never changes. */
  readonly slug: string;
  readonly name: string;
  /** The kind of provider, such as `openai`. */
  readonly ai_provider_id: string;
  readonly id?: string | null | undefined;
  readonly organisation_id?: string | null | undefined;
  /** `active` or `archived`. */
  readonly status?: string | null | undefined;
  /** `organisation`, or `workspace` for one that a workspace made. */
  readonly type?: string | null | undefined;
  readonly workspace_id?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly owner_id?: string | null | undefined;
  readonly workspaces_count?: number | null | undefined;
  readonly created_at?: When;
  readonly last_updated_at?: When;
  readonly masked_key?: string | null | undefined;
  readonly configurations?: Configurations | null | undefined;
  /** Null where nothing is provisioned by itself; absent in lists. */
  readonly global_workspace_access?: GlobalWorkspaceAccess | null | undefined;
  readonly allow_all_models?: boolean | null | undefined;
  readonly secret_mappings?: readonly SecretMapping[] | null | undefined;
  readonly pricing_adjustments?: unknown;
  readonly tags?: unknown;
}

/** An integration as it is created. */
export interface IntegrationCreation {
  readonly name: string;
  readonly ai_provider_id: string;
  /** Letters, digits, `-` and `_`, at most 255. */
  readonly slug?: string;
  readonly key?: Secret;
  readonly description?: string;
  readonly configurations?: Configurations;
  readonly secret_mappings?: readonly SecretMapping[];
  /** Null clears; `multiplier` holds factors of 0 or more by unit. */
  readonly pricing_adjustments?: Readonly<Record<string, unknown>> | null;
  /** Slug or UUID, for an integration of one workspace. */
  readonly workspace_id?: string;
  readonly create_default_provider?: boolean;
  readonly default_provider_slug?: string;
}

/** A change of an integration. What is left out stays; `secret_mappings: []` clears. */
export type IntegrationUpdate = Partial<
  Pick<
    IntegrationCreation,
    'name' | 'key' | 'description' | 'configurations' | 'secret_mappings' | 'pricing_adjustments'
  >
>;

/** What the answer to a creation names. */
export interface Created {
  readonly slug?: string | null | undefined;
  readonly id?: string | null | undefined;
}

/** A model of an integration that the server has a row for. */
export interface IntegrationModel {
  readonly slug: string;
  readonly name?: string | null | undefined;
  readonly enabled: boolean;
  readonly is_custom: boolean;
  readonly is_finetune: boolean;
  readonly base_model_slug?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly pricing_config?: unknown;
  readonly configurations?: Configurations | null | undefined;
  readonly created_at?: When;
  readonly last_updated_at?: When;
}

/** The models of an integration. */
export interface IntegrationModels {
  readonly models: readonly IntegrationModel[];
  /** True if models without a row are allowed as well; undefined where the server does not say. */
  readonly allow_all_models?: boolean | undefined;
}

/** A model as it is sent. */
export interface ModelInput {
  readonly slug: string;
  readonly enabled: boolean;
  readonly is_custom?: boolean | null;
  readonly is_finetune?: boolean | null;
  readonly base_model_slug?: string | null;
  readonly configurations?: Configurations;
  /** The unit of its prices is unproved: cents or dollars. */
  readonly pricing_config?: Readonly<Record<string, unknown>>;
}

/** A change of the models of an integration. */
export interface ModelsUpdate {
  readonly models: readonly ModelInput[];
  readonly allow_all_models?: boolean;
}

/** What one workspace may do with an integration. */
export interface WorkspaceAccess {
  /** Slug of the workspace; a UUID on some servers. */
  readonly id: string;
  readonly enabled: boolean;
  /** `active`, `exhausted` or `archived`. */
  readonly status?: string | null | undefined;
  readonly usage_limits: readonly UsageLimit[];
  readonly rate_limits: readonly RateLimit[];
  readonly last_reset_at?: When;
  readonly created_at?: When;
  readonly last_updated_at?: When;
}

/** The access of all workspaces to an integration. */
export interface IntegrationWorkspaces {
  readonly workspaces: readonly WorkspaceAccess[];
  /** Undefined where the server does not say. */
  readonly global_workspace_access?: GlobalWorkspaceAccess | null | undefined;
}

/** The access of one workspace as it is sent; null clears limits. */
export interface WorkspaceAccessInput {
  /** Slug or UUID. */
  readonly id: string;
  readonly enabled: boolean;
  readonly usage_limits?: readonly UsageLimitInput[] | null;
  readonly rate_limits?: readonly RateLimitInput[] | null;
  /** True sets what was used to zero, and makes an exhausted access active. */
  readonly reset_usage?: boolean;
  readonly create_default_provider?: boolean;
  readonly default_provider_slug?: string;
}

/** A change of who may use an integration. */
export interface WorkspacesUpdate {
  readonly workspaces: readonly WorkspaceAccessInput[];
  readonly global_workspace_access?: GlobalWorkspaceAccessInput;
  /** True pushes the global access onto workspaces that are there. Always sent, as servers differ without it. */
  readonly override_existing_workspace_access: boolean;
  readonly create_default_provider?: boolean;
  readonly default_provider_slug?: string;
}

/** A workspace of the organization. */
export interface Workspace {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly organisation_id?: string | null | undefined;
  readonly usage_limits: readonly UsageLimit[];
  readonly rate_limits: readonly RateLimit[];
  readonly created_at?: When;
  readonly last_updated_at?: When;
  readonly last_reset_at?: When;
  readonly security_settings?: unknown;
}

/** An AI provider of a workspace: what requests name as `@slug/model`. Made of an integration. */
export interface PortkeyProvider {
  readonly slug: string;
  readonly name: string;
  readonly id?: string | null | undefined;
  /** Slug of its integration. */
  readonly integration_id?: string | null | undefined;
  /** Kind of provider in lists. */
  readonly provider?: string | null | undefined;
  /** Kind of provider in details. */
  readonly ai_provider_name?: string | null | undefined;
  readonly status?: string | null | undefined;
  readonly note?: string | null | undefined;
  readonly workspace_id?: string | null | undefined;
  readonly workspace_name?: string | null | undefined;
  readonly usage_limits: readonly UsageLimit[];
  readonly rate_limits: readonly RateLimit[];
  readonly masked_api_key?: string | null | undefined;
  readonly expires_at?: When;
  readonly created_at?: When;
  readonly last_reset_at?: When;
}

/** An AI provider as it is created. Unlike elsewhere its budget is one object. */
export interface ProviderCreation {
  readonly name: string;
  readonly integration_id: string;
  readonly workspace_id?: string;
  readonly slug?: string;
  readonly note?: string | null;
  readonly usage_limits?: UsageLimitInput;
  readonly rate_limits?: readonly RateLimitInput[];
  readonly expires_at?: string;
}

/** A change of an AI provider; null clears. */
export interface AiProviderUpdate {
  readonly name?: string;
  readonly note?: string;
  readonly usage_limits?: UsageLimitInput | null;
  readonly rate_limits?: readonly RateLimitInput[] | null;
  readonly expires_at?: string | null;
  readonly reset_usage?: boolean;
}

/** A connection to an external vault. Its credentials are nowhere to be read. */
export interface SecretReference {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  /** `aws_sm`, `azure_kv` or `hashicorp_vault`. */
  readonly manager_type: string;
  readonly status?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly secret_path?: string | null | undefined;
  readonly secret_key?: string | null | undefined;
  readonly allow_all_workspaces?: boolean | null | undefined;
  readonly created_at?: When;
  readonly last_updated_at?: When;
}

/** A budget that is shared by what it groups. */
export interface UsageLimitPolicy {
  readonly id: string;
  readonly name?: string | null | undefined;
  readonly type: string;
  readonly credit_limit?: number | null | undefined;
  readonly alert_threshold?: number | null | undefined;
  readonly periodic_reset?: string | null | undefined;
  readonly periodic_reset_days?: number | null | undefined;
  readonly status?: string | null | undefined;
  readonly workspace_id?: string | null | undefined;
  readonly conditions?:
    readonly { readonly key: string; readonly value: string }[] | null | undefined;
  readonly group_by?: readonly { readonly key: string }[] | null | undefined;
}

/** A rate that is shared by what it groups. */
export interface RateLimitPolicy {
  readonly id: string;
  readonly name?: string | null | undefined;
  readonly type: string;
  readonly unit: string;
  readonly value: number;
  readonly status?: string | null | undefined;
  readonly workspace_id?: string | null | undefined;
  readonly conditions?:
    readonly { readonly key: string; readonly value: string }[] | null | undefined;
  readonly group_by?: readonly { readonly key: string }[] | null | undefined;
}

/** One change that the audit log tells of. Headers of the request are left out, values of secrets masked. */
export interface AuditRecord {
  readonly timestamp: string;
  readonly method?: string | null | undefined;
  readonly uri?: string | null | undefined;
  readonly request_id?: string | null | undefined;
  /** What was sent, parsed, with masks in place of secrets; undefined where it is no JSON. */
  readonly request_body?: unknown;
  readonly user_id?: string | null | undefined;
  readonly user_type?: string | null | undefined;
  readonly organisation_id?: string | null | undefined;
  readonly workspace_id?: string | null | undefined;
  readonly response_status_code?: number | null | undefined;
  readonly resource_type?: string | null | undefined;
  readonly action?: string | null | undefined;
  readonly client_ip?: string | null | undefined;
  readonly country?: string | null | undefined;
}

/** A model that requests may name, as `@provider-slug/model`. */
export interface OfferedModel {
  readonly id: string;
  readonly owned_by?: string | null | undefined;
}

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Entries on the page before those that could not be read were left out. */
  readonly received: number;
  /** What the server says that there are in all, if it does. */
  readonly total?: number | undefined;
}
