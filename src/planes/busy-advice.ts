import type { Method } from '../core/http.ts';

/** What a 429 answered. */
export interface BusyFacts {
  /** Undefined where no request is known. */
  readonly method?: Method;
  /** False for a request that is sent once only, whatever the time allowed. */
  readonly repeatable?: boolean;
  /** Seconds that the server asks to wait. */
  readonly waitSeconds?: number;
}

/** Advice for HTTP 429 in general. */
export const busyFix =
  'Wait and repeat. portai waits for you as far as --timeout and --retries allow, but not for a request that it sends once only, such as a POST.';

/** Returns advice for one request that was answered with HTTP 429: portai repeats some only. */
export function busyAdvice({ method, repeatable = true, waitSeconds }: BusyFacts): string {
  if (method === undefined) return busyFix;
  const asked = waitSeconds === undefined ? '' : `The server asks to wait ${waitSeconds} s. `;
  if (!repeatable)
    return `${asked}Wait and repeat the command: portai sends this ${method} once only.`;
  const longer =
    waitSeconds === undefined
      ? 'allow more tries with --retries'
      : 'allow more time with --timeout';
  return `${asked}Wait and repeat, or ${longer} so that portai waits for you.`;
}
