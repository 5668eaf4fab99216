import { causeEntry, type Cause } from '../vendors/causes.ts';
import { isTransportCause, transportCauses } from '../core/transport-causes.ts';
import { adviceForOwnHost, isChosenHost } from './chosen-host.ts';
import type { ModelReport, StageResult, TestUsage } from './result.ts';
import type { Verdict } from '../vendors/stages.ts';
import type { CallOutcome } from './request-runner.ts';
import type { TestSession } from './session.ts';
import { judged, meaning, passes, skipped } from './stage-results.ts';
import { longest, messageOf, reportText } from './report-text.ts';

/** The findings about one model. */
export interface ModelFindings {
  readonly model: string;
  readonly stages: readonly StageResult[];
  /** The outcome that decides if no stage does. */
  readonly outcome: CallOutcome;
  /** The outcomes of all questions about this model. */
  readonly spent: readonly CallOutcome[];
  /** The outcomes from which the verdict on the credential is derived. */
  readonly evidence: readonly CallOutcome[];
  readonly warnings: readonly string[];
  readonly suggestion?: string;
}

export const nothingSpent: TestUsage = { requests: 0, inputTokens: 0, outputTokens: 0 };

export function usageOf(spent: readonly CallOutcome[]): TestUsage {
  const sum = (count: (outcome: CallOutcome) => number) =>
    spent.reduce((total, outcome) => total + count(outcome), 0);
  return {
    requests: sum(({ requests }) => requests),
    inputTokens: sum(({ reading }) => reading.usage?.inputTokens ?? 0),
    outputTokens: sum(({ reading }) => reading.usage?.outputTokens ?? 0),
  };
}

/**
 * Returns the stage that decides the verdict: the first that failed, else the first that is
 * unknown, else the first with a warning.
 */
function deciding(stages: readonly StageResult[]): StageResult | undefined {
  const order: readonly Verdict[] = ['fail', 'unknown', 'warn'];
  return order
    .map((verdict) => stages.find((stage) => stage.verdict === verdict && 'cause' in stage))
    .find((stage) => stage !== undefined);
}

/**
 * Returns portai's own words if there was no answer. They name the host, so they say more than the
 * catalogue.
 */
function ownWords(decided: StageResult | undefined): { readonly instead: string } | undefined {
  const { cause, words, httpStatus } = decided ?? {};
  return cause !== undefined && isTransportCause(cause) && httpStatus === undefined && words
    ? { instead: words }
    : undefined;
}

/** True if a later test may end differently without a change. */
const mayPassLater = (cause: Cause, verdict: Verdict) =>
  isTransportCause(cause)
    ? transportCauses[cause].passing
    : verdict === 'unknown' || causeEntry(cause).retryable;

function ownHostAdvice(
  { outcome: { call } }: ModelFindings,
  cause: Cause,
  test: TestSession['test'],
) {
  return call && !isChosenHost(call.request.url, test) ? adviceForOwnHost[cause] : undefined;
}

/** Makes the report on a model. `shared` are stages that hold for all models: the guardrail. */
export function modelReport(
  tested: ModelFindings,
  { test, dependencies }: Pick<TestSession, 'test' | 'dependencies'>,
  shared: readonly StageResult[] = [],
): ModelReport {
  const { model, outcome, spent, suggestion } = tested;
  const text = (value: string, most: number) => reportText(value, dependencies.redact, most);
  const stages = [...tested.stages, ...shared];
  const decided = deciding(stages);
  const cause = decided?.cause ?? outcome.reading.cause;
  const entry = meaning(cause, test);
  const verdict = decided?.verdict ?? judged(outcome, test).verdict;
  const warnings = tested.warnings.map((remark) => text(remark, longest.remark));
  const advice =
    suggestion === undefined
      ? (ownHostAdvice(tested, cause, test) ?? entry.advice)
      : text(suggestion, longest.remark);
  const resolved = outcome.reading.resolvedModel ?? model;
  return {
    isValid: passes(verdict),
    message: messageOf(cause, verdict, ownWords(decided) ?? decided?.detail),
    verdict: verdict === 'pass' && warnings.length > 0 ? 'warn' : verdict,
    cause,
    scope: entry.scope,
    ...(advice === '' ? {} : { advice }),
    ...(decided?.words === undefined ? {} : { words: decided.words }),
    ...(decided?.requestId === undefined ? {} : { requestId: decided.requestId }),
    retryable: mayPassLater(cause, verdict),
    ...(resolved === model ? {} : { resolvedModel: text(resolved, longest.detail) }),
    warnings,
    stages,
    usage: usageOf(spent),
  };
}

/**
 * Copies the findings to another model, for which nothing was sent. Findings about the provider
 * hold for all models; stages that only the tested model has passed are skipped.
 */
export function alike(found: ModelFindings, model: string): ModelFindings {
  const { resolvedModel: _other, ...reading } = found.outcome.reading;
  const stages = found.stages.map(({ url: _url, latencyMs: _latency, ...result }) => {
    const ofAll = result.stage === 'reach' || result.stage === 'auth';
    return passes(result.verdict) && !ofAll ? skipped(result.stage) : result;
  });
  const outcome = { ...found.outcome, reading };
  return { ...found, model, stages, outcome, spent: [], evidence: [] };
}
