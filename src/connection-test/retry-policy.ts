import { causeEntry } from '../vendors/causes.ts';
import type { Reading } from '../vendors/reading.ts';
import type { EngineDependencies } from './dependencies.ts';

/** Statuses after which the same request may end differently. A 2xx can hold an error as well. */
const passingStatus = new Set([408, 429, 500, 502, 503, 504, 529]);

const longestWaitMs = 10_000;
const longestLoadWaitMs = 30_000;

/**
 * Makes the retry policy of one question: one retry, two after a broken connection, and retries
 * until the deadline while a model is being loaded.
 *
 * @param deadline milliseconds since 1970
 */
export function openRetryPolicy(dependencies: EngineDependencies, deadline: number) {
  const left = { retries: 1, resets: 2 };
  let loads = 0;

  /** Returns the milliseconds to wait before the next retry; undefined if there is none. */
  return ({ cause, status = 200, retryAfter = 0 }: Reading): number | undefined => {
    const askedMs = retryAfter * 1_000;
    if (cause === 'MODEL_LOADING') {
      const wait = Math.max(askedMs, Math.min(1_000 * 2 ** loads, longestLoadWaitMs));
      loads += 1;
      return dependencies.now().getTime() + wait < deadline ? wait : undefined;
    }
    if (!causeEntry(cause).retryable || askedMs > longestWaitMs) return undefined;
    if (status >= 300 && !passingStatus.has(status)) return undefined;
    const kind = cause === 'CONNECTION_RESET' ? 'resets' : 'retries';
    if (left[kind] === 0) return undefined;
    left[kind] -= 1;
    return Math.max(250 + 750 * dependencies.random(), askedMs);
  };
}
