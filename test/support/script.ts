import { handedOver, type HttpRequest, type HttpResponse, type Send } from '../../src/core/http.ts';

/** What a scripted server says to one request: a status with a JSON value or a text, and headers. */
export interface Answer {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A server that plays a table of answers and remembers what it was asked. */
export interface Script {
  readonly send: Send;
  readonly seen: Seen[];
  /** "METHOD path" of every request, in order. */
  readonly asked: () => string[];
}

type Table = Readonly<Record<string, Answer | readonly Answer[] | ((request: Seen) => Answer)>>;

/** `'GET /v1/x': answer` answers always; a list answers in order, its last entry for ever. */
export function script(table: Table): Script {
  const seen: Seen[] = [];
  const counts = new Map<string, number>();
  const send: Send = (request) => {
    const entry = recorded(request);
    seen.push(entry);
    const key = `${entry.method} ${entry.path}`;
    const rule = table[key];
    if (rule === undefined) throw new Error(`The script has no answer to ${key}`);
    if (typeof rule === 'function') return handedOver(request, asResponse(rule(entry)));
    const answers: readonly Answer[] = 'at' in rule ? rule : [rule];
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return handedOver(request, asResponse(answers[Math.min(count, answers.length - 1)] ?? {}));
  };
  return { send, seen, asked: () => seen.map(({ method, path }) => `${method} ${path}`) };
}

function recorded({ method, url, headers, body }: HttpRequest): Seen {
  const parsed: unknown = body === undefined || body === '' ? undefined : JSON.parse(body);
  return { method, path: url.pathname, query: url.search, headers, body: parsed };
}

function asResponse({ status = 200, json, text, headers = {} }: Answer): HttpResponse {
  const body = text ?? (json === undefined ? '' : JSON.stringify(json));
  return { status, headers: { 'content-type': 'application/json', ...headers }, body };
}

/** Credentials that need no exchange. */
export const signedIn = { PORT_ACCESS_TOKEN: 'token-of-this-test' };
