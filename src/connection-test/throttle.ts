import type { EngineDependencies } from './dependencies.ts';

/** Spaces the requests to a provider: after a rate limit they are sent one second apart. */
export interface Throttle {
  /** Resolves when the next request may be sent; at once after an interruption. */
  readonly turn: () => Promise<void>;
  readonly slowDown: () => void;
}

const apartMs = 1_000;

export function openThrottle({ now, sleep, signal }: EngineDependencies): Throttle {
  let slow = false;
  let nextAt = 0;
  return {
    async turn() {
      const time = now().getTime();
      const waitMs = slow ? Math.max(0, nextAt - time) : 0;
      nextAt = time + waitMs + apartMs;
      if (waitMs > 0) await sleep(waitMs, signal).catch(() => undefined);
    },
    slowDown() {
      slow = true;
    },
  };
}
