import { PortaiError } from '../../core/errors.ts';
import { testedModelsIn } from '../../planes/port/tested-models.ts';

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
  return testedModelsIn(failure.details)
    .filter(({ isValid }) => isValid !== true)
    .map(({ message }) => message);
}
