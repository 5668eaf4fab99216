import type { HttpResponse } from './http.ts';
import { fieldsOf, jsonIn, type Fields } from './text/json.ts';
import { terminalLine } from './text/terminal.ts';

/** The parts of a refusal, independent of its envelope. */
export interface Refusal {
  readonly name: string | undefined;
  readonly message: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;
}

/** Returns a string that is not blank; undefined for anything else. */
export const wordsOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** Fields in which servers and gateways put their message, the likeliest first. */
const sentences = [
  ...['message', 'Message', 'detail', 'title', 'msg', 'reason'],
  ...['description', 'error_description', 'errorMessage', 'faultstring'],
];

/**
 * Reads any of the envelopes that Port's documents, servers and gateways use: `{ok, error: "name",
 * message}`, `{ok, error: {name, message, details}}`, a bare `{name, message}`, the AI routes'
 * `{error, type}`, the framework's `{statusCode, error, message}`, the problem of RFC 9457, a list of
 * errors, and plain text.
 */
export function readRefusal(body: string): Refusal {
  const parsed = jsonIn(body);
  const outer = fieldsOf(parsed);
  if (!outer) {
    const words = typeof parsed === 'string' ? parsed : body;
    return { name: undefined, message: wordsOf(terminalLine(words)), details: undefined };
  }
  const inner = fieldsOf(outer['error']) ?? fieldsOf(outer['fault']) ?? firstOf(outer['errors']);
  const errorText = wordsOf(outer['error']);
  const sentence = errorText !== undefined && /\s/.test(errorText);
  const name =
    word(inner?.['name']) ??
    word(inner?.['code']) ??
    word(outer['name']) ??
    word(outer['type']) ??
    (sentence ? undefined : errorText) ??
    word(outer['code']);
  return {
    name,
    message:
      sentenceIn(inner) ?? sentenceIn(outer) ?? (sentence ? errorText : undefined) ?? listed(outer),
    details:
      fieldsOf(inner?.['details']) ?? fieldsOf(outer['details']) ?? rest({ ...outer, ...inner }),
  };
}

/** Returns a text that can be a name. The `type` of RFC 9457 is a URL and cannot. */
function word(value: unknown): string | undefined {
  const found = wordsOf(value);
  return found === undefined || /\/|^about:/.test(found) ? undefined : found;
}

function sentenceIn(from: Fields | undefined): string | undefined {
  return sentences.map((key) => wordsOf(from?.[key])).find((found) => found !== undefined);
}

function firstOf(list: unknown): Fields | undefined {
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  return fieldsOf(items[0]);
}

/** Sentences in a list: the `errors` of many validators, the `detail` of FastAPI. */
function listed({ errors, detail, message }: Fields): string | undefined {
  const all = [errors, detail, message].flatMap((each): unknown[] =>
    Array.isArray(each) ? each : [],
  );
  const words = all.flatMap((each) => wordsOf(each) ?? sentenceIn(fieldsOf(each)) ?? []);
  return words.length > 0 ? words.join('; ') : undefined;
}

/** Fields that some routes put beside the error: `retryAfter`, `resetDate`. */
function rest(outer: Fields): Fields | undefined {
  const extra = Object.entries(outer).filter(([key]) => /^(?:retryAfter|resetDate)$/.test(key));
  return extra.length > 0 ? Object.fromEntries(extra) : undefined;
}

/** The wait in seconds that the body of an answer asks for: `retryAfter` of the AI routes. */
export function retryAfterIn({ details }: Refusal): number | undefined {
  const asked = details?.['retryAfter'];
  const seconds = typeof asked === 'string' && /^\d+(?:\.\d+)?$/.test(asked) ? +asked : asked;
  return typeof seconds === 'number' && seconds >= 0 && seconds < Infinity ? seconds : undefined;
}

/**
 * True if a quota is used up that only a date or a payment restores. A short wait does not help.
 */
export function isSpentQuota({ name = '', message = '', details }: Refusal): boolean {
  return (
    /quota/i.test(name) ||
    details?.['resetDate'] !== undefined ||
    /\b(?:daily|weekly|monthly|yearly|annual)\b.{0,40}\b(?:quota|limit)\b/i.test(message)
  );
}

/** The title of a web page. Proxies and sign-in pages name themselves there. */
export function titleOf({ body }: HttpResponse): string | undefined {
  const [, title = ''] = /<title\b[^>]*>([^<]{1,400})/i.exec(body.slice(0, 20_000)) ?? [];
  const plain = title.replace(/&(?:amp|#38);/gi, '&').replace(/&(?:nbsp|#160);/gi, ' ');
  const words = terminalLine(plain).replace(/\s+/g, ' ').trim();
  return words === '' ? undefined : cut(words, longestTitle);
}

const longestTitle = 80;

/**
 * A form of a name for comparison: without case, separators and the suffix "Error", since documents
 * write names with and without them.
 */
export function comparableName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_-]/g, '')
    .replace(/error$/, '');
}

/** True if the body is a web page. A web page is never an answer of an API, whatever its status. */
export function isHtml(answer: HttpResponse): boolean {
  return (
    /\btext\/html\b/i.test(answer.headers['content-type'] ?? '') ||
    /^\s*<(?:!doctype|html|head|body|title)\b/i.test(answer.body)
  );
}

/**
 * Returns a server's name if it may be put into a command to paste. It begins with a letter or
 * digit, so that no shell word becomes a flag such as --api-url.
 */
export function pasteableName(name: string | undefined): string | undefined {
  return name !== undefined && /^[A-Za-z0-9][\w.@:/-]{0,127}$/.test(name) ? name : undefined;
}

/**
 * Returns the words, cut to `longest` characters and marked with an ellipsis if they are longer.
 */
export function cut(words: string, longest: number): string {
  const letters = Array.from(words);
  return letters.length > longest ? `${letters.slice(0, longest).join('')}…` : words;
}
