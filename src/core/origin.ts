import { isLoopback } from './loopback.ts';

/** A value read from text, or what is wrong with the text, to follow the name of its source. */
export type ParseResult<T> = { readonly value: T } | { readonly problem: string };

/**
 * The origin of an API address. A trailing `/` or `/v1` is dropped, as tools write it either way. The
 * text is never repeated: a password may be in it.
 *
 * @param example an address that can be used, for whoever gave something else
 */
export function readOrigin(text: string, example = 'https://api.example.com'): ParseResult<string> {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return { problem: `must be a whole URL, such as ${example}` };
  }
  if (url.username || url.password) {
    return { problem: 'must not hold a user name or password; `portai auth login` stores them' };
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return { problem: 'must be https: plain http is for this machine only (127.0.0.1, localhost)' };
  }
  if (url.search || url.hash || !/^\/*(?:v1\/*)?$/.test(url.pathname)) {
    return { problem: 'must end after the host (or in /v1): portai adds the paths itself' };
  }
  return { value: url.origin };
}
