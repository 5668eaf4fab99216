import type { Cause } from '../vendors/causes.ts';
import type { Stage, Verdict } from '../vendors/stages.ts';

/** One stage of a connection test. */
export interface StageResult {
  readonly stage: Stage;
  readonly verdict: Verdict;
  readonly cause?: Cause;
  /** A fact about the stage in a few words: the thing that passed or was refused. */
  readonly detail?: string;
  /** The provider's own words, redacted, on one line, at most 300 characters. */
  readonly words?: string;
  readonly httpStatus?: number;
  readonly providerCode?: string;
  readonly requestId?: string;
  /** The address without its query. */
  readonly url?: string;
  readonly latencyMs?: number;
}

/**
 * The result of a connection test for one model. The management API answers with `isValid` and
 * `message` as well.
 */
export interface ModelReport {
  readonly isValid: boolean;
  /** At most 200 characters, redacted. */
  readonly message: string;
  readonly verdict: Verdict;
  readonly cause: Cause;
  readonly scope: 'provider' | 'model' | 'request';
  readonly advice?: string;
  /** The provider's own words behind the cause, redacted; absent if it gave none. */
  readonly words?: string;
  readonly requestId?: string;
  readonly retryable: boolean;
  /**
   * The model that answered, or the id that was called, if it differs from the name of the model.
   */
  readonly resolvedModel?: string;
  readonly warnings: readonly string[];
  /** The stages that were asked for, in their order. */
  readonly stages: readonly StageResult[];
  readonly usage: TestUsage;
}

export interface TestUsage {
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The verdict on the credential, apart from the models. */
export interface CredentialReport {
  /**
   * `unverifiable`: the server accepts any key, or asks for none. `untested`: the test showed
   * nothing about it.
   */
  readonly verdict: 'accepted' | 'refused' | 'unverifiable' | 'untested' | 'none';
  readonly why: string;
}

/** The result of a connection test of one provider. */
export interface TestReport {
  readonly provider: string;
  /** ISO 8601. */
  readonly checkedAt: string;
  readonly durationMs: number;
  readonly origin: 'this-machine' | 'embedded-server';
  /** The origin of the requests: "this machine", or "this machine via the proxy px:3128". */
  readonly provedFrom: string;
  /** True if every model passed, with or without a warning. */
  readonly ok: boolean;
  readonly verdict: Verdict;
  readonly credential: CredentialReport;
  /** By model name, in code point order. */
  readonly testedModels: Readonly<Record<string, ModelReport>>;
  /** Config, reach and auth, which hold for all models. */
  readonly shared: readonly StageResult[];
  readonly usage: TestUsage;
  /** Remarks about the provider as a whole. */
  readonly warnings: readonly string[];
  /** Noun phrases for everything that a pass does not prove. */
  readonly notProved: readonly string[];
}
