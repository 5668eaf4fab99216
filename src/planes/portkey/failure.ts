import type { Failure } from '../../core/errors.ts';
import { isRepeatable, type HttpRequest, type HttpResponse } from '../../core/http.ts';
import {
  comparableName,
  cut,
  isHtml,
  pasteableName,
  readRefusal,
  retryAfterIn,
  titleOf,
  wordsOf,
} from '../../core/refusal.ts';
import { fieldsOf, jsonIn } from '../../core/text/json.ts';
import { terminalLine } from '../../core/text/terminal.ts';
import {
  portkeyErrors,
  type PortkeyRefusalFacts,
  type PortkeyErrorEntry,
  type PortkeyErrorName,
} from './errors.ts';

const entries: Readonly<Record<string, PortkeyErrorEntry>> = portkeyErrors;

const nameByComparable = new Map(
  Object.keys(portkeyErrors).map((name) => [comparableName(name), name]),
);

/** The entry of a name in any spelling: `AB03`, `ab03`, `model_not_allowed_error`. */
export function findPortkeyError(name: string): [string, PortkeyErrorEntry] | undefined {
  const found = nameByComparable.get(comparableName(name));
  const entry = found === undefined ? undefined : entries[found];
  return found === undefined || !entry ? undefined : [found, entry];
}

const byStatus: Readonly<Record<number, PortkeyErrorName>> = {
  400: 'AB01',
  401: 'AB05',
  402: 'AB09',
  403: 'AB03',
  404: 'AB08',
  409: 'AB07',
  410: 'AB08',
  413: 'AB01',
  422: 'AB01',
  429: 'AB06',
};

/** Codes of the gateway's check of a key. */
const byGatewayCode: Readonly<Record<string, PortkeyErrorName>> = {
  '03': 'gateway_invalid_key',
  '033': 'gateway_unverified_key',
};

interface RefusalWords {
  /** Names that the answer has for its refusal, the most telling first. */
  readonly names: readonly string[];
  readonly message: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Reads the envelopes of Portkey: `{success, data: {message, errorCode}}` of the control plane, `{error:
 * {message, type, code}}` and `{status: "failure", message, error}` of the gateway, a flat `{message,
 * errorCode}`, `{error: "words"}`, and plain text.
 */
function readSaid(body: string): RefusalWords {
  const outer = fieldsOf(jsonIn(body));
  const data = fieldsOf(outer?.['data']);
  const inner = fieldsOf(outer?.['error']);
  const plain = readRefusal(body);
  const places = [data, inner, outer];
  const named = ['errorCode', 'error_code', 'type', 'slug', 'code'];
  return {
    names: named.flatMap((key) => places.flatMap((each) => wordsOf(each?.[key]) ?? [])),
    message: wordsOf(data?.['message']) ?? plain.message,
    details: fieldsOf(data?.['details']) ?? plain.details,
  };
}

/** Names that the body of a refusal has for it, the most telling first. */
export const namesIn = (body: string): readonly string[] => readSaid(body).names;

/** Collects what a request was about from its address. */
function aboutOf(request: HttpRequest, message: string): PortkeyRefusalFacts {
  const { url, method } = request;
  const after = (parent: string) => {
    const encoded = new RegExp(`/${parent}/([^/]+)`).exec(url.pathname)?.[1];
    return encoded === undefined ? undefined : pasteableName(decodeURIComponent(encoded));
  };
  const integration = after('integrations') ?? after('providers') ?? after('secret-references');
  const workspace =
    after('admin/workspaces') ?? pasteableName(url.searchParams.get('workspace_id') ?? undefined);
  return {
    message,
    method,
    repeatable: isRepeatable(request),
    ...(integration === undefined ? {} : { integration }),
    ...(workspace === undefined ? {} : { workspace }),
  };
}

/** A dump is no message: this many characters of it say what it is. */
const longestMessage = 500;

const line = (words: string) => cut(terminalLine(words), longestMessage);

/**
 * What a refusal means: by a name that the catalogue has, else by status. `wrong` says why an answer
 * that was no refusal could not be read. A 403 is always both readings, missing and not allowed.
 */
export function portkeyFailure(
  answer: HttpResponse,
  request: HttpRequest,
  wrong?: string,
): Failure {
  // Words of an answer that was no refusal are no words of one.
  const said: RefusalWords =
    wrong === undefined
      ? readSaid(answer.body)
      : { names: [], message: undefined, details: undefined };
  const name = nameOf(answer, said, wrong);
  const entry: PortkeyErrorEntry = portkeyErrors[name];
  const seconds = waitIn(answer, said);
  const about: PortkeyRefusalFacts = {
    ...aboutOf(request, line(said.message ?? '')),
    ...(seconds === undefined ? {} : { waitSeconds: seconds }),
  };
  const requestId = answer.headers['x-portkey-trace-id'] ?? answer.headers['x-request-id'];
  // A code that is newer than the catalogue stays what the server calls it.
  const newer = said.names.find((each) => /^AB\d{2,4}$/.test(each) && !findPortkeyError(each));
  return {
    name: newer ?? name,
    message: messageOf(answer, request, name, said, wrong) ?? entry.title,
    exit: entry.exit,
    status: answer.status,
    ...(requestId === undefined ? {} : { requestId: line(requestId) }),
    ...(said.details === undefined ? {} : { details: said.details }),
    hint: entry.advice?.(about) ?? entry.fix,
    next: entry.next(about),
    ...(newer === undefined ? { documented: true } : {}),
  };
}

function nameOf(
  answer: HttpResponse,
  { names, message = '' }: RefusalWords,
  wrong: string | undefined,
): PortkeyErrorName {
  const { status } = answer;
  if (isHtml(answer) && status !== 429 && status < 500) return 'portkey_html_answer';
  if (wrong !== undefined) return 'portkey_unexpected_answer';
  const known = names.map(knownName).find((each) => each !== undefined);
  if (known !== undefined) return known;
  const code = names.map((each) => byGatewayCode[each]).find((each) => each !== undefined);
  if (code !== undefined && status === 401) return code;
  if (status === 412) return preconditionOf(message);
  if (status >= 500 || status === 408) return 'AB04';
  return byStatus[status] ?? 'portkey_unnamed_refusal';
}

function knownName(name: string): PortkeyErrorName | undefined {
  const found = findPortkeyError(name)?.[0];
  return found !== undefined && isName(found) ? found : undefined;
}

const isName = (name: string): name is PortkeyErrorName => name in portkeyErrors;

/** A 412 of the gateway without its type: it is about a model or a budget, and the words tell which. */
function preconditionOf(message: string): PortkeyErrorName {
  if (/\bmodel\b.*\bnot allowed\b/i.test(message)) return 'model_not_allowed_error';
  if (/\bworkspace\b/i.test(message)) return 'workspace_exhaust_error';
  return /\b(?:usage|limit|budget|exceeded)\b/i.test(message)
    ? 'integration_exhaust_error'
    : 'portkey_unnamed_refusal';
}

function messageOf(
  answer: HttpResponse,
  { url }: HttpRequest,
  name: PortkeyErrorName,
  { message }: RefusalWords,
  wrong: string | undefined,
): string | undefined {
  if (isHtml(answer)) {
    const title = titleOf(answer);
    const page = title === undefined ? 'a web page' : `the web page "${title}"`;
    return `${url.host} answered HTML (HTTP ${answer.status}): ${page}, not the API`;
  }
  if (name === 'portkey_unexpected_answer') {
    return `${url.host} gave an answer that cannot be read (HTTP ${answer.status}): ${line(wrong ?? '')}`;
  }
  return message === undefined ? undefined : line(message);
}

function waitIn({ status, headers }: HttpResponse, { details }: RefusalWords): number | undefined {
  if (status !== 429) return undefined;
  const header = /^\d+$/.exec(headers['retry-after'] ?? '');
  return header
    ? Number(header[0])
    : retryAfterIn({ name: undefined, message: undefined, details });
}
