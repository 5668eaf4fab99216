import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { freshFolder } from '../support/run.ts';
import { servedSandbox, type ServedTestSandbox } from '../support/served-sandbox.ts';
import { sh, shell } from '../support/spawn.ts';

const pem = '-----BEGIN PRIVATE KEY-----\nMIIabc\nMIIdef\nMIIghi\n-----END PRIVATE KEY-----\n';

const body = z.object({ secretValue: z.string() });

let server: ServedTestSandbox;
beforeAll(async () => {
  server = await servedSandbox();
});
afterAll(() => server.close());
beforeEach(() => {
  server.arrived.length = 0;
});

/** The value that reached the server, to the byte; undefined when nothing was stored. */
function storedValue(): string | undefined {
  const stored = server.arrived.find(({ what }) => what === 'POST /v1/organization/secrets');
  return stored && body.parse(JSON.parse(stored.body ?? '')).secretValue;
}

let count = 0;
const add = (flags: string) => `secrets add key-${++count} --value-stdin ${flags}`.trim();

describe('a value on stdin', () => {
  test.each([
    ['a PEM keeps its lines and loses only the last line end', pem, '', pem.slice(0, -1)],
    ['exactly one trailing newline is dropped', 'abcdef\n\n', '--skip-client-checks', 'abcdef\n'],
    ['--trim leaves out blanks and line ends around it', ' abcdef \n\n', '--trim', 'abcdef'],
    ['a Windows line end counts as one', 'abcdef\r\n', '', 'abcdef'],
    ['a value without a line end stays as it is', 'abcdef', '', 'abcdef'],
    ['unchecked, blanks belong to it', '  abcdef  ', '--skip-client-checks', '  abcdef  '],
    ['--keep-newline keeps it', 'abcdef\n', '--keep-newline', 'abcdef\n'],
    ['letters beyond ASCII arrive whole', 'pässwörd-🔑', '', 'pässwörd-🔑'],
  ])('%s', async (_, stdin, flags, expected) => {
    const ran = await shell(add(flags), { env: server.admin, stdin });
    expect(ran).toMatchObject({ code: 0 });
    expect(storedValue()).toBe(expected);
  });

  test.each<[string, string | Buffer, string]>([
    ['of 2 MiB', Buffer.alloc(2 * 1024 * 1024, 'a'), 'larger than 1 MiB'],
    ['behind a byte order mark', '\ufeffabcdef', 'byte order mark'],
    ['that is empty', '', 'The value is empty'],
    ['that is a line end alone', '\n', 'The value is empty'],
    ['with blanks around it', ' abcdef\n', '--trim'],
    ['with a line end inside', 'abc\ndef', 'line break inside'],
    ['that is not text', Buffer.from([0x61, 0xff, 0xfe, 0x62]), 'not UTF-8'],
  ])('%s is refused with 2 and never sent', async (_, stdin, words) => {
    const ran = await shell(add(''), { env: server.admin, stdin });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(words);
    expect(storedValue()).toBeUndefined();
  });
});

test('a file and a variable hold the same value as a pipe', async () => {
  const file = join(freshFolder(), 'key.pem');
  writeFileSync(file, pem);
  const words = ['secrets', 'add', `key-${++count}`];
  await shell([...words, '--value-file', file], { env: server.admin });
  expect(storedValue()).toBe(pem.slice(0, -1));
  server.arrived.length = 0;
  const env = { ...server.admin, KEY: pem };
  await shell([...words.slice(0, 2), `key-${++count}`, '--value-env', 'KEY'], { env });
  expect(storedValue()).toBe(pem.slice(0, -1));
});

describe('a value in what --value-file names', () => {
  test.each([
    [
      'a pipe of the shell, as <(command) makes',
      'printf %s "$VALUE" | { "$@" 3<&0 </dev/null; }',
      '/dev/fd/3',
    ],
    ['its own stdin', 'printf %s "$VALUE" | "$@"', '/dev/stdin'],
    ['its own stdin from a file', 'printf %s "$VALUE" > "$FILE"; "$@" < "$FILE"', '/dev/stdin'],
  ])('is read from %s', async (_, line, file) => {
    const env = {
      ...server.admin,
      VALUE: 'a-value-of-this-test',
      FILE: join(freshFolder(), 'value'),
    };
    const ran = await sh(line, `secrets add key-${++count} --value-file ${file}`, { env });
    expect(ran).toMatchObject({ code: 0 });
    expect(storedValue()).toBe('a-value-of-this-test');
  });

  test('is refused when it never ends', async () => {
    const ran = await shell(`secrets add key-${++count} --value-file /dev/zero`, {
      env: server.admin,
    });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('larger than 1 MiB');
    expect(storedValue()).toBeUndefined();
  });
});
