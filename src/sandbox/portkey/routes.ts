import { z } from 'zod';
import type { HttpRequest, HttpResponse, Send } from '../../core/http.ts';
import { fieldsOf } from '../../core/text/json.ts';
import { portkeySandboxPath } from '../../planes/portkey/sandbox-path.ts';
import { withFault } from '../fault-injection.ts';
import {
  faultCounter,
  portkeyFaultCounter,
  staleReads,
  type Fault,
  type PortkeyFaultKind,
} from '../faults.ts';
import { route, type Reply } from '../router.ts';
import type { PortkeyState } from '../store/portkey-state.ts';
import type { SandboxStore } from '../store/store.ts';
import { apiKeyRoutes } from './api-keys.ts';
import { auditRoutes, record } from './audit.ts';
import type { CheckedPortkeyRequest, PortkeyRoute } from './context.ts';
import { gatewayPath, portkeyGateway } from './gateway/gateway.ts';
import { modelRoutes } from './integration-models.ts';
import { accessRoutes } from './integration-workspaces.ts';
import { integrationRoutes } from './integrations.ts';
import { callerOf, keyIn, sandboxPortkeyKeys, type PortkeyKeys } from './keys.ts';
import { modelCatalogRoutes } from './model-catalog.ts';
import { policyRoutes } from './policies.ts';
import { providerRoutes } from './providers.ts';
import { Refused, refusalReply } from './refused.ts';
import { secretReferenceRoutes } from './secret-references.ts';
import { vaultWith } from './vault.ts';
import { workspaceRoutes } from './workspaces.ts';

/** What the sandboxed Portkey works with. */
export interface PortkeySandboxOptions {
  readonly store: Pick<SandboxStore, 'portkey' | 'key'>;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Where the gateway sends calls of models: the simulated providers. */
  readonly providers: Send;
  /** What opens it; the public keys without it. */
  readonly keys?: PortkeyKeys | undefined;
  /** Of the Admin API; the gateway has none. */
  readonly faults?: readonly Fault[] | undefined;
}

const routes: readonly PortkeyRoute[] = [
  ...integrationRoutes(),
  ...modelRoutes(),
  ...accessRoutes(),
  ...workspaceRoutes(),
  ...providerRoutes(),
  ...secretReferenceRoutes(),
  ...policyRoutes(),
  ...auditRoutes(),
  ...modelCatalogRoutes(),
  ...apiKeyRoutes(),
];

const respond = ({ status, body }: Reply): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});

/**
 * Portkey's Admin API and its gateway as a function, for requests under `portkeySandboxPath`. Rejects
 * only for a damaged store, an unwritable disk, an abort, and the fault `reset`.
 */
export function portkeySandbox(options: PortkeySandboxOptions): Send {
  const { store, now, sleep, providers, faults = [] } = options;
  const keys = options.keys ?? sandboxPortkeyKeys;
  const gateway = portkeyGateway({ store, now, keys, providers });
  const nextFault = faultCounter(faults);
  const isHit = portkeyFaultCounter(faults);
  const stale: { left: number; state?: PortkeyState } = { left: 0 };

  /** The state for a read: after a write, that of before it for as many reads as the fault says. */
  function seen(newest: PortkeyState): PortkeyState {
    if (stale.left === 0 || !stale.state) return newest;
    stale.left -= 1;
    return stale.state;
  }

  async function answer(request: HttpRequest): Promise<Reply> {
    const { method, url, headers, body: text = '' } = request;
    const path = url.pathname.slice(portkeySandboxPath.length);
    const state = await store.portkey.read();
    const caller = callerOf(keyIn(headers), keys, state);
    if (!caller) return refusalReply('AB05', 'Unauthorised Request');
    const found = route(routes, method, path);
    if (!found) return refusalReply('AB02', 'Request Validation Error');
    const body = parseJson(text);
    if (!body) return refusalReply('AB01', 'The body is not valid JSON');
    const at = now();
    const { kind, resource, run } = found.handle;
    const call: CheckedPortkeyRequest = {
      parameters: found.parameters,
      query: url.searchParams,
      body: body.value,
      caller,
      now: at,
      vault: vaultWith(await store.key()),
    };
    if (kind === 'read') return attempt(() => run(seen(state), call));
    // Of a refused request nothing is kept but its record in the audit log.
    const audited = (status: number) => ({
      method: method === 'POST' || method === 'DELETE' ? method : ('PUT' as const),
      uri: `/v1${path}`,
      query: url.search.slice(1),
      body: body.value,
      caller,
      resource,
      status,
      now: at,
    });
    const reply = await attempted(() =>
      store.portkey.change((draft) => {
        const answered = run(draft, call);
        record(draft, audited(200));
        return answered;
      }),
    );
    if (reply.status === 200) Object.assign(stale, { state, left: staleReads(faults) });
    else await store.portkey.change((draft) => record(draft, audited(reply.status)));
    return reply;
  }

  return async (request) => {
    const path = request.url.pathname.slice(portkeySandboxPath.length);
    if (request.method === 'POST' && path === gatewayPath) return gateway(request);
    const { waitMs, hit } = nextFault(keyIn(request.headers) !== undefined);
    if (waitMs > 0) await sleep(waitMs, request.signal);
    const honest = async () => respond(twisted(await answer(request), isHit));
    if (!hit) return honest();
    return withFault(hit, request, { headers: () => ({}), refused }, honest);
  };
}

/** What Portkey calls a refusal of a status. */
const statusCodes: Readonly<Record<number, string>> = {
  401: 'AB05',
  402: 'AB09',
  403: 'AB03',
  404: 'AB08',
  409: 'AB07',
  429: 'AB06',
};

/** A refusal that a fault asks for. */
function refused(status: number, headers: Readonly<Record<string, string>>): HttpResponse {
  const errorCode = statusCodes[status] ?? (status < 500 && status !== 200 ? 'AB01' : 'AB04');
  const data = { message: `Rehearsed by the sandbox: ${errorCode}`, errorCode };
  const answer = respond({ status, body: { success: false, data } });
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

const modelRows = z.looseObject({
  models: z.array(z.looseObject({ is_custom: z.boolean(), is_finetune: z.boolean() })),
});

/** A reply with the faults of Portkey alone. */
function twisted(reply: Reply, isHit: (kind: PortkeyFaultKind) => boolean): Reply {
  if (reply.status === 404 && isHit('missing-403')) {
    return refusalReply('AB03', 'You do not have enough permissions to execute this request');
  }
  const fields = reply.status === 200 ? fieldsOf(reply.body) : undefined;
  if (!fields) return reply;
  const { total, ...rest } = fields;
  const body = total !== undefined && isHit('no-total') ? rest : fields;
  const found = modelRows.safeParse(body).data;
  if (!found || !isHit('flag-numbers')) return { ...reply, body };
  const models = found.models.map((each) => ({
    ...each,
    is_custom: Number(each.is_custom),
    is_finetune: Number(each.is_finetune),
  }));
  return { ...reply, body: { ...body, models } };
}

const refusalOf = (error: unknown): Reply => {
  if (error instanceof Refused) return refusalReply(error.code, error.message);
  throw error;
};

function attempt(run: () => unknown): Reply {
  try {
    return { status: 200, body: run() };
  } catch (error) {
    return refusalOf(error);
  }
}

async function attempted(run: () => Promise<unknown>): Promise<Reply> {
  try {
    return { status: 200, body: await run() };
  } catch (error) {
    return refusalOf(error);
  }
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  if (text === '') return { value: undefined };
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    return undefined;
  }
}
