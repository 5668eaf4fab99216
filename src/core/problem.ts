import type { PortaiError } from './errors.ts';
import { fieldsOf } from './text/json.ts';

/** A line of a file that a person wrote. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** What stands before a message about a place: `limits.csv line 3: `; nothing without a place. */
export const placePrefix = (place: Place | undefined): string =>
  place === undefined ? '' : `${placeInWords(place)}: `;

export const placeInWords = ({ file, line }: Place): string => `${file} line ${line}`;

/** A reason to refuse a write, found before anything is sent. */
export interface Problem {
  readonly error: PortaiError;
  /** True if a caller may go ahead in spite of the problem. */
  readonly overridable: boolean;
  /** Where the mistake stands, if it is one of a file. */
  readonly place?: Place | undefined;
}

/** Problems in the order of their lines; those without one come first. */
export const inOrderOfLines = (problems: readonly Problem[]): Problem[] =>
  [...problems].sort((one, other) => (one.place?.line ?? 0) - (other.place?.line ?? 0));

/**
 * Throws the error of the first problem, if there is one. Of several, the details name all, in their
 * order; whoever shows the error shows each of them.
 */
export function refuse(problems: readonly Problem[]): void {
  const errors = problems.map(({ error }) => error);
  const [first, ...others] = errors;
  if (!first) return;
  if (others.length === 0) throw first;
  throw first.with({
    details: {
      ...first.failure.details,
      problems: errors.map(({ name, message }) => ({ name, message })),
    },
  });
}

/** The messages of the problems that an error stands for beside its own; empty for one problem alone. */
export function otherMessages({
  message,
  details,
}: {
  readonly message: string;
  readonly details?: unknown;
}): string[] {
  const listed = fieldsOf(details)?.['problems'];
  const messages = (Array.isArray(listed) ? listed : []).map(
    (each: unknown) => fieldsOf(each)?.['message'],
  );
  const [first, ...others] = messages;
  return first === message ? others.filter((each) => typeof each === 'string') : [];
}
