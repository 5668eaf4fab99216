import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type {
  PortkeyState,
  StoredAccess,
  StoredGlobalAccess,
  StoredIntegration,
  StoredWorkspace,
} from '../store/portkey-state.ts';
import { unlimited } from '../store/portkey-state.ts';
import { routesOf, type CheckedPortkeyRequest, type PortkeyRoute } from './context.ts';
import { createDefaultProvider } from './default-providers.ts';
import { isExhausted, limitLists, readLimits, resetUse, settled, shownLimits } from './limits.ts';
import { integrationOf, workspaceNamed } from './lookups.ts';
import { readBody, Refused } from './refused.ts';
import { shownGlobalAccess } from './shown-access.ts';

const row = z.strictObject({
  id: z.string(),
  enabled: z.boolean(),
  ...limitLists,
  reset_usage: z.boolean().optional(),
  create_default_provider: z.boolean().optional(),
  default_provider_slug: z.string().optional(),
});
const change = z.strictObject({
  workspaces: z.array(row).optional(),
  global_workspace_access: z.strictObject({ enabled: z.boolean(), ...limitLists }).optional(),
  override_existing_workspace_access: z.boolean().optional(),
  /** As the Python client spells it. */
  override_existing_workspaces_access: z.boolean().optional(),
  create_default_provider: z.boolean().optional(),
  default_provider_slug: z.string().optional(),
});

/** The routes of /integrations/:slug/workspaces. */
export function accessRoutes(): PortkeyRoute[] {
  const to = routesOf('integration_workspaces');
  const path = '/integrations/:slug/workspaces';
  return [to('GET', path, list), to('PUT', path, put)];
}

function list(state: PortkeyState, call: CheckedPortkeyRequest) {
  const integration = integrationOf(state, call, 'read');
  const { workspace_id: owner } = integration;
  const workspaces = state.workspaces.filter(
    ({ id, status }) => status === 'active' && (owner === null || owner === id),
  );
  return {
    total: workspaces.length,
    workspaces: workspaces.map((each) => shown(each, integration.access[each.id], call.now)),
    global_workspace_access: shownGlobalAccess(integration) ?? { enabled: false },
    object: 'list',
  };
}

/** A row as answers show it; its id is the slug of the workspace. One never provisioned is archived. */
function shown(workspace: StoredWorkspace, stored: StoredAccess | undefined, now: Date) {
  const { slug: id, created_at } = workspace;
  if (!stored) {
    const nothing = { usage_limits: null, rate_limits: null, enabled: false, status: 'archived' };
    return { id, ...nothing, created_at, last_updated_at: null, last_reset_at: null };
  }
  const access = settled(stored, now);
  const status = isExhausted(access) ? 'exhausted' : 'active';
  return {
    id,
    ...shownLimits(access),
    enabled: access.enabled,
    status: access.enabled ? status : 'archived',
    created_at: access.created_at,
    last_updated_at: access.last_updated_at,
    last_reset_at: access.last_reset_at,
  };
}

/**
 * Merges rows by workspace. With an override the global setting goes to every workspace first; what
 * the rows of the same request say comes after it. Counters outlive a change of limits, and a
 * workspace that is disabled keeps both.
 */
function put(state: PortkeyState, call: CheckedPortkeyRequest) {
  const { now } = call;
  const integration = integrationOf(state, call, 'update');
  const body = readBody(change, call.body);
  if (integration.workspace_id !== null) {
    throw new Refused('AB01', 'the integration belongs to one workspace');
  }
  const { workspaces: rows = [], global_workspace_access: global } = body;
  const override =
    body.override_existing_workspace_access ?? body.override_existing_workspaces_access ?? false;
  const targets = rows.map((each) => {
    const workspace = workspaceNamed(state, each.id);
    if (!workspace) throw new Refused('AB01', `workspaces: there is no workspace ${each.id}`);
    return { ...each, workspace };
  });
  if (global) {
    integration.global_access = {
      ...(integration.global_access ?? { usage_limit: null, rate_limit: null }),
      enabled: global.enabled,
      ...readLimits(global, now),
    };
  }
  const wanted = body.create_default_provider ?? true;
  const { global_access: everywhere } = integration;
  if (override && everywhere) {
    for (const workspace of state.workspaces.filter(({ status }) => status === 'active')) {
      grant(state, integration, workspace, { ...copied(everywhere, now), wanted, now });
    }
  }
  for (const { workspace, ...each } of targets) {
    grant(state, integration, workspace, {
      enabled: each.enabled,
      ...readLimits(each, now),
      wanted: each.create_default_provider ?? wanted,
      slug: each.default_provider_slug ?? body.default_provider_slug,
      now,
    });
    const access = integration.access[workspace.id];
    if (access && each.reset_usage === true) resetUse(access, now);
  }
  integration.last_updated_at = now.toISOString();
  return {};
}

/** How a workspace gets access to an integration; limits that are absent stay as they are. */
interface AccessGrant extends Partial<Pick<StoredAccess, 'usage_limit' | 'rate_limit'>> {
  readonly enabled: boolean;
  /** True if a provider is to be created where the workspace has none. */
  readonly wanted: boolean;
  /** Of that provider. */
  readonly slug?: string | undefined;
  readonly now: Date;
}

function grant(
  state: PortkeyState,
  integration: StoredIntegration,
  workspace: StoredWorkspace,
  { enabled, wanted, slug, now, ...limits }: AccessGrant,
): void {
  const stored = integration.access[workspace.id];
  const at = now.toISOString();
  integration.access[workspace.id] = {
    ...(stored ? settled(stored, now) : { ...unlimited(), created_at: at }),
    ...('usage_limit' in limits ? { usage_limit: limits.usage_limit ?? null } : {}),
    ...('rate_limit' in limits ? { rate_limit: limits.rate_limit ?? null } : {}),
    enabled,
    last_updated_at: stored ? at : null,
  };
  if (enabled && wanted) createDefaultProvider(state, integration, workspace, now, slug);
}

/** The global setting for one more workspace: its budget has an id of its own, and starts now. */
function copied({ usage_limit: limit, ...rest }: StoredGlobalAccess, now: Date) {
  const usage_limit = limit && { ...limit, id: randomUUID() };
  return {
    ...rest,
    usage_limit: usage_limit && settled({ ...unlimited(), usage_limit }, now).usage_limit,
  };
}

/** Gives a new workspace what every integration that provisions new workspaces has for them. */
export function provision(state: PortkeyState, workspace: StoredWorkspace, now: Date): void {
  for (const integration of state.integrations) {
    const { global_access: global } = integration;
    if (global?.enabled !== true) continue;
    grant(state, integration, workspace, { ...copied(global, now), wanted: true, now });
  }
}
