import type { HttpRequest, HttpResponse } from '../../core/http.ts';
import type { Answer } from './vendor.ts';

/** Request ids stand under another name at every vendor. */
const idHeaders: readonly (readonly [RegExp, string])[] = [
  [/anthropic\.com$/, 'request-id'],
  [/\.azure\.com$/, 'apim-request-id'],
  [/\.amazonaws\.com$/, 'x-amzn-requestid'],
];

/**
 * Hands an answer over as the transport does: with the date of the provider's clock, and a stream
 * piece by piece, until the one who asked has enough.
 */
export function deliver(
  { url, enough }: HttpRequest,
  { pieces, ...answer }: Answer,
  now: Date,
): HttpResponse {
  const [, idHeader = 'x-request-id'] = idHeaders.find(([host]) => host.test(url.hostname)) ?? [];
  const headers = { date: now.toUTCString(), [idHeader]: 'req_simulated', ...answer.headers };
  if (!enough || answer.status >= 300) return { ...answer, headers };
  const whole = pieces ?? [answer.bytes ?? new TextEncoder().encode(answer.body)];
  const last = whole.findIndex((piece) => enough(piece));
  if (last < 0) return { ...answer, headers };
  const read = Buffer.concat(whole.slice(0, last + 1));
  return { status: answer.status, headers, body: read.toString('utf8'), bytes: read };
}
