import { describe, expect, test } from 'vitest';
import { padToWidth, startInWidth, textWidth } from '../../../src/ui/text-width.ts';

const family = '👩‍👩‍👧';

describe('the width of a text', () => {
  // Wide and fullwidth as in Unicode's East Asian Width; an emoji takes two columns, a mark none.
  test.each([
    ['nothing', '', 0],
    ['letters', 'openai', 6],
    ['letters of Europe', 'Schlüssel für Łódź', 18],
    ['marks that the program prints', '✓ → … ·', 7],
    ['paint', '\u001b[32mvalid\u001b[39m', 5],
    ['Japanese', '本番の鍵', 8],
    ['Korean', '비밀', 4],
    ['fullwidth letters', 'ＫＥＹ', 6],
    ['an emoji', '🔑', 2],
    ['an emoji that is joined of several', family, 2],
    ['an accent of its own', 'cle\u0301', 3],
    ['both scripts', 'key 鍵', 6],
  ])('of %s', (_, text, columns) => {
    expect(textWidth(text)).toBe(columns);
  });
});

describe('a text filled up to a width', () => {
  test.each([
    ['ab', 4, 'ab  '],
    ['鍵', 4, '鍵  '],
    ['e\u0301', 3, 'e\u0301  '],
    ['too long', 3, 'too long'],
  ])('%j in %i columns', (text, width, filled) => {
    expect(padToWidth(text, width)).toBe(filled);
  });
});

describe('the start of a text', () => {
  test.each([
    ['abc', 2, 'ab'],
    ['abc', 5, 'abc'],
    ['鍵鍵鍵', 5, '鍵鍵'],
    ['鍵', 1, ''],
    ['e\u0301a', 1, 'e\u0301'],
    [`${family}${family}`, 3, family],
    [`a${family}`, 2, 'a'],
  ])('%j in %i columns', (text, width, start) => {
    expect(startInWidth(text, width)).toBe(start);
  });
});
