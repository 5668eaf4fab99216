import { isCause, type Cause } from '../vendors/causes.ts';
import { PortaiError } from '../core/errors.ts';
import { isStop } from '../core/interruption.ts';
import type { HttpRequest } from '../core/http.ts';
import { isLoopback } from '../core/loopback.ts';
import type { TestCall, ConnectionTest } from '../vendors/test-requests.ts';
import type { Reading } from '../vendors/reading.ts';
import type { Stage } from '../vendors/stages.ts';
import { asAsked } from '../vendors/verdicts.ts';
import { isChosenHost, ofOwnHost } from './chosen-host.ts';
import type { CorrectedClock } from './clock-correction.ts';
import { openThrottle } from './throttle.ts';
import { prepare } from './prepare.ts';
import { questionOf } from './question.ts';
import { streamReader } from './stream-reader.ts';
import type { EngineDependencies } from './dependencies.ts';

/** The result of one request. */
export interface Exchanged {
  readonly reading: Reading;
  /** False if the request could not be built, or was not allowed any more. */
  readonly sent: boolean;
  readonly latencyMs: number;
}

/** A call to make, the stage it is for, and the time limit for its answer. */
export interface TimedCall {
  readonly stage: Stage;
  readonly call: TestCall;
  readonly model?: string | undefined;
  readonly limitMs: number;
}

export interface Exchange {
  /** Sends one request. Rejects only for a bug. */
  readonly once: (question: TimedCall) => Promise<Exchanged>;
  /** Returns true if a request went over plain http to another machine. */
  readonly inClear: () => boolean;
}

/** Makes a reading of something that portai found out and no provider said. */
export const ownReading = (cause: Cause, words?: string): Reading => ({
  cause,
  recognised: true,
  ...(words === undefined ? {} : { words }),
});

const unsent = (reading: Reading): Exchanged => ({ reading, sent: false, latencyMs: 0 });

/**
 * Opens the exchange with one provider. It ends when the time for all requests to the provider is
 * over.
 */
export function openExchange(
  provider: string,
  test: Pick<ConnectionTest, 'chosenUrls'>,
  dependencies: EngineDependencies,
  clock: CorrectedClock,
  endsAt: number,
): Exchange {
  const { signal } = dependencies;
  const time = () => dependencies.now().getTime();
  const throttle = openThrottle(dependencies);
  let lastId = 0;
  let inClear = false;

  async function once({ stage, call, model, limitMs }: TimedCall): Promise<Exchanged> {
    await throttle.turn();
    const leftMs = endsAt - time();
    if (leftMs <= 0) {
      return unsent(ownReading('TIMEOUT', 'the time for the whole provider is used up'));
    }
    let request: HttpRequest;
    try {
      const timeoutMs = Math.min(limitMs, leftMs);
      // Servers on a local network often have no certificate; that a key went there is said.
      const plainHttp = dependencies.caller === 'this-machine';
      request = await prepare(call.request, { timeoutMs, signal, plainHttp }, clock.now());
    } catch (error) {
      return unsent(readingOf(error));
    }
    if (signal.aborted) return unsent(ownReading('INTERRUPTED'));
    if (!dependencies.budget.take(call.outputTokens)) return unsent(ownReading('BUDGET_REACHED'));
    const { url } = request;
    inClear ||= url.protocol === 'http:' && !isLoopback(url.hostname);
    const about = {
      id: (lastId += 1),
      provider,
      stage,
      title: call.title,
      request,
      ...(model === undefined ? {} : { model }),
    };
    dependencies.progress?.({ kind: 'sent', ...about });
    const begun = time();
    const came = await answered(call, request);
    const taken = isChosenHost(url.href, test) ? came : ofOwnHost(came);
    const reading = asAsked(taken, questionOf(stage, call));
    const latencyMs = time() - begun;
    if (reading.status === 429) throttle.slowDown();
    dependencies.progress?.({ kind: 'answered', ...about, reading, latencyMs });
    return { reading, sent: true, latencyMs };
  }

  async function answered(call: TestCall, request: HttpRequest): Promise<Reading> {
    try {
      const events = call.stream && (await streamReader(call.stream));
      const sending = dependencies.send(events ? { ...request, enough: events.take } : request);
      const answer = await unlessAborted(sending, signal);
      clock.note(answer);
      const said = events?.reading();
      if (said) return { status: answer.status, ...said };
      const reading = call.read(answer);
      return call.stream && reading.cause === 'OK'
        ? { ...reading, cause: 'STREAM_IGNORED' }
        : reading;
    } catch (error) {
      if (signal.aborted) return ownReading('INTERRUPTED');
      return readingOf(error);
    }
  }

  return { once, inClear: () => inClear };
}

/** Rejects as soon as the signal aborts, also if the sender notices the abort later. */
function unlessAborted<T>(running: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      reject(new Error('interrupted'));
    };
    signal.addEventListener('abort', stop);
    void running.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop);
    });
  });
}

/**
 * Turns an error of the sender, or of a vendor's description of a request, into a reading: the name
 * becomes the cause, the message the words. Rethrows anything that is not a PortaiError, since it
 * is a bug.
 */
export function readingOf(error: unknown): Reading {
  if (!(error instanceof PortaiError)) throw error;
  const { name, message, exit } = error.failure;
  if (isStop(exit)) throw error;
  return ownReading(isCause(name) ? name : 'CONFIG_INVALID', message);
}
