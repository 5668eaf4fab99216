import { eventBlockReader, fieldsOfEvent, type EventBlock } from '../../core/server-sent-events.ts';
import { readRefusal, wordsOf, type Refusal } from '../../core/refusal.ts';
import { fieldsOf, jsonIn } from '../../core/text/json.ts';
import { saysNo } from '../../http/api.ts';
import { aiQuota } from './ai-wire.ts';
import type { AiQuota } from './nouns.ts';

/** An event of an invocation, as it was sent, and its meaning. */
export interface AiEvent {
  readonly name: string;
  /** JSON, or text as it stands. */
  readonly data: string;
  readonly means: AiEventMeaning;
}

/** The meaning of an event. What portai does not know is `other`. */
export type AiEventMeaning =
  | { readonly kind: 'identifier'; readonly identifier: string }
  | { readonly kind: 'text'; readonly text: string }
  | ToolCallPart
  | { readonly kind: 'toolResult'; readonly id: string | undefined }
  | { readonly kind: 'done'; readonly quota: AiQuota | undefined }
  | { readonly kind: 'error'; readonly refusal: Refusal }
  | { readonly kind: 'other' };

/** A part of a tool call: the whole of it, or one of the chunks in which its arguments come. */
export interface ToolCallPart {
  readonly kind: 'toolCall';
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly input: string;
  /** Whether nothing more of the call comes. */
  readonly last: boolean;
}

/** An event with more characters is refused. Answers of Port's own models have some thousand. */
const longestEvent = 4 * 1024 ** 2;

/** Reads the stream of an invocation piece by piece. Throws EventTooLong for an endless event. */
export function aiEventReader() {
  const blocks = eventBlockReader(longestEvent);
  return {
    take: (piece: Uint8Array): AiEvent[] => blocks.take(piece).flatMap(eventIn),
    /** Reads what is left where the stream ends without a blank line. */
    end: (): AiEvent[] => blocks.end().flatMap(eventIn),
  };
}

function eventIn(block: EventBlock): AiEvent[] {
  const fields = fieldsOfEvent(block);
  const named = fields.findLast(({ name }) => name === 'event')?.value;
  const lines = fields.filter(({ name }) => name === 'data').map(({ value }) => value);
  const data = lines.join('\n');
  if (named === undefined && lines.length === 0) {
    // Some servers leave the format when they fail.
    const text = block.lines.join('\n');
    return saysNo(jsonIn(text)) ? [asEvent('error', text)] : [];
  }
  return [asEvent(named ?? 'message', data)];
}

const asEvent = (name: string, data: string): AiEvent => ({
  name,
  data,
  means: meaningOf(name, data),
});

/** Reads an event in any spelling of its name: `tool_call` is documented, `toolCall` was seen. */
function meaningOf(name: string, data: string): AiEventMeaning {
  switch (name.toLowerCase().replace(/[\s_-]/g, '')) {
    case 'execution':
      return { kind: 'text', text: data };
    case 'toolcall':
      return toolCallIn(data);
    case 'toolresult':
      return { kind: 'toolResult', id: wordsOf(fieldsOf(jsonIn(data))?.['id']) };
    case 'invocationidentifier': {
      const parsed = jsonIn(data);
      const identifier = wordsOf(parsed) ?? wordsOf(fieldsOf(parsed)?.['identifier']) ?? data;
      return { kind: 'identifier', identifier: identifier.trim() };
    }
    case 'done':
      return { kind: 'done', quota: quotaIn(data) };
    case 'error':
      return { kind: 'error', refusal: readRefusal(data) };
    default:
      return { kind: 'other' };
  }
}

function toolCallIn(data: string): ToolCallPart {
  const { id, name, arguments: given, lastChunk } = fieldsOf(jsonIn(data)) ?? {};
  const input =
    typeof given === 'string' ? given : given === undefined ? '' : JSON.stringify(given);
  return {
    kind: 'toolCall',
    id: wordsOf(id),
    name: wordsOf(name),
    input,
    last: lastChunk === true || typeof given === 'object',
  };
}

function quotaIn(data: string): AiQuota | undefined {
  const usage = fieldsOf(jsonIn(data))?.['monthlyQuotaUsage'];
  if (usage === undefined) return undefined;
  const read = aiQuota(usage, 'monthlyQuotaUsage');
  return 'value' in read ? read.value : undefined;
}
