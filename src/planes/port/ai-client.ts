import type { Api } from '../../http/api.ts';
import type { RawApi } from '../raw-api.ts';
import { aiAnswers } from './ai-wire.ts';
import { calls, type AiQuestion } from './calls.ts';
import { invoker, type InvocationEnd, type TakeAiEvents } from './invoke.ts';
import type {
  AiQuota,
  Blueprint,
  EntityPage,
  EntitySearch,
  InvocationResult,
  PortEntity,
} from './nouns.ts';

/** The blueprint whose entities are the records of invocations. */
export const invocationBlueprint = '_ai_invocation';

/** Port AI: what it is asked, its quota, and the records of what it was asked. */
export interface AiClient {
  /**
   * Asks, and hands the events of the answer on as they come. Never repeats what may have been received:
   * it counts.
   */
  invoke(question: AiQuestion, take: TakeAiEvents): Promise<InvocationEnd>;
  /** Milliseconds for which nothing may come of an invocation. */
  readonly patienceMs: number;
  quota(): Promise<AiQuota>;
  /** Says under which names the records keep what they hold. */
  invocationBlueprint(): Promise<Blueprint>;
  searchInvocations(search: EntitySearch): Promise<EntityPage>;
  invocation(id: string): Promise<PortEntity>;
  /** What came of an invocation, as the route that made it tells; it knows of no record. */
  invocationResult(id: string): Promise<InvocationResult>;
}

/** Models that think, and tools, are silent for long; more than half a minute in any case. */
const usualPatienceMs = 120_000;

/**
 * Makes the calls of Port AI.
 *
 * @param raw makes calls whose answers come piece by piece
 * @param givenTimeoutMs milliseconds that a person has given for one request
 */
export function aiClient(api: Api, raw: RawApi, givenTimeoutMs?: number): AiClient {
  const patienceMs = givenTimeoutMs ?? usualPatienceMs;
  return {
    invoke: invoker(raw, patienceMs),
    patienceMs,
    quota: () => api({ ...calls.getAiQuota(), returns: aiAnswers.quota }),
    invocationBlueprint: () =>
      api({ ...calls.getBlueprint(invocationBlueprint), returns: aiAnswers.blueprint }),
    searchInvocations: (search) =>
      api({
        ...calls.searchEntities(invocationBlueprint, search),
        returns: aiAnswers.entities,
        // A search is sent with POST because it has a body; it reads.
        repeatable: true,
        changes: false,
      }),
    invocation: (id) =>
      api({ ...calls.getEntity(invocationBlueprint, id), returns: aiAnswers.entity }),
    invocationResult: (id) => api({ ...calls.getInvocationResult(id), returns: aiAnswers.result }),
  };
}
