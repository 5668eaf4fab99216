/** Seconds between the attempts; together as long as IAM takes at the worst. */
const waits = [2, 4, 8, 16, 30, 30] as const;

export interface Propagating<T> {
  readonly run: () => Promise<T>;
  /** Whether a failure looks as if a change had not arrived yet. */
  readonly isPropagating: (error: unknown) => boolean;
  /** Whether this run changed something: else waiting would only hide what is wrong. */
  readonly changed: boolean;
  /** Rejects when the user ends it. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly onWait: (seconds: number) => void;
}

/**
 * IAM spreads a change in seconds, sometimes in two minutes. Until then a role that is right is refused
 * as one that is wrong would be, so after a change of our own a refusal is tried again, for 90 seconds.
 */
export async function retryWhilePropagating<T>({
  run,
  isPropagating,
  changed,
  sleep,
  onWait,
}: Propagating<T>): Promise<T> {
  for (const seconds of changed ? waits : []) {
    try {
      return await run();
    } catch (error) {
      if (!isPropagating(error)) throw error;
      onWait(seconds);
      await sleep(seconds * 1000);
    }
  }
  return run();
}
