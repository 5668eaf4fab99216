import { EventStreamCodec } from '@smithy/eventstream-codec';
import { describe, expect, test } from 'vitest';
import type { Send } from '../../../src/core/http.ts';
import type { TestCall, StreamEvent } from '../../../src/vendors/test-requests.ts';
import type { Reading } from '../../../src/vendors/reading.ts';
import { ask, asked, inTurn, probed, readingIn, says } from '../../support/connection-test.ts';

describe('a stream', () => {
  const readEvent = ({ name, data, failed }: StreamEvent): Reading | undefined =>
    failed
      ? { cause: 'OVERLOADED', words: `${name}: ${data}`, recognised: true }
      : data.startsWith('{')
        ? readingIn(data)
        : undefined;
  const streaming = (form: 'sse' | 'aws') => ({
    probe: {
      stream: (_: unknown, won: TestCall) => ({
        ...won,
        title: 'stream',
        stream: { form, readEvent },
      }),
    },
    options: { stream: true },
  });
  /** Gives the pieces one after the other, for as long as they are wanted. */
  const pieces =
    (parts: readonly Uint8Array[], given: Uint8Array[] = []): Send =>
    (request) => {
      const { enough } = request;
      if (!enough) return Promise.resolve(says('OK'));
      for (const part of parts) {
        given.push(part);
        if (enough(part)) break;
      }
      return Promise.resolve({ status: 200, headers: {}, body: '{"cause":"RESPONSE_MALFORMED"}' });
    };
  const bytes = (text: string) => new TextEncoder().encode(text);
  const ok = '{"cause":"OK","recognised":true}';

  test('of server-sent events is read across the borders of its pieces, and no further', async () => {
    const given: Uint8Array[] = [];
    const text = `: hello\n\nevent: ping\ndata: ping\n\ndata: ${ok}\n\ndata: more\n\n`;
    const parts = [text.slice(0, 15), text.slice(15, 50), text.slice(50, 80), text.slice(80)];
    const { report } = await probed(pieces(parts.map(bytes), given), streaming('sse'));
    expect(report.testedModels['a']?.stages.at(-1)).toMatchObject({
      stage: 'stream',
      verdict: 'pass',
    });
    expect(given.length).toBeLessThan(5);
  });

  test('of server-sent events may end without an empty line', async () => {
    const { report } = await probed(pieces([bytes(`data: ${ok}`)]), streaming('sse'));
    expect(report.testedModels['a']).toMatchObject({ verdict: 'pass' });
  });

  test('is asked for where the type always streams, and shown as left out after a refusal', async () => {
    const { probe } = streaming('sse');
    const always = { probe: { ...probe, alwaysStream: true as const } };
    const good = await probed(pieces([bytes(`data: ${ok}\n\n`)]), always);
    expect(good.sent).toHaveLength(2);
    const { report } = await probed(inTurn(says('MODEL_NOT_FOUND', { status: 404 })), always);
    expect(report.testedModels['a']?.stages.at(-1)).toEqual({ stage: 'stream', verdict: 'skip' });
  });

  test('is asked for in the way that passed, repaired', async () => {
    const repaired = (model: string): TestCall => ({
      ...ask(model, 'with'),
      repair: () => ({ call: ask(model, 'without') }),
    });
    const { sent } = await probed(inTurn(says('UNSUPPORTED_PARAM'), says('OK')), {
      probe: {
        generate: ({ model }) => ({ first: repaired(model), fallbacks: [] }),
        stream: (_, won) => won,
      },
      options: { stream: true },
    });
    expect(sent.map(asked)).toEqual(['with/a', 'without/a', 'without/a']);
  });

  test('that begins with an error is that error, although the status was 200', async () => {
    const { report } = await probed(
      pieces([bytes('event: error\ndata: overloaded\n\n')]),
      streaming('sse'),
    );
    expect(report.testedModels['a']).toMatchObject({ cause: 'OVERLOADED', isValid: false });
  });

  const codec = new EventStreamCodec(
    (input: Uint8Array) => new TextDecoder().decode(input),
    (input) => new TextEncoder().encode(input),
  );
  const frame = (headers: Record<string, string>, body: string) =>
    codec.encode({
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, { type: 'string' as const, value }]),
      ),
      body: bytes(body),
    });

  test("of AWS' frames is read byte by byte", async () => {
    const start = frame({ ':message-type': 'event', ':event-type': 'messageStart' }, 'start');
    const delta = frame({ ':message-type': 'event', ':event-type': 'contentBlockDelta' }, ok);
    const all = [...start, ...delta].map((byte) => Uint8Array.of(byte));
    const { report } = await probed(pieces(all), streaming('aws'));
    expect(report.testedModels['a']).toMatchObject({ verdict: 'pass' });
  });

  test('of AWS may hold an exception, which has its own name', async () => {
    const failed = frame(
      { ':message-type': 'exception', ':exception-type': 'throttlingException' },
      'slow down',
    );
    const { report } = await probed(pieces([failed]), streaming('aws'));
    expect(report.testedModels['a']?.words).toBe('throttlingException: slow down');
  });

  test('of AWS that is none is read as what it is', async () => {
    const { report } = await probed(pieces([bytes('<html>sign in</html>')]), streaming('aws'));
    expect(report.testedModels['a']?.stages.at(-1)).toMatchObject({ cause: 'RESPONSE_MALFORMED' });
  });

  test('is not asked for when the model did not answer at all', async () => {
    const { sent } = await probed(
      inTurn(says('MODEL_NOT_FOUND', { status: 404 })),
      streaming('sse'),
    );
    expect(sent).toHaveLength(1);
  });
});
