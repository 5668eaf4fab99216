/** The budget of one run, shared by all of its providers. */
export interface Budget {
  /**
   * Reserves one request and the output tokens that it can cost. Returns false if the budget does
   * not suffice.
   */
  readonly take: (outputTokens: number) => boolean;
}

/** Default maximum of requests and of output tokens. */
export const defaultRequests = 30;
export const defaultOutputTokens = 8_000;

/** Opens a budget of requests, and of the output tokens that they can cost at most. */
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
