import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type {
  PortkeyState,
  StoredIntegration,
  StoredSecretMapping,
} from '../store/portkey-state.ts';
import { unlimited } from '../store/portkey-state.ts';
import { isAiProvider } from './ai-providers.ts';
import { configurationProblems } from './configurations.ts';
import { routesOf, type CheckedPortkeyRequest, type PortkeyRoute } from './context.ts';
import { createDefaultProvider } from './default-providers.ts';
import { change, creation, type IntegrationChange } from './integration-bodies.ts';
import { placeOf, revealedConfigurations, storeConfigurations } from './integration-secrets.ts';
import { requireScope } from './keys.ts';
import { integrationOf, workspaceOf } from './lookups.ts';
import { listOf } from './pages.ts';
import { readBody, Refused } from './refused.ts';
import type { Vault } from './vault.ts';
import { generatedSlug } from './slugs.ts';
import { accessCount, shownGlobalAccess } from './shown-access.ts';

/** The routes of /integrations and /integrations/:slug. */
export function integrationRoutes(): PortkeyRoute[] {
  const to = routesOf('integrations');
  return [
    to('GET', '/integrations', list),
    to('POST', '/integrations', create),
    to('GET', '/integrations/:slug', (state, call) =>
      shownIntegration(state, integrationOf(state, call, 'read')),
    ),
    to('PUT', '/integrations/:slug', (state, call) => {
      const found = integrationOf(state, call, 'update');
      const body = readBody(change, call.body);
      settle(state, found, body, call);
      found.last_updated_at = call.now.toISOString();
      return {};
    }),
    to('DELETE', '/integrations/:slug', (state, call) => {
      const { id } = integrationOf(state, call, 'delete');
      state.integrations = state.integrations.filter((each) => each.id !== id);
      // Portkey's documents do not say what becomes of them: here nothing is left that leads nowhere.
      state.providers = state.providers.filter(({ integration }) => integration !== id);
      return {};
    }),
  ];
}

const types = z.enum(['workspace', 'organisation', 'all']).default('all');

function list(state: PortkeyState, call: CheckedPortkeyRequest) {
  const { caller, query } = call;
  requireScope(caller, 'organisation_integrations.list');
  const type = types.safeParse(query.get('type') ?? undefined).data;
  if (type === undefined) throw new Refused('AB01', 'type: must be workspace, organisation or all');
  const workspace = workspaceOf(state, call);
  const found = state.integrations.filter((each) => {
    const kind = each.workspace_id === null ? 'organisation' : 'workspace';
    if (type !== 'all' && type !== kind) return false;
    if (!workspace) return true;
    return kind === 'workspace'
      ? each.workspace_id === workspace.id
      : each.access[workspace.id]?.enabled === true;
  });
  return listOf(found, query, 100, (each) => ({ ...row(state, each), tags: null }));
}

function create(state: PortkeyState, call: CheckedPortkeyRequest) {
  const { caller, now } = call;
  const body = readBody(creation, call.body);
  const workspace = workspaceOf(state, call, body.workspace_id);
  requireScope(caller, `${workspace ? 'workspace' : 'organisation'}_integrations.create`);
  if (!isAiProvider(body.ai_provider_id)) {
    throw new Refused('AB01', 'ai_provider_id: there is no such provider');
  }
  const taken = (wanted: string) => state.integrations.some((each) => each.slug === wanted);
  if (body.slug !== undefined && taken(body.slug)) {
    throw new Refused('AB07', `An integration with the slug ${body.slug} already exists`);
  }
  const at = now.toISOString();
  const made: StoredIntegration = {
    id: randomUUID(),
    slug: body.slug ?? generatedSlug(body.name, taken),
    name: body.name,
    description: null,
    ai_provider_id: body.ai_provider_id,
    workspace_id: workspace?.id ?? null,
    owner_id: caller.id,
    key: null,
    configurations: {},
    secrets: [],
    headers: [],
    secret_mappings: [],
    pricing_adjustments: null,
    allow_all_models: true,
    models: [],
    access: {},
    global_access: null,
    created_at: at,
    last_updated_at: null,
  };
  const { create_default_provider: wanted = true, default_provider_slug: named } = body;
  settle(state, made, body, call);
  state.integrations.push(made);
  if (workspace) {
    made.access[workspace.id] = {
      enabled: true,
      ...unlimited(),
      created_at: at,
      last_updated_at: null,
    };
    if (wanted) createDefaultProvider(state, made, workspace, now, named);
  }
  return { id: made.id, slug: made.slug, object: 'integration' };
}

/** Makes the change of a body. Throws AB01 when the result could not be. */
function settle(
  state: PortkeyState,
  integration: StoredIntegration,
  body: IntegrationChange,
  { vault }: CheckedPortkeyRequest,
): void {
  if (body.name !== undefined) integration.name = body.name;
  if (body.description !== undefined) integration.description = body.description;
  if (body.key !== undefined) {
    integration.key = body.key === '' ? null : vault.hide(body.key, placeOf(integration, 'key'));
  }
  if (body.pricing_adjustments !== undefined) {
    integration.pricing_adjustments = body.pricing_adjustments;
  }
  if (body.secret_mappings) {
    integration.secret_mappings = body.secret_mappings;
    requireReferences(state, body.secret_mappings);
  }
  const merged = mergedConfigurations(integration, body.configurations ?? {}, vault);
  const problems = configurationProblems({
    ai_provider_id: integration.ai_provider_id,
    configurations: merged,
    mapped: integration.secret_mappings.map(({ target_field }) => target_field),
    hasKey: integration.key !== null,
  });
  if (problems.length > 0) throw new Refused('AB01', problems.join('; '));
  storeConfigurations(integration, merged, vault);
}

function requireReferences(state: PortkeyState, given: readonly StoredSecretMapping[]): void {
  for (const { secret_reference_id: wanted } of given) {
    const found = state.secret_references.some(({ id, slug: its }) => [id, its].includes(wanted));
    if (!found) throw new Refused('AB01', 'secret_reference_id: there is no such secret reference');
  }
}

/**
 * The configurations after a change: fields that are absent stay, null takes a field out. Portkey's
 * documents do not say whether a change merges; its secret references do.
 */
function mergedConfigurations(
  integration: StoredIntegration,
  given: Readonly<Record<string, unknown>>,
  vault: Vault,
): Record<string, unknown> {
  const all = { ...revealedConfigurations(integration, vault), ...given };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== null && value !== undefined),
  );
}

/** What lists and the detail have in common. */
function row(state: PortkeyState, integration: StoredIntegration) {
  const { id, slug: its, ai_provider_id, description, owner_id, workspace_id } = integration;
  return {
    id,
    organisation_id: state.organisation_id,
    ai_provider_id,
    name: integration.name,
    status: 'active',
    created_at: integration.created_at,
    last_updated_at: integration.last_updated_at,
    slug: its,
    description,
    object: 'integration',
    owner_id,
    workspaces_count: accessCount(state, integration),
    type: workspace_id === null ? 'organisation' : 'workspace',
    workspace_id,
  };
}

function shownIntegration(state: PortkeyState, integration: StoredIntegration) {
  const { key, secrets, headers, secret_mappings: mapped } = integration;
  const masks = secrets.map(({ name: field, value }): [string, string] => [
    `masked_${field}`,
    value.mask,
  ]);
  const sent = headers.map(({ name: header, value }): [string, string] => [header, value.mask]);
  const global = shownGlobalAccess(integration);
  return {
    ...row(state, integration),
    ...(key ? { masked_key: key.mask } : {}),
    configurations: {
      ...integration.configurations,
      ...Object.fromEntries(masks),
      ...(sent.length === 0 ? {} : { custom_headers: Object.fromEntries(sent) }),
    },
    global_workspace_access: global,
    global_workspace_access_settings: global,
    allow_all_models: integration.allow_all_models,
    workspace_count: accessCount(state, integration),
    secret_mappings: mapped.length === 0 ? null : mapped,
    pricing_adjustments: integration.pricing_adjustments,
    tags: null,
  };
}
