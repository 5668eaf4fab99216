import { describe, expect, test } from 'vitest';
import { testedModelsIn, wordsBesideModels } from '../../../../src/planes/port/tested-models.ts';

const one = (isValid: boolean | undefined, message: string) => [
  { model: 'gpt-5', isValid, message },
];

describe('the models of a connection test', () => {
  test.each<[string, unknown, ReturnType<typeof one>]>([
    ['as documented', { 'gpt-5': { isValid: false, message: 'no' } }, one(false, 'no')],
    ['without a message', { 'gpt-5': { isValid: true } }, one(true, '')],
    [
      'with words in the place of an object',
      { 'gpt-5': 'Invalid API key' },
      one(undefined, 'Invalid API key'),
    ],
    ['with yes or no alone', { 'gpt-5': false }, one(false, '')],
    [
      'with an error inside',
      { 'gpt-5': { isValid: false, error: { message: 'no' } } },
      one(false, 'no'),
    ],
    ['with an error as a text', { 'gpt-5': { isValid: false, error: 'no' } }, one(false, 'no')],
    ['as a list', [{ model: 'gpt-5', isValid: false, message: 'no' }], one(false, 'no')],
    ['as a list by name', [{ name: 'gpt-5', isValid: false, message: 'no' }], one(false, 'no')],
    ['as a list of words', ['Invalid API key'], []],
    ['as words', 'Invalid API key', []],
    ['as nothing', null, []],
  ])('are read %s', (_, testedModels, models) => {
    expect(testedModelsIn({ testedModels })).toEqual(models);
  });

  test.each([undefined, null, 'x', 3, [], {}])('are none in %j', (details) => {
    expect(testedModelsIn(details)).toEqual([]);
    expect(wordsBesideModels(details)).toBeUndefined();
  });

  test.each([
    ['Invalid API key', 'Invalid API key'],
    [['one', 'two'], 'one; two'],
  ])('may be words alone: %j', (testedModels, words) => {
    expect(wordsBesideModels({ testedModels })).toBe(words);
  });
});
