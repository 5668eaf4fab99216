import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { clockOfTests } from './clock.ts';
import { freshFolder, wordsOf } from './run.ts';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The program as npm installs it. */
export const program = at('bin/portai.js');
/** The bundle that the program loads. */
export const bundle = at('dist/portai.js');

/** No run outlives the test that waits for it. */
const longestRunMs = 50_000;

/** These tests run what users run, which is no use when it is not there. */
export function requireBuild(): void {
  if (!existsSync(bundle)) throw new Error('dist/ is not built. Run: npm run build');
}

/** What is left of a process that has ended. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const keepOpen = Symbol('a pipe that stays open');

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Folder of settings and sandbox state; a new one each time otherwise. */
  readonly dir?: string;
  /** What is piped in, up to its end; keepOpen leaves the pipe open for the test to write to. */
  readonly stdin?: string | Buffer | typeof keepOpen;
  /** Flags for node itself. */
  readonly node?: readonly string[];
  /** Another file than the program to run. */
  readonly file?: string;
}

/** A process of the built program that is still running. */
export interface Started {
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly ended: Promise<Ended>;
  /** Waits until a stream holds the words and gives all it holds; rejects when the end comes first. */
  readonly says: (words: string, stream?: 'stdout' | 'stderr') => Promise<string>;
  readonly signal: (signal: NodeJS.Signals) => void;
}

/** The environment of a run: nothing of ours but the way to find programs. */
export function ownEnvironment({ env, dir }: StartOptions): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: '/nonexistent',
    ...clockOfTests(),
    PORTAI_CONFIG_DIR: dir ?? freshFolder(),
    ...env,
  };
}

/** Words of a command line; blanks separate them. */
export function argv(words: string | readonly string[]): string[] {
  return typeof words === 'string' ? wordsOf(words) : [...words];
}

/** Starts the built program in a process of its own, for a test to watch; it ends with the test at the latest. */
export function start(words: string | readonly string[], options: StartOptions = {}): Started {
  const started = launch(words, options);
  onTestFinished(() => started.signal('SIGKILL'));
  return started;
}

/** Runs the built program to its end. */
export function shell(
  words: string | readonly string[],
  options: StartOptions = {},
): Promise<Ended> {
  return launch(words, options).ended;
}

function launch(words: string | readonly string[], options: StartOptions): Started {
  requireBuild();
  const { stdin = '', node = [], file = program } = options;
  return follow(process.execPath, [...node, file, ...argv(words)], options, stdin);
}

/** Runs a line of sh; in it `"$@"` is the program with these words. */
export function sh(
  line: string,
  words: string | readonly string[],
  options: StartOptions = {},
): Promise<Ended> {
  requireBuild();
  const args = ['-c', line, 'sh', process.execPath, program, ...argv(words)];
  return follow('sh', args, options, options.stdin ?? '').ended;
}

function follow(
  file: string,
  args: readonly string[],
  options: StartOptions,
  stdin: string | Buffer | typeof keepOpen,
): Started {
  const child = spawn(file, args, {
    env: ownEnvironment(options),
    timeout: longestRunMs,
    killSignal: 'SIGKILL',
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (texts[name] += text));
  }
  // A program that ends before it has read everything is what some tests are about.
  child.stdin.on('error', () => undefined);
  if (stdin !== keepOpen) child.stdin.end(stdin);

  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, ...texts }));
  });
  return {
    pid: child.pid ?? 0,
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    signal: (signal) => child.kill(signal),
    says: (words, name = 'stderr') =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (texts[name].includes(words)) resolve(texts[name]);
        };
        child[name].on('data', look);
        look();
        ended.then(
          () => reject(new Error(`ended without "${words}" on ${name}: ${texts[name]}`)),
          reject,
        );
      }),
  };
}
