import { PortaiError } from '../core/errors.ts';
import { isRepeatable, type HttpRequest, type HttpResponse, type Send } from '../core/http.ts';
import { isSpentQuota, readRefusal, retryAfterIn } from '../core/refusal.ts';
import { isTransportCause, transportCauses } from '../core/transport-causes.ts';

const firstWaitMs = 500;
const longestWaitMs = 5_000;
/**
 * From this value on, x-ratelimit-reset is a time in epoch seconds; below, it is seconds from now.
 */
const epochFrom = 1_000_000_000;

export interface RetryPolicy {
  /** Repeats after the first try. */
  readonly retries: number;
  /** Milliseconds for a request without its own limit, including all tries and waits. */
  readonly timeoutMs: number;
  readonly now: () => Date;
  /** Rejects when the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Called before each wait. */
  readonly onRetry?: (what: { attempt: number; waitMs: number; why: string }) => void;
}

/** The outcome of one try. */
type TryResult = { readonly answer: HttpResponse } | { readonly error: unknown };

/**
 * Repeats a request if a repeat does no harm and may succeed. All tries and waits stay within the
 * time limit, counted from the first try. If the next wait would exceed the limit, the last answer
 * or error is final at once; `askedWaitMs` tells the wait that the server asked for.
 */
export function withRetry(send: Send, policy: RetryPolicy): Send {
  const { retries, now, sleep, onRetry } = policy;
  return async (request) => {
    const deadline = now().getTime() + (request.timeoutMs ?? policy.timeoutMs);
    const { begun, watched } = streamBegun(request);
    for (let attempt = 1; ; attempt++) {
      const outcome = await attemptTo(send, watched, deadline - now().getTime());
      // Of a stream whose beginning was handed on, a repeat would hand it on twice.
      const repeats = attempt <= retries && !begun();
      const why = repeats ? reasonToRepeat(request, outcome) : undefined;
      const waitMs = waitAfter(outcome, attempt, policy);
      if (why === undefined || now().getTime() + waitMs >= deadline) return end(outcome, attempt);
      onRetry?.({ attempt, waitMs, why });
      await sleep(waitMs, request.signal).catch((error: unknown) => {
        request.signal?.throwIfAborted();
        throw error;
      });
      // A sleep that wakes late, as after the lid was closed, leaves no time for another try.
      if (now().getTime() >= deadline) return end(outcome, attempt);
    }
  };
}

/**
 * Returns the milliseconds that an answer asks to wait: by Retry-After, for a 429 also by
 * `retryAfter` in its body and by x-ratelimit-reset.
 */
export function askedWaitMs(answer: HttpResponse, now: Date): number | undefined {
  const { status, headers } = answer;
  const after = headers['retry-after']?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(after)) return Number(after) * 1000;
  const date = after === '' ? NaN : Date.parse(after);
  if (!Number.isNaN(date)) return Math.max(0, date - now.getTime());
  if (status !== 429) return undefined;
  const inBody = retryAfterIn(readRefusal(answer.body));
  if (inBody !== undefined) return inBody * 1000;
  // It comes with every answer of Port; only with a 429 does it say when to come back.
  const reset = headers['x-ratelimit-reset']?.trim() ?? '';
  if (!/^\d+(?:\.\d+)?$/.test(reset)) return undefined;
  const seconds = Number(reset);
  return seconds > epochFrom ? Math.max(0, seconds * 1000 - now.getTime()) : seconds * 1000;
}

/** The request, and whether its answer has begun to be handed on piece by piece. */
function streamBegun(request: HttpRequest) {
  const { stream } = request;
  if (!stream) return { begun: () => false, watched: request };
  let began = false;
  const watched: HttpRequest = {
    ...request,
    stream(head) {
      const take = stream(head);
      began ||= take !== undefined;
      return take;
    },
  };
  return { begun: () => began, watched };
}

async function attemptTo(send: Send, request: HttpRequest, timeoutMs: number): Promise<TryResult> {
  try {
    return { answer: await send({ ...request, timeoutMs }) };
  } catch (error) {
    return { error };
  }
}

function reasonToRepeat(request: HttpRequest, outcome: TryResult): string | undefined {
  const harmless = isRepeatable(request);
  if ('answer' in outcome) {
    const { status, body } = outcome.answer;
    const passing =
      status === 429 ? !isSpentQuota(readRefusal(body)) : status >= 502 && status <= 504;
    return harmless && passing ? `HTTP ${status}` : undefined;
  }
  const { error } = outcome;
  if (!(error instanceof PortaiError) || !isTransportCause(error.name)) return undefined;
  const neverSent = error.failure.details?.['sent'] === false;
  return transportCauses[error.name].passing && (harmless || neverSent) ? error.name : undefined;
}

function waitAfter(outcome: TryResult, attempt: number, { now, random }: RetryPolicy): number {
  const asked = 'answer' in outcome ? askedWaitMs(outcome.answer, now()) : undefined;
  const full = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1));
  // Who asks for no wait at all gets the usual one: it has just refused.
  return asked !== undefined && asked > 0 ? asked : Math.round(full * (0.5 + random() / 2));
}

function end(outcome: TryResult, attempts: number): HttpResponse {
  if ('answer' in outcome) return outcome.answer;
  const { error } = outcome;
  if (attempts === 1 || !(error instanceof PortaiError)) throw error;
  throw error.with({ details: { ...error.failure.details, attempts } });
}
