import { setMaxListeners } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import type { Send } from '../../src/core/http.ts';
import { main } from '../../src/main.ts';
import type { Runtime } from '../../src/runtime.ts';
import { watched, watchedSandbox } from './portkey-traffic.ts';
import { scratch } from './scratch.ts';

/** What a shell would see of a run. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped in; without it stdin is at its end. */
  readonly stdin?: string | Buffer | Readable;
  /** The network; a run that needs one and has none fails the test. */
  readonly send?: Send;
  /** Folder of settings and sandbox state; a new one each run otherwise. */
  readonly dir?: string;
  readonly now?: () => Date;
  readonly signal?: AbortSignal;
  readonly sleep?: Runtime['sleep'];
  /** Whether stdout is a terminal: decides the layout, asks nothing. */
  readonly screen?: boolean;
  /** Whether stderr is a terminal; nothing is asked as long as stdin is none. */
  readonly errScreen?: boolean;
  /** A stdout of the test's own; what is written to it is not in `Ran`. */
  readonly stdout?: Runtime['stdout'];
}

/** A folder of its own for one test; gone when the run ends, see `scratch.ts`. */
export function freshFolder(): string {
  return mkdtempSync(join(scratch(), 'folder-'));
}

/** Words of a command line; blanks separate them, but for those in the path of a test's own folder. */
export function wordsOf(line: string): string[] {
  const whole = '\u0000';
  return line
    .replaceAll(scratch(), whole)
    .split(' ')
    .map((word) => word.replaceAll(whole, scratch()));
}

export const testTime = new Date('2026-01-15T12:00:00.000Z');

/** The same day, for what waits until a time has passed. */
export const runningTime = (): Date => new Date(testTime.getTime() + performance.now());

/** A sink that remembers what was written. */
function recorder(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 100 });
  let text = '';
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { stream, text: () => text };
}

/** Pauses between repeats are over at once; limits of half a minute are never reached. */
const patientSleep: Runtime['sleep'] = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    if (milliseconds < 20_000) setImmediate(resolve);
    signal?.addEventListener('abort', () => reject(new Error('woken up')), { once: true });
  });

const nowhere: Send = ({ url }) => {
  throw new Error(`This test has no network, but ${url.pathname} was asked for`);
};

/** A run's signal as the real runtime has it: any number of requests may listen. */
function neverStopped(): AbortSignal {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return signal;
}

/** The whole program in this process: words in, streams and exit code out. */
export async function portai(
  words: string | readonly string[],
  options: RunOptions = {},
): Promise<Ran> {
  const argv = typeof words === 'string' ? wordsOf(words) : words;
  const { stdin = '', send = nowhere } = options;
  const out = recorder(options.screen ?? false);
  const err = recorder(options.errScreen ?? false);
  const runtime: Runtime = {
    env: { PORTAI_CONFIG_DIR: options.dir ?? freshFolder(), ...options.env },
    stdin: stdin instanceof Readable ? stdin : Readable.from([Buffer.from(stdin)]),
    stdout: options.stdout ?? out.stream,
    stderr: err.stream,
    home: '/nonexistent',
    machine: { node: 'v20.19.0', system: 'linux x64' },
    now: options.now ?? (() => testTime),
    sleep: options.sleep ?? patientSleep,
    random: () => 0.5,
    connect: () => watched(send, { from: 'portai', by: 'a script' }),
    signal: options.signal ?? neverStopped(),
  };
  const code = await main(argv, runtime, watchedSandbox(runtime));
  return { code, stdout: out.text(), stderr: err.text() };
}
