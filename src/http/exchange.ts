import type { Dispatcher } from 'undici';
import type { HttpRequest, HttpResponse, TakePiece } from '../core/http.ts';
import { decoded } from './decoded.ts';
import { pieceQueue, type PieceQueue } from './piece-queue.ts';
import { TooLarge } from './too-large.ts';

/** The phase of an exchange. Before `waiting`, no byte of the request was sent. */
export type Phase = 'connecting' | 'waiting' | 'reading';

/**
 * An exchange that ended without an answer. `cause` is the network error, or the reason for giving
 * up.
 */
export class ExchangeFailure extends Error {
  readonly phase: Phase;

  constructor(phase: Phase, cause: unknown) {
    super('no answer', { cause });
    this.phase = phase;
  }
}

/**
 * Sends one request and reads its whole answer. Rejects with an ExchangeFailure, at once if the
 * signal aborts.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: HttpRequest,
  signal: AbortSignal,
  maxBytes: number,
): Promise<HttpResponse> {
  const { method, url, headers, body, enough } = request;
  return new Promise((resolve, reject) => {
    let phase: Phase = 'connecting';
    let stream: Dispatcher.DispatchController | undefined;
    let head: Omit<HttpResponse, 'body'> = { status: 0, headers: {} };
    const chunks: Buffer[] = [];
    let bytes = 0;
    const limit = Math.min(request.maxBytes ?? maxBytes, maxBytes);
    let queue: PieceQueue | undefined;

    const coding = () => head.headers['content-encoding'] ?? '';
    const whole = async () => {
      const bytes = await decoded(Buffer.concat(chunks), coding(), limit);
      return { ...head, body: bytes.toString('utf8') };
    };
    const end = (cause: unknown) => {
      signal.removeEventListener('abort', giveUp);
      const failure = new ExchangeFailure(phase, cause);
      reject(failure);
      if (stream?.aborted === false) stream.abort(failure);
    };
    const giveUp = () => end(signal.reason);
    /** Ends with what the taker of the body threw: it is no failure of the exchange. */
    const endWith = (error: unknown) => {
      signal.removeEventListener('abort', giveUp);
      reject(error instanceof Error ? error : new Error('the taker failed', { cause: error }));
      stream?.abort(new Error('the taker failed'));
    };
    /** Ends with what is there: what follows is only the closing of a connection that was cut short. */
    const endEarly = () => {
      signal.removeEventListener('abort', giveUp);
      resolve(whole());
      stream?.abort(new Error('enough was read'));
    };
    const queueTo = (take: TakePiece) =>
      pieceQueue(take, {
        pause: () => stream?.pause(),
        // Resumed before this turn ends, undici reads nothing, hands on an empty piece and is paused
        // again, for ever.
        resume: () =>
          void setImmediate(() => {
            if (stream?.aborted === false) stream.resume();
          }),
        failed: endWith,
        enough: endEarly,
      });
    signal.addEventListener('abort', giveUp);

    dispatcher.dispatch(
      {
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method,
        headers,
        body: body ?? null,
      },
      {
        onRequestStart(controller) {
          stream = controller;
          // Given up while the connection was being made: it must not be sent now.
          if (signal.aborted) controller.abort(new Error('given up'));
          else phase = 'waiting';
        },
        onResponseStart(_controller, status, received) {
          if (status < 200) return; // interim answers
          phase = 'reading';
          head = { status, headers: joined(received) };
          // What is compressed can be read whole only.
          if (status >= 300 || coding() !== '') return;
          const take = request.stream?.(head);
          queue = take && queueTo(take);
        },
        onResponseData(_controller, chunk) {
          if (queue) {
            if (chunk.length > 0) queue.put(chunk);
            return;
          }
          bytes += chunk.length;
          if (bytes > limit) {
            end(new TooLarge(limit));
            return;
          }
          chunks.push(chunk);
          // Of what is compressed no chunk can be judged.
          if (head.status >= 300 || coding() !== '' || enough?.(chunk) !== true) return;
          endEarly();
        },
        onResponseEnd() {
          signal.removeEventListener('abort', giveUp);
          const free = () => new Promise((done) => setImmediate(() => setImmediate(done)));
          // undici frees the connection one turn later; before that, a next request would open another.
          Promise.all([whole(), free(), queue?.emptied()]).then(([answer]) => resolve(answer), end);
        },
        onResponseError(_controller, error) {
          end(error);
        },
      },
    );
  });
}

function joined(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
