/** How a read is repeated after a write. */
export interface Reread<T> {
  readonly read: () => Promise<T>;
  /** True if what was read shows the write. */
  readonly isSettled: (value: T) => boolean;
  /** Waits this many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** Waits between reads in milliseconds: Portkey shows a write within seconds. */
const waits = [250, 500, 1000, 2000] as const;

/**
 * Reads until the write shows, at most five times in about four seconds, and returns what was read last.
 * `settled` is false where it still shows the state before: only then is there a difference to report.
 */
export async function rereadAfterWrite<T>({
  read,
  isSettled,
  sleep,
}: Reread<T>): Promise<{ readonly value: T; readonly settled: boolean }> {
  let value = await read();
  for (const ms of waits) {
    if (isSettled(value)) return { value, settled: true };
    await sleep(ms);
    value = await read();
  }
  return { value, settled: isSettled(value) };
}
