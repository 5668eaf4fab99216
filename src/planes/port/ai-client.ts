import type { Api } from '../../http/api.ts';
import { aiAnswers } from './ai-wire.ts';
import { calls } from './calls.ts';
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

/** Port AI: its quota, and the records of what it was asked. */
export interface AiClient {
  quota(): Promise<AiQuota>;
  /** Says under which names the records keep what they hold. */
  invocationBlueprint(): Promise<Blueprint>;
  searchInvocations(search: EntitySearch): Promise<EntityPage>;
  invocation(id: string): Promise<PortEntity>;
  /** What came of an invocation, as the route that made it tells; it knows of no record. */
  invocationResult(id: string): Promise<InvocationResult>;
}

/** Makes the calls of Port AI. */
export function aiClient(api: Api): AiClient {
  return {
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
