import { fail } from '../../core/fail.ts';
import type { AiClient } from '../../planes/port/ai-client.ts';
import type { AiEvent } from '../../planes/port/ai-events.ts';
import { sameStatus } from '../invocations/record-names.ts';

/** What a result is waited for with. */
export interface ResultDependencies {
  readonly ai: Pick<AiClient, 'invocationResult' | 'patienceMs'>;
  readonly signal: AbortSignal;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

const pauseMs = 2_000;

/**
 * Waits for the result of an invocation that was accepted, and gives it as the events that a stream would
 * have had. Its data are those of the route.
 */
export async function awaitedResult(
  { ai, signal, sleep }: ResultDependencies,
  identifier: string,
): Promise<AiEvent[]> {
  for (let waitedMs = 0; waitedMs <= ai.patienceMs; waitedMs += pauseMs) {
    const result = await ai.invocationResult(identifier);
    const { status, message, error } = result;
    if (sameStatus(status, 'Completed')) {
      const text = message ?? '';
      return [
        { name: 'execution', data: text, means: { kind: 'text', text } },
        { name: 'done', data: JSON.stringify(result), means: { kind: 'done', quota: undefined } },
      ];
    }
    if (sameStatus(status, 'Failed')) {
      const refusal = {
        name: error ?? undefined,
        message: message ?? error ?? undefined,
        details: undefined,
      };
      return [{ name: 'error', data: JSON.stringify(result), means: { kind: 'error', refusal } }];
    }
    await sleep(pauseMs, signal);
  }
  throw fail('AnswerIncomplete', 'Port has accepted the invocation and is not done with it yet', {
    hint: `Nothing more is waited for after ${Math.round(ai.patienceMs / 1000)} s; --timeout allows more.`,
    details: { invocation: identifier },
    next: [{ command: ['invocations', 'get', identifier], why: 'what came of it' }],
  });
}
