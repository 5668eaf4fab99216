import { z } from 'zod';
import { PortaiError } from '../core/errors.ts';
import { awsFailure } from './failure.ts';
import type { AwsAccess } from './client-settings.ts';
import { fail } from '../core/fail.ts';

/**
 * Runs a call of AWS. Rejects with a PortaiError, or with the reason of the signal.
 *
 * @param doing what is tried, to stand after "Cannot": "create the role port-bedrock".
 */
export async function attempting<T>(
  { signal }: Pick<AwsAccess, 'signal'>,
  doing: string,
  call: () => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  try {
    return await call();
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof z.ZodError ? unfit(doing, error) : awsFailure(doing, error);
  }
}

/** The same, where "not there" is an answer. */
export async function unlessMissing<T>(call: Promise<T>): Promise<T | undefined> {
  return call.catch((error: unknown) => {
    if (error instanceof PortaiError && error.failure.exit === 'notFound') return undefined;
    throw error;
  });
}

function unfit(doing: string, cause: z.ZodError): PortaiError {
  return fail('UnreadableAnswer', `Cannot ${doing}. The answer is not what AWS documents`, {
    cause,
  });
}
