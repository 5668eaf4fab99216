import { transportFailure } from '../../core/transport-causes.ts';
import type { HttpRequest, HttpResponse } from '../../core/http.ts';
import type { SandboxStore } from '../store/store.ts';
import type { Knows } from './known.ts';
import {
  accountOutcome,
  isSlow,
  modelOutcome,
  slowMs,
  stallMs,
  type AccountOutcome,
  type ModelOutcome,
} from './outcomes-by-name.ts';

export interface SimulationDependencies {
  readonly now: () => Date;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** What the simulated AWS keeps. */
  readonly aws: Pick<SandboxStore, 'roles' | 'agreements'>;
}

/** An answer; a stream has its body in the pieces in which it comes. */
export interface Answer extends HttpResponse {
  readonly pieces?: readonly Uint8Array[];
}

/** A simulated host. */
export type Vendor = (
  request: HttpRequest,
  dependencies: SimulationDependencies,
) => Answer | Promise<Answer>;

/** What one vendor says; outcomes that are the same everywhere are not here. */
export type Refusals = Readonly<
  Record<
    | Exclude<AccountOutcome, 'html' | 'reset'>
    | 'noCredential'
    | Extract<ModelOutcome, 'modelMissing' | 'modelDenied' | 'modelRetired'>,
    (model: string) => Answer
  > &
    Partial<Record<Exclude<ModelOutcome, 'stall'>, (model: string) => Answer>>
>;

/** Who asks, as a vendor reads it from a request. */
export interface VendorCaller {
  /** The words of the credential; undefined when none came. */
  readonly credential: string | undefined;
  /** Whether the credential can be one of this vendor's at all. */
  readonly ofFamily: boolean;
}

export const jsonAnswer = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** The sign-in page of a proxy in front of an API. */
const htmlAnswer = (): HttpResponse => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html><html><head><title>Sign in</title></head><body><form></form></body></html>',
});

const noAnswer = (name: 'CONNECTION_RESET' | 'TIMEOUT', { url }: HttpRequest, why: string) =>
  transportFailure(name, `${why} ${url.host}`, {
    details: { cause: name, host: url.host, phase: 'waiting', sent: true },
  });

/** Waits as a transport would: no longer than the request allows. */
async function wait(
  milliseconds: number,
  request: HttpRequest,
  dependencies: SimulationDependencies,
) {
  const limitMs = request.timeoutMs ?? Infinity;
  await dependencies.sleep(Math.min(milliseconds, limitMs), request.signal);
  if (limitMs < milliseconds) throw noAnswer('TIMEOUT', request, 'No answer in time from');
}

/** Calls that cost nothing: neither credit nor limits are looked at, and no model is run. */
const notOfFreeCalls = new Set<AccountOutcome | ModelOutcome>([
  'noQuota',
  'noBilling',
  'rateLimit',
  'stall',
]);

/**
 * Lets the credential decide, after the wait that a `slow` one asks for. Undefined lets the request
 * through. With `only` it meets no other outcomes. Rejects with a PortaiError for `reset`.
 */
export async function admit(
  request: HttpRequest,
  { credential, ofFamily }: VendorCaller,
  refusals: Refusals,
  dependencies: SimulationDependencies,
  {
    model = '',
    free = false,
    only,
  }: { model?: string; free?: boolean; only?: ReadonlySet<AccountOutcome> } = {},
): Promise<Answer | undefined> {
  if (credential === undefined) return refusals.noCredential(model);
  if (isSlow(credential)) await wait(slowMs, request, dependencies);
  const outcome = ofFamily ? accountOutcome(credential) : 'unauthorized';
  if (outcome === undefined || (free && notOfFreeCalls.has(outcome))) return undefined;
  if (only?.has(outcome) === false) return undefined;
  if (outcome === 'html') return htmlAnswer();
  if (outcome === 'reset') {
    throw noAnswer('CONNECTION_RESET', request, 'The connection was closed without an answer by');
  }
  return refusals[outcome](model);
}

/** What is asked for. */
export interface ModelRequest {
  readonly model: string;
  /** Whether there is such a model: words in a name never make one. */
  readonly knows: Knows;
  /** Whether the call costs nothing. */
  readonly free?: boolean;
}

/**
 * Lets the name of the model decide, for a caller who was admitted; one that nobody told the simulation
 * about is missing. Undefined when it answers.
 */
export async function findModel(
  request: HttpRequest,
  { credential = '' }: VendorCaller,
  { model, knows, free = false }: ModelRequest,
  refusals: Refusals,
  dependencies: SimulationDependencies,
): Promise<Answer | undefined> {
  const outcome = modelOutcome(credential, model);
  const counts = outcome !== undefined && !(free && notOfFreeCalls.has(outcome));
  if (counts && outcome === 'stall') {
    await wait(stallMs, request, dependencies);
    throw noAnswer('TIMEOUT', request, 'No answer in time from');
  }
  const refused = counts && outcome !== 'stall' ? refusals[outcome]?.(model) : undefined;
  return refused ?? (knows(model) ? undefined : refusals.modelMissing(model));
}

export function parsed(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}

/** The token of an Authorization header. */
export function bearer({ headers }: Pick<HttpRequest, 'headers'>): string | undefined {
  return /^Bearer (\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
}

/** Both checks in their order; a request without a model has only the first. */
export async function check(
  request: HttpRequest,
  caller: VendorCaller,
  asked: ModelRequest,
  refusals: Refusals,
  dependencies: SimulationDependencies,
): Promise<Answer | undefined> {
  const { model, free = false } = asked;
  const refused = await admit(request, caller, refusals, dependencies, { model, free });
  if (refused || model === '') return refused;
  return findModel(request, caller, asked, refusals, dependencies);
}
