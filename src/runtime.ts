import { setMaxListeners } from 'node:events';
import { homedir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { exitClasses } from './core/errors.ts';
import type { Send, TransportOptions } from './core/http.ts';
import type { StopClass } from './core/interruption.ts';
import type { InStream, OutStream } from './core/streams.ts';

/** The world, handed in. Nothing else in portai reads `process`, the clock or the network. */
export interface Runtime {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: InStream;
  readonly stdout: OutStream;
  readonly stderr: OutStream;
  readonly home: string;
  /** Version of Node, and the operating system with its processor. */
  readonly machine: { readonly node: string; readonly system: string };
  readonly now: () => Date;
  /** Resolves after so many milliseconds; rejects when the signal aborts. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Opens the way out; loading the transport starts at once, so that it runs beside other work. */
  readonly connect: (options: TransportOptions) => Send;
  /** Aborted by Ctrl-C, SIGTERM and SIGHUP; its reason is what the program then ends with. */
  readonly signal: AbortSignal;
}

const impatienceMs = 300;

/** The real world. */
export function nodeRuntime(): Runtime {
  const { env, stdout, stderr } = process;
  return {
    env,
    // Opened by who reads it: node loads the parts of a stream for it.
    get stdin() {
      return process.stdin;
    },
    stdout,
    stderr,
    home: homeFolder(),
    machine: { node: process.version, system: `${process.platform} ${process.arch}` },
    now: () => new Date(),
    sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
    random: Math.random,
    connect: (options) => {
      const opened = import('./http/send.ts').then(({ openSend }) => openSend(options, env));
      opened.catch(() => undefined); // said by the first request
      return async (request) => (await opened)(request);
    },
    signal: stopSignal(),
  };
}

/** Empty for a user without an account, as in some containers: settings then need another place. */
function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}

/**
 * Aborts on Ctrl-C, SIGTERM and SIGHUP, which a terminal that is closed sends, so that what runs can
 * wind down. One a moment later ends the process at once; the pause is there because a library that
 * watches signals too sends each of them again.
 */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  // Every running request listens to it, and many may run: more than ten listeners are not a leak.
  setMaxListeners(0, stop.signal);
  for (const [signal, reason] of [
    ['SIGINT', 'interrupted'],
    ['SIGTERM', 'terminated'],
    ['SIGHUP', 'hungUp'],
  ] as const satisfies [NodeJS.Signals, StopClass][]) {
    let first: number | undefined;
    const onSignal = () => {
      first ??= Date.now();
      stop.abort(reason);
      if (Date.now() - first < impatienceMs) return;
      process.removeAllListeners(signal);
      // On Windows a signal to oneself ends the process with 1, whichever it is.
      if (process.platform === 'win32') process.exit(exitClasses[reason].code);
      process.kill(process.pid, signal);
    };
    process.on(signal, onSignal);
  }
  return stop.signal;
}

/** The code the process ends with, once nothing is left to do; output that is still on its way gets out. */
export function leave(code: number): void {
  process.exitCode = code;
}
