import { once } from 'node:events';
import { readNamedFile } from '../files/named.ts';
import type { Runtime } from '../runtime.ts';
import { fail } from '../core/fail.ts';

/** Port takes bodies of 1 MiB: nothing longer is worth reading. Source: its 413. */
export const largestInput = 1024 * 1024;

/** The flag for which an input was read to its end. */
const readers = new WeakMap<Runtime['stdin'], string>();

/** Reads stdin to its end as bytes. A silent one is given up after the timeout, in seconds. */
export async function readStdin(runtime: Runtime, flag: string, timeout: number): Promise<Buffer> {
  const before = readers.get(runtime.stdin);
  if (before !== undefined) {
    throw fail('Usage', `${before} and ${flag} both read stdin, which gives one thing only`, {
      hint: 'Give one of them by a file or an environment variable.',
    });
  }
  readers.set(runtime.stdin, flag);
  const { stdin, sleep, signal } = runtime;
  if (stdin.isTTY === true) {
    throw fail('Usage', `${flag} reads a pipe or a file, but stdin is the terminal`, {
      hint: `Leave out ${flag} to be asked, or redirect: ${flag} < file`,
    });
  }
  const chunks: Buffer[] = [];
  const stop = new AbortController();
  let size = 0;
  const onData = (chunk: Buffer | string) => {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= largestInput) chunks.push(bytes);
    else {
      stdin.pause(); // at once: a source that always has more would not let anybody else run
      stop.abort('large');
    }
  };
  stdin.on('data', onData);
  const waited = sleep(timeout * 1000, AbortSignal.any([stop.signal, signal])).then(
    () => 'silent' as const,
    () => 'stopped' as const,
  );
  const ended = once(stdin, 'end', { signal: AbortSignal.any([stop.signal, signal]) }).then(
    () => 'ended' as const,
    () => 'stopped' as const,
  );
  // Reading starts only now, so that an end cannot pass unseen.
  stdin.resume();
  const outcome = await Promise.race([ended, waited]);
  stdin.off('data', onData);
  stdin.pause();
  const large = size > largestInput;
  stop.abort();
  if (large) throw tooLarge(flag);
  if (outcome === 'silent') {
    throw fail('Usage', `${flag}: stdin was open for ${timeout} s and never came to its end`, {
      hint: 'Pipe the value in, or close stdin; --timeout allows more time.',
    });
  }
  if (signal.aborted) signal.throwIfAborted();
  return Buffer.concat(chunks);
}

/** Reads a file that a flag names, within the same limit. */
export async function readGivenFile(
  { signal }: Pick<Runtime, 'signal'>,
  file: string,
  where: string,
): Promise<Buffer> {
  const bytes = await readNamedFile(file, { largest: largestInput, signal });
  if (bytes === undefined) throw tooLarge(where);
  return bytes;
}

export function tooLarge(where: string): Error {
  return fail('Usage', `${where}: the value is larger than 1 MiB, which is more than Port takes`);
}
