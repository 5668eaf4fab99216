import type { Cause } from '../vendors/causes.ts';
import type { Stage, Verdict } from '../vendors/stages.ts';

/** One stage of a connection test. */
export interface StageResult {
  readonly stage: Stage;
  readonly verdict: Verdict;
  readonly cause?: Cause;
  /** A fact about it in a few words: what passed, or what was refused. */
  readonly detail?: string;
  /** The provider's own words, redacted, on one line, at most 300 characters. */
  readonly words?: string;
  readonly httpStatus?: number;
  readonly providerCode?: string;
  readonly requestId?: string;
  /** Without query. */
  readonly url?: string;
  readonly latencyMs?: number;
}

/** What a connection test says of one model. `isValid` and `message` are the pair that the management API answers with. */
export interface ModelProbe {
  readonly isValid: boolean;
  /** At most 200 characters, redacted. */
  readonly message: string;
  readonly verdict: Verdict;
  readonly cause: Cause;
  readonly scope: 'provider' | 'model' | 'request';
  readonly advice?: string;
  /** The provider's own words behind the cause, redacted; absent where it said nothing. */
  readonly words?: string;
  readonly requestId?: string;
  readonly retryable: boolean;
  /** The model that answered, or the id that was called, where it is not the name of the model. */
  readonly resolvedModel?: string;
  readonly warnings: readonly string[];
  /** In the order of the stages; only those that were wanted. */
  readonly stages: readonly StageResult[];
  readonly usage: Usage;
}

export interface Usage {
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What is known of the credential, apart from every model. */
export interface CredentialProbe {
  /** `unverifiable`: this server takes any key, or asks for none. `untested`: nothing was learned. */
  readonly verdict: 'accepted' | 'refused' | 'unverifiable' | 'untested' | 'none';
  readonly why: string;
}

/** The result of a connection test of one provider. */
export interface ProbeReport {
  readonly provider: string;
  /** ISO 8601. */
  readonly checkedAt: string;
  readonly durationMs: number;
  readonly origin: 'this-machine' | 'embedded-server';
  /** The way out: "this machine", or "this machine via the proxy px:3128". */
  readonly provedFrom: string;
  /** Whether every model passed, with or without a warning. */
  readonly ok: boolean;
  readonly verdict: Verdict;
  readonly credential: CredentialProbe;
  /** By model name, in code point order. */
  readonly testedModels: Readonly<Record<string, ModelProbe>>;
  /** Config, reach and auth, which hold for all models. */
  readonly shared: readonly StageResult[];
  readonly usage: Usage;
  /** Remarks about the provider as a whole. */
  readonly warnings: readonly string[];
  /** What a pass does not prove, each a noun phrase. */
  readonly notProved: readonly string[];
}
