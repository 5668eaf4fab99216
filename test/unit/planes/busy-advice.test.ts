import { describe, expect, test } from 'vitest';
import type { Failure } from '../../../src/core/errors.ts';
import { isRepeatable, type HttpRequest } from '../../../src/core/http.ts';
import { portFailure } from '../../../src/planes/port/failure.ts';
import { portkeyFailure } from '../../../src/planes/portkey/failure.ts';

/** What a plane advises after a 429, which asks to wait or does not. */
type Explain = (request: HttpRequest, headers: Readonly<Record<string, string>>) => Failure;

const planes: readonly (readonly [string, Explain])[] = [
  ['Port', (request, headers) => portFailure({ status: 429, headers, body: '' }, request)],
  ['Portkey', (request, headers) => portkeyFailure({ status: 429, headers, body: '' }, request)],
];

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

describe.each(planes)('a 429 of %s', (_, explain) => {
  test.each(methods)('to %s promises to wait only where portai does', (method) => {
    const request = { method, url: new URL('https://plane.example/v1/things'), headers: {} };
    const hint = explain(request, { 'retry-after': '7' }).hint ?? '';
    expect(hint).toContain('asks to wait 7 s');
    expect(hint.includes('with --timeout so that portai waits')).toBe(isRepeatable(request));
    expect(hint.includes('once only')).toBe(!isRepeatable(request));
  });

  test('that names no time is waited for by tries, not by a longer time', () => {
    const request = {
      method: 'GET',
      url: new URL('https://plane.example/v1/things'),
      headers: {},
    } as const;
    const { hint } = explain(request, {});
    expect(hint).toContain('--retries');
    expect(hint).not.toContain('--timeout');
  });
});
