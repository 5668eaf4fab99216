import { PortaiError } from '../core/errors.ts';
import type { TestCall, ConnectionTest } from '../vendors/test-requests.ts';
import type { Reading } from '../vendors/reading.ts';
import type { Stage } from '../vendors/stages.ts';
import type { QuestionKind } from '../vendors/verdicts.ts';
import { openCorrectedClock, type CorrectedClock } from './clock-correction.ts';
import { openExchange, ownReading, readingOf } from './exchange.ts';
import { limitMs, wholeMs } from './timeouts.ts';
import { questionOf } from './question.ts';
import { openRetryPolicy } from './retry-policy.ts';
import type { TestOptions, EngineDependencies } from './dependencies.ts';

/** The outcome of one call, including its retry and repair. */
export interface CallOutcome {
  readonly question: QuestionKind;
  /** The request as it was sent last; absent if it could not be described. */
  readonly call?: TestCall;
  readonly reading: Reading;
  readonly requests: number;
  /** Latency of the last request. */
  readonly latencyMs: number;
  /** Remarks of the repair about the configuration. */
  readonly remarks: readonly string[];
}

/** Makes the calls of the test of one provider. */
export interface RequestRunner {
  /**
   * Makes a call, with retries and repairs, and returns its outcome. `describe` is called with the
   * time to sign for; undefined means that there is nothing to call.
   */
  readonly run: (
    stage: Stage,
    describe: (now: Date) => TestCall | undefined,
    model?: string,
  ) => Promise<CallOutcome>;
  readonly clock: CorrectedClock;
  /** Returns true if a request went over plain http to another machine. */
  readonly inClear: () => boolean;
}

export function createRequestRunner(
  provider: string,
  test: ConnectionTest,
  dependencies: EngineDependencies,
  options: TestOptions,
): RequestRunner {
  const { patience } = test;
  const time = () => dependencies.now().getTime();
  const clock = openCorrectedClock(dependencies.now);
  const endsAt = time() + wholeMs(patience, options);
  const exchange = openExchange(provider, test, dependencies, clock, endsAt);

  async function run(
    stage: Stage,
    describe: (now: Date) => TestCall | undefined,
    model?: string,
  ): Promise<CallOutcome> {
    const described = attempt(() => describe(clock.now()));
    if (!('call' in described)) {
      const question = questionOf(stage, {});
      return { question, reading: described.reading, requests: 0, latencyMs: 0, remarks: [] };
    }
    let call = described.call;
    const limit = limitMs(patience, call, options);
    const deadline = time() + limit;
    const waitMs = openRetryPolicy(dependencies, deadline);
    const left = { repairs: 1, clocks: 1 };
    let requests = 0;
    let remarks: readonly string[] = [];
    /** The outcome before a retry. It is final if the retry is not sent or is cut short. */
    let standing: CallOutcome | undefined;

    for (;;) {
      const loading = standing?.reading.cause === 'MODEL_LOADING';
      const { reading, sent, latencyMs } = await exchange.once({
        stage,
        call,
        model,
        limitMs: loading ? Math.max(1, deadline - time()) : limit,
      });
      requests += sent ? 1 : 0;
      const cutShort =
        !sent || reading.cause === 'INTERRUPTED' || (loading && reading.cause === 'TIMEOUT');
      if (standing && cutShort) return { ...standing, requests };
      const question = questionOf(stage, call);
      const outcome = { question, call, reading, requests, latencyMs, remarks };
      if (cutShort) return outcome;

      if (reading.cause === 'CLOCK_SKEW' && left.clocks > 0 && clock.correct()) {
        left.clocks -= 1;
        const renewed = attempt(() => describe(clock.now()));
        if (!('call' in renewed)) return outcome;
        call = renewed.call;
        continue;
      }
      const repaired = left.repairs > 0 ? call.repair?.(reading) : undefined;
      if (repaired) {
        left.repairs -= 1;
        call = repaired.call;
        if (repaired.remark !== undefined) remarks = [...remarks, repaired.remark];
        standing = undefined;
        continue;
      }
      const wait = waitMs(reading);
      if (wait === undefined) return outcome;
      standing = outcome;
      await dependencies.sleep(wait, dependencies.signal).catch(() => undefined);
    }
  }

  return { run, clock, inClear: exchange.inClear };
}

/** Describes the request. The description may throw, for a secret that is missing or malformed. */
function attempt(describe: () => TestCall | undefined): { call: TestCall } | { reading: Reading } {
  try {
    const call = describe();
    return call ? { call } : { reading: ownReading('NOT_GENERATED') };
  } catch (error) {
    if (error instanceof PortaiError) return { reading: readingOf(error) };
    throw error;
  }
}
