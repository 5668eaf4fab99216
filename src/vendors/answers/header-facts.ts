import type { HttpResponse } from '../../core/http.ts';
import { terminalLine } from '../../core/text/terminal.ts';

/** What an answer says beside its cause, mostly in its headers. */

/** A fact from an answer, short enough for a message. */
export function fact(value: string | undefined): string | undefined {
  const line = terminalLine(value ?? '').trim();
  return line === '' ? undefined : line.slice(0, 120);
}

const idHeaders = [
  'x-request-id',
  'request-id',
  'apim-request-id',
  'x-amzn-requestid',
  'x-litellm-call-id',
  'x-portkey-trace-id',
  'cf-ray',
] as const;

/** What the support of the provider asks for. */
export function requestIdOf({ headers }: Pick<HttpResponse, 'headers'>): string | undefined {
  return idHeaders
    .map((name) => headers[name])
    .find((value) => value !== undefined && value !== '');
}

/** Seconds to wait, of `retry-after` in seconds or as a date, or of `retry-after-ms`. */
export function retryAfterOf({ headers }: Pick<HttpResponse, 'headers'>): number | undefined {
  const milliseconds = Number(headers['retry-after-ms'] ?? Number.NaN);
  if (milliseconds >= 0) return milliseconds / 1_000;
  const given = headers['retry-after'] ?? '';
  if (/^\d+(?:\.\d+)?$/.test(given)) return Number(given);
  const at = Date.parse(given);
  const sent = Date.parse(headers['date'] ?? '');
  return Number.isNaN(at) || Number.isNaN(sent) ? undefined : Math.max(0, (at - sent) / 1_000);
}
