import { EventStreamCodec } from '@smithy/eventstream-codec';
import { describe, expect, test } from 'vitest';
import type { Cause } from '../../../../src/vendors/causes.ts';
import { readStreamEvent, type Dialect } from '../../../../src/vendors/answers/read-answer.ts';
import { ask, probed, says } from '../../../support/connection-test.ts';

/** What streams of each vendor come to, event by event. The first word is given at once. */

const bytes = (text: string) => new TextEncoder().encode(text);

async function streamed(dialect: Dialect, parts: readonly Uint8Array[]) {
  const form = dialect === 'aws' ? 'aws' : 'sse';
  const { report } = await probed(
    ({ enough }) => {
      if (!enough) return Promise.resolve(says('OK'));
      for (const part of parts) if (enough(part)) break;
      return Promise.resolve({ status: 200, headers: {}, body: '{"cause":"RESPONSE_MALFORMED"}' });
    },
    {
      probe: {
        stream: (_, won) => ({
          ...won,
          stream: { form, readEvent: (event) => readStreamEvent(dialect, event) },
        }),
      },
      options: { stream: true },
    },
  );
  return report.testedModels['a']?.stages.at(-1);
}

const events = (...data: readonly (object | string)[]) =>
  data.map((each) => bytes(`data: ${typeof each === 'string' ? each : JSON.stringify(each)}\n\n`));
const named = (...data: readonly Readonly<Record<'type', string> & Record<string, unknown>>[]) =>
  data.map((each) => bytes(`event: ${each.type}\ndata: ${JSON.stringify(each)}\n\n`));

/** As they come when one write of the server holds them all. */
const inOnePiece = (parts: readonly Uint8Array[]) => [Buffer.concat(parts)];

const codec = new EventStreamCodec(
  (input: Uint8Array) => new TextDecoder().decode(input),
  (input) => new TextEncoder().encode(input),
);
const frame = (type: string, body: object) =>
  codec.encode({
    headers: {
      ':message-type': { type: 'string', value: 'event' },
      ':event-type': { type: 'string', value: type },
    },
    body: bytes(JSON.stringify(body)),
  });

const chunk = (delta: object, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason }],
});
const role = chunk({ role: 'assistant', content: '' });
const word = chunk({ content: 'po' });
const candidate = (value: object) => ({ candidates: [value] });
const start = { type: 'message_start', message: { role: 'assistant', content: [] } } as const;
const block = {
  type: 'content_block_start',
  index: 0,
  content_block: { type: 'text', text: '' },
} as const;
const delta = { type: 'content_block_delta', delta: { type: 'text_delta', text: 'po' } } as const;
const stop = (stop_reason: string) => ({ type: 'message_delta', delta: { stop_reason } }) as const;

type Row = readonly [string, Dialect, readonly Uint8Array[], Cause];

describe('a stream that shows that words come is a pass', () => {
  const rows: readonly Row[] = [
    [
      'a word and an end',
      'openai-compatible',
      events(role, word, chunk({}, 'stop'), '[DONE]'),
      'OK',
    ],
    [
      'a word and the mark of the end alone',
      'openai-compatible',
      events(role, word, '[DONE]'),
      'OK',
    ],
    [
      'a word that comes with the end',
      'openai-compatible',
      events(chunk({ content: 'pong' }, 'stop'), '[DONE]'),
      'OK',
    ],
    [
      'a count of tokens after the end',
      'openai-compatible',
      events(role, word, chunk({}, 'stop'), { choices: [], usage: { completion_tokens: 1 } }),
      'OK',
    ],
    ['hidden reasoning', 'openai-compatible', events(role, chunk({}, 'length')), 'OK'],
    ['a thought', 'openai-compatible', events(chunk({ reasoning_content: 'hm' }), '[DONE]'), 'OK'],
    ["Azure's first chunk", 'azure', events({ choices: [] }, word, chunk({}, 'stop')), 'OK'],
    ['Messages', 'anthropic', named(start, block, delta, stop('end_turn')), 'OK'],
    ['Messages that only think', 'anthropic', named(start, block, stop('max_tokens')), 'OK'],
    [
      'Responses',
      'openai',
      named(
        { type: 'response.created' },
        { type: 'response.output_text.delta', delta: 'po' },
        { type: 'response.completed' },
      ),
      'OK',
    ],
    [
      'Converse',
      'aws',
      [
        frame('messageStart', { role: 'assistant' }),
        frame('contentBlockDelta', { delta: { text: 'po' } }),
        frame('messageStop', { stopReason: 'end_turn' }),
      ],
      'OK',
    ],
    [
      'Gemini',
      'google',
      events(
        candidate({ content: { parts: [{ text: 'po' }] } }),
        candidate({ finishReason: 'STOP' }),
      ),
      'OK',
    ],
  ];
  test.each(rows)('%s', async (_, dialect, parts, cause) => {
    expect(await streamed(dialect, parts)).toMatchObject({ verdict: 'pass', cause });
  });
});

describe('a stream that does not is none', () => {
  const wrong = { error: { message: 'it broke', code: 502 } };
  const rows: readonly Row[] = [
    ['a role alone', 'openai-compatible', events(role), 'NOTHING_WRITTEN'],
    ['a role and the end', 'openai-compatible', events(role, '[DONE]'), 'NOTHING_WRITTEN'],
    ['a good end alone', 'openai-compatible', events(role, chunk({}, 'stop')), 'NOTHING_WRITTEN'],
    [
      'a good end of Messages alone',
      'anthropic',
      named(start, stop('end_turn')),
      'NOTHING_WRITTEN',
    ],
    ['a word without an end', 'openai-compatible', events(role, word), 'STREAM_CUT'],
    ['a word of Messages without an end', 'anthropic', named(start, block, delta), 'STREAM_CUT'],
    [
      'a word of Converse without an end',
      'aws',
      [frame('contentBlockDelta', { delta: { text: 'po' } })],
      'STREAM_CUT',
    ],
    [
      'an error that comes together with a good end',
      'openai-compatible',
      inOnePiece(events(word, chunk({}, 'stop'), wrong)),
      'OVERLOADED',
    ],
    [
      'an error that comes together with a good end of Messages',
      'anthropic',
      inOnePiece(
        named(start, delta, stop('end_turn'), {
          type: 'error',
          error: { type: 'overloaded_error', message: 'Overloaded' },
        }),
      ),
      'OVERLOADED',
    ],
    [
      'an envelope that denies success',
      'openai-compatible',
      events(word, { success: false, errors: [{ message: 'it broke' }] }),
      'PROVIDER_ERROR',
    ],
    [
      'a sentence of no form',
      'openai-compatible',
      events(word, { detail: 'the quota is used up' }),
      'PROVIDER_ERROR',
    ],
    [
      "llama.cpp's field for errors",
      'openai-compatible',
      [new TextEncoder().encode('error: {"code":500,"message":"it broke"}\n\n')],
      'PROVIDER_ERROR',
    ],
    [
      'Chat Completions where Messages were asked for',
      'anthropic',
      events(word, chunk({}, 'stop'), '[DONE]'),
      'NOTHING_WRITTEN',
    ],
    [
      'Messages where a chat was asked for',
      'openai-compatible',
      named(start, block, delta, stop('end_turn')),
      'NOTHING_WRITTEN',
    ],
    ['a role, then an error', 'openai-compatible', events(role, wrong), 'OVERLOADED'],
    ['a word, then an error', 'openai-compatible', events(role, word, wrong), 'OVERLOADED'],
    ['an error that is a text', 'openai-compatible', events({ error: 'boom' }), 'PROVIDER_ERROR'],
    [
      'an error in the choice',
      'openai-compatible',
      events(role, { choices: [{ delta: {}, error: { code: 502, message: 'x' } }] }),
      'OVERLOADED',
    ],
    ['an end by an error', 'openai-compatible', events(word, chunk({}, 'error')), 'PROVIDER_ERROR'],
    ['a filter', 'openai-compatible', events(role, chunk({}, 'content_filter')), 'CONTENT_POLICY'],
    ['an unknown end', 'openai-compatible', events(word, chunk({}, 'abandoned')), 'STOP_UNKNOWN'],
    ['a start of Messages', 'anthropic', named(start, block), 'NOTHING_WRITTEN'],
    ['a refusal of Messages', 'anthropic', named(start, delta, stop('refusal')), 'CONTENT_POLICY'],
    ['an unknown end of Messages', 'anthropic', named(start, delta, stop('x')), 'STOP_UNKNOWN'],
    [
      'an error after a word of Messages',
      'anthropic',
      named(start, delta, {
        type: 'error',
        error: { type: 'overloaded_error', message: 'Overloaded' },
      }),
      'OVERLOADED',
    ],
    ['a start of Responses', 'openai', named({ type: 'response.created' }), 'NOTHING_WRITTEN'],
    [
      'an item of Responses that is begun',
      'openai',
      named({ type: 'response.output_item.added' }),
      'NOTHING_WRITTEN',
    ],
    [
      'Responses that end in a filter',
      'openai',
      named({
        type: 'response.incomplete',
        response: {
          status: 'incomplete',
          output: [],
          incomplete_details: { reason: 'content_filter' },
        },
      }),
      'CONTENT_POLICY',
    ],
    ['a start of Converse', 'aws', [frame('messageStart', {})], 'NOTHING_WRITTEN'],
    [
      'an unknown end of Converse',
      'aws',
      [frame('contentBlockDelta', {}), frame('messageStop', { stopReason: 'moon' })],
      'STOP_UNKNOWN',
    ],
    [
      'a block of Gemini',
      'google',
      events({ promptFeedback: { blockReason: 'SAFETY' } }),
      'CONTENT_POLICY',
    ],
    ['an empty candidate', 'google', events(candidate({ index: 0 })), 'NOTHING_WRITTEN'],
    [
      'an end of Gemini for safety',
      'google',
      events(candidate({ finishReason: 'SAFETY' })),
      'CONTENT_POLICY',
    ],
  ];
  test.each(rows)('%s', async (_, dialect, parts, cause) => {
    const stage = await streamed(dialect, parts);
    expect(stage).toMatchObject({ cause });
    expect(stage?.verdict).toMatch(/^(?:fail|unknown)$/);
  });

  const whole = [...events(role, word, chunk({}, 'stop'))];
  const boom = '{"error":{"message":"boom"}}';
  test.each([
    ['as an event', [...events('[DONE]', boom)]],
    ['as an event of that name', [...events('[DONE]'), bytes('event: error\ndata: "boom"\n\n')]],
    ['as an event without its empty line', [...events('[DONE]'), bytes(`data: ${boom}`)]],
    ['as bare JSON', [...events('[DONE]'), bytes(`${boom}\n`)]],
    ['as bare JSON, without the mark of an end', [bytes(boom)]],
    ['in the field of llama.cpp', [...events('[DONE]'), bytes(`error: ${boom}\n\n`)]],
    ['and without the mark of an end', [...events(boom)]],
  ])('an error behind the end, %s, that came together with it', async (_, rest) => {
    const stage = await streamed('openai-compatible', inOnePiece([...whole, ...rest]));
    expect(stage).toMatchObject({ verdict: 'unknown', cause: 'PROVIDER_ERROR' });
  });

  test.each<[string, Dialect, readonly Uint8Array[]]>([
    [
      'Messages',
      'anthropic',
      named(start, block, { ...delta, delta: { text: '' } }, stop('end_turn')),
    ],
    [
      'Converse',
      'aws',
      [
        frame('contentBlockDelta', { delta: { text: '' } }),
        frame('messageStop', { stopReason: 'end_turn' }),
      ],
    ],
    [
      'Gemini',
      'google',
      events(candidate({ content: { parts: [{ text: '' }] }, finishReason: 'STOP' })),
    ],
    [
      'Chat Completions',
      'openai-compatible',
      events(chunk({ content: [{ type: 'text', text: '' }] }), chunk({}, 'stop'), '[DONE]'),
    ],
  ])('pieces of %s that hold nothing', async (_, dialect, parts) => {
    const stage = await streamed(dialect, parts);
    expect(stage).toMatchObject({ verdict: 'unknown', cause: 'NOTHING_WRITTEN' });
  });

  test('a whole answer, where a stream was asked for', async () => {
    const { report } = await probed(() => Promise.resolve(says('OK')), {
      probe: {
        stream: (_, won) => ({
          ...won,
          ...ask('a'),
          stream: { form: 'sse', readEvent: () => undefined },
        }),
      },
      options: { stream: true },
    });
    expect(report.testedModels['a']).toMatchObject({ verdict: 'unknown', cause: 'STREAM_IGNORED' });
  });
});

test('a stream without end is left once enough of it was read', async () => {
  let taken = 0;
  const { report } = await probed(
    ({ enough }) => {
      const [part = new Uint8Array()] = events(word);
      for (; enough && taken < 10_000; taken++) if (enough(part)) break;
      return Promise.resolve(says('OK'));
    },
    {
      probe: {
        stream: (_, won) => ({
          ...won,
          stream: { form: 'sse', readEvent: (event) => readStreamEvent('openai', event) },
        }),
      },
      options: { stream: true },
    },
  );
  expect(report.ok).toBe(true);
  expect(taken).toBeGreaterThan(100);
  expect(taken).toBeLessThan(2_000);
});
