import type { TestInput, CallWithFallbacks } from '../vendors/test-requests.ts';
import type { Stage } from '../vendors/stages.ts';
import type { CallOutcome } from './request-runner.ts';
import type { TestSession } from './session.ts';
import { passed } from './stage-results.ts';

/** The result of a call, or of the fallback that decided in its place. */
export interface FallbackResult {
  readonly outcome: CallOutcome;
  readonly warnings: readonly string[];
  /** The change to suggest, if a call that the configuration does not make works. */
  readonly suggestion?: string;
  /** The outcomes of all calls that were made. */
  readonly spent: readonly CallOutcome[];
}

/** Makes the first call, and a fallback if it is listed for the cause of the last outcome. */
export async function runWithFallbacks(
  session: TestSession,
  stage: Stage,
  model: string,
  describeAll: (input: TestInput) => CallWithFallbacks,
): Promise<FallbackResult> {
  const { runner, dependencies, input } = session;
  const first = await runner.run(stage, (now) => describeAll(input(model, now)).first, model);
  const spent = [first];
  let outcome = first;
  // Where the first call was not sent, no fallback is.
  const fallbacks =
    first.requests === 0 ? [] : describeAll(input(model, dependencies.now())).fallbacks;
  for (const [index, { after, counts, remark }] of fallbacks.entries()) {
    if (!after.includes(outcome.reading.cause)) continue;
    const describe = (now: Date) => describeAll(input(model, now)).fallbacks[index]?.call;
    const next = await runner.run(stage, describe, model);
    spent.push(next);
    const { cause } = next.reading;
    if (passed(next, session) && !after.includes(cause)) {
      if (counts === 'suggest') {
        const suggestion = remark === undefined ? {} : { suggestion: remark };
        return { outcome, warnings: outcome.remarks, spent, ...suggestion };
      }
      const remarks = counts === 'warn' && remark !== undefined ? [remark] : [];
      return { outcome: next, warnings: [...remarks, ...next.remarks], spent };
    }
    // A different refusal says more than "not found": it comes from the API that has the model.
    if (counts !== 'suggest' && !after.includes(cause)) outcome = next;
  }
  return { outcome, warnings: outcome.remarks, spent };
}
