import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { largestInput, readStdin } from '../../../src/cli/stdin.ts';
import { never, testRuntime } from '../../support/runtime.ts';

const read = (stdin: Readable, changes: Parameters<typeof testRuntime>[0] = {}) =>
  readStdin(testRuntime({ stdin, ...changes }), '--value-stdin', 7);

describe('stdin', () => {
  test.each([
    ['nothing', [], ''],
    ['one chunk', [Buffer.from('abc\n')], 'abc\n'],
    ['many chunks, cut inside a letter', [Buffer.from([0xc3]), Buffer.from([0xbc])], 'ü'],
    ['text', ['a', 'b'], 'ab'],
  ])('is read to its end: %s', async (_, chunks, text) => {
    expect((await read(Readable.from(chunks))).toString('utf8')).toBe(text);
  });

  test('is read from a pipe that is written to slowly', async () => {
    const pipe = new PassThrough();
    const whole = read(pipe);
    pipe.write('first ');
    await new Promise(setImmediate);
    pipe.end('second');
    expect((await whole).toString()).toBe('first second');
  });

  test('is given up when it stays silent, after the time that was allowed', async () => {
    const slept: number[] = [];
    const sleep = (milliseconds: number) => {
      slept.push(milliseconds);
      return Promise.resolve();
    };
    await expect(read(new PassThrough(), { sleep })).rejects.toMatchObject({
      message: '--value-stdin: stdin was open for 7 s and never came to its end',
      failure: { exit: 'usage' },
    });
    expect(slept).toEqual([7000]);
  });

  test('of exactly 1 MiB is read, one byte more is refused', async () => {
    const bytes = (count: number) => Readable.from([Buffer.alloc(count, 'a')]);
    expect(await read(bytes(largestInput))).toHaveLength(largestInput);
    await expect(read(bytes(largestInput + 1))).rejects.toMatchObject({
      message: expect.stringContaining('1 MiB'),
      failure: { exit: 'usage' },
    });
  });

  test('without an end is refused as soon as it is too large', async () => {
    const endless = new Readable({
      read() {
        this.push(Buffer.alloc(64 * 1024, 'a'));
      },
    });
    await expect(read(endless)).rejects.toThrow('1 MiB');
    endless.destroy();
  });

  test('that is a terminal is refused at once, saying what to do', async () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true });
    await expect(read(terminal)).rejects.toMatchObject({
      message: '--value-stdin reads a pipe or a file, but stdin is the terminal',
      failure: { hint: 'Leave out --value-stdin to be asked, or redirect: --value-stdin < file' },
    });
  });

  test('is left when the program is stopped', async () => {
    const stop = new AbortController();
    const reading = read(new PassThrough(), { sleep: never, signal: stop.signal });
    stop.abort('interrupted');
    await expect(reading).rejects.toBe('interrupted');
  });

  test('wakes the sleep that watched it, so that nothing is left waiting', async () => {
    const woken: boolean[] = [];
    const sleep = (_milliseconds: number, signal?: AbortSignal) => {
      signal?.addEventListener('abort', () => woken.push(true));
      return never(0, signal);
    };
    await read(Readable.from(['a']), { sleep });
    expect(woken).toEqual([true]);
  });
});
