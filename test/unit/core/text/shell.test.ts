import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellLine, shellWord } from '../../../../src/core/text/shell.ts';

/** The words as a POSIX shell reads them from a line. */
function readByShell(line: string): string[] {
  return execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}

const placeholder = /^<[a-z]+(?:\.\.\.)?>$/;

test('a shell reads back the words that a line was made of', () => {
  const piece = fc.constantFrom(
    ...['a', ' ', "'", '"', '$', '`', '\\', '\n', ';', '&', '|', '*', '~', '#', '!', '-', 'ü'],
  );
  const word = fc
    .oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: piece }))
    .filter((text) => !text.includes('\0') && !placeholder.test(text));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
      expect(readByShell(shellLine(words))).toEqual(words);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['gpt-5', 'gpt-5'],
  ['arn:aws:iam::123456789012:role/port', 'arn:aws:iam::123456789012:role/port'],
  ['', "''"],
  ['two words', "'two words'"],
  ["it's", `'it'\\''s'`],
  ['$(id)', "'$(id)'"],
])('%j is written as %s', (word, written) => {
  expect(shellWord(word)).toBe(written);
});

test('a placeholder stays bare, and nothing but a placeholder does', () => {
  expect(shellLine(['secrets', 'set', '<secret>', '<a b>', '<x>;id', '<$(id)>'])).toBe(
    "secrets set <secret> '<a b>' '<x>;id' '<$(id)>'",
  );
});
