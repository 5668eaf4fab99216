import { describe, expect, test } from 'vitest';
import { readProfileName } from '../../../src/settings/values.ts';

describe('a profile name', () => {
  test.each(['default', 'prod-eu', 'a', 'A.b_c-1', '__proto__', 'x'.repeat(64)])(
    '%s is one',
    (name) => {
      expect(readProfileName(name)).toEqual({ value: name });
    },
  );

  test.each(['', '.', '..', '../x', 'a/b', 'a\\b', '.hidden', '-x', 'a b', 'a\n', 'é', 'a\0'])(
    '%j is none',
    (name) => {
      expect(readProfileName(name)).toHaveProperty('problem');
    },
  );

  test('of 65 characters is none', () => {
    expect(readProfileName('x'.repeat(65))).toHaveProperty('problem');
  });
});
