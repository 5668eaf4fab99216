import { PortaiError, type Failure } from '../core/errors.ts';
import type { HttpRequest, HttpResponse, Method, Send } from '../core/http.ts';
import { inexactNumbers, NestedTooDeep, readJson } from '../core/text/json.ts';
import { fail } from '../core/fail.ts';

/**
 * The result of reading an answer: a value with remarks on oddities, or the reason why it is
 * unusable.
 */
export type Read<T> =
  { readonly value: T; readonly odd?: readonly string[] } | { readonly wrong: string };

/**
 * The query of an address. A list is sent as its items, each encoded, with commas between them; what is
 * undefined is not sent.
 */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Returns a query as it stands in an address, without the question mark; empty where nothing is sent. */
export function queryText(query: Query): string {
  return Object.entries(query)
    .flatMap(([name, value]) => {
      if (value === undefined) return [];
      if (typeof value === 'string') return [new URLSearchParams({ [name]: value }).toString()];
      return [`${encodeURIComponent(name)}=${value.map(encodeURIComponent).join(',')}`];
    })
    .join('&');
}

/** One call of a management API, with the reader of its answer. */
export interface Call<T> {
  readonly method: Method;
  /** Built with path`` so that no id can leave its segment. */
  readonly path: string;
  readonly query?: Query;
  readonly body?: unknown;
  /** Reads the parsed body and the headers of a 2xx answer. An empty body is `undefined`. */
  readonly returns: (body: unknown, headers: HttpResponse['headers']) => Read<T>;
  readonly timeoutMs?: number;
  readonly repeatable?: boolean;
  /** True if the request may change something. Without it the method decides. */
  readonly changes?: boolean;
  /**
   * True if the answer must prove that the work is done. HTTP 202, which only promises it, is then
   * refused.
   */
  readonly mustBeDone?: boolean;
}

export type Api = <T>(call: Call<T>) => Promise<T>;

export interface ApiOptions {
  readonly origin: string;
  readonly send: Send;
  readonly userAgent: string;
  readonly signal?: AbortSignal;
  /**
   * Returns headers that authenticate the caller; with `renew` new ones, or undefined if none can
   * be got.
   */
  readonly authorize: (renew: boolean) => Promise<Record<string, string> | undefined>;
  /**
   * Explains a refusal by the plane's catalogue. For a 2xx answer that could not be read, `wrong`
   * is the reason. It is a promise, so that the catalogue is loaded for a refusal only.
   */
  readonly explain: (
    answer: HttpResponse,
    request: HttpRequest,
    wrong?: string,
  ) => Promise<Failure>;
  /** Called with each oddity of an answer that was read in spite of it. */
  readonly remark?: (what: string) => void;
}

/** Builds a path with encoded ids. Refuses an id that URL parsing would remove, such as `..`. */
export function path(parts: TemplateStringsArray, ...ids: readonly string[]): string {
  return parts.reduce((built, part, index) => {
    const id = ids[index - 1] ?? '';
    if (id === '' || id === '.' || id === '..') {
      throw fail('Usage', id === '' ? 'An empty name was given' : `"${id}" is not a name`);
    }
    return `${built}${encodeURIComponent(id)}${part}`;
  });
}

/** Sends with the headers that authenticate the caller, once more with new ones after a 401. */
export function authorized({ send, authorize }: Pick<ApiOptions, 'send' | 'authorize'>): Send {
  return async (request) => {
    const headers = (await authorize(false)) ?? {};
    const answer = await send({ ...request, headers: { ...request.headers, ...headers } });
    if (answer.status !== 401) return answer;
    const renewed = await authorize(true);
    return renewed ? send({ ...request, headers: { ...request.headers, ...renewed } }) : answer;
  };
}

/** Typed calls over a Send: authorization with one renewal after a 401, and answers that must fit. */
export function createApi(options: ApiOptions): Api {
  const { origin, userAgent, signal, explain } = options;
  const exchange = authorized(options);

  return async (call) => {
    const url = new URL(`${origin}${call.path}`);
    if (call.query !== undefined) url.search = queryText(call.query);
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const request: HttpRequest = {
      method: call.method,
      url,
      headers: {
        accept: 'application/json',
        'user-agent': userAgent,
        // Strict endpoints refuse a body-less request that announces JSON.
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
      ...(call.timeoutMs === undefined ? {} : { timeoutMs: call.timeoutMs }),
      ...(call.repeatable === undefined ? {} : { repeatable: call.repeatable }),
      changes: call.changes ?? call.method !== 'GET',
      ...(signal === undefined ? {} : { signal }),
    };
    const answer = await exchange(request);
    const parsed = parseJson(answer);
    if (
      answer.status < 200 ||
      answer.status >= 300 ||
      ('value' in parsed && saysNo(parsed.value))
    ) {
      throw new PortaiError(await explain(answer, request));
    }
    const read = 'wrong' in parsed ? parsed : readOf(call, answer, parsed.value);
    const route = `${call.method} ${url.pathname}`;
    if ('wrong' in read) {
      throw new PortaiError(await explain(answer, request, `${route}: ${read.wrong}`));
    }
    const odd = [...('odd' in parsed ? (parsed.odd ?? []) : []), ...(read.odd ?? [])];
    for (const each of odd) options.remark?.(`${route}: ${each}`);
    return read.value;
  };
}

/**
 * Reads a 2xx answer. The statuses 202, 206 and 207 say that the work or the answer may be
 * incomplete.
 */
function readOf<T>(
  { method, returns, mustBeDone }: Call<T>,
  { status, headers }: HttpResponse,
  body: unknown,
): Read<T> {
  if (status === 206) return { wrong: 'HTTP 206 is only a part of the answer' };
  if (status === 207 && partFailed(body)) return { wrong: 'a part of it failed (HTTP 207)' };
  const accepted = 'HTTP 202 says that it was accepted, not that it is done';
  if (status === 202 && mustBeDone === true) return { wrong: accepted };
  const read = returns(body, headers);
  if (status !== 202 || method === 'GET' || 'wrong' in read) return read;
  return { value: read.value, odd: [accepted, ...(read.odd ?? [])] };
}

/**
 * Returns true if any part of a multi-status answer is a refusal or has the status of a failure.
 */
function partFailed(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const status = 'status' in value ? Number(value.status) : 0;
  return status >= 400 || saysNo(value) || Object.values(value).some(partFailed);
}

function parseJson({ body }: HttpResponse): Read<unknown> {
  if (body.trim() === '') return { value: undefined };
  try {
    // Some servers begin with a byte order mark, which RFC 8259 lets readers ignore.
    return { value: readJson(body.replace(/^\uFEFF/, '')), odd: inexactNumbers(body) };
  } catch (error) {
    const why =
      error instanceof NestedTooDeep
        ? 'is nested too deep to be read'
        : 'is no JSON, or was cut off';
    return { wrong: `the body (${body.length} characters) ${why}` };
  }
}

/**
 * Returns true for a refusal, whatever the HTTP status: `{ok: false}`, `{success: false}`, or an
 * error in place of the answer.
 */
export function saysNo(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ('ok' in value) return value.ok === false || value.ok === 'false';
  if ('success' in value && (value.success === false || value.success === 'false')) return true;
  return 'error' in value && isRefusal(value.error);
}

function isRefusal(error: unknown): boolean {
  return typeof error === 'string' ? error !== '' : typeof error === 'object' && error !== null;
}
