import { PortaiError } from '../../core/errors.ts';
import { EventTooLong } from '../../core/server-sent-events.ts';
import type { Refusal } from '../../core/refusal.ts';
import { isTransportCause } from '../../core/transport-causes.ts';
import type { AiClient } from '../../planes/port/ai-client.ts';
import type { AiEvent } from '../../planes/port/ai-events.ts';
import type { AiQuestion } from '../../planes/port/calls.ts';
import type { TakeAiEvents } from '../../planes/port/invoke.ts';
import type { AiQuota, InvocationResult } from '../../planes/port/nouns.ts';
import { awaitedResult } from './awaited-result.ts';
import { brokenOff, failedInvocation, incomplete, type AnswerSoFar } from './failures.ts';

/** What an invocation is followed with. */
export interface AskDependencies {
  readonly ai: Pick<AiClient, 'invoke' | 'invocationResult' | 'patienceMs'>;
  readonly signal: AbortSignal;
  /** Rejects when the signal aborts. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Takes known values out of a text that somebody else wrote. */
  readonly redact: (text: string) => string;
  /** Is handed the events as they come; the next ones come once it is done. */
  readonly emit: TakeAiEvents;
}

/** What is known of an invocation whose answer came whole. */
export interface AskOutcome {
  readonly identifier: string | undefined;
  /** Undefined where Port says nothing of it. */
  readonly quota: AiQuota | undefined;
}

/** What the events told. */
interface Heard {
  identifier?: string;
  quota?: AiQuota;
  refusal?: Refusal;
  text: boolean;
  done: boolean;
}

/**
 * Asks Port AI and hands the events of the answer on. Rejects unless the answer came whole; what came of
 * the invocation is looked up where its stream ended without an end.
 */
export async function ask(
  dependencies: AskDependencies,
  question: AiQuestion,
): Promise<AskOutcome> {
  const { signal, emit } = dependencies;
  const heard: Heard = { text: false, done: false };
  const soFar = (): AnswerSoFar => ({ ...heard, question });
  const take: TakeAiEvents = (events) => {
    for (const event of events) listen(heard, event);
    return emit(events);
  };
  const problem = await follow(dependencies, question, take, heard).catch((error: unknown) => {
    if (signal.aborted) throw brokenOff(signal, soFar(), error);
    const words = breakIn(error, heard);
    if (words === undefined) throw error;
    return words;
  });
  if (heard.refusal) throw failedInvocation(heard.refusal, soFar(), dependencies.redact);
  if (heard.done) return { identifier: heard.identifier, quota: heard.quota };
  const result = await resultOf(dependencies, heard.identifier);
  throw incomplete(problem ?? 'the stream ended without its last event', soFar(), result);
}

/** Follows the answer to its end. */
async function follow(
  dependencies: AskDependencies,
  question: AiQuestion,
  take: TakeAiEvents,
  heard: Heard,
): Promise<undefined> {
  const end = await dependencies.ai.invoke(question, take);
  if (end.kind === 'streamed') return undefined;
  heard.identifier = end.identifier;
  await take(await awaitedResult(dependencies, end.identifier));
  return undefined;
}

function listen(heard: Heard, { means }: AiEvent): void {
  switch (means.kind) {
    case 'identifier':
      heard.identifier = means.identifier;
      break;
    case 'text':
      heard.text ||= means.text !== '';
      break;
    case 'done':
      heard.done = true;
      if (means.quota) heard.quota = means.quota;
      break;
    case 'error':
      heard.refusal = means.refusal;
      break;
    default:
  }
}

/** The words for what broke a stream that had begun; undefined for every other error. */
function breakIn(error: unknown, heard: Heard): string | undefined {
  if (error instanceof EventTooLong) return error.message;
  if (!(error instanceof PortaiError) || !isTransportCause(error.name)) return undefined;
  const sent = error.failure.details?.['sent'] !== false;
  return sent || heard.identifier !== undefined ? `${error.message} (${error.name})` : undefined;
}

/** What Port tells of an invocation that is known by its identifier; undefined where it tells nothing. */
async function resultOf(
  { ai, signal }: AskDependencies,
  identifier: string | undefined,
): Promise<InvocationResult | undefined> {
  if (identifier === undefined) return undefined;
  return ai.invocationResult(identifier).catch((error: unknown) => {
    if (signal.aborted || !(error instanceof PortaiError)) throw error;
    return undefined;
  });
}
