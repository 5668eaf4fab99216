import type { Secret } from '../../../core/secret.ts';
import type { ConnectionTest, Credential } from '../../../vendors/test-requests.ts';
import type { Configurations, Integration } from '../nouns.ts';
import { isMask } from '../sendable.ts';

/** What has to be given for a test, since Portkey gives out no credential. */
export type WantedCredential =
  | 'openai-key'
  | 'anthropic-key'
  | 'azure-key'
  | 'endpoint-key'
  | 'aws-secret-key'
  | 'google-key-file'
  | 'google-access-token';

/** What was given for a test. */
export interface GivenCredential {
  readonly credential: Credential;
  /** ID of the AWS key pair whose secret part the credential is. */
  readonly accessKeyId?: string | undefined;
  /** Registers a part of the credential as a value that is not printed. */
  readonly hold: (value: string) => Secret;
}

/** An integration whose provider can be asked from here. */
export interface Connectable {
  /** The credential to give; undefined where AWS credentials of this machine take its place. */
  readonly wants?: WantedCredential;
  /** ID of an AWS key pair, as far as Portkey shows it. */
  readonly accessKeyId?: string | undefined;
  /** Region for AWS credentials of this machine. */
  readonly region?: string;
  /** Every host that the credential, or what is signed with it, is sent to. */
  readonly hosts: readonly string[];
  /** Names that take the place of the integration's models: the deployments of Azure. */
  readonly models?: readonly string[];
  /** Says why a model cannot be asked by this connection; undefined for one that can. */
  readonly leftOut?: (model: string) => string | undefined;
  /** Noun phrases for what a pass does not prove. */
  readonly notProved: readonly string[];
  readonly connect: (given: GivenCredential) => ConnectionTest;
}

/** A connection, or why there is none: a clause. */
export type TestableConnection = Connectable | { readonly untestable: string };

/** What of an integration its connection is made of. */
export interface Described extends Pick<Integration, 'ai_provider_id'> {
  readonly configurations: Configurations;
}

/** Returns a text of the configuration; undefined where there is none, or a mask in its place. */
export function shownText(configurations: Configurations, field: string): string | undefined {
  const value = configurations[field];
  return typeof value === 'string' && value !== '' && !isMask(value) ? value : undefined;
}
