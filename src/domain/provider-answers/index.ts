import type { HttpResponse } from '../http.ts';
import type { Reading } from '../reading.ts';
import { isHtml } from '../refusals.ts';
import { refusal, tables, type Dialect } from './dialects.ts';
import { requestIdOf, retryAfterOf } from './facts.ts';
import { saidBy, type Said } from './said.ts';

export type { Dialect } from './dialects.ts';
export { readStreamEvent } from './events.ts';

/** Reads an answer that should be the completion of a model, of any kind that the dialect makes. */
export function readCompletion(dialect: Dialect, answer: HttpResponse): Reading {
  const { kinds } = tables[dialect];
  return readAnswer(dialect, answer, (body) => {
    for (const read of kinds) {
      const found = read(body);
      if (found) return found;
    }
    return undefined;
  });
}

/**
 * Reads any answer: a 2xx is good when `good` finds in its JSON what was asked for, and is that
 * error where it holds one. A web page is never the word of a model.
 */
export function readAnswer(
  dialect: Dialect,
  answer: HttpResponse,
  good: (body: unknown) => Partial<Reading> | undefined,
): Reading {
  const { status } = answer;
  const about = aboutOf(answer);
  const errorXml = /^\s*(?:<\?xml[^>]{0,200}>\s*)?<ErrorResponse/.test(answer.body);
  if (status === 407) return { cause: 'PROXY_AUTH', ...about, recognised: true };
  const otherXml = dialect !== 'sts' && /^\s*</.test(answer.body);
  if (!errorXml && (isHtml(answer) || otherXml)) {
    return { ...page(status), ...about };
  }
  const said = saidBy(answer);
  if (status >= 200 && status < 300) {
    const found = said.isError ? undefined : good(said.body);
    if (found) return { cause: 'OK', recognised: true, ...about, ...found };
    if (!said.isError) return { cause: 'RESPONSE_MALFORMED', recognised: true, ...about };
  }
  return refusal(dialect, inner(said), about);
}

/** A refusal inside of a 2xx has its real status within: OpenRouter, and streams. */
function inner(said: Said): Said {
  if (said.status >= 300) return said;
  const code = said.codes.map(Number).find((value) => value >= 400 && value < 600);
  return { ...said, status: code ?? 400 };
}

function aboutOf(answer: HttpResponse): Partial<Reading> {
  const requestId = requestIdOf(answer);
  const retryAfter = retryAfterOf(answer);
  return {
    status: answer.status,
    ...(requestId === undefined ? {} : { requestId }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

/** A page is a wrong address, a wall, or a gateway without its server. */
function page(status: number): Pick<Reading, 'cause' | 'recognised' | 'detail'> {
  const detail = `a web page came, with status ${status}`;
  if (status >= 500) return { cause: 'OVERLOADED', recognised: true, detail };
  return status === 401 || status === 403
    ? { cause: 'NETWORK_ACL', recognised: true, detail }
    : { cause: 'WRONG_BASE_URL', recognised: true, detail };
}
