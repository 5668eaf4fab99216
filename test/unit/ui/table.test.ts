import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { screenTable } from '../../../src/ui/table.ts';
import { textWidth } from '../../../src/ui/text-width.ts';
import { wrapLines } from '../../../src/ui/wrap.ts';
import { pipe } from '../../support/screens.ts';

const head = ['PROVIDER', 'STATE', 'ENABLED MODELS', 'CHANGED'];
const rows = [
  ['openai', 'enabled', 'gpt-5', '3 hours ago'],
  [
    'vertex-anthropic',
    'disabled',
    'claude-sonnet-4-5@20250929, claude-haiku-4-5@20251001, claude-opus-4-6',
    '12 months ago',
  ],
];
const letters = (text: string) => Array.from(text.replace(/\s/g, '')).sort().join('');

describe('a table on a screen', () => {
  test.each([40, 80, 120])('fits %i columns and loses no letter', (width) => {
    const table = screenTable(head, rows, width);
    for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    expect(letters(table)).toBe(letters([head, ...rows].flat().join('')));
  });

  test.each([80, 120])('keeps words whole in %i columns', (width) => {
    const words = screenTable(head, rows, width).split(/[\s,]+/);
    const wanted = rows.flat().flatMap((text) => text.split(/[\s,]+/));
    expect(words).toEqual(expect.arrayContaining(wanted));
  });

  test('fits whatever is in it, paint included', () => {
    const word = fc.stringMatching(/^[a-z-]{1,30}$/);
    const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));
    const painted = text.map((words) => (words === '' ? words : `\u001b[32m${words}\u001b[39m`));
    const row = fc.tuple(text, painted, text);
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 5 }),
        fc.integer({ min: 30, max: 120 }),
        (body, width) => {
          const table = screenTable(['A', 'B', 'C'], body, width);
          for (const line of table.split('\n')) {
            expect(textWidth(line)).toBeLessThanOrEqual(width);
          }
        },
      ),
    );
  });

  test('has a head, and no line for nothing', () => {
    expect(screenTable(['A', 'B'], [['1', '2']], 80)).toBe('A  B\n1  2');
  });
});

describe('a table on a pipe', () => {
  test('has tabs between cells, a line a row and no head', async () => {
    const { table } = await pipe();
    expect(table(head, rows.slice(0, 1))).toBe('openai\tenabled\tgpt-5\t3 hours ago');
    expect(table(head, [])).toBe('');
  });
});

describe('broken lines', () => {
  test('are no longer than asked for, and keep every letter in order', () => {
    const text = fc.array(fc.stringMatching(/^[a-z]{1,20}$/)).map((words) => words.join(' '));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (words, width) => {
        const lines = wrapLines(words, width);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(words.replaceAll(' ', ''));
      }),
    );
  });

  test.each([
    ['one two', 7, ['one two']],
    ['one two', 6, ['one', 'two']],
    ['abcdefgh', 3, ['abc', 'def', 'gh']],
    ['', 5, ['']],
    ['日本語の鍵', 4, ['日本', '語の', '鍵']],
    ['日本', 1, ['日', '本']],
    ['a\u0301e\u0301i\u0301', 2, ['a\u0301e\u0301', 'i\u0301']],
    ['👩‍👧👩‍👧👩‍👧', 4, ['👩‍👧👩‍👧', '👩‍👧']],
  ])('%j in %i columns', (text, width, lines) => {
    expect(wrapLines(text, width)).toEqual(lines);
  });
});
