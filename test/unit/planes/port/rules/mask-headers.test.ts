import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hiddenMark,
  hideValues,
  revealValues,
} from '../../../../../src/planes/port/rules/mask-headers.ts';

const stored = { baseUrl: 'https://x.example', customHeaders: { 'x-key': 'k1', 'x-team': 't1' } };

describe('hidden values', () => {
  test('the values of custom headers are hidden, their names and all else are shown', () => {
    expect(hideValues(stored)).toEqual({
      baseUrl: 'https://x.example',
      customHeaders: { 'x-key': hiddenMark, 'x-team': hiddenMark },
    });
  });

  test('what was shown can be put back, whatever was stored', () => {
    const headers = fc.dictionary(fc.stringMatching(/^x-[a-z]{1,9}$/), fc.string());
    const config = fc.record(
      { baseUrl: fc.webUrl(), customHeaders: headers, models: fc.jsonValue() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(config, (each) => {
        expect(revealValues(hideValues(each), each)).toEqual(each);
      }),
    );
  });

  test('a header with a new value is changed, the hidden one beside it stays', () => {
    const wanted = { customHeaders: { 'x-key': 'k2', 'x-team': hiddenMark } };
    expect(revealValues(wanted, stored)).toEqual({
      customHeaders: { 'x-key': 'k2', 'x-team': 't1' },
    });
  });

  test.each([
    ['a header that is not stored', { 'x-new': hiddenMark }, stored],
    ['a provider that is not stored', { 'x-key': hiddenMark }, undefined],
    ['a configuration without headers', { 'x-key': hiddenMark }, { baseUrl: 'https://x.example' }],
  ])('the mark is refused for %s, naming the header', (_, customHeaders, before) => {
    const [name] = Object.keys(customHeaders);
    expect(() => revealValues({ customHeaders }, before)).toThrow(`customHeaders.${name ?? ''}`);
  });
});
