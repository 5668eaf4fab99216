import type { Provider } from '../../planes/port/nouns.ts';
import type { PutRequest } from '../put-provider/request.ts';

/** What a set-up came to. */
export type SetupOutcome =
  | { readonly kind: 'connected'; readonly result: SetupResult }
  | { readonly kind: 'dry-run'; readonly plan: SetupPlan }
  | ExportedFiles
  | KeysToPut;

/** A provider that is connected by a role. */
export interface SetupResult {
  readonly action: 'created' | 'updated' | 'unchanged';
  /** Paths that differ from what was stored before. */
  readonly changed: readonly string[];
  readonly provider: Provider;
  readonly validated: boolean;
  readonly role: ReadyRole;
  readonly externalIdSecretName?: string;
  /** The model that was made the organization's default, where the request names one. */
  readonly default?: string;
}

/** A role that Port can assume. */
export interface ReadyRole {
  readonly arn: string;
  readonly action: 'created' | 'updated' | 'unchanged';
}

/** What a set-up would do. */
export interface SetupPlan {
  readonly dryRun: true;
  /** Every call that changes something, in order, in words. */
  readonly calls: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
}

/** Files with which somebody else goes on. */
export interface ExportedFiles {
  readonly kind: 'written';
  readonly paths: readonly string[];
}

/** Keys of a user, which a put stores as it does for any provider: a set-up does not handle their values. */
export interface KeysToPut {
  readonly kind: 'keys';
  readonly put: PutRequest;
  /** The variable of the environment that holds the value of each secret. */
  readonly variables: readonly { readonly secret: string; readonly variable: string }[];
}
