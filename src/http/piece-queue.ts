import type { TakePiece, AfterPiece } from '../core/http.ts';

/** Bytes that wait for a taker that is busy, before the connection is paused. */
const mostWaiting = 64 * 1024;

/** What a queue does with the connection that it takes from. */
export interface PieceSource {
  readonly pause: () => void;
  readonly resume: () => void;
  /** Called with what the taker threw; nothing is handed on after that. */
  readonly failed: (error: unknown) => void;
  /** Called when the taker has enough; nothing is handed on after that. */
  readonly enough: () => void;
}

/** Hands pieces on one after the other. */
export interface PieceQueue {
  readonly put: (piece: Uint8Array) => void;
  /** Resolves once everything that was put is taken. */
  readonly emptied: () => Promise<void>;
}

/**
 * Opens a queue before a taker. Pieces that come while it is busy are joined into one, and the connection
 * is paused only when many wait: undici, paused at each piece, reads on from the socket at each resume,
 * and soon holds the whole body.
 */
export function pieceQueue(
  take: TakePiece,
  { pause, resume, failed, enough }: PieceSource,
): PieceQueue {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  let paused = false;
  let over = false;
  let busy: Promise<void> | undefined;

  const stop = (tell: () => void) => {
    if (over) return;
    over = true;
    waiting = [];
    tell();
  };
  const handOn = async (first: Promise<AfterPiece>) => {
    let taken = await first;
    while (taken !== 'enough' && waiting.length > 0) {
      const piece = Buffer.concat(waiting);
      waiting = [];
      bytes = 0;
      taken = await take(piece);
    }
    if (taken === 'enough') stop(enough);
  };
  const whileBusy = async (first: Promise<AfterPiece>) => {
    await handOn(first).catch((error: unknown) => stop(() => failed(error)));
    busy = undefined;
    if (paused && !over) {
      paused = false;
      resume();
    }
  };

  return {
    put(piece) {
      if (over) return;
      if (!busy) {
        try {
          const taken = take(piece);
          if (taken instanceof Promise) busy = whileBusy(taken);
          else if (taken === 'enough') stop(enough);
        } catch (error) {
          stop(() => failed(error));
        }
        return;
      }
      waiting.push(piece);
      bytes += piece.length;
      if (paused || bytes <= mostWaiting) return;
      paused = true;
      pause();
    },
    emptied: async () => busy,
  };
}
