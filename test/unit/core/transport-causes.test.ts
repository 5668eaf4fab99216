import { expect, test } from 'vitest';
import { isTransportCause, transportCauses } from '../../../src/core/transport-causes.ts';

test.each(Object.entries(transportCauses))(
  '%s says in one line what it means and what helps',
  (_, entry) => {
    for (const text of [entry.means, entry.hint]) {
      expect(text).toMatch(/^\S.{10,160}$/);
    }
    expect(entry.hint).toMatch(/\.$/);
  },
);

test('a name is recognised as a cause only if it is in the catalogue', () => {
  expect(isTransportCause('DNS_FAILED')).toBe(true);
  expect(isTransportCause('toString')).toBe(false);
  expect(isTransportCause('LLMProviderNotFoundError')).toBe(false);
});
