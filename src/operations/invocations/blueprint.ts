import { PortaiError } from '../../core/errors.ts';
import type { AiClient } from '../../planes/port/ai-client.ts';
import type { Blueprint } from '../../planes/port/nouns.ts';

/** Reads the blueprint of the records. Without one, Port AI is off, or not for these credentials. */
export async function readBlueprint(ai: AiClient): Promise<Blueprint> {
  try {
    return await ai.invocationBlueprint();
  } catch (error) {
    if (!(error instanceof PortaiError) || error.failure.exit !== 'notFound') throw error;
    throw error.with({
      hint: 'There is no blueprint _ai_invocation: Port AI is not switched on for the organization, or these credentials do not see it.',
      next: [{ command: ['auth', 'status'], why: 'which organization this is' }],
    });
  }
}
