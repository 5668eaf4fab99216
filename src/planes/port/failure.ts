import type { Failure } from '../../domain/errors.ts';
import type { HttpRequest, HttpResponse } from '../../domain/http.ts';
import { flagName } from '../../domain/provider-types/define.ts';
import { findProviderType } from '../../domain/provider-types/index.ts';
import {
  aboutOf,
  comparableName,
  failureOf,
  isHtml,
  readRefusal,
  type CatalogueEntry,
} from '../../domain/refusals.ts';
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
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'payload_too_large',
  422: 'unprocessable',
  429: 'rate_limit',
};

/** The entry of a name in any spelling. */
export function findPortError(name: string): [string, CatalogueEntry] | undefined {
  const comparable = comparableName(name);
  const found = byComparableName.get(comparable) ?? synonyms[comparable];
  const entry = found === undefined ? undefined : entries[found];
  return found === undefined || !entry ? undefined : [found, entry];
}

/** What a refusal, or an answer nobody can read, means: by name first, by status second. */
export function portFailure(answer: HttpResponse, request: HttpRequest): Failure {
  const refusal = readRefusal(answer.body);
  const about = aboutOf(refusal, request);
  const named = refusal.name === undefined ? undefined : findPortError(refusal.name);
  const [name, entry] = named ?? unnamed(answer, refusal.message);
  const said = isHtml(answer)
    ? `${request.url.host} answered with a web page (HTTP ${answer.status}), not with the API`
    : name === 'unexpected_answer'
      ? `${request.url.host} gave an answer that cannot be read (HTTP ${answer.status}, ${answer.body.length} characters)`
      : withFlags(refusal.message, about.provider);
  const failure = failureOf(
    refusal.name !== undefined && !named ? refusal.name : name,
    entry,
    said,
    about,
    answer,
  );
  const seconds = answer.status === 429 ? /^\d+$/.exec(answer.headers['retry-after'] ?? '') : null;
  return seconds
    ? { ...failure, hint: `The server asks to wait ${seconds[0]} s. ${entry.fix}` }
    : failure;
}

function unnamed(answer: HttpResponse, message = ''): [PortErrorName, CatalogueEntry] {
  const entry = (name: PortErrorName): [PortErrorName, CatalogueEntry] => [name, portErrors[name]];
  const { status } = answer;
  if (isHtml(answer) && status !== 429 && status < 500) return entry('html_answer');
  if (status === 403 && /not whitelisted|allow-?list/i.test(message))
    return entry('ip_not_allowed');
  if (status >= 500) return entry('internal_error');
  if (status >= 400) return entry(byStatus[status] ?? 'bad_request');
  return entry(/"ok"\s*:\s*false/.test(answer.body) ? 'bad_request' : 'unexpected_answer');
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
