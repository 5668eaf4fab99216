import type { HttpRequest, Send } from '../core/http.ts';
import type { Caller } from '../vendors/test-requests.ts';
import type { Reading } from '../vendors/reading.ts';
import type { Secret } from '../core/secret.ts';
import type { Stage } from '../vendors/stages.ts';
import type { Budget } from './budget.ts';

/** A request left, or its answer was read. */
export interface ProbeEvent {
  readonly kind: 'sent' | 'answered';
  /** The same for a request and its answer. */
  readonly id: number;
  readonly provider: string;
  readonly model?: string;
  readonly stage: Stage;
  readonly title: string;
  readonly request: HttpRequest;
  readonly reading?: Reading;
  readonly latencyMs?: number;
}

/** Everything outside of the engine. */
export interface ProbeWorld {
  /** Sends once, without retries of its own. */
  readonly send: Send;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly redact: (text: string) => string;
  /** Registers a value that must not be printed: session tokens, temporary keys. */
  readonly hold: (value: string) => Secret;
  /** Aborted by an interruption: the report then says what was known. */
  readonly signal: AbortSignal;
  readonly caller: Caller;
  readonly provedFrom: string;
  /** Credentials of this machine to sign with where the type asks for a session before its own. */
  readonly session?: Readonly<Record<string, string>>;
  readonly budget: Budget;
  readonly progress?: (event: ProbeEvent) => void;
}

export interface ProbeOptions {
  /** False: only free calls. */
  readonly generate: boolean;
  readonly stream: boolean;
  readonly structured: boolean;
  /** Milliseconds for a generate request, where a person has said. */
  readonly timeoutMs?: number;
}
