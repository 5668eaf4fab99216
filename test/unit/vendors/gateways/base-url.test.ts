import { describe, expect, test } from 'vitest';
import {
  baseOf,
  baseUrlRemarks,
  likelierBase,
  modelsWithoutCredential,
} from '../../../../src/vendors/gateways/base-url.ts';

describe('a base URL', () => {
  test.each([
    ['https://x.example/v1', 'https://x.example/v1'],
    ['https://x.example/v1//', 'https://x.example/v1'],
    ['https://x.example/v1/chat/completions', 'https://x.example/v1'],
    ['https://x.example/v1/chat/completions/', 'https://x.example/v1'],
    ['https://x.example/v1/messages', 'https://x.example/v1'],
    ['https://x.example/v1/models', 'https://x.example/v1'],
    ['https://x.example/chat', 'https://x.example/chat'],
    ['https://x.example', 'https://x.example'],
  ])('%s stands for %s', (baseUrl, base) => {
    expect(baseOf(baseUrl)).toBe(base);
  });

  test('with a route at its end is tested without, and that is said', () => {
    const remarks = (baseUrl: string) => baseUrlRemarks(baseUrl, 'Port');
    expect(remarks('https://x.example/v1/chat/completions')).toEqual([
      'The base URL ends in a route; tested with https://x.example/v1, which is what to store.',
    ]);
    expect(remarks('https://x.example/v1/')).toEqual([]);
  });

  test('with a query does not lead where one thinks', () => {
    expect(baseUrlRemarks('https://x.example/v1?team=a', 'Port')).toEqual([
      expect.stringContaining('query or a fragment'),
    ]);
  });

  test.each([
    ['https://x.example', 'https://x.example/v1'],
    ['https://x.example/llm', 'https://x.example/llm/v1'],
    ['https://openrouter.example/api', 'https://openrouter.example/api/v1'],
    ['https://x.example/v1/v1', 'https://x.example/v1'],
    ['https://x.example/ui', 'https://x.example/v1'],
    ['https://x.example/docs', 'https://x.example/v1'],
    ['https://x.example/v1/docs', 'https://x.example/v1'],
    ['https://x.example/v1', undefined],
    ['https://x.example/v2', undefined],
    ['https://x.example/api/v1beta', undefined],
  ])('of %s is likelier to be %s', (base, likelier) => {
    expect(likelierBase(base)).toBe(likelier);
  });
});

describe('a request without any credential', () => {
  const { request, read } = modelsWithoutCredential('https://x.example/v1/');

  test('holds neither the key nor a custom header', () => {
    expect(request).toEqual({ method: 'GET', url: 'https://x.example/v1/models', headers: {} });
  });

  test.each([
    [401, '{"error":"Unauthorized"}', 'guarded'],
    [403, '', 'guarded'],
    [200, '{"object":"list","data":[]}', 'open'],
    [200, '{"models":[{"name":"llama3"}]}', 'open'],
    [200, '{"status":"ok"}', 'unclear'],
    [200, 'OK', 'unclear'],
    [302, '', 'unclear'],
    [404, '{"detail":"Not Found"}', 'unclear'],
    [405, '', 'unclear'],
    [429, '', 'unclear'],
    [500, '', 'unclear'],
  ])('answered with %i %s leaves the server %s', (status, body, found) => {
    expect(read({ status, headers: {}, body })).toBe(found);
  });

  test.each([200, 401, 403])(
    'answered by a web page with %i says nothing: something else may have made it',
    (status) => {
      const headers = { 'content-type': 'text/html' };
      expect(read({ status, headers, body: '<html>Sign in</html>' })).toBe('unclear');
    },
  );
});
