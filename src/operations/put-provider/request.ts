import type { Secret } from '../../core/secret.ts';
import type { ProviderType, Variant } from '../../planes/port/provider-types/define.ts';
import type { ModelSwitchRequest } from '../../planes/port/rules/model-switches.ts';
import type { Config } from '../../planes/port/config.ts';

/** A put as decisions, independent of flags. */
export interface PutRequest {
  /** Id of the provider type. */
  readonly provider: string;
  /**
   * The provider type; undefined if the type is newer than this version, so that only its name is
   * known.
   */
  readonly type: ProviderType | undefined;
  /** Fields of the configuration that are given now. An empty text removes an optional field. */
  readonly fields: Config;
  /** Replaces the stored configuration before the fields change it. */
  readonly document?: ProviderDocument;
  /** Id of the way to connect, if it is decided. */
  readonly variant?: string;
  /** Switches the provider on or off. Undefined leaves it as it is, and enables a new provider. */
  readonly enabled: boolean | undefined;
  /** Models to switch, as the user named them. */
  readonly models: ModelSwitchRequest;
  readonly tests: PutTests;
  /** Models that are found by asking the endpoint, instead of by what the user typed alone. */
  readonly discover?: DiscoverRequest;
  /** The put is refused unless the provider is absent, or present, before it. */
  readonly expects?: 'absent' | 'present';
  /** The put is refused if the provider was changed after this time (ISO 8601). */
  readonly unchangedSince?: string;
  /** True overrides problems that may be overridden, and skips the checks that would find them. */
  readonly force: boolean;
  /** True sends values also if Port's published schema would refuse them. */
  readonly skipClientChecks: boolean;
  readonly dryRun: boolean;
}

/** What is asked of an endpoint before a put. */
export type DiscoverRequest =
  /** Its models are those that one of the patterns takes; all of them without a pattern. */
  | { readonly kind: 'all matching'; readonly patterns: readonly string[] }
  /** The named models get what the endpoint states of them. */
  | { readonly kind: 'named' };

/** A provider as a configuration file describes it. */
export interface ProviderDocument {
  readonly config?: Config | undefined;
  readonly models: ModelSwitchRequest;
}

/** The connection tests before saving. */
export interface PutTests {
  /** The test from this machine, with values given now. Port then tests as well. */
  readonly preflight: PreflightRequest | undefined;
  /** The test by Port, before it saves. */
  readonly validate: boolean;
}

/** A test from this machine. */
export interface PreflightRequest {
  /**
   * AWS profile of this machine to use instead of the stored key pair; true for AWS' default chain.
   */
  readonly awsProfile?: string | true | undefined;
}

/** A put with all questions answered. */
export interface CompletePut {
  readonly request: PutRequest;
  /** Undefined leaves the configuration as it is. */
  readonly config: Config | undefined;
  readonly variant: Variant | undefined;
  /** Fields that were given or answered now, apart from what is stored. */
  readonly given: Config;
  /** True if a question was asked, so that the equivalent command is shown. */
  readonly asked: boolean;
  /** Secrets to store, for which the user typed values. */
  readonly newSecrets: readonly string[];
  readonly values: ReadonlyMap<string, Secret>;
  /** Values that were given for requests from this machine, whatever is stored under their names. */
  readonly valuesForTests?: ReadonlyMap<string, Secret>;
}

/** The defaults of a put, which change nothing. */
export const putNothing = {
  fields: {},
  enabled: undefined,
  models: { enable: [], disable: [] },
  tests: { preflight: undefined, validate: false },
  force: false,
  skipClientChecks: false,
  dryRun: false,
} as const satisfies Partial<PutRequest>;

/** Returns true if the request switches the provider or a model on or off. */
export function switchesSomething({ enabled, models }: PutRequest): boolean {
  return enabled !== undefined || models.enable.length + models.disable.length > 0;
}
