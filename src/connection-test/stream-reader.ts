import type { TestCall, StreamEvent } from '../vendors/test-requests.ts';
import type { Reading } from '../vendors/reading.ts';
import { sseReader } from './server-sent-events.ts';

interface StreamReader {
  /** Takes a piece of the body. Returns true if the rest of the stream can add nothing. */
  readonly take: (piece: Uint8Array) => boolean;
  /** The reading of the stream; undefined if no event came, since the answer is then no stream. */
  readonly reading: () => Reading | undefined;
}

/** Reading stops after this many bytes. A question for one word is answered long before. */
const enoughBytes = 64 * 1024;

/** Reads a stream to its end or to an error. AWS' decoder is loaded only for streams of AWS. */
export async function streamReader({
  form,
  readEvent,
}: NonNullable<TestCall['stream']>): Promise<StreamReader> {
  const eventsIn =
    form === 'sse' ? sseReader() : (await import('./aws-frames.ts')).awsFrameReader();
  const seen = { events: false, words: false, end: false, enough: false, bytes: 0 };
  let found: Reading | undefined;
  let broken = false;

  function decoded(piece: Uint8Array): readonly StreamEvent[] {
    try {
      return eventsIn(piece);
    } catch {
      broken = true; // no event stream: the answer as a whole will say what it is
      return [];
    }
  }

  function follow(event: StreamEvent): void {
    if (settled()) return;
    seen.events = true;
    const said = readEvent(event);
    if (said === 'writes') seen.words = true;
    else if (said === 'ends') seen.end = true;
    else if (said) found = said;
  }

  const good = () => found?.cause === 'OK' || found?.cause === 'NOTHING_WRITTEN';
  /**
   * True after an error, or after bytes that are no event stream. A good end does not count, since
   * a later event of the same piece may be an error.
   */
  const settled = () => (found !== undefined && !good()) || broken;
  /**
   * True if the rest of the stream can add nothing. Some servers leave the connection open after
   * the last word.
   */
  const over = () =>
    settled() || seen.end || (good() && (found?.cause === 'OK' || seen.words)) || seen.enough;

  function take(piece: Uint8Array): boolean {
    if (over()) return true;
    seen.bytes += piece.length;
    for (const event of decoded(piece)) follow(event);
    seen.enough ||= seen.words && seen.bytes > enoughBytes;
    return over();
  }

  return {
    take,
    reading() {
      // Some servers leave out the empty line after their last event.
      if (form === 'sse') {
        for (const event of decoded(new TextEncoder().encode('\n\n'))) follow(event);
      }
      if (found && (found.cause !== 'NOTHING_WRITTEN' || !seen.words)) return found;
      if (broken || !seen.events) return found;
      if (!seen.words) return { cause: 'NOTHING_WRITTEN', recognised: true };
      const whole = found !== undefined || seen.end || seen.enough;
      return { cause: whole ? 'OK' : 'STREAM_CUT', recognised: true };
    },
  };
}
