import { describe, expect, test } from 'vitest';
import { modelInName, otherModel } from '../../../../src/vendors/gateways/answered-model.ts';

describe('the model that an answer names', () => {
  test.each([
    ['gpt-4o', undefined],
    ['gpt-4o', ''],
    ['gpt-4o', 'gpt-4o-2024-08-06'],
    ['gpt-4o', 'GPT-4o'],
    ['gpt-4', 'gpt-4-0613'],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5-20250929'],
    ['anthropic.claude-sonnet-4-5@20250929', 'claude-sonnet-4-5-20250929'],
    ['meta-llama/Llama-3.1-8B-Instruct', 'llama-3.1-8b-instruct'],
    ['gemini-2.5-flash', 'gemini-2.5-flash-001'],
  ])('%s is answered by %s', (asked, answered) => {
    expect(otherModel(asked, answered)).toBeUndefined();
  });

  test.each([
    ['gpt-4o', 'gpt-4o-mini'],
    ['gpt-4o-mini', 'gpt-4o'],
    ['gpt-4.1', 'gpt-4o'],
    ['claude-opus-4-1', 'claude-haiku-4-5'],
    ['gemini-2.5-pro', 'gemini-2.5-flash'],
  ])('%s is not answered by %s', (asked, answered) => {
    expect(otherModel(asked, answered)).toEqual({
      cause: 'OTHER_MODEL',
      detail: `asked for ${asked}, answered as ${answered}`,
    });
  });
});

test('only a name of Portkey’s form says which model is meant', () => {
  expect(modelInName('@openai-prod/gpt-4o')).toBe('gpt-4o');
  expect(modelInName('@hf/meta/llama')).toBe('meta/llama');
  expect(modelInName('gpt-4o')).toBeUndefined();
});
