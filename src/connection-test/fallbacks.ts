import type { TestInput, Ways } from '../vendors/test-requests.ts';
import type { Stage } from '../vendors/stages.ts';
import type { CallOutcome } from './request-runner.ts';
import type { Bench } from './session.ts';
import { passed } from './stage-results.ts';

/** The result of asking in one or more ways. */
export interface Led {
  readonly outcome: CallOutcome;
  readonly warnings: readonly string[];
  /** The change to suggest, if a way that the configuration does not use works. */
  readonly suggestion?: string;
  /** The outcomes of all questions that were asked. */
  readonly spent: readonly CallOutcome[];
}

/** Asks in the first way. Asks in another one if it is listed for the cause of the last outcome. */
export async function lead(
  bench: Bench,
  stage: Stage,
  model: string,
  ways: (input: TestInput) => Ways,
): Promise<Led> {
  const { asker, world, input } = bench;
  const first = await asker.ask(stage, (now) => ways(input(model, now)).first, model);
  const spent = [first];
  let outcome = first;
  // A first way that was never sent has no others.
  const others = first.requests === 0 ? [] : ways(input(model, world.now())).others;
  for (const [index, { after, counts, remark }] of others.entries()) {
    if (!after.includes(outcome.reading.cause)) continue;
    const describe = (now: Date) => ways(input(model, now)).others[index]?.ask;
    const next = await asker.ask(stage, describe, model);
    spent.push(next);
    const { cause } = next.reading;
    if (passed(next, bench) && !after.includes(cause)) {
      if (counts === 'suggest') {
        const suggestion = remark === undefined ? {} : { suggestion: remark };
        return { outcome, warnings: outcome.remarks, spent, ...suggestion };
      }
      const remarks = counts === 'warn' && remark !== undefined ? [remark] : [];
      return { outcome: next, warnings: [...remarks, ...next.remarks], spent };
    }
    // Another refusal is worth more than "not here": it comes from where the model is.
    if (counts !== 'suggest' && !after.includes(cause)) outcome = next;
  }
  return { outcome, warnings: outcome.remarks, spent };
}
