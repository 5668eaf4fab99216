import { expect, test } from 'vitest';
import { shadowedSettings } from '../../../src/core/setting.ts';

const table = {
  timeout: { flag: '--timeout <s>', env: ['FIRST', 'SECOND'], description: 'a time' },
};

test.each([
  ['nothing', {}, {}, undefined, []],
  ['a variable alone', {}, { FIRST: '1' }, undefined, []],
  ['a variable and the same in a profile', {}, { FIRST: '7' }, 7, []],
  ['a variable and another in a profile', {}, { FIRST: '1' }, 7, ['FIRST profile']],
  ['two variables that differ', {}, { FIRST: '1', SECOND: '2' }, undefined, ['FIRST SECOND']],
  ['a flag, which is meant', { timeout: '3' }, { FIRST: '1' }, 7, []],
])('%s', (_, flags, env, timeout, expected) => {
  const profile = timeout === undefined ? undefined : { name: 'prod', timeout };
  const found = shadowedSettings(table, { flags, env, profile });
  const words = found.map(({ by, hidden }) =>
    [by, hidden].map((each) => (each.kind === 'environment' ? each.name : each.kind)).join(' '),
  );
  expect(words).toEqual(expected);
});
