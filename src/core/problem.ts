import { PortaiError, type ExitClass, type NextStep } from './errors.ts';

/** What stands in the way of a write, found before anything is sent. */
export interface Problem {
  readonly name: string;
  readonly message: string;
  readonly exit: ExitClass;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly hint?: string;
  readonly next?: readonly NextStep[];
  /** Whether a caller may go ahead in spite of it. */
  readonly overridable: boolean;
}

/** Throws what stands in the way: the first problem, with the words of all where there are several. */
export function refuse(problems: readonly Problem[]): void {
  const [first, ...others] = problems;
  if (!first) return;
  const { overridable: _for, ...failure } = first;
  if (others.length === 0) throw new PortaiError(failure);
  const also = `Also in the way: ${others.map(({ message }) => message).join('; ')}.`;
  throw new PortaiError({
    ...failure,
    hint: [failure.hint, also].filter((text) => text !== undefined).join(' '),
    details: {
      ...failure.details,
      problems: problems.map(({ name, message }) => ({ name, message })),
    },
  });
}
