import type { Cause } from '../causes.ts';
import { contradicts } from './contradictions.ts';
import type { RefusalContent } from './error-envelope.ts';

/** One line of a vendor's table: all that it asks for must hold. */
export interface Rule {
  readonly cause: Cause;
  readonly status?: number | readonly number[];
  /** Matches one of the codes, types and reasons. */
  readonly code?: RegExp;
  /** Matches the prose: a part that carries the meaning, never a whole sentence. */
  readonly text?: RegExp;
  readonly param?: RegExp;
  /** Holds of prose that has to be parsed to be understood. */
  readonly when?: (message: string) => boolean;
  /** A fact for the message. */
  readonly detail?: (said: RefusalContent) => string | undefined;
}

export function holds({ status, code, text, param, when }: Rule, said: RefusalContent): boolean {
  if (status !== undefined && ![status].flat().includes(said.status)) return false;
  if (code && !said.codes.some((each) => code.test(each))) return false;
  if (text && !text.test(said.message)) return false;
  if (when && !when(said.message)) return false;
  return param ? param.test(said.param) : true;
}

/** Whether a rule looks at nothing that the answer says: anybody in between may send a status. */
export const byStatusAlone = ({ code, text, param, when }: Rule) =>
  code === undefined && !text && !when && param === undefined;

/**
 * The first rule that holds. A code alone decides nothing that the status contradicts; once it is
 * contradicted, no status decides alone either: only words do.
 */
export function matching(
  rules: readonly Rule[],
  said: RefusalContent,
): { readonly rule?: Rule; readonly contradicted: boolean } {
  let contradicted = false;
  for (const rule of rules) {
    if (!holds(rule, said)) continue;
    const { cause, status, code, text, when } = rule;
    const byCodeAlone = code !== undefined && !text && !when && status === undefined;
    if (byCodeAlone && contradicts(cause, said.status)) contradicted = true;
    else if (!(contradicted && byStatusAlone(rule))) return { rule, contradicted };
  }
  return { contradicted };
}

/** The first group of a pattern in the prose. */
export const found =
  (pattern: RegExp) =>
  ({ message }: RefusalContent): string | undefined =>
    pattern.exec(message)?.[1];

/** The parameter that was refused, named by the answer or quoted in its prose. */
export const parameter = ({ param, message }: RefusalContent): string | undefined =>
  param !== ''
    ? param
    : (/(?:parameter|value|field|argument)s?\W{1,4}['"`]?([\w.]{2,40})/i.exec(message)?.[1] ??
      /['"`]([a-z][\w.]{1,40})['"`]/i.exec(message)?.[1] ??
      /\b([a-z]+(?:_[a-z]+)+)\b/.exec(message)?.[1]);

/** What a status means where nothing else was recognised. */
export function byStatus(status: number): Cause {
  if (status >= 300 && status < 400) return 'REDIRECTED';
  const meanings: Readonly<Record<number, Cause>> = {
    401: 'KEY_INVALID',
    402: 'BILLING',
    403: 'KEY_FORBIDDEN',
    404: 'MODEL_NOT_FOUND',
    405: 'WRONG_BASE_URL',
    407: 'PROXY_AUTH',
    408: 'TIMEOUT',
    410: 'MODEL_RETIRED',
    411: 'PROBE_BUG',
    413: 'PROBE_BUG',
    415: 'PROBE_BUG',
    424: 'PROVIDER_ERROR',
    425: 'PROVIDER_ERROR',
    429: 'RATE_LIMITED',
    451: 'GEO_UNSUPPORTED',
    499: 'PROVIDER_ERROR',
    502: 'OVERLOADED',
    503: 'OVERLOADED',
    511: 'NETWORK_ACL',
    529: 'OVERLOADED',
  };
  const known = meanings[status];
  if (known) return known;
  return status >= 500 ? 'PROVIDER_ERROR' : 'REQUEST_REFUSED';
}
