import { PortaiError } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import type { HttpResponse, ResponseHead, AfterPiece } from '../../core/http.ts';
import { wordsOf } from '../../core/refusal.ts';
import { fieldsOf, jsonIn } from '../../core/text/json.ts';
import type { RawApi } from '../raw-api.ts';
import { aiEventReader, type AiEvent } from './ai-events.ts';
import { calls, type AiQuestion, type PromptKey } from './calls.ts';

/**
 * Takes the events that a piece of the answer completes; the next ones come once it is done. An event
 * that ends the answer, well or badly, is the last one.
 */
export type TakeAiEvents = (events: readonly AiEvent[]) => void | Promise<void>;

/** How an answer came: as events that were handed on, or as a promise that there will be one. */
export type InvocationEnd =
  { readonly kind: 'streamed' } | { readonly kind: 'accepted'; readonly identifier: string };

/** Makes the calls that ask Port AI, or an agent. */
export function invoker(raw: RawApi, patienceMs: number) {
  async function ask(
    question: AiQuestion,
    key: PromptKey,
    take: TakeAiEvents,
  ): Promise<InvocationEnd> {
    const { method, path, body, ...call } = calls.invoke(question, key);
    const reader = aiEventReader();
    let over = false;
    const handOn = (events: readonly AiEvent[]): AfterPiece | Promise<AfterPiece> => {
      if (over || events.length === 0) return undefined;
      const at = events.findIndex(({ means }) => means.kind === 'done' || means.kind === 'error');
      over = at >= 0;
      const taken = take(over ? events.slice(0, at + 1) : events);
      const after = over ? ('enough' as const) : undefined;
      return taken instanceof Promise ? taken.then(() => after) : after;
    };
    const answer = await raw({
      ...{ method, path, accept: 'text/event-stream', timeoutMs: patienceMs },
      ...('query' in call ? { query: Object.entries(call.query) } : {}),
      body: JSON.stringify(body),
      // Nothing that portai administers changes.
      changes: false,
      stream: (head) => (isEventStream(head) ? (piece) => handOn(reader.take(piece)) : undefined),
    });
    if (isEventStream(answer)) {
      // Of a compressed answer nothing was handed on yet.
      await handOn([...reader.take(Buffer.from(answer.body)), ...reader.end()]);
      return { kind: 'streamed' };
    }
    const identifier = identifierIn(answer);
    if (identifier === undefined) throw noEventStream(answer);
    return { kind: 'accepted', identifier };
  }

  return async (question: AiQuestion, take: TakeAiEvents): Promise<InvocationEnd> => {
    const keys: readonly [PromptKey, PromptKey] =
      question.agent === undefined ? ['userPrompt', 'prompt'] : ['prompt', 'userPrompt'];
    try {
      return await ask(question, keys[0], take);
    } catch (error) {
      if (!wantsOtherKey(error, keys)) throw error;
      return ask(question, keys[1], take);
    }
  };
}

const isEventStream = ({ headers }: ResponseHead): boolean =>
  /^\s*text\/event-stream\b/i.test(headers['content-type'] ?? '');

/** Returns true for a refusal of the name under which the prompt was sent; nothing was asked then. */
function wantsOtherKey(error: unknown, [sent, other]: readonly [PromptKey, PromptKey]): boolean {
  if (!(error instanceof PortaiError) || error.failure.exit !== 'refused') return false;
  const { message, details } = error.failure;
  const words = `${message} ${JSON.stringify(details ?? {})}`;
  const unknown = /additional|unknown|unexpected|not allowed|unrecognized/i.test(words);
  const named = (key: PromptKey) => new RegExp(`\\b${key}\\b`).test(words);
  return named(other) || (unknown && named(sent));
}

/** The identifier in the answer to an invocation that was accepted: `{ok, invocation: {identifier}}`. */
function identifierIn({ body }: HttpResponse): string | undefined {
  const fields = fieldsOf(jsonIn(body));
  const places = [fields?.['invocation'], fields?.['result'], fields].map(fieldsOf);
  const names = ['identifier', 'invocationIdentifier'];
  return places
    .flatMap((place) => names.map((name) => wordsOf(place?.[name])))
    .find((found) => found !== undefined);
}

function noEventStream({ status, headers }: HttpResponse): PortaiError {
  const type = headers['content-type'] ?? 'of no type';
  return fail('NoEventStream', `Port answered ${type} (HTTP ${status}), no stream of events`, {
    status,
    hint: 'The invocation may run all the same. Each one counts, so look before you ask again.',
    next: [{ command: ['invocations', 'list', '--since', '1h'], why: 'what came of it' }],
  });
}
