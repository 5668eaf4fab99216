import { expect, test } from 'vitest';
import { atOnce } from '../../../src/core/at-once.ts';

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
};

test('results have the order of the items, whichever is done first', async () => {
  const results = await atOnce(3, [9, 1, 5, 0], async (count) => {
    await turns(count);
    return count;
  });
  expect(results).toEqual([9, 1, 5, 0]);
});

test('never more at once than the limit, and all of them', async () => {
  let running = 0;
  let most = 0;
  const items = Array.from({ length: 10 }, (_, index) => index);
  const results = await atOnce(3, items, async (item) => {
    most = Math.max(most, ++running);
    await turns(2);
    running--;
    return item;
  });
  expect({ most, results }).toEqual({ most: 3, results: items });
});

test('what rejects rejects the whole', async () => {
  await expect(atOnce(2, [1, 2], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
