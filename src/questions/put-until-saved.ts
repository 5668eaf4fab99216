import { PortaiError } from '../core/errors.ts';
import {
  putProvider,
  type PutDependencies,
  type PutResult,
} from '../operations/put-provider/put-provider.ts';
import type { CompletePut } from '../operations/put-provider/request.ts';
import type { PutState } from '../operations/put-provider/state.ts';
import type { AnswersSoFar } from './put-provider.ts';
import type { Conversation } from './conversation.ts';

/** A put with the answers with which it went through. */
export interface MadePut {
  readonly made: CompletePut;
  readonly result: PutResult;
}

/** Puts; after a test that failed, once more in the way that somebody chooses. */
export async function putUntilSaved(
  conversation: Conversation,
  dependencies: PutDependencies,
  first: CompletePut,
  state: PutState,
  soFar: AnswersSoFar,
): Promise<MadePut> {
  let made = first;
  for (;;) {
    try {
      return { made, result: await putProvider(dependencies, made, state) };
    } catch (error) {
      if (!made.asked) throw error;
      const { askForWayOut } = await import('./after-failed-test.ts');
      const next = await askForWayOut(conversation, made, error);
      if (!next) throw error instanceof PortaiError ? error.with({ settled: true }) : error;
      made = next;
      soFar.request = next.request;
      Object.assign(soFar.config, next.given);
    }
  }
}
