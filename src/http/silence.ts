import type { HttpRequest } from '../core/http.ts';

const longestTimerMs = 2 ** 31 - 1;

/** A time limit that can be held and begun anew. */
export interface SilenceTimer {
  /** Stops counting, as long as it is not begun anew. */
  readonly hold: () => void;
  readonly restart: () => void;
  readonly stop: () => void;
}

/** Starts to count. `over` is called when so many milliseconds have passed. */
export function silenceTimer(limitMs: number, over: () => void): SilenceTimer {
  const start = () => setTimeout(over, Math.min(limitMs, longestTimerMs));
  let timer: ReturnType<typeof setTimeout> | undefined = start();
  let stopped = false;
  const hold = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    hold,
    restart() {
      hold();
      if (!stopped) timer = start();
    },
    stop() {
      stopped = true;
      hold();
    },
  };
}

/**
 * The same stream, whose pieces each begin the time limit anew. While a piece is being taken no time
 * counts: a reader that pauses is no silence of the server.
 */
export function streamWatched(
  { stream }: HttpRequest,
  timer: SilenceTimer,
): Pick<HttpRequest, 'stream'> {
  if (!stream) return {};
  return {
    stream(head) {
      const take = stream(head);
      if (!take) return undefined;
      timer.restart();
      return (piece) => {
        timer.hold();
        const taken = take(piece);
        if (!(taken instanceof Promise)) timer.restart();
        return taken instanceof Promise ? taken.finally(timer.restart) : taken;
      };
    },
  };
}
