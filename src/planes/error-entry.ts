import type { ExitClass, NextStep } from '../core/errors.ts';

/**
 * One documented error of a control plane: everything that the explainer, the sandbox, the tests and
 * the documents need of it. `About` is what the plane knows of the refused request.
 */
export interface ErrorEntry<About> {
  readonly exit: ExitClass;
  /** What it says, in one line. */
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
  /** What helps in this very case, where more is known; `fix` otherwise. */
  readonly advice?: (about: About) => string | undefined;
  readonly next: (about: About) => readonly NextStep[];
  /** An answer as documented or observed. */
  readonly example: { readonly status: number; readonly body: string };
}
