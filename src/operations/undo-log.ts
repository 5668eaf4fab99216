import { PortaiError, type NextStep } from '../core/errors.ts';
import { wasAnswered, refusalOrStop } from '../core/interruption.ts';

/** Something that stands from now on, or that may stand while nobody knows how a request ended. */
export interface Made {
  /** `role port-bedrock in account 111122223333`. */
  readonly what: string;
  /** The command that removes it, where removing it is what undoes it. */
  readonly undo?: readonly string[];
}

/**
 * What a command of several writes has made so far: whoever ends it early is told what stands and how
 * to remove it. Every write of such a command goes through `make`.
 */
export interface UndoLog {
  readonly made: readonly Made[];
  readonly maybe: readonly Made[];
  /** Runs what makes something. What was refused stands not; what got no answer may. */
  readonly make: <T>(what: Made, run: () => Promise<T>) => Promise<T>;
  /** Takes back what was answered as made, and was then found not to stand as a whole. */
  readonly withdraw: (what: string) => void;
}

export function openUndoLog(): UndoLog {
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
        maybe.splice(maybe.indexOf(what), 1);
        return result;
      } catch (error) {
        if (error instanceof PortaiError && wasAnswered(error.failure)) {
          maybe.splice(maybe.indexOf(what), 1);
        }
        throw error;
      }
    },
    withdraw(what) {
      const at = made.findIndex((each) => each.what === what);
      if (at !== -1) made.splice(at, 1);
    },
  };
}

/**
 * The failure, or the interruption, with what stands although it happened. What was made last comes
 * first: in that order it can be removed, since each may live on what was made before it.
 */
export function withStanding(
  error: unknown,
  { made, maybe }: UndoLog,
  signal: AbortSignal,
): unknown {
  const refusal = refusalOrStop(error, signal);
  if (!refusal || made.length + maybe.length === 0) return error;
  const [stand, may] = [made.toReversed(), maybe.toReversed()];
  const stands = [
    ...(stand.length > 0
      ? [`${stand.length === 1 ? 'This stands' : 'These stand'}: ${named(stand)}.`]
      : []),
    ...(may.length > 0 ? [`This may stand: ${named(may)}.`] : []),
  ].join(' ');
  const { failure } = refusal;
  const cancelled = failure.name === 'Cancelled';
  const undo: NextStep[] = [...may, ...stand].flatMap(({ what, undo: command }) =>
    command === undefined ? [] : [{ command, why: `remove ${what}` }],
  );
  const hint = [failure.hint, cancelled ? undefined : stands].filter(Boolean).join(' ');
  return refusal.with({
    ...(cancelled ? { message: `Cancelled. ${stands}` } : {}),
    ...(hint === '' ? {} : { hint }),
    next: [...(failure.next ?? []), ...undo],
  });
}

const named = (all: readonly Made[]) => all.map(({ what }) => what).join('; ');
