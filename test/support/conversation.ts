import { setMaxListeners } from 'node:events';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { main } from '../../src/main.ts';
import type { Runtime } from '../../src/runtime.ts';
import { watchedSandbox } from './portkey-traffic.ts';
import { freshFolder, testTime, wordsOf } from './run.ts';

/** Keys as a terminal sends them. */
export const keys = {
  enter: '\r',
  down: '\u001b[B',
  space: ' ',
  interrupt: '\u0003',
} as const;

/** A run of the whole program in this process, with a person at a keyboard and a screen. */
export interface Conversation {
  /** Waits for words that were not there before the last wait; rejects with what is there instead. */
  readonly shows: (words: string) => Promise<void>;
  readonly type: (text: string) => void;
  /** All that was ever on the screen, without colours and cursor moves. */
  readonly screen: () => string;
  readonly stdout: () => string;
  readonly ended: Promise<number>;
  /** As a signal would: what runs is told to stop. */
  readonly stop: () => void;
}

/** A label begins small in a test as in its definition, and with a capital as a question. */
const literally = (text: string, at: number) => {
  const plain = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return at === 0
    ? plain.replace(/^[a-z]/, (letter) => `[${letter}${letter.toUpperCase()}]`)
    : plain;
};

const patienceMs = 10_000;

export function converse(
  words: string,
  options: {
    readonly dir?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly connect?: Runtime['connect'];
    readonly columns?: number;
    /** AWS' own client signs by the clock of the machine: who talks to AWS has to have the same. */
    readonly now?: Runtime['now'];
  } = {},
): Conversation {
  const keyboard = Object.assign(new PassThrough(), { isTTY: true });
  const out = new PassThrough();
  const err = Object.assign(new PassThrough(), { isTTY: true, columns: options.columns ?? 200 });
  err.end = () => err; // a prompt ends its output; a terminal outlives it
  const stopped = new AbortController();
  setMaxListeners(0, stopped.signal);
  const texts = { out: '', err: '' };
  let seen = 0;
  const watchers = new Set<() => void>();
  const wake = () => watchers.forEach((look) => look());
  out.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  err.on('data', (chunk: Buffer) => {
    texts.err += chunk.toString();
    wake();
  });
  const screen = () => stripVTControlCharacters(texts.err);
  let over = false;
  const runtime: Runtime = {
    env: {
      PORTAI_CONFIG_DIR: options.dir ?? freshFolder(),
      PORTAI_SANDBOX: '1',
      NO_COLOR: '1',
      ...options.env,
    },
    stdin: keyboard,
    stdout: out,
    stderr: err,
    home: '/nonexistent',
    machine: { node: 'v20.19.0', system: 'linux x64' },
    now: options.now ?? (() => testTime),
    // A limit that is never reached: whoever waits for it is done first.
    sleep: () => new Promise(() => undefined),
    random: () => 0.5,
    connect:
      options.connect ??
      (() => () => {
        throw new Error('This test has no network');
      }),
    signal: stopped.signal,
  };
  const ended = main(wordsOf(words), runtime, watchedSandbox(runtime)).finally(() => {
    over = true;
    wake();
  });

  return {
    type: (text) => void keyboard.write(text),
    screen,
    stdout: () => texts.out,
    ended,
    stop: () => stopped.abort('interrupted'),
    shows: (wanted) =>
      new Promise((resolve, reject) => {
        // Lines are broken where the screen ends, so blanks and line ends are the same here.
        const pattern = new RegExp(wanted.split(' ').map(literally).join('\\s+'));
        const settle = (end: () => void) => {
          watchers.delete(look);
          clearTimeout(limit);
          end();
        };
        const missing = () => {
          reject(new Error(`"${wanted}" was not shown; instead:\n${screen().slice(seen)}`));
        };
        const look = () => {
          const found = pattern.exec(screen().slice(seen));
          if (!found && !over) return;
          settle(() => {
            if (!found) {
              missing();
              return;
            }
            seen += found.index + found[0].length;
            resolve();
          });
        };
        const limit = setTimeout(() => settle(missing), patienceMs);
        watchers.add(look);
        look();
      }),
  };
}
