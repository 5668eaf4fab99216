import { promisify } from 'node:util';
import type * as zlib from 'node:zlib';
import { TooLarge } from './too-large.ts';

/** The answer came compressed in a way that cannot be undone. */
export class Compressed extends Error {
  /** The coding as the server named it. */
  readonly coding: string;

  constructor(coding: string, cause?: unknown) {
    super('compressed', { cause });
    this.coding = coding;
  }
}

type Undo = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

/** Maximum content codings of one answer. No server needs more, and each can multiply its size. */
const mostCodings = 3;

/**
 * Removes the content codings of an answer. portai asks for none, and some gateways compress all
 * the same. Bytes that claim to be gzip and are not are returned unchanged.
 */
export async function decoded(bytes: Buffer, coding: string, limit: number): Promise<Buffer> {
  const codings = coding
    .toLowerCase()
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '' && each !== 'identity');
  if (codings.length === 0 || bytes.length === 0) return bytes;
  if (codings.length > mostCodings) throw new Compressed(coding);
  const undo = waysBack(await import('node:zlib'));
  let plain = bytes;
  // The last one named was applied last.
  for (const each of codings.toReversed()) {
    const way = undo[each];
    if (!way) throw new Compressed(coding);
    try {
      plain = await way(plain, { maxOutputLength: limit });
    } catch (error) {
      const large = error instanceof RangeError;
      throw large ? new TooLarge(limit) : new Compressed(coding, error);
    }
  }
  return plain;
}

function waysBack({
  gunzip,
  inflate,
  inflateRaw,
  brotliDecompress,
}: typeof zlib): Readonly<Record<string, Undo>> {
  const zipped = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);
  const wrapped = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate);
  const raw = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw);
  const brotli = promisify<Buffer, { maxOutputLength: number }, Buffer>(brotliDecompress);
  const gzip: Undo = async (bytes, options) =>
    bytes[0] === 0x1f && bytes[1] === 0x8b ? zipped(bytes, options) : bytes;
  return {
    gzip,
    'x-gzip': gzip,
    // Some servers leave out the zlib frame that the standard wants.
    deflate: (bytes, options) => (isZlib(bytes) ? wrapped(bytes, options) : raw(bytes, options)),
    br: brotli,
  };
}

/** True for the header of RFC 1950: method 8, and both bytes together a multiple of 31. */
const isZlib = ([first = 0, second = 0]: Buffer) =>
  (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
