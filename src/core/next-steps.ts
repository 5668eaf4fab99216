import type { NextStep } from './errors.ts';

/**
 * Without the steps that only repeat what was just typed: a command that failed is no way out of its
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

/** Whether all words of a command occur in another, in their order. */
function isWithin(command: readonly string[], typed: readonly string[]): boolean {
  let from = 0;
  return command.every((word) => {
    const found = typed.indexOf(word, from);
    from = found + 1;
    return found !== -1;
  });
}
