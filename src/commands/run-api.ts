import type { Context } from '../cli/context.ts';
import type { HttpResponse, ResponseHead } from '../core/http.ts';
import { jsonIn } from '../core/text/json.ts';
import { mayChange } from '../cli/confirm-raw-change.ts';
import type { DryRun } from '../operations/dry-run.ts';
import { rawPages } from '../operations/raw-pages.ts';
import type { PlaneAccess, RawCall } from '../planes/raw-api.ts';
import { lineReader } from './event-lines.ts';

/** How the answer of a raw call is printed. */
interface RawPrinting {
  readonly paginate: boolean;
  readonly include: boolean;
}

/** What would be sent. */
export function rawDryRun({ method, path, query = [], body }: RawCall): DryRun {
  const text = new URLSearchParams(
    query.map(([name, value]): [string, string] => [name, value]),
  ).toString();
  const address = text === '' ? path : `${path}?${text}`;
  const request = { method, path: address, ...(body === undefined ? {} : { body: jsonIn(body) }) };
  return { dryRun: true, action: 'send', changed: [], request };
}

/** Sends a raw call and prints what comes: page by page, a stream of events line by line. */
export async function answerRaw(
  { out }: Pick<Context, 'out'>,
  access: PlaneAccess,
  call: RawCall,
  { paginate, include }: RawPrinting,
): Promise<void> {
  const api = await access.rawApi();
  const lines = lineReader((line) => out.raw(line));
  const stream = (head: ResponseHead) => {
    if (!/^text\/event-stream\b/i.test(head.headers['content-type'] ?? '')) return undefined;
    const before = include ? out.raw(`${headText(head)}\n`) : Promise.resolve();
    return async (piece: Uint8Array) => {
      await before;
      await lines.take(piece);
      return undefined;
    };
  };
  const sent: RawCall = {
    ...call,
    changes: mayChange(call),
    ...(mayChange(call) ? {} : { repeatable: true }),
    // One JSON document cannot be written before all of it is there.
    ...(out.json ? {} : { stream }),
  };
  const endless = () =>
    out.warn({
      code: 'odd_answer',
      message: 'the pages do not end; those that were read are shown',
    });
  const pages = paginate ? rawPages(api, sent, access.pageAfter, endless) : [await api(sent)];
  const documents: string[] = [];
  for await (const page of pages) {
    if (out.json) documents.push(documentOf(page, include));
    else await out.raw(textOf(page, include));
  }
  await lines.end();
  if (!out.json) return;
  await out.raw(paginate ? `[${documents.join(',\n')}]\n` : `${documents.join('')}\n`);
}

const headText = ({ status, headers }: ResponseHead): string =>
  [`HTTP ${status}`, ...Object.entries(shown(headers)).map((pair) => pair.join(': ')), ''].join(
    '\n',
  );

/** Headers that hold no session. */
const shown = (headers: HttpResponse['headers']) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      name === 'set-cookie' ? '(hidden)' : value,
    ]),
  );

function textOf(answer: HttpResponse, include: boolean): string {
  const body = answer.body === '' || answer.body.endsWith('\n') ? answer.body : `${answer.body}\n`;
  return include ? `${headText(answer)}\n${body}` : body;
}

/** The answer as one JSON text: as it came, so that no number changes. */
function documentOf(answer: HttpResponse, include: boolean): string {
  const { body, status, headers } = answer;
  const text =
    body.trim() === '' ? 'null' : jsonIn(body) === undefined ? JSON.stringify(body) : body;
  if (!include) return text.trim();
  return `{"status":${status},"headers":${JSON.stringify(shown(headers))},"body":${text.trim()}}`;
}
