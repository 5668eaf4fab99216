import { configInvalid, secretMalformed } from '../vendors/config-invalid.ts';
import type { HttpRequest } from '../core/http.ts';
import type { ProviderRequest } from '../vendors/test-requests.ts';

/** Maximum size of an answer. An answer of one word is many times smaller. */
const maxBytes = 256 * 1024;

/**
 * Makes the request to send. Throws a PortaiError named after a cause if it cannot be sent as it
 * is. The error names the place, never the value.
 *
 * @param at the time to sign with
 */
export async function prepare(
  described: ProviderRequest,
  allowed: Required<Pick<HttpRequest, 'timeoutMs' | 'signal' | 'plainHttp'>> &
    Pick<HttpRequest, 'maxBytes'>,
  at: Date,
): Promise<HttpRequest> {
  const { method, headers, body, sign } = described;
  const url = URL.canParse(described.url) ? new URL(described.url) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw configInvalid('the address is not an http(s) URL');
  }
  if (url.username !== '' || url.password !== '') {
    throw configInvalid('the address holds a user name or password');
  }
  for (const [name, value] of Object.entries(headers)) requireSendable(name, value);
  const request: HttpRequest = {
    method,
    url,
    headers,
    ...(body === undefined ? {} : { body }),
    maxBytes,
    ...allowed,
    repeatable: false,
  };
  if (!sign) return request;
  requireSendable('AWS access key id', sign.accessKeyId);
  if (sign.sessionToken !== undefined) requireSendable('AWS session token', sign.sessionToken);
  const { signAwsRequest } = await import('./aws-signature.ts');
  return { ...request, headers: await signAwsRequest(request, sign, at) };
}

/**
 * Throws for a header value that HTTP does not allow. The library's own error would contain the
 * value.
 */
function requireSendable(name: string, value: string): void {
  const odd = /[^\t\x20-\x7e]/u.exec(value);
  if (!odd) return;
  const code = (odd[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  throw secretMalformed(`the value for ${name} holds U+${code} at position ${odd.index + 1}`);
}
