import { PortaiError, type Failure, type NextStep } from '../../../domain/errors.ts';
import { isStop, stopClass } from '../../../domain/interruption.ts';

/** Something that stands from now on, or that may stand while nobody knows how a request ended. */
export interface Made {
  /** `role port-bedrock in account 111122223333`. */
  readonly what: string;
  /** The command that removes it, where removing it is what undoes it. */
  readonly undo?: readonly string[];
}

/** What a set-up has made so far: whoever ends it early is told what stands and how to remove it. */
export interface Steps {
  readonly made: readonly Made[];
  readonly maybe: readonly Made[];
  /** Runs what makes something. What was refused stands not; what got no answer may. */
  readonly make: <T>(what: Made, run: () => Promise<T>) => Promise<T>;
}

export function openSteps(): Steps {
  const made: Made[] = [];
  const maybe: Made[] = [];
  return {
    made,
    maybe,
    async make(what, run) {
      maybe.push(what);
      try {
        const result = await run();
        made.push(what);
        maybe.pop();
        return result;
      } catch (error) {
        if (error instanceof PortaiError && wasAnswered(error.failure)) maybe.pop();
        throw error;
      }
    },
  };
}

/** A refusal is an answer; a broken connection and an interruption are none. */
const wasAnswered = ({ exit, details }: Failure) =>
  !isStop(exit) && (exit !== 'unreachable' || details?.['sent'] === false);

/** The failure, or the interruption, with what stands although it happened. */
export function withStanding(error: unknown, { made, maybe }: Steps, signal: AbortSignal): unknown {
  const failure = failureOf(error, signal);
  if (!failure || made.length + maybe.length === 0) return error;
  const stands = [
    ...(made.length > 0 ? [`These stand: ${named(made)}.`] : []),
    ...(maybe.length > 0 ? [`This may stand: ${named(maybe)}.`] : []),
  ].join(' ');
  const cancelled = failure.name === 'Cancelled';
  const undo: NextStep[] = [...made, ...maybe].flatMap(({ what, undo: command }) =>
    command === undefined ? [] : [{ command, why: `remove ${what}` }],
  );
  return new PortaiError(
    {
      ...failure,
      ...(cancelled ? { message: `Cancelled. ${stands}` } : {}),
      hint: [failure.hint, ...(cancelled ? [] : [stands]), 'The same command goes on from here.']
        .filter((text) => text !== undefined)
        .join(' '),
      next: [...(failure.next ?? []), ...undo],
    },
    { cause: error },
  );
}

const named = (all: readonly Made[]) => all.map(({ what }) => what).join('; ');

function failureOf(error: unknown, signal: AbortSignal): Failure | undefined {
  if (error instanceof PortaiError) return error.failure;
  if (!signal.aborted) return undefined;
  return { name: 'Cancelled', message: 'Interrupted', exit: stopClass(signal) };
}
