import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { Send } from '../../src/core/http.ts';
import type { InStream } from '../../src/core/streams.ts';
import { main } from '../../src/main.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import { freshFolder, testTime, wordsOf } from '../support/run.ts';

interface Seat {
  readonly dir: string;
  /** Resolves when the words are on the screen, among what came since the last call. */
  readonly shows: (words: string) => Promise<void>;
  readonly type: (keys: string) => void;
  readonly stderr: () => string;
  readonly stdout: () => string;
  readonly run: (words: string) => Promise<number>;
}

/** A person at a terminal, or a pipe where stdin is given; the prompts are the real ones. */
function seat(piped?: string): Seat {
  const dir = freshFolder();
  const isTTY = piped === undefined;
  const keyboard = new PassThrough();
  const stdin: InStream = Object.assign(isTTY ? keyboard : Readable.from([piped]), { isTTY });
  const [out, err] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY, columns: 100 })];
  const texts = { out: '', err: '', since: '' };
  err.end = () => err; // a prompt ends its output; a terminal outlives it
  out.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  err.on('data', (chunk: Buffer) => {
    texts.err += chunk.toString();
    texts.since += chunk.toString();
  });
  const now = () => testTime;
  const sandbox = openSandbox({ now, sleep: () => Promise.resolve() });
  const send: Send = (request) => sandbox.send(request);
  return {
    dir,
    shows: async (words) => {
      await expect.poll(() => texts.since, { timeout: 10_000, interval: 5 }).toContain(words);
      texts.since = '';
    },
    type: (keys) => void keyboard.write(keys),
    stderr: () => texts.err,
    stdout: () => texts.out,
    run: (words) => {
      texts.since = '';
      return main(wordsOf(words), {
        env: { PORTAI_CONFIG_DIR: dir, NO_COLOR: '1' },
        stdin,
        stdout: out,
        stderr: err,
        home: '/nonexistent',
        machine: { node: 'v20.19.0', system: 'linux x64' },
        now,
        // A limit that is never reached: whoever waits for it is done first.
        sleep: () => new Promise(() => undefined),
        random: () => 0.5,
        connect: () => send,
        signal: new AbortController().signal,
      });
    },
  };
}

const stored = async (dir: string): Promise<unknown> =>
  JSON.parse(await readFile(join(dir, 'credentials', 'default.json'), 'utf8'));

test('asks for the region, the client id and, unseen, the secret', async () => {
  const { dir, run, shows, stderr, stdout, type } = seat();
  const code = run('auth login');
  await shows('Region of the organization');
  type('\u001b[B\r');
  await shows('Client id');
  type('sandbox-admin\r');
  await shows('Client secret');
  type('sandbox-admin-secret\r');
  expect(await code).toBe(0);
  expect(stderr()).toContain('Received 20 characters.');
  expect(stderr() + stdout()).not.toContain('sandbox-admin-secret');
  expect(await stored(dir)).toMatchObject({
    origin: 'https://api.us.port.io',
    clientId: 'sandbox-admin',
    clientSecret: 'sandbox-admin-secret',
  });
});

test('asks only for what the flags leave open', async () => {
  const { run, shows, stderr, type } = seat();
  const code = run('auth login --region eu --client-id sandbox-admin');
  await shows('Client secret');
  type('sandbox-admin-secret\r');
  expect(await code).toBe(0);
  expect(stderr()).not.toMatch(/Region of|Client id/);
});

test('a secret typed as the client id is not accepted', async () => {
  const { run, shows, type } = seat();
  const code = run('auth login --region eu');
  await shows('Client id');
  type('AKIAIOSFODNN7EXAMPLE\r');
  await shows('this looks like a secret');
  type('\u0015sandbox-admin\r');
  await shows('Client secret');
  type('sandbox-admin-secret\r');
  expect(await code).toBe(0);
});

test('Ctrl-C in a question ends with 130, and nothing was stored', async () => {
  const { dir, run, shows, stderr, type } = seat();
  const code = run('auth login --region eu --client-id sandbox-admin');
  await shows('Client secret');
  type('\u0003');
  expect(await code).toBe(130);
  expect(stderr()).toContain('Cancelled; nothing was changed');
  await expect(stored(dir)).rejects.toThrow('ENOENT');
});

test('--with-token on a terminal asks for the token, unseen', async () => {
  const { dir, run, shows, type } = seat();
  const code = run('auth login --region eu --with-token --no-verify');
  await shows('Access token');
  type('opaque-token-1\r');
  expect(await code).toBe(0);
  expect(await stored(dir)).toMatchObject({ kind: 'token', accessToken: 'opaque-token-1' });
});

test('--with-token reads a pipe, and drops its line end', async () => {
  const { dir, run } = seat('opaque-token-1\n');
  expect(await run('auth login --with-token --no-verify')).toBe(0);
  expect(await stored(dir)).toMatchObject({ accessToken: 'opaque-token-1' });
});

test('the secret comes from a pipe with --value-stdin, into a profile that is new', async () => {
  const { dir, run } = seat('sandbox-admin-secret\n');
  const words = 'auth login --profile prod --client-id sandbox-admin --value-stdin';
  expect(await run(words)).toBe(0);
  const file = await readFile(join(dir, 'credentials', 'prod.json'), 'utf8');
  expect(file).toContain('sandbox-admin-secret');
});

test('an empty pipe is refused', async () => {
  const { run, stderr } = seat('\n');
  expect(await run('auth login --with-token --no-verify')).toBe(2);
  expect(stderr()).toContain('The value is empty');
});

test('deleting a profile asks for its name, and takes nothing else for a yes', async () => {
  const { run, shows, stdout, type } = seat();
  await run('profiles set prod --region us');
  const refused = run('profiles delete prod');
  await shows('Delete profile prod');
  type('yes\r');
  expect(await refused).toBe(2);
  const deleted = run('profiles delete prod');
  await shows('Delete profile prod');
  type('prod\r');
  expect(await deleted).toBe(0);
  expect(stdout()).toContain('deleted\tprod');
});
