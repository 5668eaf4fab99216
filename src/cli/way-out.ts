import type { Command } from 'commander';
import { PortaiError, type Failure, type NextStep } from '../core/errors.ts';
import { hasOwnFlag, isGlobal, readGlobals } from './globals.ts';
import { pathOf } from './meant-command.ts';

/**
 * The same error with what to type next, where only the command line knows it: the help of the
 * command when flags are missing, and what was typed with --yes when nobody could be asked.
 */
export function withWayOut(error: unknown, command: Command): unknown {
  if (!(error instanceof PortaiError)) return error;
  const { failure } = error;
  const step = (failure.next ?? []).length > 0 ? undefined : wayOut(failure.name, command);
  const remark = regionRemark(failure, command);
  if (step === undefined && remark === undefined) return error;
  return error.with({
    ...(step === undefined ? {} : { next: [step] }),
    ...(remark === undefined ? {} : { hint: [remark, failure.hint].filter(Boolean).join(' ') }),
  });
}

/** Who is asked for a region and has given one before the verb has given that of Port. */
function regionRemark({ name, message }: Failure, command: Command): string | undefined {
  const { region } = readGlobals(command).forPlane;
  const isAsked = name === 'MissingFlags' && /--region\b/.test(message);
  if (region === undefined || !isAsked || !hasOwnFlag(command, '--region')) return undefined;
  return `--region ${region} before the command is the region of your organization in Port (--port-region); that of the cloud goes after it: portai ${pathOf(command).join(' ')} --region <region>.`;
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
