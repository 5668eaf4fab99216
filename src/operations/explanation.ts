import type { NextStep } from '../core/errors.ts';

/** What is known of one error name or exit code. */
export interface Explanation {
  readonly name: string;
  /** Who says it: a control plane, a provider in a connection test, the network, portai itself, or `exit code`. */
  readonly from: string;
  readonly exitCode: number;
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
  /** Commands after `portai`, with placeholders. */
  readonly next: readonly { readonly command: readonly string[]; readonly why: string }[];
  readonly example?: { readonly status: number; readonly body: string };
}

/** The explanation of a pasted text, with the likely causes in order. */
export interface TextExplanation {
  /** Names the author of the text, as far as it tells. */
  readonly from: string;
  readonly says: string;
  readonly causes: readonly LikelyCause[];
  readonly tellApart: readonly string[];
  /** Commands after `portai`, with placeholders. */
  readonly next: readonly NextStep[];
}

interface LikelyCause {
  readonly name: string;
  readonly says: string;
  readonly fix: string;
}

/** Gives the command that explains a name by itself. */
export const explainStep = (name: string): NextStep => ({
  command: ['explain', name],
  why: 'all that is known of it',
});
