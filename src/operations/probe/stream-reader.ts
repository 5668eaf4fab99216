import type { Ask, StreamEvent } from '../../domain/provider-types/define.ts';
import type { Reading } from '../../domain/reading.ts';
import { sseReader } from './sse.ts';

interface StreamReader {
  /** Takes a piece of the body; true when an event has said what there is to know. */
  readonly take: (piece: Uint8Array) => boolean;
  readonly reading: () => Reading | undefined;
}

/** Looks for the first event that means something. AWS' decoder is loaded when a stream is AWS'. */
export async function streamReader({
  form,
  readEvent,
}: NonNullable<Ask['stream']>): Promise<StreamReader> {
  const eventsIn =
    form === 'sse' ? sseReader() : (await import('./aws-frames.ts')).awsFrameReader();
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

  function take(piece: Uint8Array): boolean {
    if (found || broken) return true;
    for (const event of decoded(piece)) found ??= readEvent(event);
    return found !== undefined;
  }

  return {
    take,
    reading() {
      // Some servers leave out the empty line after their last event.
      if (form === 'sse' && !found) take(new TextEncoder().encode('\n\n'));
      return found;
    },
  };
}
