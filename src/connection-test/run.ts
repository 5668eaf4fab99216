import type { ModelReport, TestReport } from './result.ts';
import type { CallOutcome } from './request-runner.ts';
import { openTestSession, type TestSession } from './session.ts';
import { judged, meaning, passed, stageResult, stagesOf } from './stage-results.ts';
import { saysNothing, testFreely } from './model-listing.ts';
import { testModel } from './model.ts';
import { controlled, signedIn } from './sign-in.ts';
import { emptyReport, reportOf, type Findings } from './report.ts';
import { alike, modelReport, type ModelFindings } from './model-result.ts';
import type { TestSubject } from '../vendors/test-requests.ts';
import type { TestOptions, EngineDependencies } from './dependencies.ts';

export { openBudget, type Budget } from './budget.ts';
export type { TestEvent, TestOptions, EngineDependencies } from './dependencies.ts';

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
export async function testConnection(
  subject: TestSubject,
  dependencies: EngineDependencies,
  options: TestOptions,
): Promise<TestReport> {
  const begun = dependencies.now();
  const models = [...new Set(subject.models)];
  const { test: described } = subject;
  const [first] = models;
  if (!described || first === undefined) return emptyReport(subject, dependencies, begun);
  const session = openTestSession({ ...subject, models }, described, dependencies, options);
  return reportOf(session, await findingsOf(session, first), begun);
}

async function findingsOf(session: TestSession, first: string): Promise<Findings> {
  const { test: described, options, models, dependencies } = session;
  const asked: CallOutcome[] = [];
  const entry = await signedIn(session, first);
  if (entry) asked.push(entry.outcome);
  if (entry && !entry.entered) return closedTo(session, entry.outcome, asked);

  const credential = options.generate ? undefined : await credentialOnly(session, first);
  if (credential) asked.push(credential);
  if (credential && shuts(credential, session)) return closedTo(session, credential, asked);

  const test = (model: string) =>
    options.generate ? testModel(session, model) : testFreely(session, model, credential);
  const opened = await test(first);
  const evidence = [...asked, ...opened.evidence];
  const control = saysAccepted(session, evidence) ? await controlled(session, first) : undefined;
  const guardrail = shutsAll(modelReport(opened, session))
    ? undefined
    : await guarded(session, first);
  const shared = guardrail ? [stageResult(guardrail, session, 'guardrail')] : [];
  const known = modelReport(opened, session, shared);
  const results = new Map([[first, known]]);
  let closed: ModelFindings | undefined = shutsAll(known) ? opened : undefined;

  const waiting = models.slice(1).values();
  const worker = async () => {
    for (const model of waiting) {
      const tested: ModelFindings = closed ? alike(closed, model) : await test(model);
      const found = modelReport(tested, session, shared);
      results.set(model, found);
      evidence.push(...tested.evidence);
      // One model was reached before: only what is said of the account condemns the others as well.
      if (shutsAll(found) && found.verdict === 'fail' && !atReach(tested, session))
        closed ??= tested;
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
    ...(control && !dependencies.signal.aborted ? { control: control.found } : {}),
  };

  function guarded(
    { runner, input }: TestSession,
    model: string,
  ): Promise<CallOutcome> | undefined {
    const { guardrail: describe } = described;
    if (!describe?.(input(model, dependencies.now()))) return undefined;
    return runner.run('guardrail', (now) => describe(input(model, now)));
  }
}

/** True if the finding about one model, or about the sign-in, ends the test of the other models. */
const shutsAll = ({ scope, isValid }: ModelReport) => scope === 'provider' && !isValid;

const atReach = ({ outcome }: ModelFindings, { test: described }: TestSession) =>
  meaning(outcome.reading.cause, described).stage === 'reach';

function shuts(outcome: CallOutcome, session: TestSession): boolean {
  const { scope } = meaning(outcome.reading.cause, session.test);
  return scope === 'provider' && !passed(outcome, session) && !saysNothing(outcome);
}

/**
 * Returns true if the provider accepted a credential, so that a control request without one is
 * useful.
 */
function saysAccepted({ test: described }: TestSession, evidence: readonly CallOutcome[]): boolean {
  const accepted = evidence.some((outcome) => judged(outcome, described).credential === 'accepted');
  return accepted && !described.keyless;
}

/** Makes the free call about the credential, once for the whole provider. */
async function credentialOnly(
  { test: { credential }, runner, input }: TestSession,
  model: string,
): Promise<CallOutcome | undefined> {
  return credential && runner.run('auth', (now) => credential(input(model, now)));
}

/**
 * Makes the findings after a failed sign-in: it is the result of every model, and nothing more is
 * sent.
 */
function closedTo(
  session: TestSession,
  outcome: CallOutcome,
  asked: readonly CallOutcome[],
): Findings {
  const stages = stagesOf(outcome, session);
  const evidence = [outcome];
  const found = { stages, outcome, spent: [], evidence, warnings: outcome.remarks };
  return {
    models: new Map(
      session.models.map((model) => [
        model,
        modelReport(alike({ ...found, model }, model), session),
      ]),
    ),
    shared: stages.filter(({ stage }) => /^(?:config|reach|auth)$/.test(stage)),
    evidence,
    asked,
  };
}
