import { PortaiError, type Failure } from '../../core/errors.ts';
import { isStop } from '../../core/interruption.ts';

/** What a look came to: what was seen, or why it was not. */
export type LookedUp<T> = { readonly value: T } | { readonly failure: Failure };

/**
 * Looks, and takes a refusal for what was seen. A mistake of portai and a stop by a person are no
 * answers: they reject.
 */
export async function lookUp<T>(look: () => Promise<T>): Promise<LookedUp<T>> {
  try {
    return { value: await look() };
  } catch (error) {
    if (!(error instanceof PortaiError) || isStop(error.failure.exit)) throw error;
    return { failure: error.failure };
  }
}

/** What was seen; undefined where nothing was. */
export function seenIn<T>(look: LookedUp<T> | undefined): T | undefined {
  return look && 'value' in look ? look.value : undefined;
}

/** Why nothing was seen; undefined where something was, or nobody looked. */
export function failureIn(look: LookedUp<unknown> | undefined): Failure | undefined {
  return look && 'failure' in look ? look.failure : undefined;
}
