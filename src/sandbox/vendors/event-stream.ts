import type { Answer } from './vendor.ts';

/** One server-sent event; the data is sent as JSON unless it is a text. */
export interface ServerSentEvent {
  readonly name?: string;
  readonly data: unknown;
}

const encoder = new TextEncoder();

/** A 200 whose body comes event by event. */
export function eventStream(
  events: readonly ServerSentEvent[],
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const blocks = events.map(({ name, data }) => {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    return `${name === undefined ? '' : `event: ${name}\n`}data: ${text}\n\n`;
  });
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', ...headers },
    body: blocks.join(''),
    pieces: blocks.map((block) => encoder.encode(block)),
  };
}
