import { PortaiError, type NextStep } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import { cancelled, stopClass, stopWords } from '../../core/interruption.ts';
import { cut, pasteableName, type Refusal } from '../../core/refusal.ts';
import { terminalLine } from '../../core/text/terminal.ts';
import type { AiQuestion } from '../../planes/port/calls.ts';
import { findPortError } from '../../planes/port/failure.ts';
import type { InvocationResult } from '../../planes/port/nouns.ts';

/** What was asked, and what came before the answer broke off. */
export interface AnswerSoFar {
  readonly question: AiQuestion;
  readonly identifier?: string;
  /** Whether any text was handed on. */
  readonly text: boolean;
}

/** Commands that show what came of an invocation, and whether its provider works. */
export function stepsFor({ question, identifier }: AnswerSoFar): NextStep[] {
  const id = pasteableName(identifier);
  const provider = pasteableName(question.provider);
  const ofInvocation =
    id === undefined
      ? { command: ['invocations', 'list', '--since', '1h'], why: 'what came of it' }
      : { command: ['invocations', 'get', id], why: 'what came of it' };
  const test =
    provider === undefined
      ? { command: ['validate', '--all'], why: 'test the providers' }
      : { command: ['validate', provider], why: 'test the provider' };
  return [ofInvocation, test];
}

const partWords = ({ text }: AnswerSoFar) =>
  text ? 'What was printed is a part of the answer.' : 'Nothing of the answer came.';

/** The answer broke off in the middle. `result` is what Port told of the invocation after that. */
export function incomplete(
  why: string,
  soFar: AnswerSoFar,
  result: InvocationResult | undefined,
): PortaiError {
  const told =
    result && `Port says that the invocation is: ${cut(terminalLine(result.status), 80)}.`;
  const { identifier } = soFar;
  return fail('AnswerIncomplete', `The answer is incomplete: ${why}`, {
    hint: [partWords(soFar), told ?? 'The invocation may go on at Port, and counts.'].join(' '),
    ...(identifier === undefined && !result
      ? {}
      : { details: { invocation: identifier, ...(result ? { status: result.status } : {}) } }),
    next: [...stepsFor(soFar), { command: ['explain', 'AnswerIncomplete'], why: 'usual causes' }],
  });
}

/** Names that say no more than that something failed. */
const generalNames = new Set(['internal_error', 'bad_request', 'unexpected_answer']);

/** Port told in the stream that the invocation failed. */
export function failedInvocation(
  { name, message }: Refusal,
  soFar: AnswerSoFar,
  redact: (text: string) => string,
): PortaiError {
  const known = name === undefined ? undefined : findPortError(name);
  const said = cut(redact(terminalLine(message ?? name ?? 'it gives no reason')), 500);
  const facts = {
    hint: partWords(soFar),
    ...(soFar.identifier === undefined ? {} : { details: { invocation: soFar.identifier } }),
    next: stepsFor(soFar),
  };
  if (!known || generalNames.has(known[0])) {
    return fail('InvocationFailed', `The invocation failed: ${said}`, facts);
  }
  const [documented, entry] = known;
  return new PortaiError({
    ...{ name: documented, message: said, exit: entry.exit, documented: true },
    ...{ ...facts, hint: `${facts.hint} ${entry.fix}` },
  });
}

/** Somebody stopped the program while the answer came. */
export function brokenOff(signal: AbortSignal, soFar: AnswerSoFar, cause: unknown): PortaiError {
  const exit = stopClass(signal);
  const [step] = stepsFor(soFar);
  return cancelled(`${stopWords[exit]}: the answer is cut`, exit, cause).with({
    hint: `${partWords(soFar)} The invocation may go on at Port, and counts.`,
    ...(step ? { next: [step] } : {}),
  });
}
