import type { Command } from 'commander';
import { PortaiError, type NextStep } from '../core/errors.ts';
import { isGlobal } from './globals.ts';
import { pathOf } from './meant-command.ts';

/**
 * The same error with what to type next, where only the command line knows it: the help of the
 * command when flags are missing, and what was typed with --yes when nobody could be asked.
 */
export function withWayOut(error: unknown, command: Command): unknown {
  if (!(error instanceof PortaiError) || (error.failure.next ?? []).length > 0) return error;
  const step = wayOut(error.failure.name, command);
  return step === undefined
    ? error
    : new PortaiError({ ...error.failure, next: [step] }, { cause: error });
}

function wayOut(name: string, command: Command): NextStep | undefined {
  if (name === 'MissingFlags') {
    return { command: [...pathOf(command), '--help'], why: 'what it takes' };
  }
  if (name === 'ConfirmationNeeded') {
    return { command: [...asTyped(command), '--yes'], why: 'when it is meant' };
  }
  return undefined;
}

/** The command with its own arguments and flags; global ones are added to every suggestion. */
function asTyped(command: Command): string[] {
  const flags = command.options
    .filter((option) => !isGlobal(option))
    .flatMap((option) => {
      const { long } = option;
      const key = option.attributeName();
      if (!long || command.getOptionValueSource(key) !== 'cli') return [];
      const value: unknown = command.getOptionValue(key);
      const values: readonly unknown[] = Array.isArray(value) ? value : [value];
      return values.flatMap((each) => (typeof each === 'string' ? [long, each] : [long]));
    });
  return [...pathOf(command), ...command.args, ...flags];
}
