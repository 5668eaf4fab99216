import type { StageResult } from './result.ts';
import { verdictOf } from '../vendors/verdicts.ts';
import type { CallOutcome } from './request-runner.ts';
import type { Bench } from './session.ts';
import { judged, passed, skipped, stageResult, stagesOf } from './stage-results.ts';
import { lead, type Led } from './fallbacks.ts';
import { longest, shown } from './report-text.ts';
import type { ModelFindings } from './model-result.ts';

/**
 * Asks one model for a word, then tests the other features that were asked for. Rejects only for a
 * bug.
 */
export async function testModel(bench: Bench, model: string): Promise<ModelFindings> {
  const { probe } = bench;
  const led = await lead(bench, 'generate', model, probe.generate);
  const { outcome } = led;
  const generated = passed(outcome, bench);
  const streamed = generated ? await streamOf(bench, model, outcome) : undefined;
  const structured = generated ? await structuredOf(bench, model, outcome) : undefined;

  const stages = stagesOf(outcome, bench);
  const { stream, structured: schema } = wanted(bench);
  const further = [
    ...(stream ? [streamed ? stageResult(streamed, bench, 'stream') : skipped('stream')] : []),
    ...(schema
      ? [structured ? stageResult(structured.outcome, bench, 'structured') : skipped('structured')]
      : []),
  ];
  const others = [...(streamed ? [streamed] : []), ...(structured?.spent ?? [])];
  const last = new Set([outcome, streamed, structured?.outcome]);
  const spent = [...led.spent, ...others];
  return {
    model,
    stages: [...(generated ? withMismatch(bench, model, outcome, stages) : stages), ...further],
    outcome,
    spent,
    // A refusal that another way of asking has overcome says nothing.
    evidence: spent.filter(
      (each) => last.has(each) || judged(each, bench.probe).credential !== 'refused',
    ),
    warnings: [...led.warnings, ...(streamed?.remarks ?? []), ...(structured?.warnings ?? [])],
    ...(led.suggestion === undefined ? {} : { suggestion: led.suggestion }),
  };
}

function wanted({ probe, options }: Bench) {
  return {
    stream: probe.stream !== undefined && (options.stream || probe.alwaysStream === true),
    structured: probe.structured !== undefined && options.structured,
  };
}

/** Asks for a stream in the way that passed. */
async function streamOf(bench: Bench, model: string, { asked }: CallOutcome) {
  const { probe, asker, input } = bench;
  const { stream } = probe;
  if (!stream || !asked || !wanted(bench).stream) return undefined;
  return asker.ask('stream', (now) => stream(input(model, now), asked), model);
}

async function structuredOf(
  bench: Bench,
  model: string,
  { asked }: CallOutcome,
): Promise<Led | undefined> {
  const { structured } = bench.probe;
  if (!structured || !asked || !wanted(bench).structured) return undefined;
  return lead(bench, 'structured', model, (input) => structured(input, asked));
}

/** Notes at the stage `model` that another model answered, if the type can tell. */
function withMismatch(
  { probe, world, input }: Bench,
  model: string,
  { reading }: CallOutcome,
  stages: readonly StageResult[],
): readonly StageResult[] {
  const other = probe.afterPass?.(input(model, world.now()), reading);
  if (!other) return stages;
  const { cause } = other;
  const found: StageResult = {
    stage: 'model',
    verdict: verdictOf({ ...reading, cause }, 'word'),
    cause,
    detail: shown(other.detail, world.redact, longest.detail),
  };
  return stages.map((each) => (each.stage === 'model' ? found : each));
}
