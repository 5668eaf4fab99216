import { expect, test } from 'vitest';
import {
  mappingInWord,
  readMapping,
} from '../../../../src/operations/integrations/mapping-words.ts';

test.each(['ref', 'ref:part', 'aws_secret_access_key=ref', 'aws_secret_access_key=ref:a:b'])(
  '%s is read, and written the same',
  (word) => {
    expect(mappingInWord(readMapping(word))).toBe(word);
  },
);

test.each(['', ':part', 'aws_region='])('%j is refused', (word) => {
  expect(() => readMapping(word)).toThrow('SLUG, SLUG:KEY or FIELD=SLUG:KEY');
});

test('key= says the same as nothing', () => {
  expect(readMapping('key=ref')).toEqual(readMapping('ref'));
  expect(readMapping('ref').target_field).toBe('key');
});
