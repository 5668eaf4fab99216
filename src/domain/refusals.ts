import { secretReferences } from './answers.ts';
import type { ExitClass, Failure, NextStep } from './errors.ts';
import type { HttpRequest, HttpResponse, Method } from './http.ts';
import { readJson } from './json-text.ts';
import { terminalLine } from './terminal-text.ts';

/** What a refusal was about, as far as the request and the words of the answer tell. */
export interface About {
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly secret: string | undefined;
  /** Secrets that the sent configuration names, each with the field that does. */
  readonly named: readonly { readonly field: string; readonly secret: string }[];
  /** Whether the request had a configuration. */
  readonly sentConfig?: boolean;
  readonly method?: Method;
  /** What support asks for, where the answer has it. */
  readonly requestId?: string;
  /** Seconds that the server asks to wait. */
  readonly waitSeconds?: number;
  readonly credentials?: CredentialsInUse;
}

/** What a request was signed in with, and where that was found: advice depends on both. */
export interface CredentialsInUse {
  readonly kind: 'client' | 'token';
  readonly from: 'environment' | 'profile' | 'sandbox';
  /** The variable, or the profile. */
  readonly name: string;
}

/** One documented error: everything the explainer, the sandbox, the tests and the docs need of it. */
export interface CatalogueEntry {
  readonly exit: ExitClass;
  /** What it says, in one line. */
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
  /** What helps in this very case, where more is known; `fix` otherwise. */
  readonly advice?: (about: About) => string | undefined;
  readonly next: (about: About) => readonly NextStep[];
  /** An answer as documented or observed. */
  readonly example: { readonly status: number; readonly body: string };
}

/** The parts of a refusal, whichever of the envelopes it came in. */
export interface Refusal {
  readonly name: string | undefined;
  readonly message: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

const text = (value: unknown): string | undefined =>
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
  const parsed = parse(body);
  const outer = fields(parsed);
  if (!outer) {
    const words = typeof parsed === 'string' ? parsed : body;
    return { name: undefined, message: text(terminalLine(words)), details: undefined };
  }
  const inner = fields(outer['error']) ?? fields(outer['fault']) ?? firstOf(outer['errors']);
  const errorText = text(outer['error']);
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
    details: fields(inner?.['details']) ?? fields(outer['details']) ?? rest({ ...outer, ...inner }),
  };
}

/** The `type` of RFC 9457 is an address, which names nothing. */
function word(value: unknown): string | undefined {
  const found = text(value);
  return found === undefined || /\/|^about:/.test(found) ? undefined : found;
}

function sentenceIn(from: Fields | undefined): string | undefined {
  return sentences.map((key) => text(from?.[key])).find((found) => found !== undefined);
}

function firstOf(list: unknown): Fields | undefined {
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  return fields(items[0]);
}

/** Sentences in a list: the `errors` of many validators, the `detail` of FastAPI. */
function listed({ errors, detail, message }: Fields): string | undefined {
  const all = [errors, detail, message].flatMap((each): unknown[] =>
    Array.isArray(each) ? each : [],
  );
  const words = all.flatMap((each) => text(each) ?? sentenceIn(fields(each)) ?? []);
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

function parse(body: string): unknown {
  try {
    return readJson(body);
  } catch {
    return undefined;
  }
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

const quoted = (message: string, before: RegExp): string | undefined =>
  new RegExp(`${before.source}\\s+['"\`]([^'"\`]+)['"\`]`, 'i').exec(message)?.[1];

/**
 * A name from a server that may stand in a command to paste: it begins like a name, so that it can
 * never be taken for a flag such as --api-url.
 */
export function pasteableName(name: string | undefined): string | undefined {
  return name !== undefined && /^[A-Za-z0-9][\w.@:/-]{0,127}$/.test(name) ? name : undefined;
}

/** Collects what a refusal was about from its request and its words. */
export function aboutOf(
  refusal: Refusal,
  request: Pick<HttpRequest, 'url' | 'body'> & Partial<Pick<HttpRequest, 'method'>>,
): About {
  const message = terminalLine(refusal.message ?? '');
  const segment = (parent: string) => {
    const encoded = new RegExp(`/${parent}/([^/]+)$`).exec(request.url.pathname)?.[1];
    return encoded === undefined ? undefined : decodeURIComponent(encoded);
  };
  const inPath = segment('llm-providers');
  const inBody = fields(parse(request.body ?? ''));
  return {
    message,
    details: refusal.details,
    provider:
      pasteableName(quoted(message, /provider/)) ??
      (inPath === 'defaults' ? undefined : inPath) ??
      text(inBody?.['provider']),
    model: pasteableName(quoted(message, /model/)) ?? text(inBody?.['model']),
    secret: segment('secrets') ?? text(inBody?.['secretName']),
    named: secretReferences(fields(inBody?.['config']) ?? {}),
    sentConfig: fields(inBody?.['config']) !== undefined,
    ...(request.method === undefined ? {} : { method: request.method }),
  };
}

/** A page or a dump is no message: this much of it says what it is. */
const longestMessage = 500;

function cut(words: string, longest: number): string {
  const letters = Array.from(words);
  return letters.length > longest ? `${letters.slice(0, longest).join('')}…` : words;
}

const shortened = (words: string) => cut(words, longestMessage);

/** Makes a Failure of a catalogue entry and what the server said. What came from the server is safe to print. */
export function failureOf(
  name: string,
  entry: CatalogueEntry,
  message: string | undefined,
  about: About,
  answer: HttpResponse,
): Failure {
  const { requestId } = about;
  return {
    name: shortened(terminalLine(name)),
    message: shortened(terminalLine(message ?? entry.title)),
    exit: entry.exit,
    status: answer.status,
    ...(requestId === undefined ? {} : { requestId: terminalLine(requestId) }),
    ...(about.details === undefined ? {} : { details: about.details }),
    hint: entry.advice?.(about) ?? entry.fix,
    next: entry.next(about).map(({ command, why }) => ({
      command: command.map(terminalLine),
      why: terminalLine(why),
    })),
  };
}
