import { transportFailure } from '../core/transport-causes.ts';
import type { HttpRequest, HttpResponse } from '../core/http.ts';
import type { PortErrorName } from '../planes/port/errors.ts';
import type { Fault } from './faults.ts';
import { respond } from './port/reply.ts';

/** What Port calls a refusal of a status; where it has several names, the one of most routes. */
const statusNames: Readonly<Record<number, PortErrorName>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'payload_too_large',
  422: 'unprocessable',
  429: 'rate_limit',
};

/** An answer that a fault asks for instead of the honest one, or made of it. */
export async function misbehave(
  fault: Fault,
  request: HttpRequest,
  headers: () => Record<string, string>,
  honest: () => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const refused = (status: number, error: PortErrorName, extra: Record<string, string> = {}) =>
    respond(
      { status, body: { ok: false, error, message: `Rehearsed by the sandbox: ${error}` } },
      { ...headers(), ...extra },
    );
  switch (fault.kind) {
    case 'slow':
      return honest();
    case 'status':
      return refused(
        fault.status,
        statusNames[fault.status] ?? (fault.status < 500 ? 'bad_request' : 'internal_error'),
        fault.status === 429 ? { 'retry-after': '1' } : {},
      );
    case 'expired':
      return refused(401, 'unauthorized');
    case 'ok-false':
      return refused(200, 'internal_error');
    case 'html':
      return {
        status: 200,
        headers: { ...headers(), 'content-type': 'text/html; charset=utf-8' },
        body: '<!doctype html><html><head><title>Sign in</title></head><body>Sign in</body></html>',
      };
    case 'redirect':
      return {
        status: 302,
        headers: { ...headers(), location: 'https://sso.example.com/login' },
        body: '',
      };
    case 'reset':
      throw transportFailure(
        'CONNECTION_RESET',
        `Cannot reach ${request.url.hostname}: the connection was closed without an answer`,
        {
          details: { cause: 'CONNECTION_RESET', host: request.url.hostname, sent: true },
        },
      );
    case 'empty':
      return { ...(await honest()), body: '' };
    case 'truncated': {
      const whole = await honest();
      return { ...whole, body: whole.body.slice(0, Math.floor(whole.body.length / 2)) };
    }
  }
}
