import { describe, expect, test } from 'vitest';
import { isPortkeyCloud, readBaseUrl } from '../../../../src/planes/portkey/base-url.ts';

describe('the base URL', () => {
  test.each([
    ['https://api.portkey.ai/v1', 'https://api.portkey.ai/v1'],
    ['https://api.portkey.ai/v1/', 'https://api.portkey.ai/v1'],
    ['https://api.portkey.ai', 'https://api.portkey.ai/v1'],
    ['https://llm.example.com/portkey/v1//', 'https://llm.example.com/portkey/v1'],
    ['http://127.0.0.1:8787/v1', 'http://127.0.0.1:8787/v1'],
    ['https://llm.example.com', 'https://llm.example.com/v1'],
  ])('%s is %s', (given, expected) => {
    expect(readBaseUrl(given)).toEqual({ value: expected });
  });

  test.each([
    'api.portkey.ai/v1',
    'ftp://api.portkey.ai',
    'https://user:word@api.portkey.ai/v1',
    'http://llm.example.com/v1',
    'https://api.portkey.ai/v1?a=b',
    'https://api.portkey.ai/v1#a',
    '',
  ])('"%s" is refused', (given) => {
    const reading = readBaseUrl(given);
    expect(reading).toEqual({ problem: expect.stringContaining('must') });
    expect(JSON.stringify(reading)).not.toContain('word@');
  });

  test('only Portkey’s own host is its cloud', () => {
    expect(isPortkeyCloud('https://api.portkey.ai/v1')).toBe(true);
    expect(isPortkeyCloud('https://api.portkey.ai.example.com/v1')).toBe(false);
  });
});
