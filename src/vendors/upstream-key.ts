import type { Reading } from './reading.ts';

/**
 * Portkey that a header alone leads to a provider has no key for it: it hands on the one that came with
 * the question, and what the provider says of that key is said of the stored credential.
 */
export function ofTheKeySent(headers: Readonly<Record<string, string>>, reading: Reading): Reading {
  const provider = headers['x-portkey-provider'] ?? '';
  const keepsKeys =
    provider === '' ||
    provider.startsWith('@') ||
    'x-portkey-virtual-key' in headers ||
    'x-portkey-config' in headers;
  return reading.cause === 'UPSTREAM_KEY_INVALID' && !keepsKeys
    ? { ...reading, cause: 'KEY_INVALID' }
    : reading;
}
