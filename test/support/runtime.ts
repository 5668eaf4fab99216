import { PassThrough, Readable } from 'node:stream';
import { createContext, type Context } from '../../src/cli/context.ts';
import type { Globals } from '../../src/cli/globals.ts';
import { createInvocation } from '../../src/cli/invocation.ts';
import type { Runtime } from '../../src/runtime.ts';
import { freshFolder, testTime } from './run.ts';

/** A sleep that ends only when its signal aborts. */
export const never: Runtime['sleep'] = (_milliseconds, signal) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new Error('woken up')), { once: true });
  });

/** A world without a terminal and without a network, whose time stands still. */
export function testRuntime(changes: Partial<Runtime> = {}): Runtime {
  const stream = () => Object.assign(new PassThrough(), { isTTY: false });
  return {
    env: { PORTAI_CONFIG_DIR: freshFolder() },
    stdin: Readable.from([]),
    stdout: stream(),
    stderr: stream(),
    home: '/nonexistent',
    machine: { node: 'v20.19.0', system: 'linux x64' },
    now: () => testTime,
    sleep: never,
    random: () => 0.5,
    connect: () => () => Promise.reject(new Error('This test has no network')),
    signal: new AbortController().signal,
    ...changes,
  };
}

const noGlobals: Globals = { forPlane: {}, json: false, yes: false, quiet: false };

/** What a command would be given in that world, and what it said on stderr. */
export function testContext(
  changes: Partial<Runtime> = {},
  globals: Partial<Globals> = {},
): { context: Context; stderr: () => string } {
  const stderr = Object.assign(new PassThrough(), { isTTY: false });
  let text = '';
  stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const noSandbox = () => Promise.reject(new Error('This test has no sandbox'));
  const invocation = createInvocation(testRuntime({ stderr, ...changes }), noSandbox);
  return { context: createContext(invocation, { ...noGlobals, ...globals }), stderr: () => text };
}
