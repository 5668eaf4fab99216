import type { HttpRequest, HttpResponse, Send } from '../../core/http.ts';
import type { PortErrorName } from '../../planes/port/errors.ts';
import { dialects, type DialectName } from './dialects.ts';
import { faultCounter, invocationFaultCounter, type Fault } from '../faults.ts';
import { openSemaphore } from '../semaphore.ts';
import { withFault } from '../fault-injection.ts';
import { accountRoutes, grantToken } from './account.ts';
import { entityRoutes } from './ai/entities.ts';
import { invokeRoutes } from './ai/invoke.ts';
import { quotaRoutes } from './ai/quota.ts';
import type { PortContext } from './context.ts';
import { defaultsRoutes } from './defaults.ts';
import { providerRoutes } from './providers.ts';
import type { CatalogName } from './schema.ts';
import { secretRoutes } from './secrets.ts';
import { refusals, respond } from './reply.ts';
import { route, type Reply } from '../router.ts';
import type { SandboxStore } from '../store/store.ts';
import { callerOf, sandboxCredentials, type SandboxCredentials } from './token.ts';

export interface PortSandboxOptions {
  readonly store: SandboxStore;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Where connection tests are sent. */
  readonly providers: Send;
  /** What opens it; the public pairs without it. */
  readonly credentials?: SandboxCredentials;
  /** Whether those tests leave this machine with the stored secrets. */
  readonly live?: boolean;
  readonly catalog?: CatalogName;
  /** The form of the answers; that of the guides without it. */
  readonly dialect?: DialectName;
  readonly faults?: readonly Fault[];
  /** A number in [0, 1): trace ids come from it. */
  readonly random?: () => number;
}

/** What Port calls a refusal of a status; where it has several names, the one of most routes. */
const statusNames: Readonly<Record<number, PortErrorName>> = {
  200: 'internal_error',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'payload_too_large',
  422: 'unprocessable',
  429: 'rate_limit',
};

/** A refusal that a fault asks for. */
function refused(status: number, headers: Readonly<Record<string, string>>): HttpResponse {
  const error = statusNames[status] ?? (status < 500 ? 'bad_request' : 'internal_error');
  const message = `Rehearsed by the sandbox: ${error}`;
  return respond({ status, body: { ok: false, error, message } }, headers);
}

/** What members may send: they may use AI, and a search only reads. */
const forMembers =
  /^\/v1\/(?:ai\/invoke|agent\/[^/]+\/invoke|blueprints\/[^/]+\/entities\/search)$/;

const largestBody = 1024 * 1024;
const tokenPath = '/v1/auth/access_token';

/** Port's limits for most routes: requests in a window of seconds. */
const rate = { limit: 15_000, period: 300 } as const;

/**
 * Port's management API as a function: the same one behind `--sandbox` and behind the local server.
 * Rejects only for a damaged store, an unwritable disk, an abort, and the fault `reset`.
 */
export function portSandbox(options: PortSandboxOptions): Send {
  const { store, now, sleep, random = Math.random } = options;
  const dialect = dialects[options.dialect ?? 'guide'];
  const refuse = refusals(dialect);
  const context: PortContext = {
    store,
    now,
    sleep,
    random,
    dialect,
    refuse,
    credentials: options.credentials ?? sandboxCredentials,
    providers: options.providers,
    live: options.live ?? false,
    // Simulated providers take any number; real ones, and their bills, are spared.
    inTurn: openSemaphore(options.live === true ? 4 : Number.POSITIVE_INFINITY),
    catalog: options.catalog ?? 'published',
    invocationFault: invocationFaultCounter(options.faults ?? []),
  };
  const routes = [
    ...defaultsRoutes(context),
    ...providerRoutes(context),
    ...secretRoutes(context),
    ...accountRoutes(context),
    ...invokeRoutes(context),
    ...entityRoutes(context),
    ...quotaRoutes(context),
  ];
  const nextFault = faultCounter(options.faults ?? []);
  const window = { opened: 0, used: 0 };

  function headers(): Record<string, string> {
    const seconds = Math.floor(now().getTime() / 1000);
    const opened = seconds - (seconds % rate.period);
    window.used = window.opened === opened ? window.used + 1 : 1;
    window.opened = opened;
    const digits = () =>
      Math.floor(random() * 0x1_0000_0000)
        .toString(16)
        .padStart(8, '0');
    return {
      'x-trace-id': digits() + digits() + digits() + digits(),
      'x-ratelimit-period': String(rate.period),
      'x-ratelimit-limit': String(rate.limit),
      'x-ratelimit-remaining': String(Math.max(0, rate.limit - window.used)),
      'x-ratelimit-reset': String(opened + rate.period),
    };
  }

  async function answer(request: HttpRequest): Promise<Reply> {
    const { method, url, body: text = '' } = request;
    const isToken = method === 'POST' && url.pathname === tokenPath;
    const found = route(routes, method, url.pathname);
    if (!isToken && !found) {
      return refuse('not_found', `Route ${method}:${url.pathname} not found`);
    }
    if (Buffer.byteLength(text) > largestBody) {
      return refuse('payload_too_large', 'Request body is too large (limit is 1MiB)');
    }
    const role = found && (await callerOf(request.headers['authorization'], store, now));
    if (found && !role) return refuse('unauthorized', 'Unauthorized');
    if (role === 'member' && method !== 'GET' && !forMembers.test(url.pathname)) {
      return url.pathname.startsWith('/v1/llm-providers')
        ? refuse(
            'llm_provider_manage_forbidden',
            'You do not have permission to manage LLM providers',
          )
        : refuse('forbidden', 'Forbidden');
    }
    if (text === '' && /\bjson\b/i.test(request.headers['content-type'] ?? '')) {
      return refuse(
        'bad_request',
        "Body cannot be empty when content-type is set to 'application/json'",
      );
    }
    const parsed = parseJson(text);
    // The parser's own words are left out: they quote the body, which may hold a secret value.
    if (!parsed) return refuse('bad_request', 'Body is not valid JSON');
    if (!found || !role) return grantToken(context, parsed.value);
    return found.handle({
      parameters: found.parameters,
      query: url.searchParams,
      body: parsed.value,
      role,
      signal: request.signal ?? new AbortController().signal,
    });
  }

  return async (request) => {
    const { waitMs, hit } = nextFault(request.headers['authorization'] !== undefined);
    if (waitMs > 0) await sleep(waitMs, request.signal);
    const honest = async () => respond(await answer(request), headers());
    if (!hit) return honest();
    return withFault(hit, request, { headers, refused }, honest);
  };
}

function parseJson(text: string): { value: unknown } | undefined {
  if (text === '') return { value: undefined };
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    return undefined;
  }
}
