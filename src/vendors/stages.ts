/** What a connection test looks at, in the order in which one needs the other. */
export const stages = [
  'config',
  'reach',
  'auth',
  'model',
  'generate',
  'stream',
  'structured',
  'guardrail',
] as const;
export type Stage = (typeof stages)[number];

/** `warn` is usable with a remark; `unknown` could not be found out; `skip` was not looked at. */
export type Verdict = 'pass' | 'warn' | 'fail' | 'unknown' | 'skip';

/** One thing that an answer, or its absence, can mean. */
export interface CauseEntry {
  /** Whom it is about: every model of the provider, one model, or only the request as it was. */
  readonly scope: 'provider' | 'model' | 'request';
  readonly verdict: Exclude<Verdict, 'skip'>;
  /** The stage at which it shows; what that stage needs has passed. */
  readonly stage: Stage;
  /** What it says of the credential, whatever it says of the model. */
  readonly credential: 'accepted' | 'refused' | 'unknown';
  /** Whether the same request may succeed a moment later, so that the test sends it once more. */
  readonly retryable: boolean;
  /** What is reported of a model, in a few words; a fact may follow after a colon. */
  readonly message: string;
  /** What to do, in one line; empty where there is nothing to do. */
  readonly advice: string;
}
