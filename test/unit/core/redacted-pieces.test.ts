import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactedPieces } from '../../../src/core/redacted-pieces.ts';
import { Redactor } from '../../../src/core/redactor.ts';

const value = 'c0ffee-Value-0123456789-of-a-test';

function knowing(...values: readonly string[]): Redactor {
  const redactor = new Redactor();
  for (const each of values) redactor.hold(each);
  return redactor;
}

/** Cuts a text at these places. */
const cutAt = (text: string, places: readonly number[]): string[] => {
  const at = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, index) => text.slice(from, at[index] ?? text.length));
};

describe('a text that comes in pieces', () => {
  test('is masked wherever it is cut, but for three first characters that nearly every text ends with', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z ]{0,20}$/),
        fc.stringMatching(/^[a-z ]{0,20}$/),
        fc.array(fc.nat(), { maxLength: 12 }),
        (before, after, places) => {
          const redactor = knowing(value);
          const whole = `${before} ${value} ${after}`;
          const pieces = redactedPieces(redactor);
          const shown = cutAt(whole, places).flatMap((piece) => pieces.take([piece]));
          const all = [...shown, pieces.end()].join('');
          const masked = redactor.redactForeign(whole);
          const begun = [0, 1, 2, 3].map((count) =>
            masked.replace('[secret]', `${value.slice(0, count)}[secret]`),
          );
          expect(begun).toContain(all);
        },
      ),
    );
  });

  test('is handed on at once where nothing of a value has begun', () => {
    const pieces = redactedPieces(knowing(value));
    expect(pieces.take(['Two services ', 'have no owner.'])).toEqual([
      'Two services ',
      'have no owner.',
    ]);
    expect(pieces.end()).toBe('');
  });

  test('is held back where a value may have begun, and handed on when it has not', () => {
    const pieces = redactedPieces(knowing(value));
    expect(pieces.take([`it is ${value.slice(0, 10)}`])).toEqual(['it is ']);
    expect(pieces.take([' or not'])).toEqual([`${value.slice(0, 10)} or not`]);
  });
});
