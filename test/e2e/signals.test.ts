import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keys, terminal } from '../support/pty.ts';
import { freshFolder } from '../support/run.ts';
import { serveHttp, type TestServer } from '../support/servers.ts';
import { keepOpen, shell, start } from '../support/spawn.ts';

const signals = [
  ['SIGINT', 130, 'Interrupted'],
  ['SIGTERM', 143, 'Stopped by SIGTERM'],
  ['SIGHUP', 129, 'Stopped by SIGHUP'],
] as const;

let server: TestServer;
let asked: Promise<void>;
let env: Record<string, string>;

beforeEach(async () => {
  const arrival = new EventTarget();
  asked = once(arrival, 'request').then(() => undefined);
  // It takes every request and answers none, but for what is read before a secret is changed.
  server = await serveHttp(({ method, url }, answer) => {
    if (method === 'GET' && url === '/v1/organization/secrets/key') {
      answer.setHeader('content-type', 'application/json');
      answer.end('{"ok":true,"secret":{"secretName":"key"}}');
      return;
    }
    arrival.dispatchEvent(new Event('request'));
  });
  env = { PORT_BASE_URL: server.url, PORT_ACCESS_TOKEN: 'a-token-of-this-test' };
});
afterEach(() => server.close());

describe.each(signals)('%s while a request hangs', (signal, code, words) => {
  test('ends the program with its own code and one message', async () => {
    const running = start('providers list', { env });
    await asked;
    running.signal(signal);
    const ran = await running.ended;
    expect(ran).toMatchObject({ code, signal: null, stdout: '' });
    expect(ran.stderr.match(/^Error: /gm)).toHaveLength(1);
    expect(ran.stderr).toContain(`Error: ${words}`);
  });

  test('is one JSON line with --json', async () => {
    const running = start('providers list --json', { env });
    await asked;
    running.signal(signal);
    const ran = await running.ended;
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toMatch(/^[^\n]+\n$/);
    expect(JSON.parse(ran.stderr)).toMatchObject({ error: { exitCode: code } });
  });

  test('says that a change may have been made when one was on its way', async () => {
    const running = start('secrets set key --description new', { env });
    await asked;
    running.signal(signal);
    const ran = await running.ended;
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toContain('may have been made');
  });
});

test.each(signals)(
  '%s while a value is read from stdin stores nothing: %i',
  async (signal, code) => {
    const dir = freshFolder();
    const running = start('--sandbox secrets set key --value-stdin', { dir, stdin: keepOpen });
    // More than a pipe holds: once it is written, the program is reading.
    await new Promise((resolve) => running.stdin.write('a'.repeat(900_000), resolve));
    running.signal(signal);
    expect(await running.ended).toMatchObject({ code, stdout: '' });
    expect(await shell('--sandbox secrets list', { dir })).toMatchObject({ code: 0, stdout: '' });
  },
);

describe.each([
  ['--value-file', '--sandbox secrets add key --value-file'],
  ['--config-file', '--sandbox providers put openai --config-file'],
  [
    '--headers-file',
    '--sandbox providers put openai-compatible --base-url https://llm.example.com/v1 --headers-file',
  ],
  ['--ca-file', 'providers list --ca-file'],
])('while nothing comes out of the pipe that %s names', (_, words) => {
  test.each(signals)('the first %s ends the program: %i', async (signal, code) => {
    const dir = freshFolder();
    const pipe = join(dir, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const running = start(`${words} ${pipe}`, { env, dir });
    const writer = await open(pipe, 'w'); // which waits until the program reads from it
    running.signal(signal);
    expect(await running.ended).toMatchObject({ code, signal: null, stdout: '' });
    await writer.close();
  });
});

test.each(signals)('%s in a question cancels it: %i', async (signal, code) => {
  const dir = freshFolder();
  const { shows, ended, screen, signal: send } = terminal('--sandbox secrets add key', { dir });
  await shows('value of key');
  send(signal);
  expect(await ended).toBe(code);
  expect(screen()).toContain('Cancelled; nothing was changed');
  expect(await shell('--sandbox secrets list', { dir })).toMatchObject({ stdout: '' });
});

test('Ctrl-C on a terminal while a request hangs ends the program with 130', async () => {
  const { type, ended, screen } = terminal('providers list', { env });
  await asked;
  type(keys.ctrlC);
  expect(await ended).toBe(130);
  expect(screen().match(/Interrupted/g)).toHaveLength(1);
});

test('Ctrl-C again ends a program that does not wind down', async () => {
  const dir = freshFolder();
  const hook = join(dir, 'never-done.cjs');
  writeFileSync(hook, 'setInterval(() => undefined, 1000);');
  const running = start('providers list', { env, dir, node: ['--require', hook] });
  await asked;
  running.signal('SIGINT');
  await running.says('Interrupted');
  const impatience = setInterval(() => running.signal('SIGINT'), 100);
  const { signal, stderr } = await running.ended;
  clearInterval(impatience);
  expect(signal).toBe('SIGINT');
  expect(stderr.match(/Interrupted/g)).toHaveLength(1);
});

test('SIGKILL while a change is on its way leaves it in the history, as one that may have been made', async () => {
  const dir = freshFolder();
  const running = start('secrets set key --description new', { env, dir });
  await asked;
  running.signal('SIGKILL');
  expect(await running.ended).toMatchObject({ code: null, signal: 'SIGKILL' });
  const { stdout } = await shell('history --json', { env, dir });
  expect(JSON.parse(stdout)).toMatchObject([
    { kind: 'secret', name: 'key', outcome: 'unanswered', requestId: null },
  ]);
});
