import { homedir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Send, TransportOptions } from './domain/http.ts';

/** The world, handed in. Nothing else in portai reads `process`, the clock or the network. */
export interface Runtime {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly home: string;
  readonly now: () => Date;
  /** Resolves after so many milliseconds; rejects when the signal aborts. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Opens the way out; loading the transport starts at once, so that it runs beside other work. */
  readonly connect: (options: TransportOptions) => Send;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
}

/** The real world. */
export function nodeRuntime(): Runtime {
  const { env, stdin, stdout, stderr } = process;
  const stop = new AbortController();
  for (const [signal, exit] of [
    ['SIGINT', 'interrupted'],
    ['SIGTERM', 'terminated'],
  ] as const) {
    process.once(signal, () => stop.abort(exit));
  }
  return {
    env,
    stdin,
    stdout,
    stderr,
    home: homedir(),
    now: () => new Date(),
    sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
    random: Math.random,
    connect: (options) => {
      const opened = import('./http/send.ts').then(({ openSend }) => openSend(options, env));
      opened.catch(() => undefined); // said by the first request
      return async (request) => (await opened)(request);
    },
    signal: stop.signal,
  };
}
