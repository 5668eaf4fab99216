import { randomBytes } from 'node:crypto';
import { PortaiError } from '../core/errors.ts';
import { wasAnswered } from '../core/interruption.ts';
import type { HttpRequest, HttpResponse, Send } from '../core/http.ts';
import type { RecordedChange } from '../core/recorded-change.ts';
import { jsonIn, fieldsOf } from '../core/text/json.ts';
import { copyWithTexts } from '../core/text/texts-in-data.ts';
import type { Warning } from '../core/warning.ts';
import type { Plane } from '../planes/plane.ts';

/** What the history is kept with, in one run of one command. */
export interface HistoryDependencies {
  readonly plane: Plane<unknown>;
  readonly now: () => Date;
  readonly redact: (text: string) => string;
  readonly command: readonly string[];
  readonly profile: () => Promise<string>;
  /** Who signs in, where the request does not say so itself. */
  readonly who: (origin: string) => Promise<string | undefined>;
  readonly inSandbox: () => Promise<boolean>;
  readonly keep: (change: RecordedChange) => Promise<void>;
  readonly warn: (warning: Warning) => void;
}

/**
 * The same way out to a control plane, which keeps in the history each change that was made, or may have
 * been. Every write of a plane goes through it, whichever command sends it. A change that cannot be
 * kept is a warning: it was made all the same.
 */
export function keepingHistory(send: Send, dependencies: HistoryDependencies): Send {
  const { plane } = dependencies;
  const answers = new Map<string, string>();
  const remember = ({ url, method }: HttpRequest, { status, body }: HttpResponse) => {
    if (status < 200 || status > 299 || method === 'DELETE' || !plane.remembers(url.pathname))
      return;
    answers.delete(url.pathname); // the latest answer is the last one
    answers.set(url.pathname, body);
  };
  const record = async (request: HttpRequest, answer: HttpResponse | undefined) => {
    try {
      const entry = await entryOf(request, answer, answers, dependencies);
      await dependencies.keep(entry);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const message = `What was changed is not in the history: ${why}`;
      dependencies.warn({ code: 'history_not_kept', message });
    }
  };
  return async (request) => {
    const changes = request.changes === true && request.signal?.aborted !== true;
    try {
      const answer = await send(request);
      if (changes && (madeBy(answer) || answer.status >= 500)) await record(request, answer);
      remember(request, answer);
      return answer;
    } catch (error) {
      const known = error instanceof PortaiError && wasAnswered(error.failure);
      if (changes && !known) await record(request, undefined);
      throw error;
    }
  };
}

/** Answered as done. `ok: false` in an answer of success is a refusal. */
function madeBy({ status, body }: HttpResponse): boolean {
  const said = fieldsOf(jsonIn(body));
  return status >= 200 && status <= 299 && said?.['ok'] !== false && said?.['success'] !== false;
}

async function entryOf(
  request: HttpRequest,
  answer: HttpResponse | undefined,
  answers: ReadonlyMap<string, string>,
  { plane, now, redact, command, profile, who, inSandbox }: HistoryDependencies,
): Promise<RecordedChange> {
  const describe = await plane.changes();
  const { before, changed, ...described } = describe(request, { answers, redact });
  const time = now();
  const headers: HttpResponse['headers'] = answer?.headers ?? {};
  const entry: RecordedChange = {
    id: idAt(time),
    at: time.toISOString(),
    plane: plane.id,
    address: (await inSandbox()) ? 'sandbox' : request.url.origin,
    profile: await profile().catch(() => null),
    organization: null,
    command,
    ...described,
    who: described.who ?? (await who(request.url.origin).catch(() => undefined)) ?? null,
    changed: changed.slice(0, mostPaths),
    requestId: idHeaders.map((name) => headers[name]).find((id) => id !== undefined) ?? null,
    outcome: answer && madeBy(answer) ? 'made' : 'unanswered',
  };
  // What was there before has been looked through, with what was left out of it said.
  return { ...copyWithTexts(entry, redact), ...(before === undefined ? {} : { before }) };
}

/** More than this no person reads; what was there before is kept whole beside it. */
const mostPaths = 200;

const idHeaders = ['x-trace-id', 'x-portkey-trace-id', 'x-request-id'];

/** `20260131-104500-3fa2c1`: in the order of time, and no two alike. */
function idAt(time: Date): string {
  const [day = '', clock = ''] = time.toISOString().split('T');
  const digits = (text: string) => text.replaceAll(/\D/g, '');
  return `${digits(day)}-${digits(clock.slice(0, 8))}-${randomBytes(3).toString('hex')}`;
}
