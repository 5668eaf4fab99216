import type { Answer } from '../vendor.ts';

/** One frame of AWS' binary event stream. */
export interface Frame {
  /** The name of the event, or of the exception. */
  readonly name: string;
  readonly failed?: true;
  readonly data: object;
}

/** A 200 whose body is frames. The encoder is loaded for the first of them. */
export async function frameStream(frames: readonly Frame[]): Promise<Answer> {
  const { EventStreamCodec } = await import('@smithy/eventstream-codec');
  const encoder = new TextEncoder();
  const codec = new EventStreamCodec(
    (bytes: Uint8Array) => new TextDecoder().decode(bytes),
    (text) => encoder.encode(text),
  );
  const text = (value: string) => ({ type: 'string', value }) as const;
  const pieces = frames.map(({ name, failed, data }) =>
    codec.encode({
      headers: {
        ':message-type': text(failed ? 'exception' : 'event'),
        [failed ? ':exception-type' : ':event-type']: text(name),
        ':content-type': text('application/json'),
      },
      body: encoder.encode(JSON.stringify(data)),
    }),
  );
  const bytes = Buffer.concat(pieces);
  return {
    status: 200,
    headers: { 'content-type': 'application/vnd.amazon.eventstream' },
    body: bytes.toString('utf8'),
    bytes,
    pieces,
  };
}
