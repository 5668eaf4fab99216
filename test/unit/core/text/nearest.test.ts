import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { didYouMean, nearest } from '../../../../src/core/text/nearest.ts';

const types = ['openai', 'anthropic', 'azure-openai', 'bedrock', 'vertex-gemini'];

describe('the word that was probably meant', () => {
  test.each([
    ['opena', 'openai'],
    ['opneai', 'openai'],
    ['OpenAI', 'openai'],
    ['antropic', 'anthropic'],
    ['bedrok', 'bedrock'],
    ['azure', 'azure-openai'],
    ['vertex', 'vertex-gemini'],
  ])('%s: %s', (word, meant) => {
    expect(nearest(word, types)).toBe(meant);
  });

  test.each(['mistral', 'x', ''])('%j: none', (word) => {
    expect(nearest(word, types)).toBeUndefined();
    expect(didYouMean(word, types)).toBe('');
  });

  test('is asked for at the end of a sentence', () => {
    expect(didYouMean('opena', types)).toBe(' Did you mean openai?');
  });

  test('is the word itself, when it is known', () => {
    const words = fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1 }), {
      minLength: 1,
      selector: (word) => word.toLowerCase(),
    });
    fc.assert(
      fc.property(words, fc.nat(), (known, at) => {
        const word = known[at % known.length] ?? '';
        expect(nearest(word, known)).toBe(word);
      }),
    );
  });

  test('is at most a third of the letters away', () => {
    expect(nearest('abcdef', ['abcdxy'])).toBe('abcdxy');
    expect(nearest('abcdef', ['abcxyz'])).toBeUndefined();
  });
});
