import { portaiErrors } from './error-catalogue.ts';
import { PortaiError, type ExitClass, type Failure } from './errors.ts';

/** The name of a refusal that portai itself makes. */
export type OwnErrorName = keyof typeof portaiErrors;

/** What the place that fails knows beside the name and the message; the catalogue knows the rest. */
export type Facts = Partial<Omit<Failure, 'name' | 'message' | 'exit'>> & {
  /** The error that led here. */
  readonly cause?: unknown;
};

/** Makes the error of a name, with the exit class that the catalogue has for it. */
export type Fail<Name extends string> = (name: Name, message: string, facts?: Facts) => PortaiError;

/**
 * How the errors of one catalogue are made: a name that it does not have, or an exit class other than
 * the entry's, cannot be written.
 */
export function failing<Name extends string>(exitOf: (name: Name) => ExitClass): Fail<Name> {
  return (name, message, { cause, ...facts } = {}) =>
    new PortaiError(
      { name, message, exit: exitOf(name), ...facts },
      cause === undefined ? undefined : { cause },
    );
}

/** An error of portai's own catalogue. What to type next, where nothing is given, is the entry's. */
export const fail: Fail<OwnErrorName> = failing((name) => portaiErrors[name].exit);
