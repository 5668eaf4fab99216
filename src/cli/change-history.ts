import { randomBytes } from 'node:crypto';
import { PortaiError } from '../core/errors.ts';
import { wasAnswered } from '../core/interruption.ts';
import type { HttpRequest, HttpResponse, Send } from '../core/http.ts';
import type { ChangeEnding, RecordedChange } from '../core/recorded-change.ts';
import { jsonIn, fieldsOf } from '../core/text/json.ts';
import { copyWithTexts } from '../core/text/texts-in-data.ts';
import type { Warning } from '../core/warning.ts';
import type { Plane } from '../planes/plane.ts';

/** What is changed, and how its requests are read. */
export type ChangedPlane = Pick<Plane<unknown>, 'id' | 'changes' | 'remembers'>;

/** What the history is kept with, in one run of one command. */
export interface HistoryDependencies {
  readonly plane: ChangedPlane;
  readonly now: () => Date;
  readonly redact: (text: string) => string;
  readonly command: readonly string[];
  readonly profile: () => Promise<string>;
  /** Who signs in, where the request does not say so itself. */
  readonly who: (origin: string) => Promise<string | undefined>;
  readonly inSandbox: () => Promise<boolean>;
  readonly keep: (change: RecordedChange) => Promise<void>;
  readonly settle: (ending: ChangeEnding) => Promise<void>;
  readonly warn: (warning: Warning) => void;
}

/**
 * The same way out to a control plane, which keeps in the history each change that was made, or may have
 * been. Every write of a plane goes through it, whichever command sends it. A change is written down
 * before it is sent, and its end after: of a program that is killed between the two, the history
 * says that the change may have been made. One that cannot be kept is a warning, and is sent all the same.
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
  const written = async <T>(what: string, write: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await write();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      dependencies.warn({ code: 'history_not_kept', message: `${what}: ${why}` });
      return undefined;
    }
  };
  const begin = (request: HttpRequest) =>
    written('This change is not in the history', async () => {
      const entry = await entryOf(request, answers, dependencies);
      await dependencies.keep(entry);
      return entry;
    });
  const end = async (
    entry: RecordedChange | undefined,
    ending: Omit<ChangeEnding, 'id' | 'at'>,
  ) => {
    if (!entry) return;
    const { id, at } = entry;
    const what = `The history says of ${id} that it may have been made, not how it ended`;
    await written(what, () => dependencies.settle({ id, at, ...ending }));
  };
  return async (request) => {
    const changes = request.changes === true && request.signal?.aborted !== true;
    const entry = changes ? await begin(request) : undefined;
    try {
      const answer = await send(request);
      const outcome = madeBy(answer) ? 'made' : answer.status >= 500 ? 'unanswered' : 'refused';
      await end(entry, { outcome, requestId: requestIdOf(answer, dependencies) });
      remember(request, answer);
      return answer;
    } catch (error) {
      // Without an answer it stays what was written before.
      const known = error instanceof PortaiError && wasAnswered(error.failure);
      if (known) await end(entry, { outcome: 'refused', requestId: null });
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
  answers: ReadonlyMap<string, string>,
  { plane, now, redact, command, profile, who, inSandbox }: HistoryDependencies,
): Promise<RecordedChange> {
  const describe = await plane.changes();
  const { before, changed, ...described } = describe(request, { answers, redact });
  const time = now();
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
    requestId: null,
    outcome: 'unanswered',
  };
  // What was there before has been looked through, with what was left out of it said.
  return { ...copyWithTexts(entry, redact), ...(before === undefined ? {} : { before }) };
}

/** More than this no person reads; what was there before is kept whole beside it. */
const mostPaths = 200;

function requestIdOf({ headers }: HttpResponse, { redact }: HistoryDependencies): string | null {
  const id = idHeaders.map((name) => headers[name]).find((each) => each !== undefined);
  return id === undefined ? null : redact(id);
}

const idHeaders = ['x-trace-id', 'x-portkey-trace-id', 'x-request-id', 'x-amzn-requestid'];

/** `20260131-104500-3fa2c1`: in the order of time, and no two alike. */
function idAt(time: Date): string {
  const [day = '', clock = ''] = time.toISOString().split('T');
  const digits = (text: string) => text.replaceAll(/\D/g, '');
  return `${digits(day)}-${digits(clock.slice(0, 8))}-${randomBytes(3).toString('hex')}`;
}
