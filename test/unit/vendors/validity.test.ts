import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stages } from '../../../src/vendors/stages.ts';
import {
  exitOfValidity,
  validityOf,
  validityOfVerdict,
  type Validity,
} from '../../../src/vendors/validity.ts';

const anyValidity = fc.constantFrom<Validity>('valid', 'invalid', 'unverifiable');

test('nothing at all shows nothing', () => {
  expect(validityOf([])).toBe('unverifiable');
  expect(exitOfValidity[validityOf([])]).toBe('unverifiable');
});

test('many are valid when each of them is, and one that failed shows among doubts', () => {
  fc.assert(
    fc.property(fc.array(anyValidity, { minLength: 1, maxLength: stages.length }), (parts) => {
      const all = validityOf(parts);
      expect(all === 'valid').toBe(parts.every((part) => part === 'valid'));
      expect(all === 'invalid').toBe(parts.includes('invalid'));
    }),
  );
});

test('only what is valid ends with ok', () => {
  expect(exitOfValidity).toEqual({
    valid: 'ok',
    invalid: 'checkFailed',
    unverifiable: 'unverifiable',
  });
});

test('a verdict is valid when it passes, with or without a remark', () => {
  expect(validityOfVerdict).toEqual({
    pass: 'valid',
    warn: 'valid',
    fail: 'invalid',
    unknown: 'unverifiable',
    skip: 'unverifiable',
  });
});
