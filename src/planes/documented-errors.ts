import type { ExitClass, NextStep } from '../core/errors.ts';
import type { ErrorEntry } from './error-entry.ts';

/** One error that a control plane documents, as it is explained where nobody met it. */
export interface DocumentedError {
  readonly exit: ExitClass;
  /** What it says, in one line. */
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
  /** Commands after `portai`, with placeholders. */
  readonly next: readonly NextStep[];
  /** An answer as documented or observed. */
  readonly example: { readonly status: number; readonly body: string };
}

/** What a pasted answer or line of a control plane is about. */
export interface PastedError {
  /** A name in the table of documented errors. */
  readonly name: string;
  /** What helps first, before what the entry has. */
  readonly next: readonly NextStep[];
  /** Whether the reasons are those of a provider, and may stand in the same text. */
  readonly ofProvider: boolean;
}

/** What is known of the errors of one control plane; loaded where somebody asks for it. */
export interface PlaneErrors {
  /** How sentences call the plane. */
  readonly from: string;
  readonly documented: Readonly<Record<string, DocumentedError>>;
  /** Finds the error that a pasted text is about; undefined for a text that is not the plane's. */
  readonly read: (text: string) => PastedError | undefined;
}

/**
 * The entries of a plane's catalogue as they are explained to somebody who met none of them.
 *
 * @param nothingKnown what is known of a refused request that there is not
 */
export function documentedIn<About>(
  catalogue: Readonly<Record<string, ErrorEntry<About>>>,
  nothingKnown: About,
): Readonly<Record<string, DocumentedError>> {
  return Object.fromEntries(
    Object.entries(catalogue).map(([name, { exit, title, cause, fix, next, example }]) => [
      name,
      { exit, title, cause, fix, next: next(nothingKnown), example },
    ]),
  );
}
