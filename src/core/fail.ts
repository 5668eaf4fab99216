import { portaiErrors } from './error-catalogue.ts';
import { PortaiError, type ExitClass, type Failure } from './errors.ts';

/** The name of a refusal that portai itself makes. */
export type OwnErrorName = keyof typeof portaiErrors;

/**
 * Facts that the failing code adds to name and message. The exit class comes from the catalogue.
 */
export type FailureFacts = Partial<Omit<Failure, 'name' | 'message' | 'exit' | 'documented'>> & {
  /** The error that led here. */
  readonly cause?: unknown;
};

/** Makes the error of a name, with the exit class that the catalogue has for it. */
export type Fail<Name extends string> = (
  name: Name,
  message: string,
  facts?: FailureFacts,
) => PortaiError;

/**
 * Makes the error factory of one catalogue. A name that the catalogue lacks does not compile, and
 * the exit class is always that of the entry.
 */
export function failing<Name extends string>(exitOf: (name: Name) => ExitClass): Fail<Name> {
  return (name, message, { cause, ...facts } = {}) =>
    new PortaiError(
      { name, message, exit: exitOf(name), documented: true, ...facts },
      cause === undefined ? undefined : { cause },
    );
}

/**
 * Makes an error of portai's own catalogue. Without `next` among the facts, the next steps are
 * those of the entry.
 */
export const fail: Fail<OwnErrorName> = failing((name) => portaiErrors[name].exit);
