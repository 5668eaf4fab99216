import { stripVTControlCharacters } from 'node:util';
import { onTestFinished } from 'vitest';
import { openPseudoTerminal } from './pseudo-terminal.ts';
import { asQuestion } from './terminal.ts';
import { argv, ownEnvironment, program, requireBuild, type StartOptions } from './spawn.ts';

/** Keys that have no letter. */
export const keys = {
  enter: '\r',
  down: '\u001b[B',
  space: ' ',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
  /** Takes away what was typed on this line. */
  ctrlU: '\u0015',
} as const;

/** The built program on a pseudo-terminal, with a keyboard and a screen. */
export interface Terminal {
  readonly type: (text: string) => void;
  /**
   * Waits for words that were not there before the last wait, and gives the screen since then.
   * Rejects with the screen when the program ends or falls silent without them.
   */
  readonly shows: (words: string) => Promise<string>;
  /** Everything that was ever on the screen, without colours and cursor moves. */
  readonly screen: () => string;
  /** The exit code, once everything is on the screen. */
  readonly ended: Promise<number>;
  readonly signal: (signal: NodeJS.Signals) => void;
}

/** Long after any program on a busy machine has answered: says what is there instead of hanging. */
const patienceMs = 40_000;

export function terminal(
  words: string | readonly string[],
  options: Pick<StartOptions, 'env' | 'dir'> & { readonly columns?: number } = {},
): Terminal {
  requireBuild();
  let raw = '';
  let seen = 0;
  let gone = false;
  const watchers = new Set<() => void>();
  const screen = () => stripVTControlCharacters(raw);
  const wake = () => watchers.forEach((look) => look());
  let end: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => (end = resolve));
  const child = openPseudoTerminal([process.execPath, program, ...argv(words)], {
    columns: options.columns ?? 200,
    env: ownEnvironment(options),
    onText: (text) => {
      raw = text;
      wake();
    },
    onEnd: (code) => {
      gone = true;
      end(code);
      wake();
    },
  });
  onTestFinished(() => {
    if (!gone) child.kill('SIGKILL');
  });

  return {
    type: child.write,
    signal: child.kill,
    screen,
    ended,
    shows: (expected) =>
      new Promise((resolve, reject) => {
        let patient = true;
        const look = () => {
          const fresh = screen().slice(seen);
          const places = [expected, asQuestion(expected)].map((words) => fresh.indexOf(words));
          const place = places.find((at) => at >= 0) ?? -1;
          if (place < 0 && !gone && patient) return;
          watchers.delete(look);
          clearTimeout(limit);
          if (place < 0) {
            reject(new Error(`"${expected}" was never shown; instead:\n${fresh}`));
            return;
          }
          seen += place + expected.length;
          resolve(fresh);
        };
        const limit = setTimeout(() => {
          patient = false;
          look();
        }, patienceMs);
        watchers.add(look);
        look();
      }),
  };
}
