import { causeEntry, type Cause } from '../vendors/causes.ts';
import type { StageResult } from './result.ts';
import type { ConnectionTest } from '../vendors/test-requests.ts';
import type { CauseEntry, Stage, Verdict } from '../vendors/stages.ts';
import { credentialIn, verdictOf } from '../vendors/verdicts.ts';
import type { CallOutcome } from './request-runner.ts';
import type { TestSession } from './session.ts';
import { longest, reportText } from './report-text.ts';

/** Returns the catalogue entry of a cause, with the corrections of the type. */
export function meaning(cause: Cause, test: ConnectionTest): CauseEntry {
  const entry = causeEntry(cause);
  // After the connection was made: a model that takes its time says nothing of the others.
  if (cause === 'TIMEOUT') return { ...entry, scope: 'model' };
  if (cause === 'QUOTA_EXHAUSTED' && test.quotaByModel) return { ...entry, scope: 'model' };
  return entry;
}

/** Judges an outcome: the entry of its cause, with the verdict for the question that was asked. */
export function judged({ reading, question }: CallOutcome, test: ConnectionTest): CauseEntry {
  const { cause, status = 200 } = reading;
  // A gateway may count requests, and look at their form, before it looks at the key.
  const beforeTheKey =
    test.limitsBeforeRouting === true &&
    (cause === 'RATE_LIMITED' || (cause === 'ZERO_TOKEN_OK' && status >= 400));
  return {
    ...meaning(cause, test),
    verdict: verdictOf(reading, question),
    credential: beforeTheKey ? 'unknown' : credentialIn(reading, question),
  };
}

export const passes = (verdict: Verdict) => verdict === 'pass' || verdict === 'warn';

/** Returns true if the outcome lets its model pass, with or without a warning. */
export function passed(outcome: CallOutcome, { test }: Pick<TestSession, 'test'>): boolean {
  return passes(judged(outcome, test).verdict);
}

/** Makes the result of a stage; by default of the stage to which the cause belongs. */
export function stageResult(
  outcome: CallOutcome,
  { test, dependencies }: Pick<TestSession, 'test' | 'dependencies'>,
  stage: Stage = meaning(outcome.reading.cause, test).stage,
): StageResult {
  const { reading, call, latencyMs, requests } = outcome;
  const { cause, detail, words, code, requestId, status } = reading;
  const text = (value: string, most: number) => reportText(value, dependencies.redact, most);
  const url = call?.request.url.replace(/[?#].*$/s, '');
  return {
    stage,
    verdict: judged(outcome, test).verdict,
    cause,
    ...(detail === undefined ? {} : { detail: text(detail, longest.detail) }),
    ...(words === undefined || words === '' ? {} : { words: text(words, longest.words) }),
    ...(status === undefined ? {} : { httpStatus: status }),
    ...(code === undefined ? {} : { providerCode: text(code, longest.detail) }),
    ...(requestId === undefined ? {} : { requestId: text(requestId, longest.detail) }),
    ...(requests === 0 || url === undefined ? {} : { url: text(url, longest.words), latencyMs }),
  };
}

const proved = ['reach', 'auth', 'model', 'generate'] as const;

/**
 * Makes the results of all stages that one answer of a model proves: its own stage, and the stages
 * before it.
 */
export function stagesOf(
  outcome: CallOutcome,
  session: Pick<TestSession, 'test' | 'dependencies'>,
): StageResult[] {
  const { stage: place, credential, verdict } = judged(outcome, session.test);
  const own = stageResult(outcome, session);
  const answered = outcome.requests > 0;
  const at = proved.findIndex((stage) => stage === place);
  if (place === 'config') return [own, ...proved.map((stage) => skipped(stage))];
  const before = proved.map((stage, index): StageResult => {
    if (index === at) return own;
    if (passes(verdict)) return { stage, verdict: 'pass' };
    if (!answered || (at !== -1 && index > at)) return skipped(stage);
    if (stage === 'reach') return { stage, verdict: 'pass' };
    if (stage === 'auth') return { stage, verdict: authVerdict[credential] };
    return stage === 'model' ? { stage, verdict: 'unknown' } : skipped(stage);
  });
  return at === -1 ? [...before, own] : before;
}

export const skipped = (stage: Stage): StageResult => ({ stage, verdict: 'skip' });

const authVerdict = { accepted: 'pass', refused: 'fail', unknown: 'unknown' } as const;
