import type { NextStep } from './errors.ts';

/** One thing that was looked at, and what was seen. */
export interface Check<Id extends string = string> {
  readonly id: Id;
  readonly title: string;
  /** `unknown`: could not be looked at, which is not a pass; `skip`: does not apply. */
  readonly verdict: 'pass' | 'warn' | 'fail' | 'unknown' | 'skip';
  /** What was seen, a sentence without its full stop. */
  readonly says: string;
  /** What to do. */
  readonly fix?: string;
  /** Commands that help. */
  readonly next?: readonly NextStep[];
  /** Set where no permission would let anybody look: it counts neither for the subject nor against it. */
  readonly unknowable?: true;
}
