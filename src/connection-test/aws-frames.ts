import { EventStreamCodec } from '@smithy/eventstream-codec';
import type { StreamEvent } from '../vendors/test-requests.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Maximum length of a frame. AWS allows 16 MiB; an event of one word has a few hundred bytes. */
const longestFrame = 256 * 1024;

/**
 * Reads AWS' binary event stream piece by piece. Throws for bytes with a wrong length or checksum.
 */
export function awsFrameReader(): (piece: Uint8Array) => StreamEvent[] {
  const codec = new EventStreamCodec(decode, encode);
  let rest = Buffer.alloc(0);
  return (piece) => {
    rest = Buffer.concat([rest, piece]);
    const events: StreamEvent[] = [];
    while (rest.length >= 4) {
      const length = rest.readUInt32BE(0);
      if (length < 16 || length > longestFrame) throw new Error('not an event stream');
      if (rest.length < length) break;
      const { headers, body } = codec.decode(rest.subarray(0, length));
      rest = rest.subarray(length);
      const text = (name: string) => {
        const header = headers[name];
        return header?.type === 'string' ? header.value : '';
      };
      const failed = text(':message-type') !== 'event';
      const name = failed
        ? text(':exception-type') || text(':error-code') || 'error'
        : text(':event-type');
      events.push({ name, data: decode(body) || text(':error-message'), failed });
    }
    return events;
  };
}
