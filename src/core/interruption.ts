import { PortaiError, type ExitClass, type Failure } from './errors.ts';

/** What stops the program from outside. The signal of the runtime aborts with one of them as its reason. */
export const stopClasses = ['interrupted', 'terminated', 'hungUp'] as const;

export type StopClass = (typeof stopClasses)[number];

/** Whether something ended because the program was asked to stop. */
export function isStop(exit: ExitClass): exit is StopClass {
  return stopClasses.some((each) => each === exit);
}

/** What asked the program to stop, by the reason of its signal. */
export function stopClass({ reason }: { readonly reason: unknown }): StopClass {
  return stopClasses.find((each) => each === reason) ?? 'interrupted';
}

/** Whether a failure is somebody's answer. A broken connection and an interruption are none. */
export function wasAnswered({ exit, details }: Failure): boolean {
  if (isStop(exit)) return false;
  return exit !== 'unreachable' || details?.['sent'] === false;
}

/** The end of what was stopped: by a person at a question, or from outside. */
export function cancelled(message: string, exit: StopClass, cause?: unknown): PortaiError {
  return new PortaiError(
    { name: 'Cancelled', message, exit },
    cause === undefined ? undefined : { cause },
  );
}

/** What an error says, or the interruption behind it; undefined for a mistake of our own. */
export function refusalOrStop(error: unknown, signal: AbortSignal): PortaiError | undefined {
  if (error instanceof PortaiError) return error;
  return signal.aborted ? cancelled('Interrupted', stopClass(signal), error) : undefined;
}
