import type { PortaiError } from './errors.ts';

/** What stands in the way of a write, found before anything is sent. */
export interface Problem {
  readonly error: PortaiError;
  /** Whether a caller may go ahead in spite of it. */
  readonly overridable: boolean;
}

/** Throws what stands in the way: the first problem, with the words of all where there are several. */
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
