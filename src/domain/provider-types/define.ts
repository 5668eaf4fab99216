import type { z } from 'zod';
import type { HttpResponse } from '../http.ts';
import type { Secret } from '../secret.ts';

/** A provider's configuration as it travels; the keys are Port's. */
export type Config = Readonly<Record<string, unknown>>;

/** One value of a configuration: its check, its flag, its question, all from here. */
export interface Field {
  /** Checks the value as it is sent; a field is optional when its schema takes `undefined`. */
  readonly schema: z.ZodType;
  /** As commander reads it: `--api-key-secret <name>`. */
  readonly flag: string;
  /** A noun phrase that reads well in help and as a question. */
  readonly label: string;
  readonly hint?: string;
  /** How a flag's words become the value; `text` when left out. */
  readonly kind?: 'text' | 'switch' | 'models' | 'headers';
  /** The value is the name of an organization secret. */
  readonly namesSecret?: boolean;
}

export interface ProbeRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** AWS credentials to sign with; the one who sends does it last. */
  readonly sign?: AwsSigning;
}

export interface AwsSigning {
  readonly service: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface ProbeInput {
  readonly config: Config;
  readonly model: string;
  /** The value of a secret that the configuration names; throws when there is none. */
  readonly secret: (name: unknown) => Secret;
  readonly now: Date;
  /** What the sign-in before gave: temporary credentials or an access token. */
  readonly session: Readonly<Record<string, string>>;
}

/** Three answers, never two. */
export interface Verdict {
  readonly status: 'valid' | 'invalid' | 'unverifiable';
  readonly message: string;
}

/** How a connection is tested. A type only describes requests and reads answers; others send. */
export interface Probe {
  /** An exchange before the first model request: an STS role, a Google access token. */
  readonly signIn?: {
    readonly request: (input: ProbeInput) => ProbeRequest;
    readonly read: (answer: HttpResponse) => { session: Record<string, string> } | Verdict;
  };
  readonly request: (input: ProbeInput) => ProbeRequest;
  readonly read: (answer: HttpResponse) => Verdict;
}

/** One way to connect to a provider: its fields, and how it is tested. */
export interface Variant {
  readonly id: string;
  readonly title: string;
  /** Why one would choose it, in a few words. */
  readonly remark?: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** Fields that stand together or not at all. */
  readonly together?: readonly (readonly [string, string])[];
  /** Absent where nothing can be tested from outside. */
  readonly probe?: Probe;
}

export interface ProviderType {
  /** Port's name of the type, and the provider's identity in an organization. */
  readonly id: string;
  readonly title: string;
  readonly variants: readonly [Variant, ...Variant[]];
  /** Models that Port's published schema knows for the type; empty where the configuration names them. */
  readonly models: readonly string[];
  /** The newer list of Port's guides, where it is longer. */
  readonly latestModels?: readonly string[];
  /** False for the one that Port itself runs: it can be switched, not created or deleted. */
  readonly creatable?: false;
  /** The same configuration in the other keys that Port's documents use, if there is such a form. */
  readonly alternate?: (config: Config) => Config | undefined;
}

/** The long flag of a field: `--api-key-secret`. */
export function flagName(field: Field): string {
  return field.flag.split(' ')[0] ?? field.flag;
}

export function isOptional(field: Field): boolean {
  return field.schema.safeParse(undefined).success;
}
