import { PortaiError } from '../../core/errors.ts';

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
 * What is not there is read again as well: Portkey answers 403 for a thing that a late read does not know
 * yet. Where it stays so, the refusal says what it may mean.
 */
export async function rereadAfterWrite<T>({
  read,
  isSettled,
  sleep,
}: Reread<T>): Promise<{ readonly value: T; readonly settled: boolean }> {
  for (const ms of waits) {
    const found = await orAbsent(read);
    if ('value' in found && isSettled(found.value)) return { value: found.value, settled: true };
    await sleep(ms);
  }
  const last = await orAbsent(read);
  if ('absent' in last) throw notToldApart(last.absent);
  return { value: last.value, settled: isSettled(last.value) };
}

type Found<T> = { readonly value: T } | { readonly absent: PortaiError };

/** Reads once; an answer that may mean that nothing is there is no failure yet. */
async function orAbsent<T>(read: () => Promise<T>): Promise<Found<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    if (error.failure.exit !== 'forbidden' && error.failure.exit !== 'notFound') throw error;
    return { absent: error };
  }
}

function notToldApart(error: PortaiError): PortaiError {
  const { status, name } = error.failure;
  return error.with({
    hint: `${status === undefined ? name : `HTTP ${status}`} for 4 seconds after a write that was answered as done: reads are late, or this key may not read it. Portkey does not tell the two apart.`,
  });
}
