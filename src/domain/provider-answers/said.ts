import type { HttpResponse } from '../http.ts';
import { terminalLine } from '../terminal-text.ts';

/** What a refusal says, whichever of the vendors' envelopes it came in. */
export interface Said {
  readonly status: number;
  /** Codes, types and reasons, the most specific first: all that is not prose. */
  readonly codes: readonly string[];
  /** The prose; the whole body where it is prose itself. */
  readonly message: string;
  /** The parameter that was refused. */
  readonly param: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; undefined when it is no JSON. */
  readonly body: unknown;
  /** Whether the body is an object with the mark of an error. */
  readonly isError: boolean;
}

/** No refusal needs more; what a hostile server adds is not looked at. */
const longestBody = 64 * 1024;
const longestMessage = 4_000;

type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

/** No answer of a provider is nested deeper; what is would exhaust the stack of whoever walks it. */
const deepest = 100;

function nestsTooDeep(json: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at++) {
    const letter = json[at];
    if (quoted) {
      if (letter === '\\') at++;
      else if (letter === '"') quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === '{' || letter === '[') depth++;
    else if (letter === '}' || letter === ']') depth--;
    if (depth > deepest) return true;
  }
  return false;
}

/** Parsed JSON; undefined for anything else, and for what no provider would send. */
export function parsedBody(text: string): unknown {
  if (nestsTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const firstOf = (value: unknown): Fields | undefined =>
  Array.isArray(value) ? fieldsOf(value[0]) : undefined;

const word = (value: unknown): string[] =>
  typeof value === 'string' && value !== ''
    ? [value]
    : typeof value === 'number'
      ? [String(value)]
      : [];

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** `AccessDeniedException:http://internal/` and `com.amazon#AccessDenied` are one name each. */
const awsName = (value: string): string => value.replace(/:.*$/s, '').replace(/^.*#/s, '');

/** Google's `details[].reason`, and the inner codes of Azure. */
function reasons(error: Fields): string[] {
  const { details, innererror } = error;
  const listed = Array.isArray(details)
    ? details.slice(0, 10).flatMap((detail: unknown) => word(fieldsOf(detail)?.['reason']))
    : [];
  return [...listed, ...word(fieldsOf(innererror)?.['code'])];
}

/** What a gateway kept of the answer behind it. */
function raw(error: Fields): string {
  const behind = fieldsOf(error['metadata'])?.['raw'];
  return typeof behind === 'string' ? behind : behind === undefined ? '' : JSON.stringify(behind);
}

function fromXml(body: string): Pick<Said, 'codes' | 'message'> {
  const value = (tag: string) =>
    new RegExp(`<${tag}>([^<]{0,2000})</${tag}>`).exec(body)?.[1] ?? '';
  const plain = value('Message')
    .replace(/&#39;|&apos;/g, "'")
    .replace(/&quot;/g, '"');
  return { codes: word(value('Code')), message: plain.replace(/&amp;/g, '&') };
}

/** The object that says what went wrong; OpenRouter puts it into the choice, others into a list. */
function errorIn(outer: Fields | undefined): Fields | undefined {
  const fault = fieldsOf(outer?.['fault']);
  return (
    fieldsOf(outer?.['error']) ??
    fieldsOf(fieldsOf(outer?.['detail'])?.['error']) ??
    fieldsOf(firstOf(outer?.['choices'])?.['error']) ??
    firstOf(outer?.['errors']) ??
    (fault && { message: fault['faultstring'], ...fieldsOf(fault['detail']) })
  );
}

/** What FastAPI says of a field of the request: vLLM, and much that is built like it. */
function fieldProblem(outer: Fields): Fields | undefined {
  const problem = firstOf(outer['detail']);
  const { loc, msg, type } = problem ?? {};
  const param: unknown = Array.isArray(loc) ? loc.at(-1) : undefined;
  return problem && { message: msg, param, type };
}

/** Takes a refusal apart. Never throws; of a large body only the beginning is read. */
export function saidBy({ status, headers, body }: HttpResponse): Said {
  const parsed = parsedBody(body);
  // Google streams its answers as a list, also when the only one is an error.
  const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  const outer = fieldsOf(first);
  const inner = errorIn(outer);
  const errorText = text(outer?.['error']);
  const named = headers['x-amzn-errortype'] ?? text(outer?.['__type']);
  if (!outer) {
    const prose = body.slice(0, longestBody);
    const xml = /^\s*<(?:\?xml[^>]*>\s*<)?ErrorResponse/.test(prose);
    const { codes, message } = xml ? fromXml(prose) : { codes: [], message: prose };
    return {
      status,
      headers,
      codes: [...word(awsName(named)), ...codes],
      message: message.slice(0, longestMessage),
      param: '',
      body: parsed,
      isError: false,
    };
  }
  const source = inner ?? fieldProblem(outer) ?? outer;
  const sentence = /\s/.test(errorText);
  const message =
    text(source['message']) ||
    text(outer['message']) ||
    text(outer['Message']) ||
    text(outer['error_description']) ||
    text(outer['detail']) ||
    text(outer['msg']) ||
    text(outer['html-message']) ||
    text(outer['title']) ||
    (sentence || !inner ? errorText : '');
  const behind = inner ? raw(inner) : '';
  return {
    status,
    headers,
    codes: [
      ...word(awsName(named)),
      ...reasons(source),
      ...word(source['code']),
      ...word(source['status']),
      ...word(source['type']),
      ...(sentence ? [] : word(errorText)),
      ...word(outer['code']),
    ],
    message: (behind === '' ? message : `${message} ${behind}`).slice(0, longestMessage),
    param: text(source['param']),
    body: first,
    isError: inner !== undefined || errorText !== '' || text(outer['type']) === 'error',
  };
}

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
