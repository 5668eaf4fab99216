import { describe, expect, test } from 'vitest';
import { PortaiError } from '../../../src/core/errors.ts';
import type { HttpRequest, Send } from '../../../src/core/http.ts';
import { traceLine, withTrace, type TraceEvent } from '../../../src/http/trace.ts';

const request: HttpRequest = {
  method: 'PUT',
  url: new URL('https://user:hidden@api.port.io/v1/llm-providers?validate_connection=true#hidden'),
  headers: {
    authorization: 'Bearer hidden',
    'content-type': 'application/json',
    'x-own': 'hidden',
  },
  body: '{"key":"hidden é"}',
};

function traced(send: Send) {
  const events: TraceEvent[] = [];
  let time = 0;
  const write = (event: TraceEvent) => events.push(event);
  return { events, send: withTrace(send, { write, now: () => new Date((time += 34)) }) };
}

const answering: Send = () =>
  Promise.resolve({
    status: 200,
    headers: { 'x-trace-id': '8f2a', 'set-cookie': 'hidden', 'retry-after': '3' },
    body: '{"token":"hidden"}',
  });

describe('a trace', () => {
  test('tells of request and answer with sizes and times, and hands the answer on', async () => {
    const { events, send } = traced(answering);
    expect(await send(request)).toMatchObject({ status: 200, body: '{"token":"hidden"}' });
    const url = 'https://api.port.io/v1/llm-providers?validate_connection=true';
    expect(events).toEqual([
      {
        direction: 'request',
        method: 'PUT',
        url,
        headers: {
          authorization: '(hidden)',
          'content-type': 'application/json',
          'x-own': '(hidden)',
        },
        bytes: 19,
      },
      {
        direction: 'answer',
        method: 'PUT',
        url,
        headers: { 'x-trace-id': '8f2a', 'set-cookie': '(hidden)', 'retry-after': '3' },
        bytes: 18,
        status: 200,
        milliseconds: 34,
      },
    ]);
  });

  test('holds no body, no password, and no value of a header that is not listed', async () => {
    const { events, send } = traced(answering);
    await send(request);
    expect(JSON.stringify(events)).not.toMatch(/hidden(?!\))/);
    expect(events.map(traceLine).join('\n')).not.toContain('hidden');
  });

  test('tells the name of an error, and passes the very error on', async () => {
    const error = new PortaiError({ name: 'DNS_FAILED', message: 'hidden', exit: 'unreachable' });
    const { events, send } = traced(() => Promise.reject(error));
    await expect(send(request)).rejects.toBe(error);
    expect(events[1]).toMatchObject({ direction: 'error', cause: 'DNS_FAILED', milliseconds: 34 });
  });

  test('tells of an abort as such', async () => {
    const signal = AbortSignal.abort('interrupted');
    const { events, send } = traced(() => Promise.reject(new Error('stopped')));
    await expect(send({ ...request, signal })).rejects.toThrow('stopped');
    expect(events[1]).toMatchObject({ direction: 'error', cause: 'ABORTED' });
  });
});

describe('the line of an event', () => {
  const base = { method: 'GET', url: 'https://api.port.io/v1', headers: {}, bytes: 0 } as const;

  test('shows a request, with the size of its body if it has one', () => {
    expect(traceLine({ ...base, direction: 'request' })).toBe('> GET https://api.port.io/v1');
    expect(traceLine({ ...base, direction: 'request', bytes: 12 })).toBe(
      '> GET https://api.port.io/v1 · 12 bytes',
    );
  });

  test('shows status, time, the headers support asks for, and size of an answer', () => {
    const headers = { 'x-trace-id': '8f2a', date: 'today' };
    expect(
      traceLine({
        ...base,
        direction: 'answer',
        headers,
        status: 200,
        milliseconds: 34,
        bytes: 1240,
      }),
    ).toBe('< 200 in 34 ms · x-trace-id 8f2a · 1240 bytes');
  });

  test('shows what became of a request that got no answer', () => {
    expect(traceLine({ ...base, direction: 'error', cause: 'TIMEOUT', milliseconds: 30_000 })).toBe(
      '! GET https://api.port.io/v1 · TIMEOUT in 30000 ms',
    );
  });

  test('is one line without control sequences, whatever the server sent', () => {
    const headers = { 'x-trace-id': '\u001b[2Ja\nb' };
    const line = traceLine({ ...base, direction: 'answer', headers, status: 200 });
    expect(line).toBe('< 200 in 0 ms · x-trace-id a b · 0 bytes');
  });
});
