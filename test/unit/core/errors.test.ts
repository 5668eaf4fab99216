import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exitClasses, PortaiError, worstOf, type ExitClass } from '../../../src/core/errors.ts';
import { portaiErrors } from '../../../src/core/error-catalogue.ts';

const order = [3, 7, 6, 11, 8, 9, 5, 4, 12];
const ranked = fc.constantFrom<ExitClass>(
  ...(['unauthenticated', 'forbidden', 'unreachable', 'limited', 'checkFailed'] as const),
  ...(['refused', 'conflict', 'notFound', 'unverifiable', 'ok'] as const),
);

describe('the class of a batch', () => {
  test('is that of its worst item', () => {
    fc.assert(
      fc.property(fc.array(ranked), (classes) => {
        const codes = classes.map((each) => exitClasses[each].code);
        const worst = order.find((code) => codes.some((each) => each === code)) ?? 0;
        expect(exitClasses[worstOf(classes)].code).toBe(worst);
      }),
    );
  });

  test('is ok for no items, and never ok where one of them is not', () => {
    expect(worstOf([])).toBe('ok');
    expect(worstOf(['ok', 'bug'])).toBe('bug');
  });
});

describe('exit classes', () => {
  test('have codes and words of their own', () => {
    const classes = Object.values(exitClasses);
    expect(new Set(classes.map(({ code }) => code)).size).toBe(classes.length);
    expect(new Set(classes.map(({ slug }) => slug)).size).toBe(classes.length);
  });

  test('keep the numbers that scripts rely on', () => {
    const codes = Object.fromEntries(
      Object.values(exitClasses).map(({ slug, code }) => [slug, code]),
    );
    expect(codes).toEqual({
      ok: 0,
      bug: 1,
      usage: 2,
      unauthenticated: 3,
      not_found: 4,
      conflict: 5,
      unreachable: 6,
      forbidden: 7,
      check_failed: 8,
      refused: 9,
      pending: 10,
      limited: 11,
      unverifiable: 12,
      hung_up: 129,
      interrupted: 130,
      terminated: 143,
    });
  });
});

describe('an error', () => {
  test('is named after its failure and keeps its cause', () => {
    const cause = new Error('inner');
    const error = new PortaiError({ name: 'X', message: 'said', exit: 'conflict' }, { cause });
    expect(error).toMatchObject({ name: 'X', message: 'said', cause });
    expect(error).toBeInstanceOf(Error);
  });

  test('told with more keeps its name and its class, and the one that was thrown', () => {
    const thrown = new PortaiError({ name: 'X', message: 'said', exit: 'conflict', hint: 'one' });
    const told = thrown.with({ hint: 'one and two' });
    expect(told.failure).toEqual({
      name: 'X',
      message: 'said',
      exit: 'conflict',
      hint: 'one and two',
    });
    expect(told.cause).toBe(thrown);
  });

  test.each(Object.entries(portaiErrors))(
    '%s of the catalogue is explained in full',
    (_, entry) => {
      expect([entry.title, entry.cause, entry.fix].every((words) => words.length > 10)).toBe(true);
      expect(Object.keys(exitClasses)).toContain(entry.exit);
    },
  );
});
