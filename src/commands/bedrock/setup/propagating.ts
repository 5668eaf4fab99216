import { z } from 'zod';
import { PortaiError } from '../../../domain/errors.ts';

const tested = z.object({
  testedModels: z.record(z.string(), z.object({ isValid: z.boolean(), message: z.string() })),
});

/** Words in which Port or AWS says what a change in IAM that is not everywhere yet looks like. */
const asIfNotThere =
  /role cannot be assumed|\bIAM\b|not authorized|assume ?role|access ?denied|invalid principal|identity-based policy/i;

/**
 * Whether a failed connection test may come from IAM itself: every model fails by the role or its
 * permissions. A wrong external ID looks the same, which is why the waiting is limited.
 */
export function mayPropagate(error: unknown): boolean {
  if (!(error instanceof PortaiError) || error.failure.exit !== 'checkFailed') return false;
  const messages = messagesIn(error);
  return messages.length > 0 && messages.every((message) => asIfNotThere.test(message));
}

/** What Port says of the models that failed. */
export function messagesIn({ failure }: PortaiError): readonly string[] {
  const models = Object.values(tested.safeParse(failure.details).data?.testedModels ?? {});
  return models.filter(({ isValid }) => !isValid).map(({ message }) => message);
}
