import { z } from 'zod';
import { causeOfMessage } from '../vendors/causes.ts';
import { testedModelsIn, type TestedModel } from '../planes/port/tested-models.ts';
import type { Validity } from '../vendors/validity.ts';

/** What a connection test by the control plane says of one model. */
export interface ModelResult {
  readonly model: string;
  readonly status: Validity;
  readonly message: string;
  /** A name that `explain` knows, where the control plane gives one or its message does. */
  readonly cause?: string;
  readonly advice?: string;
  /** The provider's own words. */
  readonly words?: string;
}

/** What the sandbox adds beside Port's pair, under a key of its own. */
const added = z.looseObject({
  portai: z.looseObject({
    models: z.record(
      z.string(),
      z.looseObject({
        verdict: z.string(),
        cause: z.string().optional(),
        advice: z.string().optional(),
        words: z.string().optional(),
      }),
    ),
  }),
});

/** In the place of a message that did not come. */
export const noReason = 'no reason given';

/**
 * Reads what was tested; empty where no model is named.
 *
 * @param answer what Port sent: the details of a refused test, or what was saved after it
 */
export function modelResults(answer: unknown, came: 'saved' | 'refused'): ModelResult[] {
  const more = added.safeParse(answer).data?.portai.models ?? {};
  return testedModelsIn(answer).map((tested) => {
    const { model, message } = tested;
    const { verdict, cause = causeOfMessage(message), advice = '', words } = more[model] ?? {};
    const status = statusOf(tested, came, verdict);
    return {
      model,
      status,
      message: message || (status === 'valid' ? 'OK' : noReason),
      ...(cause === undefined ? {} : { cause }),
      ...(advice === '' ? {} : { advice }),
      ...(words === undefined ? {} : { words }),
    };
  });
}

/** Port has two answers. What could not be tested is not invalid, where somebody says so. */
function statusOf(
  { isValid, message }: TestedModel,
  came: 'saved' | 'refused',
  verdict: string | undefined,
): Validity {
  if (isValid === true) return 'valid';
  if (verdict === 'unknown') return 'unverifiable';
  if (isValid === false) return 'invalid';
  return came === 'refused' && message !== '' ? 'invalid' : 'unverifiable';
}
