import { expect, test } from 'vitest';
import { rereadAfterWrite } from '../../../../src/planes/portkey/reread.ts';

/** Reads these values one after the other, without waiting; counts what it would have waited. */
async function reading(values: readonly string[]) {
  let at = 0;
  let waited = 0;
  const found = await rereadAfterWrite({
    read: () => Promise.resolve(values[Math.min(at++, values.length - 1)]),
    isSettled: (value) => value === 'new',
    sleep: (ms) => {
      waited += ms;
      return Promise.resolve();
    },
  });
  return { ...found, reads: at, waited };
}

test('a write that shows at once is read once, without waiting', async () => {
  expect(await reading(['new'])).toEqual({ value: 'new', settled: true, reads: 1, waited: 0 });
});

test('a stale answer is read again', async () => {
  expect(await reading(['old', 'old', 'new'])).toMatchObject({
    value: 'new',
    settled: true,
    reads: 3,
  });
});

test('a difference that stays is reported after seconds, not for ever', async () => {
  const found = await reading(['old']);
  expect(found).toMatchObject({ value: 'old', settled: false, reads: 5 });
  expect(found.waited).toBeLessThan(5000);
});
