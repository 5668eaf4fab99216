import type { Cause } from './causes.ts';
import type { HttpResponse } from '../core/http.ts';
import type { EventReading } from './answers/stream-events.ts';
import type { Reading } from './reading.ts';
import type { Secret } from '../core/secret.ts';

/** A credential of a connection, asked for when it is sent; throws a PortaiError when there is none. */
export type Credential = () => Secret;

/** AWS credentials to sign a request with; the one who sends does it, last. */
export interface AwsSigning {
  readonly service: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface ProviderRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly sign?: AwsSigning;
}

/** What a request is described for. */
export interface TestInput {
  readonly model: string;
  readonly now: Date;
  /** What the sign-in gave: temporary credentials or an access token; empty before and without one. */
  readonly session: SignInSession;
  /** Who sends: a control plane, whose credentials AWS roles trust, or this machine in its place. */
  readonly caller: TestCaller;
  /** The control plane that will use the connection, as remarks name it. */
  readonly plane: string;
}

export type TestCaller = 'plane' | 'this-machine';

export type SignInSession = Readonly<Record<string, string>>;

/** One event of a stream: of server-sent events, or of AWS' binary frames. */
export interface StreamEvent {
  /** `event:` or `:event-type`; "exception" and "error" frames of AWS have their exception's name. */
  readonly name: string;
  readonly data: string;
  /** Whether AWS marked the frame as an exception or error. */
  readonly failed: boolean;
}

/** One request of a connection test, and how its answer is read. */
export interface TestCall {
  /** What is asked, in a few words: "Responses API", "eu.anthropic.claude-opus-4-6-v1". */
  readonly title: string;
  readonly request: ProviderRequest;
  /** Reads a whole answer, good or bad; never throws. */
  readonly read: (answer: HttpResponse) => Reading;
  /**
   * For a stream: the form it comes in, and what its events mean. It is read until one of them gives
   * a reading, or says that nothing more comes. An answer that is no stream goes to `read`.
   */
  readonly stream?: {
    readonly form: 'sse' | 'aws';
    readonly readEvent: (event: StreamEvent) => EventReading | undefined;
  };
  /** The question is left out on purpose: to be refused for that alone shows what was to be shown. */
  readonly empty?: true;
  /** The most output tokens it can cost; 0 for a free call. */
  readonly outputTokens: number;
  /** How long it may take; the engine knows the limits. */
  readonly patience: 'control' | 'generate' | 'structured' | 'grammar';
  /** The same request without what was refused, for the one repair that is allowed. */
  readonly repair?: (
    refused: Reading,
  ) => { readonly call: TestCall; readonly remark?: string } | undefined;
}

/**
 * Another call, made when the call before ended with one of these causes. A pass counts as
 * one (`pass`), as one with a remark (`warn`), or only mends the advice of the failure (`suggest`).
 */
export interface Fallback {
  readonly call: TestCall;
  readonly after: readonly Cause[];
  readonly counts: 'pass' | 'warn' | 'suggest';
  /** What to say when it passed. */
  readonly remark?: string;
}

/** The first call, and those that may follow when it fails. */
export interface CallWithFallbacks {
  readonly first: TestCall;
  readonly fallbacks: readonly Fallback[];
}

/** How one connection is tested. A vendor only describes requests and reads answers; others send. */
export interface ConnectionTest {
  /** No credential is sent: the connection has none. */
  readonly keyless?: true;
  /** URLs that the connection gives itself: where an answer comes from their hosts, they can be wrong. */
  readonly chosenUrls?: readonly string[];
  /** `endpoint`: a server that may load its model first, so that waiting is part of the test. */
  readonly patience: 'cloud' | 'endpoint';
  /** Whether quota is counted by model (Bedrock, Vertex) and not for the whole account. */
  readonly quotaByModel?: true;
  /** Limiters of gateways run before they look at the model: there a 429 proves nothing. */
  readonly limitsBeforeRouting?: true;
  /** An exchange before the first model request: an STS role, a Google access token. */
  readonly signIn?: (input: TestInput) => SignInCall;
  /** Free: proves the credential alone. */
  readonly credential?: (input: TestInput) => TestCall;
  /** Free: proves one model for this credential, without generating. */
  readonly model?: (input: TestInput) => TestCall | undefined;
  /** Asks the model for one word. */
  readonly generate: (input: TestInput) => CallWithFallbacks;
  /** The same as a stream; `won` is the call that passed. */
  readonly stream?: (input: TestInput, won: TestCall) => TestCall;
  /** Streaming is a permission of its own, and needed: tested without being asked. */
  readonly alwaysStream?: true;
  /** Output after a schema; passes when one of the calls does. */
  readonly structured?: (input: TestInput, won: TestCall) => CallWithFallbacks;
  /** True for a model whose output the connection says to follow a schema. */
  readonly claimsSchema?: (model: string) => boolean;
  /** The guardrail of the connection; undefined where there is none. */
  readonly guardrail?: (input: TestInput) => TestCall | undefined;
  /**
   * Free, sent without any credential after a pass: a server that answers it as well asks for none,
   * so that the pass says nothing of the credential. `open`: it did; `guarded`: it refused.
   */
  readonly control?: (input: TestInput) => {
    readonly request: ProviderRequest;
    readonly read: (answer: HttpResponse) => 'open' | 'guarded' | 'unclear';
  };
  /** Remarks on a configuration before anything is sent: a private host, a model about to retire. */
  readonly remarks?: (input: TestInput) => readonly string[];
  /** Remarks on a pass: another model answered than the name says. */
  readonly afterPass?: (
    input: TestInput,
    reading: Reading,
  ) => { cause: Cause; detail: string } | undefined;
  /** What a pass does not prove for this vendor, each a noun phrase. */
  readonly notProved?: (plane: string) => readonly string[];
}

export interface SignInCall {
  readonly request: ProviderRequest;
  readonly read: (answer: HttpResponse) => { readonly session: SignInSession } | Reading;
}

/** What is tested. */
export interface TestSubject {
  /** Id of the type of the provider, as reports name it. */
  readonly provider: string;
  /** The control plane that will use the connection, as texts name it. */
  readonly plane: string;
  readonly models: readonly string[];
  /** Names of the secrets in which the control plane keeps the credentials. */
  readonly secrets: readonly string[];
  /** Absent where nothing can be tested from outside. */
  readonly test?: ConnectionTest;
}
