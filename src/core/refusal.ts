import type { HttpResponse } from './http.ts';
import { fieldsOf, jsonIn, type Fields } from './text/json.ts';
import { terminalLine } from './text/terminal.ts';

/** The parts of a refusal, whichever of the envelopes it came in. */
export interface Refusal {
  readonly name: string | undefined;
  readonly message: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;
}

/** A text that says something. */
export const wordsOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** Where servers and gateways put their sentence, the likeliest first. */
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

/** The `type` of RFC 9457 is an address, which names nothing. */
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

/** What some routes put beside the error: `retryAfter`, `resetDate`. */
function rest(outer: Fields): Fields | undefined {
  const extra = Object.entries(outer).filter(([key]) => /^(?:retryAfter|resetDate)$/.test(key));
  return extra.length > 0 ? Object.fromEntries(extra) : undefined;
}

/** Seconds that the body of an answer asks to wait: `retryAfter` of the AI routes. */
export function retryAfterIn({ details }: Refusal): number | undefined {
  const asked = details?.['retryAfter'];
  const seconds = typeof asked === 'string' && /^\d+(?:\.\d+)?$/.test(asked) ? +asked : asked;
  return typeof seconds === 'number' && seconds >= 0 && seconds < Infinity ? seconds : undefined;
}

/** Whether a quota is used up that only a date or a payment brings back: waiting a little is no help. */
export function isSpentQuota({ name = '', message = '', details }: Refusal): boolean {
  return (
    /quota/i.test(name) ||
    details?.['resetDate'] !== undefined ||
    /\b(?:daily|weekly|monthly|yearly|annual)\b.{0,40}\b(?:quota|limit)\b/i.test(message)
  );
}

/** What a web page calls itself: a proxy or a sign-in page introduces itself there. */
export function titleOf({ body }: HttpResponse): string | undefined {
  const [, title = ''] = /<title\b[^>]*>([^<]{1,400})/i.exec(body.slice(0, 20_000)) ?? [];
  const plain = title.replace(/&(?:amp|#38);/gi, '&').replace(/&(?:nbsp|#160);/gi, ' ');
  const words = terminalLine(plain).replace(/\s+/g, ' ').trim();
  return words === '' ? undefined : cut(words, longestTitle);
}

const longestTitle = 80;

/** Names are compared without case, separators and the suffix "Error": documents write them both ways. */
export function comparableName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_-]/g, '')
    .replace(/error$/, '');
}

/** Whether a body is a web page: never an answer of an API, whatever its status. */
export function isHtml(answer: HttpResponse): boolean {
  return (
    /\btext\/html\b/i.test(answer.headers['content-type'] ?? '') ||
    /^\s*<(?:!doctype|html|head|body|title)\b/i.test(answer.body)
  );
}

/**
 * A name from a server that may stand in a command to paste: it begins like a name, so that it can
 * never be taken for a flag such as --api-url.
 */
export function pasteableName(name: string | undefined): string | undefined {
  return name !== undefined && /^[A-Za-z0-9][\w.@:/-]{0,127}$/.test(name) ? name : undefined;
}

/** The words, or their beginning where they are long. */
export function cut(words: string, longest: number): string {
  const letters = Array.from(words);
  return letters.length > longest ? `${letters.slice(0, longest).join('')}…` : words;
}
