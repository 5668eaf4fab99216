import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { PortkeyState, StoredWorkspace } from '../store/portkey-state.ts';
import { unlimited } from '../store/portkey-state.ts';
import { routesOf, type CheckedPortkeyRequest, type PortkeyRoute } from './context.ts';
import { provision } from './integration-workspaces.ts';
import { requireOrganisation } from './keys.ts';
import { limitLists, readLimits, settled, shownLimits } from './limits.ts';
import { workspaceNamed } from './lookups.ts';
import { listOf } from './pages.ts';
import { readBody, Refused } from './refused.ts';
import { generatedSlug } from './slugs.ts';

const metadata = z.record(z.string(), z.string()).optional();
const creation = z.strictObject({
  name: z.string().min(1).max(255),
  description: z.string().nullish(),
  defaults: z.strictObject({ metadata }).nullish(),
  users: z.array(z.string()).optional(),
  slug: z
    .string()
    .regex(/^[a-zA-Z0-9_-]+$/)
    .optional(),
  ...limitLists,
});
const change = z.strictObject({
  name: z.string().min(1).max(255).optional(),
  description: z.string().nullish(),
  defaults: z
    .strictObject({
      metadata,
      input_guardrails: z.array(z.string()).optional(),
      output_guardrails: z.array(z.string()).optional(),
      user_api_key_config: z.string().nullish(),
    })
    .nullish(),
  ...limitLists,
});
const deletion = z.strictObject({
  name: z.string().optional(),
  force_delete: z.boolean().optional(),
});

/** The routes of /admin/workspaces. */
export function workspaceRoutes(): PortkeyRoute[] {
  const to = routesOf('workspaces');
  return [
    to('GET', '/admin/workspaces', list),
    to('POST', '/admin/workspaces', create),
    to('GET', '/admin/workspaces/:workspace', (state, call) => {
      const found = workspaceIn(state, call);
      const extras = { users: [], settings: {}, security_settings: {}, icon: null };
      return { ...shown(state, found, call.now), ...extras };
    }),
    to('PUT', '/admin/workspaces/:workspace', (state, call) => {
      const found = workspaceIn(state, call);
      const { name, description, defaults, ...limits } = readBody(change, call.body);
      Object.assign(found, settled(found, call.now), readLimits(limits, call.now));
      if (name !== undefined) found.name = name;
      if (description !== undefined) found.description = description;
      if (defaults !== undefined) found.defaults = defaults && { ...found.defaults, ...defaults };
      found.last_updated_at = call.now.toISOString();
      return {};
    }),
    to('DELETE', '/admin/workspaces/:workspace', remove),
  ];
}

/** The workspace of a path, by UUID or slug. One that was deleted is refused with AB03, as Portkey does. */
function workspaceIn(
  state: PortkeyState,
  { parameters: { workspace = '' }, caller }: CheckedPortkeyRequest,
): StoredWorkspace {
  requireOrganisation(caller);
  const found = workspaceNamed(state, workspace);
  if (found) return found;
  const isDeleted = state.workspaces.some(({ id, slug }) => [id, slug].includes(workspace));
  throw isDeleted
    ? new Refused('AB03', 'You do not have access to this workspace')
    : new Refused('AB08', 'Workspace not found');
}

function list(state: PortkeyState, { query, caller, now }: CheckedPortkeyRequest) {
  requireOrganisation(caller);
  const statuses = (query.get('status') ?? 'active').split(',');
  const part = query.get('name')?.toLowerCase();
  const whole = query.get('exact_name');
  const found = state.workspaces.filter(
    ({ name, status }) =>
      statuses.includes(status) &&
      (part === undefined || name.toLowerCase().includes(part)) &&
      (whole === null || name === whole),
  );
  return listOf(found, query, 100, (each) => shown(state, each, now));
}

function create(state: PortkeyState, { body: given, caller, now }: CheckedPortkeyRequest) {
  requireOrganisation(caller);
  const {
    name,
    description,
    defaults,
    slug,
    users: _nobody,
    ...limits
  } = readBody(creation, given);
  const isTaken = (wanted: string) => state.workspaces.some((each) => each.slug === wanted);
  if (slug !== undefined && isTaken(slug)) {
    throw new Refused('AB07', `A workspace with the slug ${slug} already exists`);
  }
  const suffix = randomBytes(3).toString('hex');
  const at = now.toISOString();
  const made: StoredWorkspace = {
    id: randomUUID(),
    slug: slug ?? `ws-${generatedSlug(name, () => false).slice(0, 6)}-${suffix}`,
    name,
    description: description ?? null,
    status: 'active',
    defaults: defaults ?? null,
    ...unlimited(),
    ...readLimits(limits, now),
    created_at: at,
    last_updated_at: at,
  };
  state.workspaces.push(made);
  provision(state, made, now);
  return shown(state, made, now);
}

function remove(state: PortkeyState, call: CheckedPortkeyRequest) {
  const found = workspaceIn(state, call);
  const { name, force_delete: force = false } = readBody(deletion, call.body);
  if (name !== found.name) {
    throw new Refused('AB07', 'Unable to delete. Please give the name of the workspace');
  }
  const isHeld = state.providers.some(({ workspace }) => workspace === found.id);
  if (isHeld && !force) {
    throw new Refused('AB07', 'Unable to delete. Please ensure that all Virtual Keys are deleted');
  }
  found.status = 'archived';
  found.last_updated_at = call.now.toISOString();
  state.providers = state.providers.filter(({ workspace }) => workspace !== found.id);
  state.integrations = state.integrations.filter(({ workspace_id }) => workspace_id !== found.id);
  state.api_keys = state.api_keys.filter(({ workspace }) => workspace !== found.id);
  for (const { access } of state.integrations) Reflect.deleteProperty(access, found.id);
  return {};
}

function shown(state: PortkeyState, workspace: StoredWorkspace, now: Date) {
  const { id, slug, name, description, status, defaults, created_at, last_updated_at } = workspace;
  const current = settled(workspace, now);
  return {
    id,
    name,
    description,
    status,
    created_at,
    last_updated_at,
    is_default: 0,
    defaults,
    slug,
    ...shownLimits(current),
    organisation_id: state.organisation_id,
    last_reset_at: current.last_reset_at,
    object: 'workspace',
  };
}
