import { afterEach, describe, expect, test } from 'vitest';
import type { TakePiece } from '../../../src/core/http.ts';
import { openSend } from '../../../src/http/send.ts';
import { serveHttp, type TestServer } from '../../support/servers.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map(({ close }) => close()));
});

const size = 2 * 1024 ** 2;

/** Takes a body of two MiB piece by piece, by a taker of this kind. */
async function taken(take: TakePiece) {
  const server = await serveHttp((_, response) => {
    response.on('error', () => undefined);
    response.end('x'.repeat(size));
  });
  servers.push(server);
  return openSend(
    { timeoutMs: 10_000 },
    {},
  )({
    method: 'GET',
    url: new URL(server.url),
    headers: {},
    stream: () => take,
  });
}

describe('a body that is taken piece by piece', () => {
  test.each([
    ['at once', () => undefined],
    ['a microtask later', () => Promise.resolve(undefined)],
    [
      'a turn later',
      () => new Promise<undefined>((done) => void setImmediate(() => done(undefined))),
    ],
  ])('comes whole, and no piece of it is empty, to who is done %s', async (_, busy) => {
    const sizes: number[] = [];
    const answer = await taken((piece) => {
      sizes.push(piece.length);
      // Pieces without end would never let the limit of the test be seen.
      if (sizes.length > size) throw new Error('more pieces than bytes');
      return busy();
    });
    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(sizes.reduce((sum, each) => sum + each, 0)).toBe(size);
    expect(sizes).not.toContain(0);
  });

  test.each([
    [
      'throws',
      () => {
        throw new RangeError('enough');
      },
    ],
    ['rejects', () => Promise.reject(new RangeError('enough'))],
  ])('ends with the error of the taker that %s', async (_, fails) => {
    await expect(taken(fails)).rejects.toThrow(new RangeError('enough'));
  });

  test('ends, and is no failure, when its taker has had enough', async () => {
    let pieces = 0;
    const answer = await taken(() => {
      pieces += 1;
      return 'enough';
    });
    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(pieces).toBe(1);
  });

  test('is handed on one piece after the other', async () => {
    let [running, most] = [0, 0];
    await taken(async () => {
      most = Math.max(most, (running += 1));
      await new Promise(setImmediate);
      running -= 1;
      return undefined;
    });
    expect(most).toBe(1);
  });
});
