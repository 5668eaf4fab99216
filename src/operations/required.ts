import { fail } from '../core/fail.ts';

/**
 * A decision that cannot be guessed.
 *
 * @throws a usage error with its flag where nobody has taken it
 */
export function required<T>(decision: T | undefined, flag: string): T {
  if (decision === undefined) throw fail('Usage', `${flag} is required`);
  return decision;
}
