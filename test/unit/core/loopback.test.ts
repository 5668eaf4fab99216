import { expect, test } from 'vitest';
import { isLoopback } from '../../../src/core/loopback.ts';

test.each(['localhost', 'LOCALHOST', '127.0.0.1', '127.255.255.254', '::1', '[::1]'])(
  '%s is this machine',
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

test.each([
  'localhost.example.com',
  'evil.localhost',
  '127.0.0.1.example.com',
  '127.0.0.1.2',
  '127.0.0',
  '127.0.0.256',
  '128.0.0.1',
  '0.0.0.0',
  '192.168.0.1',
  '::2',
  '',
])('%j is not this machine', (host) => {
  expect(isLoopback(host)).toBe(false);
});

test('a short or numeric spelling counts once a URL has read it', () => {
  expect(isLoopback(new URL('http://127.1/').hostname)).toBe(true);
  expect(isLoopback(new URL('http://0x7f000001/').hostname)).toBe(true);
});
