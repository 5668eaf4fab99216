import type { HttpRequest, Send } from '../core/http.ts';
import type { TestCaller } from '../vendors/test-requests.ts';
import type { Reading } from '../vendors/reading.ts';
import type { Secret } from '../core/secret.ts';
import type { Stage } from '../vendors/stages.ts';
import type { Budget } from './budget.ts';

/** A request was sent, or its answer was read. */
export interface TestEvent {
  readonly kind: 'sent' | 'answered';
  /** Identifies a request; its answer has the same id. */
  readonly id: number;
  readonly provider: string;
  readonly model?: string;
  readonly stage: Stage;
  readonly title: string;
  readonly request: HttpRequest;
  readonly reading?: Reading;
  readonly latencyMs?: number;
}

/** All dependencies of the engine on the outside. */
export interface EngineDependencies {
  /** Sends once, without retries of its own. */
  readonly send: Send;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly redact: (text: string) => string;
  /** Registers a value that must not be printed: session tokens, temporary keys. */
  readonly hold: (value: string) => Secret;
  /** Aborted by an interruption. The report then contains the findings so far. */
  readonly signal: AbortSignal;
  readonly caller: TestCaller;
  readonly provedFrom: string;
  /**
   * Credentials of this machine that sign the request for a session, if the type needs a session
   * first.
   */
  readonly session?: Readonly<Record<string, string>>;
  readonly budget: Budget;
  readonly progress?: (event: TestEvent) => void;
}

export interface TestOptions {
  /** False allows only calls that cost nothing. */
  readonly generate: boolean;
  readonly stream: boolean;
  /** `claimed`: where the connection says of a model that its output follows a schema. */
  readonly structured: boolean | 'claimed';
  /** Milliseconds for a generate request, if the user set a limit. */
  readonly timeoutMs?: number;
}
