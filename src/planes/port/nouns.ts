import type { Config } from './config.ts';

/** What Port administers, as the whole program names it. `wire.ts` says how an answer becomes one of these. */

/** A provider as stored: one a type and organization. Its maps are kept as the server writes them. */
export interface Provider {
  /** Id of the provider type. */
  readonly provider: string;
  readonly enabled: boolean;
  readonly config?: Config | null | undefined;
  readonly overrides?: Overrides | null | undefined;
  readonly effectiveModels?: unknown;
  readonly createdAt?: string | null | undefined;
  readonly createdBy?: string | null | undefined;
  readonly updatedAt?: string | null | undefined;
  readonly updatedBy?: string | null | undefined;
}

/** A provider apart from its type. */
export type ProviderContent = Omit<Provider, 'provider'>;

/** Overrides as sent: what is stored, with what portai does not know of it. */
export interface Overrides {
  readonly models?: unknown;
  readonly [key: string]: unknown;
}

/** A change of a provider as sent; every part is complete, because Port does not say whether PUT merges. */
export interface ProviderUpdate {
  readonly config?: Config;
  readonly overrides?: Overrides;
  readonly enabled: boolean;
}

/** One model of a provider, and whether requests may use it. */
export interface Model {
  readonly model: string;
  readonly enabled: boolean;
}

/** The provider and model that requests use which name none. */
export interface Default {
  readonly provider: string;
  readonly model: string;
}

/** A default as stored; one of Port's own carries no time. */
export interface StoredDefault extends Default {
  readonly createdAt?: string | null | undefined;
  readonly createdBy?: string | null | undefined;
  readonly updatedAt?: string | null | undefined;
  readonly updatedBy?: string | null | undefined;
}

/** What is known of a secret. Its value is nowhere to be read. */
export interface SecretInfo {
  readonly secretName: string;
  readonly description?: string | null | undefined;
  readonly createdAt?: string | null | undefined;
  readonly updatedAt?: string | null | undefined;
}

/** An organization, as far as Port shows it to the credentials in use. */
export interface Organization {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

/** A person of the organization. */
export interface User {
  readonly email?: string | undefined;
  readonly roles?: readonly { readonly name: string }[] | undefined;
}

/** Use of Port's own models in a month. Port is not relied on to tell all of it. */
export interface AiQuota {
  readonly monthlyLimit?: number | null | undefined;
  readonly remainingQuota?: number | null | undefined;
  /** `2026-01`. */
  readonly month?: string | null | undefined;
  /** Until the month ends. */
  readonly remainingTimeMs?: number | null | undefined;
}

/** An entity as Port stores it. The names of its properties are those of its blueprint. */
export interface PortEntity {
  readonly identifier: string;
  readonly title?: string | null | undefined;
  readonly properties?: Readonly<Record<string, unknown>> | null | undefined;
  readonly relations?: Readonly<Record<string, unknown>> | null | undefined;
  readonly createdAt?: string | null | undefined;
  readonly createdBy?: string | null | undefined;
}

/** A page of entities; `next` leads to the one after it. */
export interface EntityPage {
  readonly entities: readonly PortEntity[];
  readonly next?: string | null | undefined;
}

/** What the records of a blueprint hold. */
export interface Blueprint {
  readonly identifier: string;
  readonly schema?:
    { readonly properties?: Readonly<Record<string, BlueprintProperty>> | undefined } | undefined;
}

/** One property of a blueprint. */
export interface BlueprintProperty {
  readonly title?: string | null | undefined;
  readonly enum?: readonly unknown[] | null | undefined;
}

/** One condition of a search for entities. */
export interface SearchRule {
  readonly property: string;
  readonly operator: string;
  readonly value: unknown;
}

/** A search for entities: all rules hold for what it finds. */
export interface EntitySearch {
  readonly rules: readonly SearchRule[];
  readonly limit: number;
  readonly from?: string | undefined;
}

/** What came of an invocation. */
export interface InvocationResult {
  readonly status: string;
  readonly message?: string | null | undefined;
  readonly error?: string | null | undefined;
  readonly selectedAgent?: string | null | undefined;
}
