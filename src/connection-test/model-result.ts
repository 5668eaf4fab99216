import { causeEntry, type Cause } from '../vendors/causes.ts';
import { isTransportCause, transportCauses } from '../core/transport-causes.ts';
import { adviceForOwnHost, isChosenHost } from './chosen-host.ts';
import type { ModelProbe, StageResult, Usage } from './result.ts';
import type { Verdict } from '../vendors/stages.ts';
import type { Outcome } from './request-runner.ts';
import type { Bench } from './session.ts';
import { judged, meaning, passes, skipped } from './stage-results.ts';
import { longest, messageOf, shown } from './report-text.ts';

/** What was found out about one model. */
export interface Tested {
  readonly model: string;
  readonly stages: readonly StageResult[];
  /** The answer to go by where no stage says more. */
  readonly outcome: Outcome;
  /** Everything that was asked for this model. */
  readonly spent: readonly Outcome[];
  /** The answers that say something of the credential. */
  readonly evidence: readonly Outcome[];
  readonly warnings: readonly string[];
  readonly suggestion?: string;
}

export const nothingSpent: Usage = { requests: 0, inputTokens: 0, outputTokens: 0 };

export function usageOf(spent: readonly Outcome[]): Usage {
  const sum = (count: (outcome: Outcome) => number) =>
    spent.reduce((total, outcome) => total + count(outcome), 0);
  return {
    requests: sum(({ requests }) => requests),
    inputTokens: sum(({ reading }) => reading.usage?.inputTokens ?? 0),
    outputTokens: sum(({ reading }) => reading.usage?.outputTokens ?? 0),
  };
}

/** The stage that decides: a failure before a doubt, a doubt before a remark. */
function deciding(stages: readonly StageResult[]): StageResult | undefined {
  const order: readonly Verdict[] = ['fail', 'unknown', 'warn'];
  return order
    .map((verdict) => stages.find((stage) => stage.verdict === verdict && 'cause' in stage))
    .find((stage) => stage !== undefined);
}

/** Where nothing was answered the words are portai's own, and name the host: better than any catalogue. */
function ownWords(decided: StageResult | undefined): { readonly instead: string } | undefined {
  const { cause, words, httpStatus } = decided ?? {};
  return cause !== undefined && isTransportCause(cause) && httpStatus === undefined && words
    ? { instead: words }
    : undefined;
}

/** Whether a later test may end differently although nobody changed anything. */
const mayPassLater = (cause: Cause, verdict: Verdict) =>
  isTransportCause(cause)
    ? transportCauses[cause].passing
    : verdict === 'unknown' || causeEntry(cause).retryable;

function ownHostAdvice({ outcome: { asked } }: Tested, cause: Cause, probe: Bench['probe']) {
  return asked && !isChosenHost(asked.request.url, probe) ? adviceForOwnHost[cause] : undefined;
}

/** What is said of a model. `shared` are stages that hold for all of them: the guardrail. */
export function modelProbe(
  tested: Tested,
  { probe, world }: Pick<Bench, 'probe' | 'world'>,
  shared: readonly StageResult[] = [],
): ModelProbe {
  const { model, outcome, spent, suggestion } = tested;
  const text = (value: string, most: number) => shown(value, world.redact, most);
  const stages = [...tested.stages, ...shared];
  const decided = deciding(stages);
  const cause = decided?.cause ?? outcome.reading.cause;
  const entry = meaning(cause, probe);
  const verdict = decided?.verdict ?? judged(outcome, probe).verdict;
  const warnings = tested.warnings.map((remark) => text(remark, longest.remark));
  const advice =
    suggestion === undefined
      ? (ownHostAdvice(tested, cause, probe) ?? entry.advice)
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
 * The same for another model, for which nothing was sent: what was found holds for all. What only the
 * model itself has passed does not.
 */
export function alike(found: Tested, model: string): Tested {
  const { resolvedModel: _other, ...reading } = found.outcome.reading;
  const stages = found.stages.map(({ url: _url, latencyMs: _latency, ...result }) => {
    const ofAll = result.stage === 'reach' || result.stage === 'auth';
    return passes(result.verdict) && !ofAll ? skipped(result.stage) : result;
  });
  const outcome = { ...found.outcome, reading };
  return { ...found, model, stages, outcome, spent: [], evidence: [] };
}
