import { PassThrough } from 'node:stream';
import { styleOf, type Style } from '../../src/ui/style.ts';

export const now = new Date('2026-01-15T12:00:00.000Z');

/** A stream that remembers what was written. */
export function sink({ isTTY = false, columns }: { isTTY?: boolean; columns?: number } = {}) {
  const stream = Object.assign(new PassThrough(), {
    isTTY,
    ...(columns === undefined ? {} : { columns }),
  });
  let text = '';
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { stream, text: () => text };
}

/** The style of a terminal without colours, so many columns wide. */
export function screen(columns: number): Promise<Style> {
  return styleOf(sink({ isTTY: true, columns }).stream, { env: {}, color: false, now });
}

/** The style of a pipe. */
export function pipe(): Promise<Style> {
  return styleOf(sink().stream, { env: {}, color: true, now });
}
