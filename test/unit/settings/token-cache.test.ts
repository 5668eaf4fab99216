import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../../src/core/secret.ts';
import { Redactor } from '../../../src/core/redactor.ts';
import { dropToken, keepToken, readToken } from '../../../src/settings/token-cache.ts';

const origin = 'https://api.port.io';
const now = new Date('2026-03-01T12:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const token = new Secret('cached-token-value');

let dir = '';
let redactor = new Redactor();

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'portai-tokens-'));
  redactor = new Redactor();
});

afterEach(() => rm(dir, { recursive: true }));

const read = (at = now, of = { origin, clientId: 'id' }) =>
  readToken(dir, of.origin, of.clientId, at, (value) => redactor.hold(value));

async function cachedFile(): Promise<string> {
  const [name = ''] = await readdir(join(dir, 'tokens'));
  return join(dir, 'tokens', name);
}

test('a kept token is read again, and the redactor knows it', async () => {
  await keepToken(dir, origin, 'id', token, later(3600));
  expect((await read())?.reveal()).toBe('cached-token-value');
  expect(redactor.redact('cached-token-value')).toBe('[secret]');
});

test('a token belongs to one client at one origin', async () => {
  await keepToken(dir, origin, 'id', token, later(3600));
  expect(await read(now, { origin, clientId: 'other' })).toBeUndefined();
  expect(await read(now, { origin: 'https://api.us.port.io', clientId: 'id' })).toBeUndefined();
});

test('neither origin nor client can be read from the file name', async () => {
  await keepToken(dir, origin, '../../id', token, later(3600));
  expect(await readdir(join(dir, 'tokens'))).toEqual([
    expect.stringMatching(/^[0-9a-f]{64}\.json$/),
  ]);
});

test.each([
  [61, true],
  [60, false],
  [0, false],
  [-1, false],
])('with %i seconds left, used again: %s', async (seconds, used) => {
  await keepToken(dir, origin, 'id', token, later(seconds));
  expect((await read()) !== undefined).toBe(used);
});

test('a dropped token is gone, and dropping twice does no harm', async () => {
  await keepToken(dir, origin, 'id', token, later(3600));
  await dropToken(dir, origin, 'id');
  await dropToken(dir, origin, 'id');
  expect(await read()).toBeUndefined();
  expect(await readdir(join(dir, 'tokens'))).toEqual([]);
});

test('reading creates nothing', async () => {
  expect(await read()).toBeUndefined();
  await dropToken(dir, origin, 'id');
  expect(await readdir(dir)).toEqual([]);
});

test.each([
  'cached-token',
  '{"version":1}',
  '{"version":1,"accessToken":"","expiresAt":"2030-01-01T00:00:00.000Z"}',
  '{"version":1,"accessToken":"a","expiresAt":"soon"}',
  '{"version":2,"accessToken":"a","expiresAt":"2030-01-01T00:00:00.000Z"}',
])('the damaged file %s counts as none, and is replaced by the next token', async (text) => {
  await keepToken(dir, origin, 'id', token, later(3600));
  await writeFile(await cachedFile(), text);
  expect(await read()).toBeUndefined();
  await keepToken(dir, origin, 'id', token, later(3600));
  expect((await read())?.reveal()).toBe('cached-token-value');
});

describe.skipIf(platform() === 'win32')('on a system with file modes', () => {
  test('the file is for its owner alone', async () => {
    await keepToken(dir, origin, 'id', token, later(3600));
    expect((await stat(await cachedFile())).mode & 0o777).toBe(0o600);
  });

  test('a file that others can read counts as none', async () => {
    await keepToken(dir, origin, 'id', token, later(3600));
    await chmod(await cachedFile(), 0o644);
    expect(await read()).toBeUndefined();
  });

  test('a link in place of the file counts as none', async () => {
    await keepToken(dir, origin, 'id', token, later(3600));
    const file = await cachedFile();
    await writeFile(join(dir, 'elsewhere'), await readFile(file), { mode: 0o600 });
    await rm(file);
    await symlink(join(dir, 'elsewhere'), file);
    expect(await read()).toBeUndefined();
  });
});

test('a cache that cannot be written fails no command', async () => {
  await writeFile(join(dir, 'tokens'), 'in the way');
  await keepToken(dir, origin, 'id', token, later(3600));
  await dropToken(dir, origin, 'id');
  expect(await read()).toBeUndefined();
  expect(await readFile(join(dir, 'tokens'), 'utf8')).toBe('in the way');
});

test('an end that is no date fails no command', async () => {
  await keepToken(dir, origin, 'id', token, new Date(Number.NaN));
  expect(await read()).toBeUndefined();
});
