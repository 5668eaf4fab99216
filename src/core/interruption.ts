import { PortaiError, type ExitClass, type Failure } from './errors.ts';

/**
 * Exit classes of a stop from outside. The runtime's signal aborts with one of them as its reason.
 */
export const stopClasses = ['interrupted', 'terminated', 'hungUp'] as const;

export type StopClass = (typeof stopClasses)[number];

/** The words for a stop of each class. */
export const stopWords = {
  interrupted: 'Interrupted',
  terminated: 'Stopped by SIGTERM',
  hungUp: 'Stopped by SIGHUP: the terminal was closed',
} as const satisfies Record<StopClass, string>;

/** True if the exit class says that the program was asked to stop. */
export function isStop(exit: ExitClass): exit is StopClass {
  return stopClasses.some((each) => each === exit);
}

/** Returns the exit class for the reason with which the runtime's signal aborted. */
export function stopClass({ reason }: { readonly reason: unknown }): StopClass {
  return stopClasses.find((each) => each === reason) ?? 'interrupted';
}

/**
 * True unless the outcome of the request is unknown, as it is after an interruption or after a
 * connection that broke when the request may have been sent.
 */
export function wasAnswered({ exit, details }: Failure): boolean {
  if (isStop(exit)) return false;
  return exit !== 'unreachable' || details?.['sent'] === false;
}

/** Makes the error for a command that a person or a signal stopped. */
export function cancelled(message: string, exit: StopClass, cause?: unknown): PortaiError {
  return new PortaiError(
    { name: 'Cancelled', message, exit },
    cause === undefined ? undefined : { cause },
  );
}

/**
 * Returns the PortaiError itself, or the interruption if the signal has aborted. Undefined means
 * that the error is a bug.
 */
export function refusalOrStop(error: unknown, signal: AbortSignal): PortaiError | undefined {
  if (error instanceof PortaiError) return error;
  return signal.aborted ? cancelled('Interrupted', stopClass(signal), error) : undefined;
}
