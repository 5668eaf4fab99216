import { PortaiError } from '../../core/errors.ts';
import type { AiClient } from '../../planes/port/ai-client.ts';
import { recordNames } from './record-names.ts';
import { invocationView, type InvocationView } from './view.ts';

/** One record; where there is none, what the route of invocations tells of the same identifier. */
export async function getInvocation(ai: AiClient, id: string): Promise<InvocationView> {
  const [blueprint, entity] = await Promise.all([
    ai.invocationBlueprint().catch(ifMissing),
    ai.invocation(id).catch(ifMissing),
  ]);
  if (blueprint && entity) return invocationView(entity, recordNames(blueprint));
  try {
    const { status, message, error, selectedAgent } = await ai.invocationResult(id);
    return {
      identifier: id,
      _portai: {
        ...{ status, provider: null, model: null, prompt: null, labels: {} },
        agent: selectedAgent ?? null,
        response: message ?? error ?? null,
      },
    };
  } catch (error) {
    if (!(error instanceof PortaiError) || error.failure.exit !== 'notFound') throw error;
    throw error.with({
      message: `There is no invocation ${id}`,
      hint: 'Port keeps records for about 30 days.',
      next: [{ command: ['invocations', 'list'], why: 'the invocations there are' }],
    });
  }
}

function ifMissing(error: unknown): undefined {
  if (error instanceof PortaiError && error.failure.exit === 'notFound') return undefined;
  throw error;
}
