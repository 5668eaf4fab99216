import type { z } from 'zod';
import type { CalendarEntry } from '../../../vendors/model-lifecycle.ts';
import type { NameProblem } from '../../../core/name-problem.ts';
import type { Secret } from '../../../core/secret.ts';
import type { ServerAddress } from '../../../vendors/discovery/server.ts';
import type { ConnectionTest } from '../../../vendors/test-requests.ts';
import type { Config } from '../config.ts';
import type { ModelFeature } from './field-schemas.ts';

/**
 * What a secret holds. A value with the look of another kind is refused for it: a key of one vendor where
 * that of another belongs, or a private key where a word belongs.
 *
 * `api-key` has no look of its own, as the keys of Azure; `endpoint-api-key` may be of any vendor, since
 * anything may be behind the address.
 */
export type CredentialKind =
  | 'openai-api-key'
  | 'anthropic-api-key'
  | 'google-api-key'
  | 'api-key'
  | 'endpoint-api-key'
  | 'aws-access-key-id'
  | 'aws-secret-access-key'
  | 'external-id'
  | 'service-account-email'
  | 'pem-private-key';

/** One value of a configuration: its check, its flag, its question, all from here. */
export interface Field {
  /** Gives the check of the value as it is sent, made when it is first used: help makes none. */
  readonly schema: () => z.ZodType;
  /** Whether a configuration is whole without it. */
  readonly optional?: true;
  /** As commander reads it: `--api-key-secret <name>`. */
  readonly flag: string;
  /** A noun phrase that reads well in help and as a question. */
  readonly label: string;
  readonly hint?: string;
  /** What speaks against a value of the right form; undefined where nothing does. */
  readonly problem?: (value: string) => NameProblem | undefined;
  /** How a flag's words become the value; `text` when left out. */
  readonly kind?: 'text' | 'switch' | 'models' | 'headers';
  /** The value is the name of an organization secret, which holds this. */
  readonly holds?: CredentialKind;
  /** Where the value stands in the JSON file in which the vendor gives out several fields at once. */
  readonly inKeyFile?: string;
  /** A value of a secret has several lines, so a question takes it from a file. */
  readonly severalLines?: true;
  /** The value of a secret as it was before a copy bent it; the same text where nothing is to be mended. */
  readonly mend?: (value: string) => string;
  /** Its value must equal one that is kept elsewhere: another one alone breaks what is right. */
  readonly agreed?: true;
  /** What such a secret is usually called, where it is not after the provider type. */
  readonly usualSecret?: string;
}

/** The value of a secret that a configuration names; throws a PortaiError when there is none. */
export type SecretSource = (name: unknown) => Secret;

/** Makes the connection to the vendor that a configuration describes, as a test of it. */
export type Connect = (config: Config, secret: SecretSource) => ConnectionTest;

/** The server that a configuration names, as it is asked what it serves. */
export type ServerOf = (config: Config, secret: SecretSource) => ServerAddress;

/** How the models of an endpoint are found by asking it. */
export interface ModelDiscovery {
  readonly server: () => Promise<ServerOf>;
  /** Port's names for what a server may state of a model; absent where the type has none. */
  readonly features: {
    readonly temperature?: ModelFeature;
    readonly reasoningEffort?: ModelFeature;
    readonly structuredOutputs?: ModelFeature;
  };
}

/** One way to connect to a provider: its fields, and how it is tested. */
export interface Variant {
  readonly id: string;
  readonly title: string;
  /** Why one would choose it, in a few words. */
  readonly remark?: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** AWS credentials of this machine serve for a test: in the place of its key pair, or to assume its role. */
  readonly takesAwsCredentials?: true;
  /** Nobody but Port is let in, so that a test from this machine shows little. */
  readonly trustsPortAlone?: true;
  /** Fields that stand together or not at all. */
  readonly together?: readonly (readonly [string, string])[];
  /** Loads what is known of the vendor's wire; absent where nothing can be tested from outside. */
  readonly connection?: () => Promise<Connect>;
  /** Present where a server lists the models that the field `models` names. */
  readonly discovery?: ModelDiscovery;
}

/** A conversation in which portai sets up at the vendor what a provider needs: `aws-role`, an IAM role. */
export type VendorSetUp = 'aws-role';

export interface ProviderType {
  /** Port's name of the type, and the provider's identity in an organization. */
  readonly id: string;
  readonly title: string;
  readonly variants: readonly [Variant, ...Variant[]];
  /** Models that Port's published schema knows for the type; empty where the configuration names them. */
  readonly models: readonly string[];
  /** The newer list of Port's guides, where it is longer. */
  readonly latestModels?: readonly string[];
  /** Says of a model that its vendor serves it no more, since when, and what to use; undefined of others. */
  readonly ended?: (model: string, now: Date) => string | undefined;
  /** Says of a model what its vendor's calendar has against it: an end that came, or is near. */
  readonly calendar?: (model: string, now: Date) => CalendarEntry | undefined;
  /** What speaks against calling a model with a configuration; undefined where nothing does. */
  readonly problemInModel?: (model: string, config: Config, now: Date) => NameProblem | undefined;
  /** False for the one that Port itself runs: it can be switched, not created or deleted. */
  readonly creatable?: false;
  /** What portai can set up at the vendor: a put that begins with nothing offers it. */
  readonly setUp?: VendorSetUp;
  /** The same configuration in the other keys that Port's documents use, if there is such a form. */
  readonly alternate?: (config: Config) => Config | undefined;
}

/** The long flag of a field: `--api-key-secret`. */
export function flagName(field: Field): string {
  return field.flag.split(' ')[0] ?? field.flag;
}

/** What is wrong with a value of a field, in the order in which it was found. */
export function issuesIn({ schema, optional }: Field, value: unknown): readonly z.core.$ZodIssue[] {
  if (value === undefined && optional) return [];
  return schema().safeParse(value).error?.issues ?? [];
}

export function isOptional(field: Field): boolean {
  return field.optional === true;
}
