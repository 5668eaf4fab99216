import { PortaiError } from '../core/errors.ts';
import { fail } from '../core/fail.ts';
import type { HttpRequest, HttpResponse, Method } from '../core/http.ts';
import { isHtml } from '../core/refusal.ts';
import { fieldsOf, jsonIn } from '../core/text/json.ts';
import { authorized, saysNo, type ApiOptions } from '../http/api.ts';

/** A call whose answer nobody here reads: any route, any body. */
export interface RawCall {
  readonly method: Method;
  /** Below the address of the plane, as it is to be sent; it begins with one slash. */
  readonly path: string;
  readonly query?: readonly (readonly [string, string])[];
  /** JSON. */
  readonly body?: string;
  readonly accept?: string;
  readonly timeoutMs?: number;
  readonly repeatable?: boolean;
  readonly changes?: boolean;
  readonly stream?: NonNullable<HttpRequest['stream']>;
}

/** Sends such a call with the credentials in use. Rejects for a refusal, as the plane documents it. */
export type RawApi = (call: RawCall) => Promise<HttpResponse>;

/** What every control plane gives a command to work with. */
export interface PlaneAccess {
  readonly rawApi: () => Promise<RawApi>;
  /** The call for the page after an answer, as the plane pages; undefined after the last one. */
  readonly pageAfter: PageAfter;
}

/** Makes the next call of an answer's body and of how many entries came before it and with it. */
export type PageAfter = (call: RawCall, body: unknown, entries: number) => RawCall | undefined;

/** Entries of the list in an answer: of the first of the keys that holds one. */
export function entriesIn(body: unknown, keys: readonly string[]): number {
  const fields = fieldsOf(body);
  const lists: unknown[] = [body, ...keys.map((key) => fields?.[key])];
  const list = lists.find((each) => Array.isArray(each));
  return Array.isArray(list) ? list.length : 0;
}

/** Makes raw calls with what the typed calls are made with. */
export function createRawApi(options: ApiOptions): RawApi {
  const { origin, userAgent, signal, explain } = options;
  const exchange = authorized(options);
  return async ({ path, query = [], accept = 'application/json', ...call }) => {
    const url = addressOf(origin, path);
    for (const [name, value] of query) url.searchParams.append(name, value);
    const request: HttpRequest = {
      ...call,
      url,
      headers: {
        accept,
        'user-agent': userAgent,
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        // A stream is read as it comes, which compression would undo.
        ...(call.stream === undefined ? {} : { 'accept-encoding': 'identity' }),
      },
      changes: call.changes ?? call.method !== 'GET',
      ...(signal === undefined ? {} : { signal }),
    };
    const answer = await exchange(request);
    if (answer.status < 200 || answer.status >= 300 || saysNo(jsonIn(answer.body))) {
      throw new PortaiError(await explain(answer, request));
    }
    if (!isHtml(answer)) return answer;
    const wrong = `${call.method} ${url.pathname}: a web page, not the API`;
    throw new PortaiError(await explain(answer, request, wrong));
  };
}

/** The address, if it is what was written: below the plane's own, with nothing left out or put in. */
function addressOf(base: string, path: string): URL {
  const root = new URL(base);
  const url = new URL(`${base}${path}`);
  const below = root.pathname.replace(/\/$/, '');
  if (url.origin === root.origin && url.pathname === `${below}${path}`) return url;
  throw fail('Usage', 'The path does not stay as it is written; nothing was sent');
}
