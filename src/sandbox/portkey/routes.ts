import type { HttpRequest, HttpResponse, Send } from '../../core/http.ts';
import { portkeySandboxPath } from '../../planes/portkey/sandbox-path.ts';
import { route } from '../router.ts';
import type { SandboxStore } from '../store/store.ts';
import { apiKeyRoutes } from './api-keys.ts';
import { auditRoutes, record } from './audit.ts';
import type { PortkeyCall, PortkeyRoute } from './context.ts';
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
  /** What opens it; the public keys without it. */
  readonly keys?: PortkeyKeys | undefined;
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

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

const respond = ({ status, body }: Reply): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});

/**
 * Portkey's Admin API as a function, for requests under `portkeySandboxPath`. Rejects only for a
 * damaged store and an unwritable disk.
 */
export function portkeySandbox({ store, now, keys }: PortkeySandboxOptions): Send {
  async function answer(request: HttpRequest): Promise<Reply> {
    const { method, url, headers, body: text = '' } = request;
    const path = url.pathname.slice(portkeySandboxPath.length);
    const state = await store.portkey.read();
    const caller = callerOf(keyIn(headers), keys ?? sandboxPortkeyKeys, state);
    if (!caller) return refusalReply('AB05', 'Unauthorised Request');
    const found = route(routes, method, path);
    if (!found) return refusalReply('AB02', 'Request Validation Error');
    const body = parseJson(text);
    if (!body) return refusalReply('AB01', 'The body is not valid JSON');
    const at = now();
    const { kind, resource, run } = found.handle;
    const call: PortkeyCall = {
      parameters: found.parameters,
      query: url.searchParams,
      body: body.value,
      caller,
      now: at,
      vault: vaultWith(await store.key()),
    };
    if (kind === 'read') return attempt(() => run(state, call));
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
    if (reply.status !== 200) {
      await store.portkey.change((draft) => record(draft, audited(reply.status)));
    }
    return reply;
  }
  return async (request) => respond(await answer(request));
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
