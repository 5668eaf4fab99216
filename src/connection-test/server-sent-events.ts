import { eventBlockReader, fieldsOfEvent, type EventBlock } from '../core/server-sent-events.ts';
import { isErrorBody } from '../vendors/answers/read-answer.ts';
import type { StreamEvent } from '../vendors/test-requests.ts';

/**
 * Reads server-sent events piece by piece, as they arrive from a socket. Each call returns the
 * events that its piece completes. Comments and fields other than `event`, `data` and `error` are
 * ignored. After the first event, a JSON error body without a field name is an error event: some
 * servers leave the format when they fail.
 */
export function sseReader(): (piece: Uint8Array) => StreamEvent[] {
  const reader = eventBlockReader();
  let began = false;
  return (piece) =>
    reader.take(piece).flatMap((block) => {
      const event = eventOf(block) ?? (began ? strayError(block) : undefined);
      began ||= event !== undefined;
      return event ?? [];
    });
}

function strayError({ lines }: EventBlock): StreamEvent | undefined {
  const text = lines.join('\n');
  return isErrorBody(text) ? { name: 'error', data: text.trim(), failed: true } : undefined;
}

function eventOf(block: EventBlock): StreamEvent | undefined {
  const fields = fieldsOfEvent(block);
  // llama.cpp sends its errors in a field of that name.
  const failure = fields.find(({ name }) => name === 'error');
  if (failure) return { name: 'error', data: failure.value, failed: true };
  const data = fields.filter(({ name }) => name === 'data').map(({ value }) => value);
  if (data.length === 0) return undefined;
  const name = fields.findLast((field) => field.name === 'event')?.value ?? 'message';
  return { name, data: data.join('\n'), failed: name === 'error' };
}
