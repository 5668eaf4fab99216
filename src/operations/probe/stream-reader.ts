import type { Ask, StreamEvent } from '../../domain/provider-types/define.ts';
import type { Reading } from '../../domain/reading.ts';
import { sseReader } from './sse.ts';

interface StreamReader {
  /** Takes a piece of the body; true when the stream has said what there is to know. */
  readonly take: (piece: Uint8Array) => boolean;
  /** Undefined where no event came: the answer is no stream. */
  readonly reading: () => Reading | undefined;
}

/** What is written after so many bytes changes nothing: a question for one word is answered long before. */
const enoughBytes = 64 * 1024;

/** Follows a stream to its end, or to an error. AWS' decoder is loaded when a stream is AWS'. */
export async function streamReader({
  form,
  readEvent,
}: NonNullable<Ask['stream']>): Promise<StreamReader> {
  const eventsIn =
    form === 'sse' ? sseReader() : (await import('./aws-frames.ts')).awsFrameReader();
  const seen = { events: false, words: false, end: false, bytes: 0 };
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
    if (found || seen.end) return;
    seen.events = true;
    const said = readEvent(event);
    if (said === 'writes') seen.words = true;
    else if (said === 'ends') seen.end = true;
    else found = said;
  }

  function take(piece: Uint8Array): boolean {
    if (over()) return true;
    seen.bytes += piece.length;
    for (const event of decoded(piece)) follow(event);
    return over() || (seen.words && seen.bytes > enoughBytes);
  }

  const over = () => found !== undefined || broken || seen.end;

  return {
    take,
    reading() {
      // Some servers leave out the empty line after their last event.
      if (form === 'sse' && !found) take(new TextEncoder().encode('\n\n'));
      if (found || broken || !seen.events) return found;
      return { cause: seen.words ? 'OK' : 'NOTHING_WRITTEN', recognised: true };
    },
  };
}
