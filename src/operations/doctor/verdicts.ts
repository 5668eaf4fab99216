import type { Failure, NextStep } from '../../core/errors.ts';
import { stepsFor, type AdviceFacts } from './advice.ts';
import type { ExaminedArea, ExaminedCheck } from './report.ts';

/** The check that a verdict is about. */
export interface CheckName {
  readonly area: ExaminedArea;
  readonly id: string;
  readonly title: string;
  readonly provider?: string;
}

/** What was looked at and is as it should be. */
export const passed = (name: CheckName, says: string, milliseconds?: number): ExaminedCheck => ({
  ...name,
  verdict: 'pass',
  says,
  ...(milliseconds === undefined ? {} : { milliseconds }),
});

/** What does not apply here. */
export const skipped = (name: CheckName, says: string): ExaminedCheck => ({
  ...name,
  verdict: 'skip',
  says,
});

/** What works and deserves a look. */
export const warned = (
  name: CheckName,
  says: string,
  help: { readonly fix?: string | undefined; readonly next: readonly NextStep[] },
): ExaminedCheck => ({ ...name, verdict: 'warn', says, ...helpOf(help) });

/** What could not be seen by anybody with these credentials: it counts neither for nor against. */
export const unseen = (
  name: CheckName,
  says: string,
  next: readonly NextStep[],
): ExaminedCheck => ({ ...name, verdict: 'unknown', says, next, unknowable: true });

/** What is wrong, in the words of the failure. */
export function failed(
  name: CheckName,
  failure: Pick<Failure, 'name' | 'message' | 'exit'> & Partial<Failure>,
  facts: AdviceFacts,
): ExaminedCheck {
  const { message, hint, exit } = failure;
  return {
    ...name,
    verdict: 'fail',
    says: message,
    ...helpOf({ fix: hint, next: stepsFor(failure, facts) }),
    exit,
  };
}

/** What rests on something that failed: neither its fault nor its merit. */
export const notLookedAt = (name: CheckName, cause: ExaminedCheck): ExaminedCheck => ({
  ...name,
  verdict: 'unknown',
  says: `not looked at: ${cause.title} failed`,
  ...(cause.next === undefined ? {} : { next: cause.next }),
});

const helpOf = ({
  fix,
  next,
}: {
  readonly fix?: string | undefined;
  readonly next: readonly NextStep[];
}) => ({ ...(fix === undefined ? {} : { fix }), ...(next.length > 0 ? { next } : {}) });

/** The first check that failed: what others rest on comes first, so it is the cause. */
export const causeIn = (checks: readonly ExaminedCheck[]): ExaminedCheck | undefined =>
  checks.find(({ verdict }) => verdict === 'fail');
