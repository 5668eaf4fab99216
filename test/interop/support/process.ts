import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { freshFolder } from '../../support/run.ts';

const leash = join(import.meta.dirname, 'leash.mjs');

/** A server of somebody else is slow at its first start: Python compiles what it loads. */
const longestStartMs = 100_000;

/** Whatever a server would fetch from outside ends at a port on which nobody listens. */
const nothingOutside = {
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  NO_PROXY: '127.0.0.1,localhost',
};

export interface ServerOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What it prints when it listens. */
  readonly ready: string;
}

/** A server in a process of its own. */
export interface RunningServer {
  /** Resolves when it has ended. */
  readonly close: () => Promise<void>;
}

/** Folder in which scripts/interop.mjs has installed the servers. */
export function installed(...path: readonly string[]): string {
  const folder = process.env['INTEROP_SERVERS'];
  if (folder === undefined)
    throw new Error('The servers are not installed. Run: npm run test:interop');
  return join(folder, ...path);
}

/**
 * Starts a server with nothing of this machine's settings, and waits until it says that it is ready.
 * Rejects with the last of what it printed when it ends before that, or takes too long.
 */
export async function startServer(
  file: string,
  args: readonly string[],
  { env, ready }: ServerOptions,
): Promise<RunningServer> {
  const child = spawn(process.execPath, [leash, file, ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: freshFolder(),
      PYTHONUNBUFFERED: '1',
      ...nothingOutside,
      ...env,
    },
  });
  let printed = '';
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const close = () => {
    child.stdin.end();
    return ended;
  };
  // The leash may be gone when it is let go.
  child.stdin.on('error', () => undefined);

  await new Promise<void>((resolve, reject) => {
    const fail = (what: string) => {
      reject(new Error(`${file} ${what}. It printed:\n${printed.slice(-2_000)}`));
    };
    const timer = setTimeout(() => {
      void close();
      fail(`was not ready after ${longestStartMs / 1_000} s`);
    }, longestStartMs);
    child.once('close', () => {
      clearTimeout(timer);
      fail('ended before it was ready');
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        if (!printed.includes(ready)) return;
        clearTimeout(timer);
        resolve();
      });
    }
  });
  return { close };
}
