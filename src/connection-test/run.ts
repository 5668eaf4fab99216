import type { ModelProbe, ProbeReport } from './result.ts';
import type { CallOutcome } from './request-runner.ts';
import { openBench, type Bench } from './session.ts';
import { judged, meaning, passed, stageResult, stagesOf } from './stage-results.ts';
import { saysNothing, testFreely } from './model-listing.ts';
import { testModel } from './model.ts';
import { controlled, signedIn } from './sign-in.ts';
import { emptyReport, reportOf, type Findings } from './report.ts';
import { alike, modelProbe, type ModelFindings } from './model-result.ts';
import type { TestSubject } from '../vendors/test-requests.ts';
import type { ProbeOptions, ProbeWorld } from './dependencies.ts';

export { openBudget, type Budget } from './budget.ts';
export type { ProbeEvent, ProbeOptions, ProbeWorld } from './dependencies.ts';

/**
 * Number of models tested at the same time, after the first one. Five models take the time of two.
 */
const atOnce = 4;

/**
 * Tests the models of a configuration with real requests. The report has a result for each model, a
 * separate verdict on the credential, and everything that was not proved. A sign-in goes first,
 * then the first model alone. After a failure of the whole provider nothing more is asked. Never
 * rejects because of a provider or the network; after an interruption the report contains the
 * findings so far.
 */
export async function probe(
  subject: TestSubject,
  world: ProbeWorld,
  options: ProbeOptions,
): Promise<ProbeReport> {
  const begun = world.now();
  const models = [...new Set(subject.models)];
  const { test: described } = subject;
  const [first] = models;
  if (!described || first === undefined) return emptyReport(subject, world, begun);
  const bench = openBench({ ...subject, models }, described, world, options);
  return reportOf(bench, await findingsOf(bench, first), begun);
}

async function findingsOf(bench: Bench, first: string): Promise<Findings> {
  const { probe: described, options, models, world } = bench;
  const asked: CallOutcome[] = [];
  const entry = await signedIn(bench, first);
  if (entry) asked.push(entry.outcome);
  if (entry && !entry.entered) return closedTo(bench, entry.outcome, asked);

  const credential = options.generate ? undefined : await credentialOnly(bench, first);
  if (credential) asked.push(credential);
  if (credential && shuts(credential, bench)) return closedTo(bench, credential, asked);

  const test = (model: string) =>
    options.generate ? testModel(bench, model) : testFreely(bench, model, credential);
  const opened = await test(first);
  const evidence = [...asked, ...opened.evidence];
  const control = saysAccepted(bench, evidence) ? await controlled(bench, first) : undefined;
  const guardrail = shutsAll(modelProbe(opened, bench)) ? undefined : await guarded(bench, first);
  const shared = guardrail ? [stageResult(guardrail, bench, 'guardrail')] : [];
  const known = modelProbe(opened, bench, shared);
  const results = new Map([[first, known]]);
  let closed: ModelFindings | undefined = shutsAll(known) ? opened : undefined;

  const waiting = models.slice(1).values();
  const worker = async () => {
    for (const model of waiting) {
      const tested: ModelFindings = closed ? alike(closed, model) : await test(model);
      const found = modelProbe(tested, bench, shared);
      results.set(model, found);
      evidence.push(...tested.evidence);
      // One model was reached before: only what is said of the account condemns the others as well.
      if (shutsAll(found) && found.verdict === 'fail' && !atReach(tested, bench)) closed ??= tested;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));

  asked.push(...(control ? [control.outcome] : []), ...(guardrail ? [guardrail] : []));
  const ofAll = opened.stages.filter(({ stage }) => /^(?:config|reach|auth)$/.test(stage));
  return {
    models: results,
    shared: [...ofAll, ...shared],
    evidence: [...evidence, ...(guardrail ? [guardrail] : [])],
    asked,
    ...(control && !world.signal.aborted ? { control: control.found } : {}),
  };

  function guarded({ asker, input }: Bench, model: string): Promise<CallOutcome> | undefined {
    const { guardrail: describe } = described;
    if (!describe?.(input(model, world.now()))) return undefined;
    return asker.ask('guardrail', (now) => describe(input(model, now)));
  }
}

/** True if the finding about one model, or about the sign-in, ends the test of the other models. */
const shutsAll = ({ scope, isValid }: ModelProbe) => scope === 'provider' && !isValid;

const atReach = ({ outcome }: ModelFindings, { probe: described }: Bench) =>
  meaning(outcome.reading.cause, described).stage === 'reach';

function shuts(outcome: CallOutcome, bench: Bench): boolean {
  const { scope } = meaning(outcome.reading.cause, bench.probe);
  return scope === 'provider' && !passed(outcome, bench) && !saysNothing(outcome);
}

/**
 * Returns true if the provider accepted a credential, so that a control request without one is
 * useful.
 */
function saysAccepted({ probe: described }: Bench, evidence: readonly CallOutcome[]): boolean {
  const accepted = evidence.some((outcome) => judged(outcome, described).credential === 'accepted');
  return accepted && !described.keyless;
}

/** Makes the free call about the credential, once for the whole provider. */
async function credentialOnly(
  { probe: { credential }, asker, input }: Bench,
  model: string,
): Promise<CallOutcome | undefined> {
  return credential && asker.ask('auth', (now) => credential(input(model, now)));
}

/**
 * Makes the findings after a failed sign-in: it is the result of every model, and nothing more is
 * sent.
 */
function closedTo(bench: Bench, outcome: CallOutcome, asked: readonly CallOutcome[]): Findings {
  const stages = stagesOf(outcome, bench);
  const evidence = [outcome];
  const found = { stages, outcome, spent: [], evidence, warnings: outcome.remarks };
  return {
    models: new Map(
      bench.models.map((model) => [model, modelProbe(alike({ ...found, model }, model), bench)]),
    ),
    shared: stages.filter(({ stage }) => /^(?:config|reach|auth)$/.test(stage)),
    evidence,
    asked,
  };
}
