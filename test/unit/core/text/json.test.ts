import { describe, expect, test } from 'vitest';
import { copyWithTexts, withTexts } from '../../../../src/core/text/texts-in-data.ts';
import { readJson } from '../../../../src/core/text/json.ts';

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('JSON of a stranger', () => {
  test('is read as it is', () => {
    expect(readJson('{"a": [1, "]]][[[", "\\"["]}')).toEqual({ a: [1, ']]][[[', '"['] });
  });

  test.each([
    ['two hundred thousand lists', nested(200_000)],
    ['as many objects', `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`],
    ['brackets that are never closed', '['.repeat(200_000)],
  ])('is not read when it nests %s', (_, text) => {
    expect(() => readJson(text)).toThrow(SyntaxError);
  });
});

describe('data with its texts changed', () => {
  const loud = (text: string) => text.toUpperCase();
  const when = new Date(0);

  test('keeps its form, its numbers and what is no text', () => {
    expect(withTexts({ a: ['b', 1, null, undefined, true, { c: 'd' }], when }, loud)).toEqual({
      A: ['B', 1, null, undefined, true, { C: 'D' }],
      WHEN: when,
    });
    expect(copyWithTexts({ a: ['b', 1, null] }, loud)).toEqual({ A: ['B', 1, null] });
  });

  test('loses no field when two names become one', () => {
    expect(withTexts({ key1: 1, key2: 2 }, () => '[secret]')).toEqual({
      '[secret]': 1,
      '[secret] (2)': 2,
    });
  });

  test('leaves the original alone', () => {
    const original = { a: ['b'] };
    copyWithTexts(original, loud);
    expect(original).toEqual({ a: ['b'] });
  });

  test('ends where no stack would hold out', () => {
    let deep: unknown = 'end';
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(JSON.stringify(withTexts(deep, loud))).toContain('nested too deep');
    expect(copyWithTexts(deep, loud)).toBe(deep);
  });
});
