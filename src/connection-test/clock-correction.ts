import type { HttpResponse } from '../core/http.ts';

/** This machine's clock, and by how much the provider's differs. */
export interface Clock {
  /** The time to sign with: this machine's, until it was corrected. */
  readonly now: () => Date;
  /** Learns the provider's time from the `date` of an answer. */
  readonly note: (answer: HttpResponse) => void;
  /** From now on the provider's time counts. False when it is not known, or is no different. */
  readonly correct: () => boolean;
  readonly corrected: () => boolean;
  /** Milliseconds by which the provider's clock is ahead of this machine's; 0 while unknown. */
  readonly skewMs: () => number;
}

/** `date` has whole seconds, and the answer was on its way for a while. */
const noDifferenceMs = 2_000;

export function openClock(machine: () => Date): Clock {
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
