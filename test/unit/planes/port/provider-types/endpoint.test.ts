import { expect, test } from 'vitest';
import { featuresOf } from '../../../../../src/planes/port/provider-types/endpoint.ts';

test('what a model can do is read of the entry with its name, whatever else is stored', () => {
  const models = [
    { name: 'a', supportedFeatures: { useLegacyMaxTokens: false, newer: 'x' }, extra: 1 },
    { name: 'b' },
  ];
  expect(featuresOf({ models }, 'a')).toMatchObject({ useLegacyMaxTokens: false });
  expect(featuresOf({ models }, 'b')).toEqual({});
  expect(featuresOf({ models }, 'c')).toEqual({});
  expect(featuresOf({ models: 'a' }, 'a')).toEqual({});
  expect(featuresOf({}, 'a')).toEqual({});
});
