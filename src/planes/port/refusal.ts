import { secretReferences } from './rules/config-fields.ts';
import type { Failure } from '../../core/errors.ts';
import { isRepeatable, type HttpRequest, type HttpResponse, type Method } from '../../core/http.ts';
import { fieldsOf, jsonIn } from '../../core/text/json.ts';
import { cut, pasteableName, wordsOf, type Refusal } from '../../core/refusal.ts';
import { terminalLine } from '../../core/text/terminal.ts';
import type { ErrorEntry } from '../error-entry.ts';

/** What a refusal was about, as far as the request and the words of the answer tell. */
export interface PortRefusalFacts {
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
  /** False for a request that is never sent twice. */
  readonly repeatable?: boolean;
  /** What support asks for, where the answer has it. */
  readonly requestId?: string;
  /** Seconds that the server asks to wait. */
  readonly waitSeconds?: number;
  readonly credentials?: RequestCredentials;
}

/** What a request was signed in with, and where that was found: advice depends on both. */
export interface RequestCredentials {
  readonly kind: 'client' | 'token';
  readonly from: 'environment' | 'profile' | 'sandbox';
  /** The variable, or the profile. */
  readonly name: string;
}

/** One documented error of Port. */
export type CatalogueEntry = ErrorEntry<PortRefusalFacts>;

const quoted = (message: string, before: RegExp): string | undefined =>
  new RegExp(`${before.source}\\s+['"\`]([^'"\`]+)['"\`]`, 'i').exec(message)?.[1];

/** Collects what a refusal was about from its request and its words. */
export function aboutOf(
  refusal: Refusal,
  request: Pick<HttpRequest, 'url' | 'body' | 'repeatable'> & Partial<Pick<HttpRequest, 'method'>>,
): PortRefusalFacts {
  const message = terminalLine(refusal.message ?? '');
  const segment = (parent: string) => {
    const encoded = new RegExp(`/${parent}/([^/]+)$`).exec(request.url.pathname)?.[1];
    return encoded === undefined ? undefined : decodeURIComponent(encoded);
  };
  const inPath = segment('llm-providers');
  const inBody = fieldsOf(jsonIn(request.body ?? ''));
  return {
    message,
    details: refusal.details,
    provider:
      pasteableName(quoted(message, /provider/)) ??
      (inPath === 'defaults' ? undefined : inPath) ??
      wordsOf(inBody?.['provider']),
    model: pasteableName(quoted(message, /model/)) ?? wordsOf(inBody?.['model']),
    secret: segment('secrets') ?? wordsOf(inBody?.['secretName']),
    named: secretReferences(fieldsOf(inBody?.['config']) ?? {}),
    sentConfig: fieldsOf(inBody?.['config']) !== undefined,
    ...(request.method === undefined ? {} : { method: request.method }),
    repeatable: isRepeatable(request),
  };
}

/** A page or a dump is no message: this much of it says what it is. */
const longestMessage = 500;

const shortened = (words: string) => cut(words, longestMessage);

/** Makes a Failure of a catalogue entry and what the server said. What came from the server is safe to print. */
export function failureOf(
  name: string,
  entry: CatalogueEntry,
  message: string | undefined,
  about: PortRefusalFacts,
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
