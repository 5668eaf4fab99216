import { describe, expect, test } from 'vitest';
import { aiEventReader } from '../../../../src/planes/port/ai-events.ts';

/** Reads a stream that comes in pieces of so many bytes. */
function read(text: string, size = text.length) {
  const reader = aiEventReader();
  const bytes = Buffer.from(text);
  const events = [];
  for (let at = 0; at < bytes.length; at += size) {
    events.push(...reader.take(bytes.subarray(at, at + size)));
  }
  return [...events, ...reader.end()];
}

const documented = [
  'event: tool_call\ndata: {"id":"1","name":"list_blueprints","arguments":"{\\"li"}\n\n',
  'event: tool_call\ndata: {"id":"1","arguments":"mit\\":3}","lastChunk":true}\n\n',
  'event: tool_result\ndata: {"id":"1","content":"[]","lastChunk":true}\n\n',
  'event: execution\ndata: Two services\n\n',
  'event: execution\ndata: line one\ndata: line two\n\n',
  'event: done\ndata: {"monthlyQuotaUsage":{"monthlyLimit":50,"remainingQuota":49,"month":"2025-09","remainingTimeMs":1766899073}}\n\n',
].join('');

describe('the events of an invocation', () => {
  test('are read as documented, whatever pieces and line ends they come in', () => {
    const expected = [
      { kind: 'toolCall', id: '1', name: 'list_blueprints', input: '{"li', last: false },
      { kind: 'toolCall', id: '1', name: undefined, input: 'mit":3}', last: true },
      { kind: 'toolResult', id: '1' },
      { kind: 'text', text: 'Two services' },
      { kind: 'text', text: 'line one\nline two' },
      { kind: 'done', quota: expect.objectContaining({ monthlyLimit: 50, remainingQuota: 49 }) },
    ];
    for (const size of [1, 2, 7, 4096]) {
      for (const text of [documented, documented.replaceAll('\n', '\r\n')]) {
        expect(read(text, size).map(({ means }) => means)).toEqual(expected);
      }
    }
  });

  test('are read under the names that were observed as well', () => {
    const observed = [
      'event: invocationIdentifier\ndata: 1b2c3d4e-0000-1111-2222-333344445555\n\n',
      'event: toolCall\ndata: {"name":"list_entities","arguments":{"limit":3}}\n\n',
      'event: waiting\ndata: null\n\n',
      'event: execution\ndata: Done.\n\n',
      'event: done\ndata: {"contextUsage":{}}\n\n',
    ].join('');
    expect(read(observed).map(({ means }) => means)).toEqual([
      { kind: 'identifier', identifier: '1b2c3d4e-0000-1111-2222-333344445555' },
      {
        ...{ kind: 'toolCall', id: undefined, name: 'list_entities', input: '{"limit":3}' },
        last: true,
      },
      { kind: 'other' },
      { kind: 'text', text: 'Done.' },
      { kind: 'done', quota: undefined },
    ]);
  });

  test('that are not known are passed through by name', () => {
    expect(read('event: plan\ndata: first this\n\n')).toEqual([
      { name: 'plan', data: 'first this', means: { kind: 'other' } },
    ]);
  });

  test('end with the last block, also without its blank line', () => {
    expect(read('event: execution\ndata: the end').map(({ data }) => data)).toEqual(['the end']);
  });

  test('may be lines of a mebibyte', () => {
    const long = 'x'.repeat(1024 ** 2);
    expect(read(`event: execution\ndata: ${long}\n\n`, 65_536)[0]?.data).toBe(long);
  });

  test('an error event, and a refusal outside the format, are failures', () => {
    for (const text of [
      'event: error\ndata: {"error":"internal_error","message":"no credit"}\n\n',
      '{"ok":false,"error":"internal_error","message":"no credit"}\n\n',
    ]) {
      expect(read(text)[0]?.means).toMatchObject({
        kind: 'error',
        refusal: { name: 'internal_error', message: 'no credit' },
      });
    }
  });
});
