import type { HttpResponse } from '../../core/http.ts';
import { portErrors, type PortErrorName } from '../../planes/port/errors.ts';
import type { NamedEvent, Reply } from '../router.ts';
import type { PortDialect } from './dialects.ts';

export type Refuse = (
  name: PortErrorName,
  message: string,
  details?: Readonly<Record<string, unknown>>,
) => Reply;

/** Refusals by documented name, with the status that Port documents for them, in one dialect. */
export function refusals({ errors }: Pick<PortDialect, 'errors'>): Refuse {
  return (name, message, details) => {
    const { status } = portErrors[name].example;
    const extra = details === undefined ? {} : { details };
    if (name === 'llm_provider_manage_forbidden') return { status, body: { name, message } };
    // The framework under Port refuses unreadable bodies before any route sees them.
    if (name === 'bad_request') {
      return { status, body: { statusCode: status, error: 'Bad Request', message } };
    }
    const inObject = name.startsWith('LLMProvider') && errors === 'object';
    return {
      status,
      body: inObject
        ? { ok: false, error: { name, message, ...extra } }
        : { ok: false, error: name, message, ...extra },
    };
  };
}

/** The reply as it travels. */
export function respond(reply: Reply, headers: Readonly<Record<string, string>>): HttpResponse {
  if (reply.events) {
    return {
      status: reply.status,
      headers: { 'content-type': 'text/event-stream; charset=utf-8', ...headers },
      body: reply.events.map(eventBlock).join(''),
    };
  }
  if (reply.body === undefined) return { status: reply.status, headers, body: '' };
  return {
    status: reply.status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(reply.body),
  };
}

/** An event as it travels: each line of its data is a field of its own. */
function eventBlock({ name, data }: NamedEvent): string {
  const lines = data.split('\n').map((line) => `data: ${line}`);
  return `event: ${name}\n${lines.join('\n')}\n\n`;
}
