import type { Failure } from '../../core/errors.ts';
import type { HttpRequest, HttpResponse } from '../../core/http.ts';
import { flagName } from './provider-types/define.ts';
import { findProviderType } from './provider-types/index.ts';
import { aboutOf, failureOf, type CatalogueEntry, type RequestCredentials } from './refusal.ts';
import {
  comparableName,
  isHtml,
  isSpentQuota,
  readRefusal,
  retryAfterIn,
  titleOf,
  type Refusal,
} from '../../core/refusal.ts';
import { portErrors, type PortErrorName } from './errors.ts';

const entries: Readonly<Record<string, CatalogueEntry>> = portErrors;
const byComparableName = new Map(
  Object.keys(portErrors).map((name) => [comparableName(name), name]),
);

/** Other spellings that reach the same entry. */
const synonyms: Readonly<Record<string, PortErrorName>> = {
  [comparableName('RATE_LIMIT_ERROR')]: 'rate_limit',
  [comparableName('QUOTA_ERROR')]: 'quota',
};

const byStatus: Readonly<Record<number, PortErrorName>> = {
  401: 'unauthorized',
  402: 'payment_required',
  403: 'forbidden',
  404: 'not_found',
  408: 'internal_error',
  409: 'conflict',
  410: 'not_found',
  412: 'changed_meanwhile',
  413: 'payload_too_large',
  421: 'internal_error',
  422: 'unprocessable',
  423: 'changed_meanwhile',
  425: 'internal_error',
  429: 'rate_limit',
  451: 'forbidden',
};

/** Names that say no more than a status does: beside a status that means one thing, they yield. */
const general: ReadonlySet<string> = new Set([
  ...Object.values(byStatus),
  'bad_request',
  'internal_error',
]);
const oneMeaning: ReadonlySet<number> = new Set([401, 402, 403, 404, 429]);

function contradicts(name: string, status: number): boolean {
  return general.has(name) && (oneMeaning.has(status) || status >= 500);
}

/** The entry of a name in any spelling. */
export function findPortError(name: string): [string, CatalogueEntry] | undefined {
  const comparable = comparableName(name);
  const found = byComparableName.get(comparable) ?? synonyms[comparable];
  const entry = found === undefined ? undefined : entries[found];
  return found === undefined || !entry ? undefined : [found, entry];
}

/** What is known beside the answer: why it could not be read, and what the request was signed in with. */
export interface RefusalCircumstances {
  readonly wrong?: string | undefined;
  readonly credentials?: RequestCredentials | undefined;
}

const nothingSaid: Refusal = { name: undefined, message: undefined, details: undefined };

/**
 * What a refusal, or an answer nobody can read, means: by a name that says more than the status, else
 * by the status.
 */
export function portFailure(
  answer: HttpResponse,
  request: HttpRequest,
  { wrong, credentials }: RefusalCircumstances = {},
): Failure {
  // The body of an answer that was not a refusal is not read for the words of one.
  const refusal = wrong === undefined ? readRefusal(answer.body) : nothingSaid;
  const requestId = answer.headers['x-trace-id'] ?? answer.headers['x-request-id'];
  const waitSeconds = secondsAsked(answer, refusal);
  const about = {
    ...aboutOf(refusal, request),
    ...(requestId === undefined ? {} : { requestId }),
    ...(waitSeconds === undefined ? {} : { waitSeconds }),
    ...(credentials === undefined ? {} : { credentials }),
  };
  const found = refusal.name === undefined ? undefined : findPortError(refusal.name);
  const named = found && !contradicts(found[0], answer.status) ? found : undefined;
  const [name, entry] = named ?? unnamed(answer, refusal, request, wrong);
  const shown = refusal.name !== undefined && !found ? refusal.name : name;
  const said = saidBy(answer, request, refusal, name, wrong);
  const failure = failureOf(shown, entry, said, about, answer);
  return shown === name ? { ...failure, documented: true } : failure;
}

function saidBy(
  answer: HttpResponse,
  request: HttpRequest,
  refusal: Refusal,
  name: string,
  wrong: string | undefined,
): string | undefined {
  const { host } = request.url;
  if (isHtml(answer)) {
    const title = titleOf(answer);
    const page = title === undefined ? 'a web page' : `the web page "${title}"`;
    return `${host} answered HTML (HTTP ${answer.status}): ${page}, not the API`;
  }
  if (name === 'unexpected_answer') {
    return `${host} gave an answer that cannot be read (HTTP ${answer.status}): ${wrong ?? `${answer.body.length} characters`}`;
  }
  return withFlags(refusal.message, aboutOf(refusal, request).provider);
}

function secondsAsked({ status, headers }: HttpResponse, refusal: Refusal): number | undefined {
  if (status !== 429) return undefined;
  const header = /^\d+$/.exec(headers['retry-after'] ?? '');
  return header ? Number(header[0]) : retryAfterIn(refusal);
}

function unnamed(
  answer: HttpResponse,
  refusal: Refusal,
  request: HttpRequest,
  wrong: string | undefined,
): [PortErrorName, CatalogueEntry] {
  const entry = (name: PortErrorName): [PortErrorName, CatalogueEntry] => [name, portErrors[name]];
  const { status } = answer;
  const { message = '' } = refusal;
  if (isHtml(answer) && status !== 429 && status < 500) return entry('html_answer');
  if (status === 403 && /not whitelisted|allow-?list/i.test(message))
    return entry('ip_not_allowed');
  if ((status === 402 || status === 403 || status === 429) && isSpentQuota(refusal))
    return entry('quota');
  if (status === 404 && isMissingRoute(request, refusal)) return entry('no_such_route');
  if (status >= 500) return entry('internal_error');
  if (status >= 400) return entry(byStatus[status] ?? 'bad_request');
  const saysNo =
    wrong === undefined && /"ok"\s*:\s*(?:false|"false")|"error"\s*:\s*["{]/.test(answer.body);
  return entry(saysNo ? 'bad_request' : 'unexpected_answer');
}

/** Routes that are there whatever an organization holds. */
const collections = /\/v1\/(?:llm-providers(?:\/defaults)?|organization(?:\/secrets)?)$/;
const saysRoute = /\broute\b.*\bnot found\b|\bcannot (?:get|put|post|patch|delete) \//i;

/** A 404 that is about the address and not about a name in it. */
function isMissingRoute({ url, method }: HttpRequest, { name, message = '' }: Refusal): boolean {
  if (saysRoute.test(message)) return true;
  if (url.pathname.endsWith('/v1/auth/access_token')) return name === undefined;
  return collections.test(url.pathname) && (method === 'GET' || name === undefined);
}

/** "apiKeySecretName is required" in the words of the command line: "--api-key-secret is required". */
function withFlags(message: string | undefined, provider: string | undefined): string | undefined {
  const type = provider === undefined ? undefined : findProviderType(provider);
  if (message === undefined || !type) return message;
  // Variants share fields: each key once, or the second pass would find it in the flag of the first.
  const flags = new Map(
    type.variants.flatMap(({ fields }) =>
      Object.entries(fields).map(([key, field]) => [key, flagName(field)] as const),
    ),
  );
  return [...flags].reduce(
    (words, [key, flag]) => words.replace(new RegExp(`\\b${key}\\b(?=['"]? is required)`), flag),
    message,
  );
}
