import { close, constants, fstat, open, read } from 'node:fs';
import { promisify } from 'node:util';
import type { PortaiError } from '../core/errors.ts';
import { codeOf, fileAccess } from './failures.ts';

const [opening, looking, reading, closing] = [
  promisify(open),
  promisify(fstat),
  promisify(read),
  promisify(close),
];

const words: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read',
  ENXIO: 'it is nothing that can be read',
  EAGAIN: 'nothing comes out of it just now',
};

/** A file that was named and cannot be read, in words. */
export function unreadable(path: string, error: unknown): PortaiError {
  return fileAccess('read', path, error, words);
}

/**
 * The bytes of whatever a person named: a file, a pipe such as `<(command)` makes, a device. Reading
 * stops above the limit, and the moment that the signal aborts, also where nothing comes out of a
 * pipe. Rejects with FileAccess, or with the signal's reason.
 *
 * @returns undefined when there are more bytes than the limit
 */
export async function readNamedFile(
  path: string,
  { largest, signal }: { readonly largest: number; readonly signal: AbortSignal },
): Promise<Buffer | undefined> {
  try {
    // Opening a pipe that nobody writes to would wait where no signal reaches it.
    const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
    const descriptor = await opening(path, flags);
    const about = await looking(descriptor);
    if (about.isFIFO()) return await fromPipe(descriptor, largest, signal);
    try {
      if (about.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
      if (about.isCharacterDevice()) await refuseTerminal(descriptor);
      if (about.size > largest) return undefined;
      return await fromFile(descriptor, largest, signal);
    } finally {
      await closing(descriptor);
    }
  } catch (error) {
    if (signal.aborted) signal.throwIfAborted();
    if (codeOf(error) === '') throw error;
    throw unreadable(path, error);
  }
}

async function refuseTerminal(descriptor: number): Promise<void> {
  const { isatty } = await import('node:tty');
  if (isatty(descriptor)) throw Object.assign(new Error('a terminal'), { code: 'ENXIO' });
}

const chunkSize = 64 * 1024;

async function fromFile(
  descriptor: number,
  largest: number,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  for (let size = 0; size <= largest;) {
    signal.throwIfAborted();
    const chunk = Buffer.alloc(chunkSize);
    const { bytesRead } = await reading(descriptor, chunk, 0, chunkSize, null);
    if (bytesRead === 0) return Buffer.concat(chunks);
    size += bytesRead;
    chunks.push(chunk.subarray(0, bytesRead));
  }
  return undefined;
}

/** Event by event, and the descriptor is closed with the socket. */
async function fromPipe(
  descriptor: number,
  largest: number,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const { Socket } = await import('node:net');
  const pipe = new Socket({ fd: descriptor, readable: true, writable: false, signal });
  const chunks: Buffer[] = [];
  let size = 0;
  const source: AsyncIterable<Buffer> = pipe; // leaving the loop destroys it
  for await (const chunk of source) {
    size += chunk.length;
    if (size > largest) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
