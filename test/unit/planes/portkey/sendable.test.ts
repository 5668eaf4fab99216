import { expect, test } from 'vitest';
import { isMask } from '../../../../src/planes/portkey/sendable.ts';

test.each(['pa*****X7a', 'Oo*****c2t', '********', 'sk-***'])('%s is a mask', (text) => {
  expect(isMask(text)).toBe(true);
});

test.each(['', 'a*b', 'gpt-*', 'a note with *** in it', 'a-long-value-with-***-inside'])(
  '"%s" is none',
  (text) => {
    expect(isMask(text)).toBe(false);
  },
);
