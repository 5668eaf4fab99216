import { transportFailure } from '../core/transport-causes.ts';
import type { HttpRequest, HttpResponse } from '../core/http.ts';
import type { GeneralFault } from './faults.ts';

/** How a management API refuses: what a fault cannot know of it. */
export interface Refusing {
  readonly headers: () => Record<string, string>;
  /** An answer with a status in the API's envelope. With 200 it is a refusal too. */
  readonly refused: (status: number, headers: Readonly<Record<string, string>>) => HttpResponse;
}

/** An answer that a fault asks for instead of the honest one, or made of it. */
export async function withFault(
  fault: GeneralFault,
  request: HttpRequest,
  { headers, refused }: Refusing,
  honest: () => Promise<HttpResponse>,
): Promise<HttpResponse> {
  switch (fault.kind) {
    case 'slow':
      return honest();
    case 'status':
      return refused(fault.status, {
        ...headers(),
        ...(fault.status === 429 ? { 'retry-after': '1' } : {}),
      });
    case 'expired':
      return refused(401, headers());
    case 'ok-false':
      return refused(200, headers());
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
