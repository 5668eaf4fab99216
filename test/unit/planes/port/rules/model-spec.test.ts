import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  modelFeatures,
  modelItems,
} from '../../../../../src/planes/port/provider-types/field-schemas.ts';
import {
  formatModelSpec,
  parseModelSpec,
} from '../../../../../src/planes/port/rules/model-spec.ts';

describe('a --model value', () => {
  test.each([
    ['my-model', { name: 'my-model' }],
    [
      'm-1,display=Claude Sonnet,context=128000,temperature,caching=false',
      {
        name: 'm-1',
        displayName: 'Claude Sonnet',
        contextWindow: 128000,
        supportedFeatures: { temperature: true, caching: false },
      },
    ],
    [' m-1 , guardrails=true ', { name: 'm-1', supportedFeatures: { guardrails: true } }],
    ['m-1,display=a=b', { name: 'm-1', displayName: 'a=b' }],
    ['meta/llama-3@v1:0', { name: 'meta/llama-3@v1:0' }],
  ])('%s is read', (spec, item) => {
    expect(parseModelSpec(spec)).toEqual(item);
  });

  test.each(['m-1,tools', 'm-1,temperature=maybe', 'm-1,temperature=constructor', 'm-1,', 'm-1,='])(
    '%s is refused, with the settings there are',
    (spec) => {
      expect(() => parseModelSpec(spec)).toThrow(
        expect.objectContaining({
          failure: expect.objectContaining({
            exit: 'usage',
            hint: expect.stringContaining('reasoningEffort'),
          }),
        }),
      );
    },
  );

  test.each(['m-1,context=many', 'm-1,context=0', 'm-1,context=1.5', 'm-1,display=', 'ab', ''])(
    '%j is read, and refused by the check of the field',
    (spec) => {
      expect(modelItems().safeParse([parseModelSpec(spec)]).success).toBe(false);
    },
  );

  test('that was written from an item is read as that item', () => {
    const word = fc.stringMatching(/^[\w@:./-]{3,40}$/);
    const text = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((each) => !each.includes(',') && each.trim() === each);
    const item = fc.record(
      {
        name: word,
        displayName: text,
        contextWindow: fc.integer({ min: 1 }),
        supportedFeatures: fc
          .dictionary(fc.constantFrom(...modelFeatures), fc.boolean(), { minKeys: 1 })
          .map((features) => ({ ...features })),
      },
      { requiredKeys: ['name'] },
    );
    fc.assert(
      fc.property(item, (each) => {
        expect(parseModelSpec(formatModelSpec(each))).toEqual(each);
      }),
    );
  });
});
