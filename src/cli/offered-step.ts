import type { NextStep } from '../core/errors.ts';
import type { Asker } from '../ui/asker.ts';
import { pasteableLine, type KeptFlags } from '../ui/output.ts';

/** Commands after whose failure the first next command is offered. */
const offering: readonly (readonly string[])[] = [['providers', 'put'], ['validate']];

/** Words of commands that take something away, or that go on where portai holds back. */
const takesAway = /^(?:delete|rm|logout|cleanup|--delete-old|--prune|--force)$/;

/** What an offer depends on. */
export interface OfferedStep {
  readonly command: readonly string[];
  readonly steps: readonly NextStep[];
  readonly ask: Asker;
  /** Takes secret values out of a word. */
  readonly redact: (text: string) => string;
  readonly kept: KeptFlags;
}

/**
 * Asks whether to run the first next command after a failure, and returns its words if the answer is yes.
 * Nothing is offered where nobody can be asked, and never what has a part to be filled in, what deletes,
 * or what repeats a value.
 */
export async function acceptedStep(offer: OfferedStep): Promise<readonly string[] | undefined> {
  const { command, steps, ask, redact, kept } = offer;
  const [first] = steps;
  if (!first || !ask.available) return undefined;
  if (!offering.some((words) => words.every((word, index) => command[index] === word))) {
    return undefined;
  }
  if (!first.command.every((word) => isRunnable(word) && redact(word) === word)) return undefined;
  const question = { message: `Run: ${pasteableLine(kept, first.command)}`, flag: '--no-input' };
  const yes = await ask.confirm({ ...question, suggestion: false });
  return yes ? [...kept.flat(), ...first.command] : undefined;
}

const isRunnable = (word: string) => !/[<>]/.test(word) && !takesAway.test(word);
