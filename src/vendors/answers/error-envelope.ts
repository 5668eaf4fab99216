import type { HttpResponse } from '../../core/http.ts';
import { fieldsOf, type Fields } from '../../core/text/json.ts';
import { firstWithin, likelyWords, parsedBody } from './body.ts';

/** What a refusal says, whichever of the vendors' envelopes it came in. */
export interface RefusalContent {
  readonly status: number;
  /** Codes, types and reasons, the most specific first: all that is not prose. */
  readonly codes: readonly string[];
  /** The prose; the whole body where nothing in it is prose. */
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

function fromXml(body: string): Pick<RefusalContent, 'codes' | 'message'> {
  const value = (tag: string) =>
    new RegExp(`<${tag}>([^<]{0,2000})</${tag}>`).exec(body)?.[1] ?? '';
  const plain = value('Message')
    .replace(/&#39;|&apos;/g, "'")
    .replace(/&quot;/g, '"');
  return { codes: word(value('Code')), message: plain.replace(/&amp;/g, '&') };
}

/** Beside an answer, some servers have an empty object where others have nothing. */
const notEmpty = (fields: Fields | undefined): Fields | undefined =>
  fields && Object.keys(fields).length > 0 ? fields : undefined;

/** The object that says what went wrong; OpenRouter puts it into the choice, others into a list. */
function errorIn(outer: Fields | undefined): Fields | undefined {
  const fault = fieldsOf(outer?.['fault']);
  const detail = fieldsOf(outer?.['detail']);
  // MiniMax answers everything with 200, also beside the choices, and says 0 where nothing is wrong.
  const base = fieldsOf(outer?.['base_resp']);
  const failedBase = Number(base?.['status_code'] ?? 0) !== 0 ? base : undefined;
  return (
    (failedBase && { message: failedBase['status_msg'], code: failedBase['status_code'] }) ??
    notEmpty(fieldsOf(outer?.['error'])) ??
    firstOf(outer?.['error']) ??
    fieldsOf(detail?.['error']) ??
    fieldsOf(firstOf(outer?.['choices'])?.['error']) ??
    firstOf(outer?.['errors']) ??
    (fault && { message: fault['faultstring'], ...fieldsOf(fault['detail']) }) ??
    (detail && text(detail['message']) !== '' ? detail : undefined)
  );
}

/** What FastAPI and pydantic say of a field of the request, wherever a server built on them puts it. */
function fieldProblem(outer: Fields): Fields | undefined {
  const problem = firstWithin(
    outer,
    ({ loc, msg }) => Array.isArray(loc) && typeof msg === 'string',
  );
  const { loc, msg, type } = problem ?? {};
  const param: unknown = Array.isArray(loc) ? loc.at(-1) : undefined;
  return problem && { message: msg, param, type };
}

/** Where the vendors' own envelopes have their sentence. */
function knownWords(source: Fields, outer: Fields, errorText: string): string {
  return (
    text(source['message']) ||
    text(outer['message']) ||
    text(outer['Message']) ||
    text(outer['error_description']) ||
    text(outer['detail']) ||
    text(outer['msg']) ||
    text(outer['html-message']) ||
    text(outer['title']) ||
    errorText
  );
}

/** A body without prose, as the words that it is; nothing where it says nothing. */
function bodyAsWords(body: string): string {
  const bare = body.replace(/^\uFEFF+/, '').trim();
  return /[^\s{}[\]"',:]/.test(bare) && bare !== 'null' ? bare : '';
}

/** Whether an object calls itself an error, in a way that no completion does. */
function marked(outer: Fields): boolean {
  const { type, success, ok, code, errors, status: state } = outer;
  if (type === 'error' || success === false || ok === false || fieldsOf(errors)) return true;
  if (typeof state === 'string' && /^(?:error|failure|fail)$/i.test(state)) return true;
  const status = Number(code);
  return status >= 400 && status < 600 && knownWords(outer, outer, '') !== '';
}

/** What came as prose, or in XML. */
function unstructured({ status, headers, body }: HttpResponse, named: string): RefusalContent {
  const prose = body.slice(0, longestBody);
  const xml = /^\s*<(?:\?xml[^>]*>\s*<)?ErrorResponse/.test(prose);
  const { codes, message } = xml ? fromXml(prose) : { codes: [], message: prose };
  return {
    status,
    headers,
    codes: [...word(awsName(named)), ...codes],
    message: message.slice(0, longestMessage),
    param: '',
    body: parsedBody(body),
    isError: false,
  };
}

/** Takes a refusal apart. Never throws; of a large body only the beginning is read. */
export function readRefusalContent(answer: HttpResponse): RefusalContent {
  const { status, headers, body } = answer;
  const parsed = parsedBody(body);
  // Google streams its answers as a list, also when the only one is an error.
  const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  const outer = fieldsOf(first);
  const named = headers['x-amzn-errortype'] ?? text(outer?.['__type']);
  if (!outer) return unstructured(answer, named);
  const inner = errorIn(outer);
  const errorText = text(outer['error']);
  const sentence = /\s/.test(errorText);
  const source = inner ?? fieldProblem(outer) ?? outer;
  const message =
    knownWords(source, outer, sentence || !inner ? errorText : '') ||
    likelyWords(outer) ||
    bodyAsWords(body);
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
      ...word(source['errorCode']),
      ...(sentence ? [] : word(errorText)),
      ...word(outer['code']),
    ],
    message: (behind === '' ? message : `${message} ${behind}`).slice(0, longestMessage),
    param: text(source['param']),
    body: first,
    isError: inner !== undefined || errorText !== '' || marked(outer),
  };
}
