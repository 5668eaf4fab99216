import type { Secret } from '../../core/secret.ts';
import type { ProviderType, Variant } from '../../planes/port/provider-types/define.ts';
import type { ModelChange } from '../../planes/port/rules/model-switches.ts';
import type { Config } from '../../planes/port/config.ts';

/** What a put is to do, as decisions: whoever makes one says nothing of flags. */
export interface PutRequest {
  /** Id of the provider type. */
  readonly provider: string;
  /** Undefined for a type that is newer than this version: only its name is known. */
  readonly type: ProviderType | undefined;
  /** Fields of the configuration that are given now; an empty text takes an optional one away. */
  readonly fields: Config;
  /** Takes the place of what is stored, before the fields change it. */
  readonly document?: ProviderDocument;
  /** Id of the way to connect, where it is decided. */
  readonly variant?: string;
  /** Undefined leaves it as it is; a new provider is enabled. */
  readonly enabled: boolean | undefined;
  /** Models to switch, named by whoever asks. */
  readonly models: ModelChange;
  readonly tests: PutTests;
  /** Refused when the provider is there already, or is not there yet. */
  readonly expects?: 'absent' | 'present';
  /** Refused when the provider was changed after this time (ISO 8601). */
  readonly unchangedSince?: string;
  /** Whether problems that may be overridden are, without a look. */
  readonly force: boolean;
  /** Whether values are sent that Port's published schema would refuse. */
  readonly skipClientChecks: boolean;
  readonly dryRun: boolean;
}

/** A provider as a document says it. */
export interface ProviderDocument {
  readonly config?: Config | undefined;
  readonly models: ModelChange;
}

/** The connection tests that go before saving. */
export interface PutTests {
  /** From this machine, with values given now; Port tests as well then. */
  readonly here: PreflightRequest | undefined;
  readonly byPort: boolean;
}

/** A test from this machine. */
export interface PreflightRequest {
  /** AWS profile of this machine that stands in for the stored key pair; true for AWS' default chain. */
  readonly awsProfile?: string | true | undefined;
}

/** A put with nothing left to ask. */
export interface CompletePut {
  readonly request: PutRequest;
  /** Undefined leaves the configuration as it is. */
  readonly config: Config | undefined;
  readonly variant: Variant | undefined;
  /** Fields that were given or answered now, apart from what is stored. */
  readonly given: Config;
  /** Whether anything was asked, so that the equivalent command is worth saying. */
  readonly asked: boolean;
  /** Secrets that are to be stored, and the values typed for them. */
  readonly newSecrets: readonly string[];
  readonly values: ReadonlyMap<string, Secret>;
}

/** A put that changes nothing until it is told what. */
export const putNothing = {
  fields: {},
  enabled: undefined,
  models: { enable: [], disable: [] },
  tests: { here: undefined, byPort: false },
  force: false,
  skipClientChecks: false,
  dryRun: false,
} as const satisfies Partial<PutRequest>;

/** Whether nothing but switching on and off is asked for. */
export function switchesSomething({ enabled, models }: PutRequest): boolean {
  return enabled !== undefined || models.enable.length + models.disable.length > 0;
}
