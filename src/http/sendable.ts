import { transportFailure } from '../core/transport-causes.ts';
import type { HttpRequest } from '../core/http.ts';
import { isLoopback } from '../core/loopback.ts';

/**
 * Throws for a request that must not or cannot be sent, before anything is opened. The error
 * repeats no value.
 */
export function assertSendable(request: HttpRequest): void {
  const message = problemWith(request);
  if (message !== undefined) throw transportFailure('CONFIG_INVALID', message);
}

function problemWith({ url, headers, plainHttp = false }: HttpRequest): string | undefined {
  if (!/^https?:$/.test(url.protocol)) return 'Only https:// URLs can be called';
  if (url.protocol === 'http:' && !plainHttp && !isLoopback(url.hostname)) {
    return `http:// is only for loopback hosts: use https://${url.host}`;
  }
  if (url.username !== '' || url.password !== '') {
    return `The URL of ${url.host} must not hold a user name or password`;
  }
  const bad = Object.entries(headers).find(
    ([name, value]) =>
      !/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value),
  );
  return bad && `The header "${bad[0]}" holds a line break or a character that HTTP cannot carry`;
}
