import { exitClasses, type ExitClass, type Failure, type NextStep } from './errors.ts';
import { portaiErrors } from './error-catalogue.ts';
import { isTransportCause } from './transport-causes.ts';

/** Exit classes that need no next step: the user stopped the command. */
const stops: readonly ExitClass[] = ['interrupted', 'hungUp', 'terminated'];

/**
 * Returns the commands to suggest after a failure. The first source that has any counts: the steps
 * of the failure; the steps of its catalogue entry; for exit class `usage`, the help of the
 * command; `explain` with the name, if a catalogue has it; else `explain` with the exit
 * code. After a stop by the user there may be none.
 *
 * @param typed the words of the command line
 * @param called the words of them that call a command
 */
export function stepsAfter(
  { name, exit, next, documented }: Failure,
  typed: readonly string[],
  called: readonly string[],
): readonly NextStep[] {
  const own = withoutRepeats(withoutCircles(next, typed));
  if (own.length > 0 || stops.includes(exit)) return own;
  const ofName = Object.entries(portaiErrors).find(([each]) => each === name)?.[1];
  const known = withoutCircles(ofName?.next, typed);
  if (known.length > 0) return known;
  if (exit === 'usage') return [{ command: [...called, '--help'], why: 'what it takes' }];
  return documented || ofName || isTransportCause(name)
    ? [{ command: ['explain', name], why: 'what it means, and what helps' }]
    : [{ command: ['explain', String(exitClasses[exit].code)], why: 'what the exit code means' }];
}

/**
 * Leaves out steps that repeat the typed command: the command that failed is no way out of its
 * failure.
 *
 * @param typed the words of the command line
 */
export function withoutCircles(
  steps: readonly NextStep[] | undefined,
  typed: readonly string[],
): readonly NextStep[] {
  return (steps ?? []).filter(({ command }) => !isWithin(command, typed));
}

/** Several places that know a failure may suggest the same command: the first reason for it counts. */
function withoutRepeats(steps: readonly NextStep[]): readonly NextStep[] {
  const words = steps.map(({ command }) => JSON.stringify(command));
  return steps.filter((_, index) => words.indexOf(words[index] ?? '') === index);
}

/** Returns true if all words of a command occur in another, in the same order. */
function isWithin(command: readonly string[], typed: readonly string[]): boolean {
  let from = 0;
  return command.every((word) => {
    const found = typed.indexOf(word, from);
    from = found + 1;
    return found !== -1;
  });
}
