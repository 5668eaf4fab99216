import type { HttpResponse } from '../../core/http.ts';
import type { Reading } from '../reading.ts';
import { isHtml } from '../../core/refusal.ts';
import { breaksOff, parsedBody } from './body.ts';
import { refusal, tables, type Dialect } from './dialects.ts';
import { requestIdOf, retryAfterOf } from './header-facts.ts';
import { readRefusalContent, type RefusalContent } from './error-envelope.ts';
import { readPage } from './proxy-pages.ts';

export type { Dialect } from './dialects.ts';
export { readStreamEvent, type EventReading } from './stream-events.ts';

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
    return { ...readPage(answer), ...about };
  }
  const said = readRefusalContent(answer);
  if (status >= 200 && status < 300) {
    const found = said.isError ? undefined : good(parsedBody(answer.body));
    if (found) return { cause: 'OK', recognised: true, ...about, ...found };
    // An empty body does not show that the address is wrong: a server, or a proxy, lost the answer.
    if (answer.body.trim() === '') return { cause: 'NOTHING_WRITTEN', recognised: true, ...about };
    if (!said.isError && breaksOff(answer.body)) {
      return { cause: 'ANSWER_CUT', recognised: true, ...about };
    }
    if (!said.isError) {
      const words = said.message.trim() === '' ? {} : { words: said.message };
      return { cause: 'RESPONSE_MALFORMED', recognised: true, ...about, ...words };
    }
  }
  return refusal(dialect, inner(said), about);
}

/** Whether a text is JSON that says what went wrong. */
export const isErrorBody = (text: string): boolean =>
  readRefusalContent({ status: 200, headers: {}, body: text }).isError;

/** A refusal inside of a 2xx has its real status within: OpenRouter, and streams. */
function inner(said: RefusalContent): RefusalContent {
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
