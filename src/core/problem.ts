import type { PortaiError } from './errors.ts';

/** A reason to refuse a write, found before anything is sent. */
export interface Problem {
  readonly error: PortaiError;
  /** True if a caller may go ahead in spite of the problem. */
  readonly overridable: boolean;
}

/**
 * Throws the error of the first problem, if there is one. Its hint names the messages of the
 * others.
 */
export function refuse(problems: readonly Problem[]): void {
  const errors = problems.map(({ error }) => error);
  const [first, ...others] = errors;
  if (!first) return;
  if (others.length === 0) throw first;
  const { hint, details } = first.failure;
  const also = `Also in the way: ${others.map(({ message }) => message).join('; ')}.`;
  throw first.with({
    hint: [hint, also].filter((text) => text !== undefined).join(' '),
    details: { ...details, problems: errors.map(({ name, message }) => ({ name, message })) },
  });
}
