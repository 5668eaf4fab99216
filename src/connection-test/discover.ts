import type { HttpResponse } from '../core/http.ts';
import { isStop } from '../core/interruption.ts';
import { PortaiError } from '../core/errors.ts';
import { parsedBody } from '../vendors/answers/body.ts';
import {
  listedModels,
  mostModels,
  serversShownBy,
  type ListedModels,
} from '../vendors/discovery/listed-models.ts';
import { entriesOf, rowsOf } from '../vendors/discovery/rows.ts';
import type { FactsByModel } from '../vendors/discovery/served-model.ts';
import type {
  FactsRequest,
  ModelList,
  Server,
  ServerAddress,
} from '../vendors/discovery/server.ts';
import { servers } from '../vendors/discovery/servers/index.ts';
import { baseOf, likelierBase } from '../vendors/gateways/base-url.ts';
import { modelList } from '../vendors/model-list.ts';
import type { Reading } from '../vendors/reading.ts';
import type { EngineDependencies } from './dependencies.ts';
import { readingOf } from './exchange.ts';
import { prepare } from './prepare.ts';

/** What a server says of itself. */
export interface Discovery extends ListedModels {
  readonly kind: 'found';
  /** What the server is; undefined where neither its list nor a route of its own shows it. */
  readonly server: string | undefined;
  /** Where the list of models is found: the given address, or the one that is likelier. */
  readonly base: string;
  /** True if that is not the given address. */
  readonly moved: boolean;
  /** Entries of the list, those that name no model included. */
  readonly entries: number;
  readonly remarks: readonly string[];
  /** Requests that were made. None of them generates anything. */
  readonly requests: number;
}

/** A server that gave no list of models, with what its answer means. */
export interface NothingFound {
  readonly kind: 'nothing';
  readonly reading: Reading;
  readonly requests: number;
}

/** What discovery takes of the world. */
export type DiscoveryWorld = Pick<EngineDependencies, 'send' | 'now' | 'signal' | 'caller'> & {
  /** Milliseconds for a request, where a person has said. */
  readonly timeoutMs?: number;
};

/** The models whose facts are asked for. Some servers are asked for a few of them only: the first. */
export interface WantedModels {
  readonly named: readonly string[];
  /** True if the others that are listed count as well, after those that are named. */
  readonly others: boolean;
}

const limitMs = 10_000;
/** The list of the largest known server has a tenth of this for each of its hundreds of models. */
const maxBytes = 4 * 1024 ** 2;

/**
 * Finds out which server answers at an address and what it serves, by free requests: its list of models,
 * then the routes that only this kind of server has. What no server states stays absent.
 */
export async function discover(
  world: DiscoveryWorld,
  address: ServerAddress,
  wanted: WantedModels = { named: [], others: true },
): Promise<Discovery | NothingFound> {
  let requests = 0;
  const ask = async (url: string, body?: Readonly<Record<string, unknown>>) => {
    const headers = {
      ...address.headers(),
      ...(body ? { 'content-type': 'application/json' } : {}),
    };
    const request = await prepare(
      {
        method: body ? 'POST' : 'GET',
        url,
        headers,
        ...(body ? { body: JSON.stringify(body) } : {}),
      },
      {
        timeoutMs: world.timeoutMs ?? limitMs,
        signal: world.signal,
        plainHttp: world.caller === 'this-machine',
        maxBytes,
      },
      world.now(),
    );
    requests += 1;
    return world.send(request);
  };

  const found = await findList(address, ask);
  if ('reading' in found) return { kind: 'nothing', reading: found.reading, requests };
  const { list, moved } = found;
  const { proved, likely } = serversShownBy(list, servers);
  const names = namesToAskFor(listedModels(list, proved, [], wanted.named), wanted);
  let server = proved;
  let facts: FactsByModel[] = [];
  for (const each of proved ? [proved] : likely) {
    facts = await factsOf(each, names, rootOf(list.base), ask);
    if (facts.length === 0) continue;
    server = each;
    break;
  }
  const rest = list.rows.length - mostModels;
  return {
    kind: 'found',
    server: server?.title,
    base: list.base,
    ...listedModels(list, server, facts, wanted.named),
    moved,
    entries: list.entries,
    remarks: [
      ...(moved
        ? [`The list of models is at ${list.base}, which is what to store as the base URL.`]
        : []),
      ...(await remarksOf(server, rootOf(list.base), ask)),
      ...(rest > 0
        ? [`The server lists ${list.rows.length} models; the first ${mostModels} were looked at.`]
        : []),
    ],
    requests,
  };
}

/** The names of listed models, in the order in which their facts are asked for. */
function namesToAskFor({ models }: ListedModels, { named, others }: WantedModels): string[] {
  const listed = new Set(models.map(({ name }) => name));
  const first = named.filter((name) => listed.has(name));
  if (!others && first.length > 0) return first;
  return [...new Set([...first, ...listed])];
}

type AskServer = (url: string, body?: Readonly<Record<string, unknown>>) => Promise<HttpResponse>;

/** Where the routes of the server itself are: the base without the version of the API. */
const rootOf = (base: string) => base.replace(/\/v\d[^/]*$/, '');

async function findList(
  { baseUrl, dialect }: ServerAddress,
  ask: AskServer,
): Promise<{ list: ModelList; moved: boolean } | { reading: Reading }> {
  const given = baseOf(baseUrl);
  const first = await listAt(given, dialect, ask);
  if ('rows' in first) return { list: first, moved: given !== baseUrl.replace(/\/$/, '') };
  const likelier = likelierBase(given);
  if (likelier === undefined || !isElsewhere(first.reading)) return first;
  const second = await listAt(likelier, dialect, ask);
  if (!('rows' in second)) return first;
  return { list: second, moved: true };
}

/** True if an answer leaves open that the API is at another path of the same server. */
const isElsewhere = ({ cause, status }: Reading) =>
  status === 404 ||
  cause === 'WRONG_BASE_URL' ||
  cause === 'RESPONSE_MALFORMED' ||
  cause === 'ANSWERED_ON_THE_WAY';

async function listAt(
  base: string,
  dialect: ServerAddress['dialect'],
  ask: AskServer,
): Promise<ModelList | { readonly reading: Reading }> {
  const url = `${base}/models`;
  try {
    const answer = await ask(url);
    const reading = modelList(dialect, url, {}).read(answer);
    if (reading.cause !== 'ZERO_TOKEN_OK') return { reading };
    const body = parsedBody(answer.body);
    const key = entriesOf(body).length > 0 ? 'data' : 'models';
    const rows = rowsOf(body, key);
    return { base, headers: answer.headers, rows, entries: entriesOf(body, key).length };
  } catch (error) {
    return { reading: readingOf(error) };
  }
}

/** What a server's own routes say of the credential that is used. */
async function remarksOf(
  server: Server | undefined,
  root: string,
  ask: AskServer,
): Promise<string[]> {
  const remarks = await Promise.all(
    (server?.remarks ?? []).map(({ path, read }) =>
      orNothing(async () => read(await ask(`${root}${path}`))),
    ),
  );
  return remarks.filter((remark) => remark !== undefined);
}

/** The facts of a server's own routes. A route that it does not have, or that this key may not use, has none. */
async function factsOf(
  server: Server,
  names: readonly string[],
  root: string,
  ask: AskServer,
): Promise<FactsByModel[]> {
  const answers = await Promise.all(
    (server.more?.(names) ?? []).map((request) => factsFrom(request, root, ask)),
  );
  return answers.filter((facts) => facts !== undefined);
}

const factsFrom = (
  { path, body, read }: FactsRequest,
  root: string,
  ask: AskServer,
): Promise<FactsByModel | undefined> =>
  orNothing(async () => {
    const answer = await ask(`${root}${path}`, body);
    const isGood = answer.status >= 200 && answer.status < 300;
    return isGood ? read(parsedBody(answer.body), answer.headers) : undefined;
  });

/** Undefined where nobody answered; whoever stops the command stops it here too. */
async function orNothing<T>(run: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof PortaiError) || isStop(error.failure.exit)) throw error;
    return undefined;
  }
}
