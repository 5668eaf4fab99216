import { stripVTControlCharacters } from 'node:util';
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

const slug = (index: number) => `business-unit-${index}-european-region-production`;
const accessHead = ['INTEGRATION', 'WORKSPACE', 'BUDGET', 'USED', 'RESET', 'RATES'];
const accessRows = [25, 26].map((index) => [
  'openai-production',
  slug(index),
  '2,000,000 tokens a month',
  '░░░░░░ 0%',
  'in 3 days',
  '1,000 requests/min, 50,000 tokens/hour',
]);

/** The words of a text, in their order. */
const wordsOf = (text: string) => text.split(/\s+/).filter((word) => word !== '');
const sorted = (words: readonly string[]) => [...words].sort();

describe('a table on a screen', () => {
  test.each([60, 80, 100, 120])('fits %i columns and breaks no word', (width) => {
    for (const [names, body] of [
      [head, rows],
      [accessHead, accessRows],
    ] as const) {
      const table = screenTable(names, body, width);
      for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
      expect(wordsOf(table)).toEqual(expect.arrayContaining(wordsOf(body.flat().join(' '))));
    }
  });

  test('wraps texts at blanks while every word of a row has room', () => {
    expect(screenTable(['ID', 'WHAT IT IS'], [['a-long-identifier', 'one two three']], 26)).toBe(
      'ID                 WHAT IT\n                   IS\na-long-identifier  one two\n                   three',
    );
  });

  test('puts the first columns above the others where a line has no room for all', () => {
    const names = ['WORKSPACE', 'STATE', 'BUDGET'];
    const table = screenTable(names, [[slug(1), 'access', '2,000,000 tokens a month']], 50);
    expect(table).toBe(
      ['WORKSPACE', '  STATE   BUDGET', slug(1), '  access  2,000,000 tokens a month'].join('\n'),
    );
  });

  test('puts as many columns above the others as it takes', () => {
    const [first] = screenTable(accessHead, accessRows, 80).split('\n');
    expect(first?.split(/\s{2,}/)).toEqual(['INTEGRATION', 'WORKSPACE']);
    expect(screenTable(accessHead, accessRows, 80)).toContain(`openai-production  ${slug(25)}\n`);
  });

  test('is a name and a value a line where no two lines have room, a blank line between rows', () => {
    const ids = [slug(1), slug(2), slug(3)];
    const table = screenTable(['A', 'B', 'NAME'], [ids, ['x', 'y', 'one two']], 44);
    expect(table).toBe(
      ['A', `  ${slug(1)}`, 'B', `  ${slug(2)}`, 'NAME', `  ${slug(3)}`, '']
        .concat(['A     x', 'B     y', 'NAME  one two'])
        .join('\n'),
    );
  });

  test('cuts only a word that is wider than the screen, and loses no letter of it', () => {
    const word = 'x'.repeat(95);
    const table = screenTable(['NAME', 'ID'], [['one', word]], 40);
    for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
    expect(table.replace(/[^x]/g, '')).toBe(word);
  });

  test('fits and keeps every word, whatever is in it, paint included', () => {
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
          const given = wordsOf(stripVTControlCharacters(body.flat().join(' ')));
          const shown = wordsOf(stripVTControlCharacters(table)).filter(
            (each) => !/^[ABC]$/.test(each),
          );
          expect(sorted(shown)).toEqual(sorted(given));
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
