import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readApiPath } from '../../../src/core/api-path.ts';

describe('a path of a raw call', () => {
  test.each([
    ['/v1/llm-providers', '/v1/llm-providers', []],
    ['/v1/users/a%40b.example', '/v1/users/a%40b.example', []],
    [
      '/v1/x?a=1&b=two%20words',
      '/v1/x',
      [
        ['a', '1'],
        ['b', 'two words'],
      ],
    ],
    ['/v1/x?a=b?c', '/v1/x', [['a', 'b?c']]],
    ['/v1/blueprints/_user/entities/50%25', '/v1/blueprints/_user/entities/50%25', []],
    ['/', '/', []],
  ])('%s is taken', (text, path, query) => {
    expect(readApiPath(text)).toEqual({ path, query });
  });

  test.each([
    'https://evil.example/v1/x',
    'HTTP://evil.example',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '//evil.example/v1/x',
    '/v1//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/@evil.example/v1',
    'v1/x',
    '',
    '/v1/../v2',
    '/v1/..',
    '/v1/./x',
    '/v1/%2e%2e/x',
    '/v1/%2E./x',
    '/v1/%252e%252e/x',
    '/v1/a%2f..%2fb',
    '/v1/a%5c..%5cb',
    '/v1/x#part',
    '/v1/x y',
    '/v1/x\r\nhost: evil.example',
    '/v1/x\u0000',
    '/v1/x\u007f',
    '/v1/x\t',
    '/v1/ünïcode',
    '/v1/%zz',
    '/v1/<x>',
  ])('%j is refused', (text) => {
    expect(readApiPath(text)).toHaveProperty('problem');
  });

  test('that is taken never leaves its address, whatever it is', () => {
    const piece = fc.constantFrom(
      '/',
      '.',
      '..',
      '%2e',
      '%2f',
      '\\',
      '@',
      ':',
      'evil.example',
      'a',
      '?',
      '%',
      '\t',
      'http',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const read = readApiPath(pieces.join(''));
        if ('problem' in read) return;
        const url = new URL(`https://api.port.io${read.path}`);
        expect(url.origin).toBe('https://api.port.io');
        expect(url.pathname).toBe(read.path);
      }),
      { numRuns: 2000 },
    );
  });
});
