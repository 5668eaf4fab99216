import { setImmediate as aMoment } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openSemaphore } from '../../../src/sandbox/semaphore.ts';

/** Jobs that run until they are ended by hand, and the order in which they began. */
function jobs(places: number, names: string) {
  const inTurn = openSemaphore(places);
  const begun: string[] = [];
  const ends = new Map<string, (outcome: 'well' | 'badly') => void>();
  const results = Array.from(names, (name) =>
    inTurn(
      () =>
        new Promise<string>((resolve, reject) => {
          begun.push(name);
          ends.set(name, (outcome) => {
            if (outcome === 'well') resolve(name);
            else reject(new Error(name));
          });
        }),
    ),
  );
  return { begun, results, end: (name: string) => ends.get(name) ?? expect.fail(`${name} waits`) };
}

test('no more run at a time than there are places, and the others follow in their order', async () => {
  const { begun, results, end } = jobs(2, 'abcd');
  expect(begun).toEqual(['a', 'b']);
  end('b')('well');
  await results[1];
  await aMoment();
  expect(begun).toEqual(['a', 'b', 'c']);
  end('a')('well');
  end('c')('well');
  await results[2];
  await aMoment();
  end('d')('well');
  expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd']);
});

test('one that fails gives its place away, and keeps its failure', async () => {
  const { begun, results, end } = jobs(1, 'ab');
  end('a')('badly');
  await expect(results[0]).rejects.toThrow('a');
  await aMoment();
  expect(begun).toEqual(['a', 'b']);
  end('b')('well');
  expect(await results[1]).toBe('b');
});
