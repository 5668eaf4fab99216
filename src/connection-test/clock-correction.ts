import type { HttpResponse } from '../core/http.ts';

/** This machine's clock, and the difference of the provider's clock. */
export interface CorrectedClock {
  /** The time for signatures: this machine's, or the provider's after a correction. */
  readonly now: () => Date;
  /** Learns the provider's time from the `date` of an answer. */
  readonly note: (answer: HttpResponse) => void;
  /** Switches to the provider's time. Returns false if it is unknown or does not differ. */
  readonly correct: () => boolean;
  readonly corrected: () => boolean;
  /** Milliseconds by which the provider's clock is ahead of this machine's; 0 if unknown. */
  readonly skewMs: () => number;
}

/**
 * A smaller difference counts as none: `date` has whole seconds, and the answer takes time to
 * arrive.
 */
const noDifferenceMs = 2_000;

export function openCorrectedClock(machine: () => Date): CorrectedClock {
  let [skewMs, corrected] = [0, false];
  return {
    now: () => new Date(machine().getTime() + (corrected ? skewMs : 0)),
    note({ headers }) {
      const theirs = Date.parse(headers['date'] ?? '');
      if (!Number.isNaN(theirs)) skewMs = theirs - machine().getTime();
    },
    correct() {
      corrected ||= Math.abs(skewMs) > noDifferenceMs;
      return corrected;
    },
    corrected: () => corrected,
    skewMs: () => skewMs,
  };
}
