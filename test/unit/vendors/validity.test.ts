import fc from 'fast-check';
import { expect, test } from 'vitest';
import { causeEntry, causeNames, isCause } from '../../../src/vendors/causes.ts';
import { stages, type Verdict } from '../../../src/vendors/stages.ts';
import {
  exitOfValidity,
  exitOfVerdicts,
  validityOf,
  validityOfVerdict,
  type Validity,
} from '../../../src/vendors/validity.ts';
import { isTransportCause } from '../../../src/core/transport-causes.ts';
import { explain } from '../../../src/operations/explain.ts';
import { exitClasses } from '../../../src/core/errors.ts';

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

const causes = causeNames.filter(isCause);

test('what was not reached, what may pass, and what is true from here alone refute nothing', () => {
  const here = ['NETWORK_ACL', 'GEO_UNSUPPORTED', 'CLOCK_SKEW'];
  const open = causes.filter(
    (cause) =>
      (isTransportCause(cause) && cause !== 'CONFIG_INVALID') ||
      causeEntry(cause).retryable ||
      here.includes(cause),
  );
  expect(open.length).toBeGreaterThan(20);
  expect(open.filter((cause) => causeEntry(cause).verdict !== 'unknown')).toEqual([]);
});

test('a request that nobody can send is refuted', () => {
  expect(causeEntry('CONFIG_INVALID').verdict).toBe('fail');
});

test('a test with one failure ends with 8, one with doubts alone with 12, whatever they are called', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...causes), { maxLength: 5 }), (found) => {
      const verdicts = found.map((cause) => causeEntry(cause).verdict);
      const expected = verdicts.includes('fail')
        ? 8
        : verdicts.includes('unknown') || verdicts.length === 0
          ? 12
          : 0;
      expect(exitClasses[exitOfVerdicts(verdicts)].code).toBe(expected);
    }),
  );
});

const verdicts = ['pass', 'warn', 'fail', 'unknown', 'skip'] as const satisfies readonly Verdict[];

test('a test ends with 0 only where everything in it passed: what was skipped counts as a doubt', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...verdicts), { maxLength: 4 }), (found) => {
      const passed = found.filter((verdict) => verdict === 'pass' || verdict === 'warn');
      const allPassed = found.length > 0 && passed.length === found.length;
      expect(exitOfVerdicts(found) === 'ok').toBe(allPassed);
    }),
    { examples: [[['pass', 'skip']], [['skip']], [[]]] },
  );
});

test('explain says of each cause what a connection test that found it ends with', () => {
  const said = { pass: 0, warn: 0, fail: 8, unknown: 12 } as const;
  for (const cause of causes) {
    const { cause: words, exitCode } = explain(cause, []) ?? { cause: '', exitCode: -1 };
    const expected = said[causeEntry(cause).verdict];
    if (isTransportCause(cause))
      expect([cause, words]).toEqual([cause, expect.stringContaining(`It ends with ${expected}.`)]);
    else if (words.startsWith('A connection test'))
      expect([cause, exitCode]).toEqual([cause, expected]);
  }
});
