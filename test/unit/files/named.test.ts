import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readNamedFile } from '../../../src/files/named.ts';

let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portai-named-'));
  path = join(folder, 'file');
});
afterEach(() => rm(folder, { recursive: true }));

const posix = platform() !== 'win32';
const largest = 200_000;

function read(file = path, signal = new AbortController().signal) {
  return readNamedFile(file, { largest, signal });
}

describe('of a file', () => {
  test.each([0, 1, 65_536, 65_537, largest])('all of its %i bytes are read', async (size) => {
    const bytes = Buffer.alloc(size, 'äö');
    await writeFile(path, bytes);
    expect(bytes.equals((await read()) ?? Buffer.from('nothing'))).toBe(true);
  });

  test('that is larger than the limit nothing is given, however large', async () => {
    await writeFile(path, Buffer.alloc(largest + 1));
    expect(await read()).toBeUndefined();
    await truncate(path, 50 * 1024 ** 3);
    expect(await read()).toBeUndefined();
  });

  test('that cannot be read the reason is said', async () => {
    await expect(read()).rejects.toThrow(`Cannot read ${path}: there is no such file`);
    await mkdir(path);
    await expect(read()).rejects.toThrow(`Cannot read ${path}: it is a folder`);
    await expect(read(join(path, 'x'))).rejects.toMatchObject({
      failure: { name: 'FileAccess', exit: 'usage' },
    });
  });
});

describe.runIf(posix)('of a device', () => {
  test('that never ends nothing is given', async () => {
    expect(await read('/dev/zero')).toBeUndefined();
  });

  test('that is empty nothing comes', async () => {
    expect((await read('/dev/null'))?.length).toBe(0);
  });
});

describe.runIf(posix)('of a pipe', () => {
  beforeEach(() => {
    execFileSync('mkfifo', [path]);
  });

  test('all is read that is written until it is closed, by whoever comes first', async () => {
    const reading = read();
    const writer = await open(path, 'w');
    await writer.write('first ');
    await writer.write(Buffer.alloc(100_000, 'x'));
    await writer.write(' last');
    await writer.close();
    const text = (await reading)?.toString() ?? '';
    expect(text).toHaveLength(100_011);
    expect([text.slice(0, 6), text.slice(-5)]).toEqual(['first ', ' last']);
  });

  test('that holds more than the limit nothing is given', async () => {
    const reading = read();
    const writer = await open(path, 'w');
    // The reader goes away in the middle, which is what breaks the pipe.
    const written = writer.write(Buffer.alloc(largest * 2)).catch(() => undefined);
    expect(await reading).toBeUndefined();
    await written;
    await writer.close();
  });

  test('that nobody writes to the wait ends with the signal, and with its reason', async () => {
    const stop = new AbortController();
    const reading = read(path, stop.signal);
    stop.abort('interrupted');
    await expect(reading).rejects.toBe('interrupted');
  });

  test('that is open and silent the wait ends with the signal, too', async () => {
    const stop = new AbortController();
    const reading = read(path, stop.signal);
    const writer = await open(path, 'w');
    stop.abort('terminated');
    await expect(reading).rejects.toBe('terminated');
    await writer.close();
  });
});
