import { PortaiError } from '../core/errors.ts';
import type { Ask, ConnectionTest } from '../vendors/test-requests.ts';
import type { Reading } from '../vendors/reading.ts';
import type { Stage } from '../vendors/stages.ts';
import type { QuestionKind } from '../vendors/verdicts.ts';
import { openCorrectedClock, type CorrectedClock } from './clock-correction.ts';
import { openExchange, ownReading, readingOf } from './exchange.ts';
import { limitMs, wholeMs } from './timeouts.ts';
import { questionOf } from './question.ts';
import { openRepeats } from './retry-policy.ts';
import type { ProbeOptions, ProbeWorld } from './dependencies.ts';

/** The outcome of one question, including its retry and repair. */
export interface CallOutcome {
  readonly question: QuestionKind;
  /** The request as it was sent last; absent if it could not be described. */
  readonly asked?: Ask;
  readonly reading: Reading;
  readonly requests: number;
  /** Latency of the last request. */
  readonly latencyMs: number;
  /** Remarks of the repair about the configuration. */
  readonly remarks: readonly string[];
}

export interface RequestRunner {
  /**
   * Asks a question, with retries and repairs, and returns its outcome. `describe` is called with
   * the time to sign for; undefined means that there is nothing to ask.
   */
  readonly ask: (
    stage: Stage,
    describe: (now: Date) => Ask | undefined,
    model?: string,
  ) => Promise<CallOutcome>;
  readonly clock: CorrectedClock;
  /** Returns true if a request went over plain http to another machine. */
  readonly inClear: () => boolean;
}

export function createRequestRunner(
  provider: string,
  test: ConnectionTest,
  world: ProbeWorld,
  options: ProbeOptions,
): RequestRunner {
  const { patience } = test;
  const time = () => world.now().getTime();
  const clock = openCorrectedClock(world.now);
  const endsAt = time() + wholeMs(patience, options);
  const exchange = openExchange(provider, test, world, clock, endsAt);

  async function ask(
    stage: Stage,
    describe: (now: Date) => Ask | undefined,
    model?: string,
  ): Promise<CallOutcome> {
    const described = attempt(() => describe(clock.now()));
    if (!('ask' in described)) {
      const question = questionOf(stage, {});
      return { question, reading: described.reading, requests: 0, latencyMs: 0, remarks: [] };
    }
    let asked = described.ask;
    const limit = limitMs(patience, asked, options);
    const deadline = time() + limit;
    const waitMs = openRepeats(world, deadline);
    const left = { repairs: 1, clocks: 1 };
    let requests = 0;
    let remarks: readonly string[] = [];
    /** The outcome before a retry. It is final if the retry is not sent or is cut short. */
    let standing: CallOutcome | undefined;

    for (;;) {
      const loading = standing?.reading.cause === 'MODEL_LOADING';
      const { reading, sent, latencyMs } = await exchange.once({
        stage,
        ask: asked,
        model,
        limitMs: loading ? Math.max(1, deadline - time()) : limit,
      });
      requests += sent ? 1 : 0;
      const cutShort =
        !sent || reading.cause === 'INTERRUPTED' || (loading && reading.cause === 'TIMEOUT');
      if (standing && cutShort) return { ...standing, requests };
      const question = questionOf(stage, asked);
      const outcome = { question, asked, reading, requests, latencyMs, remarks };
      if (cutShort) return outcome;

      if (reading.cause === 'CLOCK_SKEW' && left.clocks > 0 && clock.correct()) {
        left.clocks -= 1;
        const renewed = attempt(() => describe(clock.now()));
        if (!('ask' in renewed)) return outcome;
        asked = renewed.ask;
        continue;
      }
      const repaired = left.repairs > 0 ? asked.repair?.(reading) : undefined;
      if (repaired) {
        left.repairs -= 1;
        asked = repaired.ask;
        if (repaired.remark !== undefined) remarks = [...remarks, repaired.remark];
        standing = undefined;
        continue;
      }
      const wait = waitMs(reading);
      if (wait === undefined) return outcome;
      standing = outcome;
      await world.sleep(wait, world.signal).catch(() => undefined);
    }
  }

  return { ask, clock, inClear: exchange.inClear };
}

/** Describes the request. The description may throw, for a secret that is missing or malformed. */
function attempt(describe: () => Ask | undefined): { ask: Ask } | { reading: Reading } {
  try {
    const ask = describe();
    return ask ? { ask } : { reading: ownReading('NOT_GENERATED') };
  } catch (error) {
    if (error instanceof PortaiError) return { reading: readingOf(error) };
    throw error;
  }
}
