/** What one run may spend, shared by all of its providers. */
export interface Budget {
  /** Takes one request, and the output tokens that it can cost; false when that does not fit any more. */
  readonly take: (outputTokens: number) => boolean;
}

/** So many requests, and output tokens, at the most where nobody says otherwise. */
export const defaultRequests = 30;
export const defaultOutputTokens = 8_000;

/** A budget of requests, and of the output tokens that they may cost at the most. */
export function openBudget({
  requests = defaultRequests,
  outputTokens = defaultOutputTokens,
}: { readonly requests?: number; readonly outputTokens?: number } = {}): Budget {
  let [requestsLeft, tokensLeft] = [requests, outputTokens];
  return {
    take(tokens) {
      if (requestsLeft < 1 || tokensLeft < tokens) return false;
      requestsLeft -= 1;
      tokensLeft -= tokens;
      return true;
    },
  };
}
