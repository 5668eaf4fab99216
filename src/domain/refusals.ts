import { secretReferences } from './answers.ts';
import type { ExitClass, Failure, NextStep } from './errors.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { readJson } from './json-text.ts';
import { terminalLine } from './terminal-text.ts';

/** What a refusal was about, as far as the request and the words of the answer tell. */
export interface About {
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly secret: string | undefined;
  /** Secrets that the sent configuration names. */
  readonly named: readonly string[];
}

/** One documented error: everything the explainer, the sandbox, the tests and the docs need of it. */
export interface CatalogueEntry {
  readonly exit: ExitClass;
  /** What it says, in one line. */
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
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

/**
 * Reads any of the envelopes that Port's documents and servers use: `{ok, error: "name", message}`,
 * `{ok, error: {name, message, details}}`, a bare `{name, message}`, the AI routes' `{error, type}`,
 * the framework's `{statusCode, error, message}`, and plain text.
 */
export function readRefusal(body: string): Refusal {
  const parsed = parse(body);
  const outer = fields(parsed);
  if (!outer) {
    const words = typeof parsed === 'string' ? parsed : body;
    return { name: undefined, message: text(terminalLine(words)), details: undefined };
  }
  const inner = fields(outer['error']);
  const errorText = text(outer['error']);
  const sentence = errorText !== undefined && /\s/.test(errorText);
  const name =
    text(inner?.['name']) ??
    text(inner?.['code']) ??
    text(outer['name']) ??
    text(outer['type']) ??
    (sentence ? undefined : errorText) ??
    text(outer['code']);
  return {
    name,
    message:
      text(inner?.['message']) ?? text(outer['message']) ?? (sentence ? errorText : undefined),
    details: fields(inner?.['details']) ?? fields(outer['details']) ?? rest(outer),
  };
}

/** What the AI routes put beside the error: `retryAfter`, `resetDate`. */
function rest(outer: Fields): Fields | undefined {
  const extra = Object.entries(outer).filter(([key]) => /^(?:retryAfter|resetDate)$/.test(key));
  return extra.length > 0 ? Object.fromEntries(extra) : undefined;
}

function parse(body: string): unknown {
  try {
    return readJson(body);
  } catch {
    return undefined;
  }
}

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
export function aboutOf(refusal: Refusal, request: Pick<HttpRequest, 'url' | 'body'>): About {
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
    named: secretReferences(fields(inBody?.['config']) ?? {}).map(({ secret }) => secret),
  };
}

/** A page or a dump is no message: this much of it says what it is. */
const longestMessage = 500;

function shortened(words: string): string {
  const letters = Array.from(words);
  return letters.length > longestMessage ? `${letters.slice(0, longestMessage).join('')}…` : words;
}

/** Makes a Failure of a catalogue entry and what the server said. What came from the server is safe to print. */
export function failureOf(
  name: string,
  entry: CatalogueEntry,
  message: string | undefined,
  about: About,
  answer: HttpResponse,
): Failure {
  const requestId = answer.headers['x-trace-id'] ?? answer.headers['x-request-id'];
  return {
    name: shortened(terminalLine(name)),
    message: shortened(terminalLine(message ?? entry.title)),
    exit: entry.exit,
    status: answer.status,
    ...(requestId === undefined ? {} : { requestId: terminalLine(requestId) }),
    ...(about.details === undefined ? {} : { details: about.details }),
    hint: entry.fix,
    next: entry.next(about).map(({ command, why }) => ({
      command: command.map(terminalLine),
      why: terminalLine(why),
    })),
  };
}
