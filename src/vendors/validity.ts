import type { ExitClass } from '../core/errors.ts';
import type { Verdict } from './stages.ts';

/** The three answers to whether something works: shown, refuted, or neither. */
export type Validity = 'valid' | 'invalid' | 'unverifiable';

/** What many come to: a failure before a doubt; and nothing at all shows nothing. */
export function validityOf(parts: readonly Validity[]): Validity {
  if (parts.includes('invalid')) return 'invalid';
  return parts.length > 0 && parts.every((part) => part === 'valid') ? 'valid' : 'unverifiable';
}

/** The exit that says the same. */
export const exitOfValidity: Readonly<Record<Validity, ExitClass>> = {
  valid: 'ok',
  invalid: 'checkFailed',
  unverifiable: 'unverifiable',
};

/** What a stage, a model or a provider of a connection test came to. A remark does not stand against it. */
export const validityOfVerdict: Readonly<Record<Verdict, Validity>> = {
  pass: 'valid',
  warn: 'valid',
  fail: 'invalid',
  unknown: 'unverifiable',
  skip: 'unverifiable',
};

/** What a connection test ends with that came to these verdicts: never with "failed" for a doubt alone. */
export const exitOfVerdicts = (verdicts: readonly Verdict[]): ExitClass =>
  exitOfValidity[validityOf(verdicts.map((verdict) => validityOfVerdict[verdict]))];
