import type { Cause } from './causes.ts';

/** What one answer of a provider means. Texts are as they came: whoever prints them redacts first. */
export interface Reading {
  readonly cause: Cause;
  /** A fact for the message: a missing scope, a region, an ARN, a parameter, a host. */
  readonly detail?: string;
  /** The provider's own words, whole. */
  readonly words?: string;
  /** The provider's own code or type. */
  readonly code?: string;
  /** Whether that code decided, which nobody in between would send, and not the words or the status. */
  readonly coded?: boolean;
  /** What the provider's support asks for. */
  readonly requestId?: string;
  readonly status?: number;
  /** The model that answered, as the provider names it. */
  readonly resolvedModel?: string;
  readonly usage?: { readonly inputTokens: number; readonly outputTokens: number };
  /** The text that the model wrote, where the stage is about it. */
  readonly text?: string;
  /** Seconds that the provider asks to wait. */
  readonly retryAfter?: number;
  /** False when no text or code was recognised and the status alone decided. */
  readonly recognised: boolean;
}
