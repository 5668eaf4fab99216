import { expect, test } from 'vitest';
import { untilFree } from '../../../src/files/until-free.ts';

function failing(code: string, times: number) {
  let calls = 0;
  return {
    calls: () => calls,
    step: () =>
      ++calls <= times
        ? Promise.reject(Object.assign(new Error(code), { code }))
        : Promise.resolve('done'),
  };
}

const waited: number[] = [];
const wait = (milliseconds: number) => {
  waited.push(milliseconds);
  return Promise.resolve();
};

test.each(['EPERM', 'EBUSY', 'EACCES'])(
  'on Windows a step is repeated while another program holds the file: %s',
  async (code) => {
    const { step, calls } = failing(code, 3);
    expect(await untilFree(step, { system: 'win32', wait })).toBe('done');
    expect(calls()).toBe(4);
  },
);

test('a file that stays held is given up within a second, with its own failure', async () => {
  const { step } = failing('EBUSY', 1000);
  waited.length = 0;
  await expect(untilFree(step, { system: 'win32', wait })).rejects.toMatchObject({ code: 'EBUSY' });
  const total = waited.reduce((sum, each) => sum + each, 0);
  expect(total).toBeGreaterThan(500);
  expect(total).toBeLessThan(1000);
});

test.each([
  ['linux', 'EPERM'],
  ['darwin', 'EACCES'],
  ['win32', 'ENOSPC'],
])('on %s the failure %s is final', async (system, code) => {
  const { step, calls } = failing(code, 1);
  await expect(untilFree(step, { system, wait })).rejects.toMatchObject({ code });
  expect(calls()).toBe(1);
});
