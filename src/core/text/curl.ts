import type { HttpRequest } from '../http.ts';
import { shellWord } from './shell.ts';
import { terminalLine } from './terminal.ts';

/** Headers that describe the request and cannot contain a credential. */
const plainHeaders =
  /^(?:accept|content-(?:type|length)|user-agent|anthropic-(?:version|beta)|x-amz-date|x-amz-target|x-goog-user-project)$/;

/** Parts of a query that hold no credential; everything else in a query is masked. */
const plainQuery = /^(?:alt|api-version|beta|guardrailVersion|limit|pageSize|type[A-Z]\w*)$/;

/** Fields of a form that are credentials: the external id of a role, the assertion of an account. */
const secretFields = ['ExternalId', 'assertion', 'client_secret', 'refresh_token'] as const;

/**
 * Minimum length of a credential whose last four characters are shown. They identify the credential
 * and reveal no more.
 */
const longEnough = 20;

export interface CurlOptions {
  /** Masks known values in a text. */
  readonly redact: (text: string) => string;
  /** Headers that a person configured, lower-case: their values are never shown. */
  readonly customHeaders?: readonly string[];
}

/**
 * Formats a request as a curl command over several lines, without credentials. A header that may
 * hold a credential is shown by its length, and a long one also by its last four characters.
 */
export function curlOf(request: HttpRequest, { redact, customHeaders = [] }: CurlOptions): string {
  const { method, url, headers, body } = request;
  const safe = (text: string) => shellWord(redact(terminalLine(text)));
  const named = Object.entries(headers).map(([name, value]) => {
    const shown = plainHeaders.test(name) && !customHeaders.includes(name) ? value : mask(value);
    return `-H ${safe(`${name}: ${shown}`)}`;
  });
  const verb = method === (body === undefined ? 'GET' : 'POST') ? [] : [`-X ${method}`];
  return [
    ['curl', ...verb, safe(shownUrl(url))].join(' '),
    ...named,
    ...(body === undefined || body === '' ? [] : [`--data-raw ${safe(shownBody(body, headers))}`]),
  ].join(' \\\n  ');
}

function mask(value: string): string {
  const { length } = Array.from(value);
  const tail = length >= longEnough ? `, …${value.slice(-4)}` : '';
  return `set (len ${length}${tail})`;
}

function shownUrl(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  for (const name of url.searchParams.keys()) {
    if (!plainQuery.test(name)) shown.searchParams.set(name, 'masked');
  }
  return shown.href;
}

function shownBody(body: string, headers: HttpRequest['headers']): string {
  if (headers['content-type']?.includes('form-urlencoded') !== true) return body;
  const form = new URLSearchParams(body);
  for (const name of secretFields) {
    const value = form.get(name);
    if (value !== null) form.set(name, mask(value));
  }
  // Percent signs in place of blanks and brackets would make the mask unreadable.
  return [...form].map(([name, value]) => `${name}=${value}`).join('&');
}
