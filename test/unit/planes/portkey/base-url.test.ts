import { describe, expect, test } from 'vitest';
import { baseUrlOf, isPortkeyCloud } from '../../../../src/planes/portkey/base-url.ts';

describe('the base URL', () => {
  test.each([
    ['https://api.portkey.ai/v1', 'https://api.portkey.ai/v1'],
    ['https://api.portkey.ai/v1/', 'https://api.portkey.ai/v1'],
    ['https://api.portkey.ai', 'https://api.portkey.ai/v1'],
    ['https://llm.example.com/portkey/v1//', 'https://llm.example.com/portkey/v1'],
    ['http://127.0.0.1:8787/v1', 'http://127.0.0.1:8787/v1'],
    ['https://llm.example.com', 'https://llm.example.com'],
  ])('%s is %s', (given, expected) => {
    expect(baseUrlOf(given)).toBe(expected);
  });

  test.each([
    'api.portkey.ai/v1',
    'ftp://api.portkey.ai',
    'https://user:word@api.portkey.ai/v1',
    'https://api.portkey.ai/v1?a=b',
    'https://api.portkey.ai/v1#a',
    '',
  ])('"%s" is refused', (given) => {
    expect(() => baseUrlOf(given)).toThrow(expect.objectContaining({ name: 'InvalidSetting' }));
  });

  test('only Portkey’s own host is its cloud', () => {
    expect(isPortkeyCloud('https://api.portkey.ai/v1')).toBe(true);
    expect(isPortkeyCloud('https://api.portkey.ai.example.com/v1')).toBe(false);
  });
});
