import type { StageResult } from './result.ts';
import type { CallOutcome } from './request-runner.ts';
import type { TestSession } from './session.ts';
import { judged, passed, skipped, stageResult, stagesOf } from './stage-results.ts';
import type { ModelFindings } from './model-result.ts';

/**
 * Tests one model with free calls only. Its best result is that no reason was found why the model
 * should not generate.
 *
 * @param credential what the free call about the credential said, where the type has one
 */
export async function testFreely(
  session: TestSession,
  model: string,
  credential: CallOutcome | undefined,
): Promise<ModelFindings> {
  const { test, runner, input } = session;
  const outcome = await runner.run('model', (now) => test.model?.(input(model, now)), model);
  const proofs = credential ? [credential, outcome] : [outcome];
  const refused = !passed(outcome, session) && !saysNothing(outcome);
  return {
    model,
    stages: refused ? stagesOf(outcome, session) : notGenerated(session, outcome, proofs),
    outcome: refused
      ? outcome
      : { ...outcome, reading: { ...outcome.reading, cause: 'NOT_GENERATED' } },
    spent: [outcome],
    evidence: [outcome],
    warnings: outcome.remarks,
  };
}

/**
 * Returns true if the refusal of a free call does not show that generating fails: a key may be
 * allowed to generate and not to list models.
 */
export function saysNothing({ reading }: CallOutcome): boolean {
  return reading.cause === 'NOT_GENERATED' || reading.cause === 'KEY_FORBIDDEN';
}

function notGenerated(
  session: TestSession,
  outcome: CallOutcome,
  proofs: readonly CallOutcome[],
): StageResult[] {
  const { detail } = stageResult(outcome, session);
  const answered = proofs.some(({ requests }) => requests > 0);
  const accepted = proofs.some((each) => judged(each, session.test).credential === 'accepted');
  return [
    answered ? { stage: 'reach', verdict: 'pass' } : skipped('reach'),
    answered ? { stage: 'auth', verdict: accepted ? 'pass' : 'unknown' } : skipped('auth'),
    passed(outcome, session)
      ? stageResult(outcome, session, 'model')
      : { stage: 'model', verdict: 'unknown' },
    {
      stage: 'generate',
      verdict: 'unknown',
      cause: 'NOT_GENERATED',
      ...(detail === undefined ? {} : { detail }),
    },
  ];
}
