import type { StageResult } from './result.ts';
import { verdictOf } from '../vendors/verdicts.ts';
import type { CallOutcome } from './request-runner.ts';
import type { TestSession } from './session.ts';
import { judged, passed, skipped, stageResult, stagesOf } from './stage-results.ts';
import { runWithFallbacks, type FallbackResult } from './fallbacks.ts';
import { longest, reportText } from './report-text.ts';
import type { ModelFindings } from './model-result.ts';

/**
 * Asks one model for a word, then tests the other features that were asked for. Rejects only for a
 * bug.
 */
export async function testModel(session: TestSession, model: string): Promise<ModelFindings> {
  const { test } = session;
  const generation = await runWithFallbacks(session, 'generate', model, test.generate);
  const { outcome } = generation;
  const generated = passed(outcome, session);
  const streamed = generated ? await streamOf(session, model, outcome) : undefined;
  const structured = generated ? await structuredOf(session, model, outcome) : undefined;

  const stages = stagesOf(outcome, session);
  const { stream, structured: schema } = wanted(session, model);
  const further = [
    ...(stream ? [streamed ? stageResult(streamed, session, 'stream') : skipped('stream')] : []),
    ...(schema
      ? [
          structured
            ? stageResult(structured.outcome, session, 'structured')
            : skipped('structured'),
        ]
      : []),
  ];
  const others = [...(streamed ? [streamed] : []), ...(structured?.spent ?? [])];
  const last = new Set([outcome, streamed, structured?.outcome]);
  const spent = [...generation.spent, ...others];
  return {
    model,
    stages: [...(generated ? withMismatch(session, model, outcome, stages) : stages), ...further],
    outcome,
    spent,
    // A refusal after which a fallback passed says nothing.
    evidence: spent.filter(
      (each) => last.has(each) || judged(each, session.test).credential !== 'refused',
    ),
    warnings: [
      ...generation.warnings,
      ...(streamed?.remarks ?? []),
      ...(structured?.warnings ?? []),
    ],
    ...(generation.suggestion === undefined ? {} : { suggestion: generation.suggestion }),
  };
}

function wanted({ test, options: { stream, structured } }: TestSession, model: string) {
  const schema = structured === 'claimed' ? test.claimsSchema?.(model) === true : structured;
  return {
    stream: test.stream !== undefined && (stream || test.alwaysStream === true),
    structured: test.structured !== undefined && schema,
  };
}

/** Asks for a stream by the call that passed. */
async function streamOf(session: TestSession, model: string, { call }: CallOutcome) {
  const { test, runner, input } = session;
  const { stream } = test;
  if (!stream || !call || !wanted(session, model).stream) return undefined;
  return runner.run('stream', (now) => stream(input(model, now), call), model);
}

async function structuredOf(
  session: TestSession,
  model: string,
  { call }: CallOutcome,
): Promise<FallbackResult | undefined> {
  const { structured } = session.test;
  if (!structured || !call || !wanted(session, model).structured) return undefined;
  return runWithFallbacks(session, 'structured', model, (input) => structured(input, call));
}

/** Notes at the stage `model` that another model answered, if the type can tell. */
function withMismatch(
  { test, dependencies, input }: TestSession,
  model: string,
  { reading }: CallOutcome,
  stages: readonly StageResult[],
): readonly StageResult[] {
  const other = test.afterPass?.(input(model, dependencies.now()), reading);
  if (!other) return stages;
  const { cause } = other;
  const found: StageResult = {
    stage: 'model',
    verdict: verdictOf({ ...reading, cause }, 'word'),
    cause,
    detail: reportText(other.detail, dependencies.redact, longest.detail),
  };
  return stages.map((each) => (each.stage === 'model' ? found : each));
}
