import type { Failure } from '../../core/errors.ts';
import type { HttpRequest, HttpResponse, Send } from '../../core/http.ts';
import { jsonIn } from '../../core/text/json.ts';
import { withoutValues } from '../without-values.ts';
import { calls } from './calls.ts';

/** What stands at the address of the API, as an answer to a request without credentials tells. */
export interface FrontDoorAnswer {
  readonly status: number;
  /** The Date header: the time on the server's clock, to the second. */
  readonly date?: string;
  /** This machine's time when the request was sent, and when the answer was there. */
  readonly sentAt: Date;
  readonly answeredAt: Date;
  /** Why no API answered; absent for an answer that an API gives, a refusal included. */
  readonly failure?: Failure;
}

/** The means of the request. */
export interface FrontDoorMeans {
  readonly origin: string;
  readonly send: Send;
  readonly userAgent: string;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Takes values that are known out of a text of somebody else. */
  readonly redact: (text: string) => string;
}

/** Asks the API who is there, without credentials: nothing is given away, and a refusal is a good answer. */
export async function askFrontDoor(means: FrontDoorMeans): Promise<FrontDoorAnswer> {
  const { method, path } = calls.getOrganization();
  const request: HttpRequest = {
    method,
    url: new URL(`${means.origin}${path}`),
    headers: { accept: 'application/json', 'user-agent': means.userAgent },
    signal: means.signal,
  };
  const sentAt = means.now();
  const answer = await means.send(request);
  const answeredAt = means.now();
  const failure = await failureIn(withoutValues(answer, means.redact), request);
  const { date } = answer.headers;
  return {
    status: answer.status,
    ...(date === undefined ? {} : { date }),
    sentAt,
    answeredAt,
    ...(failure === undefined ? {} : { failure }),
  };
}

/** Refusals that say more than that credentials are missing. */
const telling: ReadonlySet<string> = new Set(['no_such_route', 'html_answer', 'ip_not_allowed']);

async function failureIn(answer: HttpResponse, request: HttpRequest): Promise<Failure | undefined> {
  const { portFailure } = await import('./failure.ts');
  const { status, body } = answer;
  const wrong = status < 300 ? problemIn(body) : undefined;
  const failure = portFailure(answer, request, { wrong });
  const isTelling = telling.has(failure.name) || status === 429 || status >= 500;
  return wrong !== undefined || isTelling ? failure : undefined;
}

function problemIn(body: string): string | undefined {
  if (body.trim() === '') return 'there is nothing in it';
  const isDocument = jsonIn(body.replace(/^\uFEFF/, '')) !== undefined;
  return isDocument ? undefined : `the body (${body.length} characters) is no JSON, or was cut off`;
}
