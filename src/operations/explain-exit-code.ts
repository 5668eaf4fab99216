import { exitClasses } from '../core/errors.ts';
import type { Explanation } from './explanation.ts';

/** The explanations of all exit codes; they need no catalogue of errors. */
export function exitCodeExplanations(): Explanation[] {
  return Object.values(exitClasses).map(({ code, slug, means }) => ({
    name: String(code),
    from: 'exit code',
    exitCode: code,
    title: slug,
    cause: means,
    fix: 'With --json, stderr holds the error with its name: explain that.',
    next: [],
  }));
}

/** The explanation of an exit code that is written as a number. */
export function explainExitCode(number: string): Explanation | undefined {
  return exitCodeExplanations().find(({ name }) => name === number);
}
