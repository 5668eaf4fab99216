import type {
  PortkeyState,
  StoredIntegration,
  StoredPortkeyProvider,
  StoredWorkspace,
} from '../store/portkey-state.ts';
import type { CheckedPortkeyRequest } from './context.ts';
import { requireScope, type PortkeyCaller } from './keys.ts';
import { Refused } from './refused.ts';

/** A workspace that is not deleted, by UUID or slug. */
export function workspaceNamed(state: PortkeyState, name: string): StoredWorkspace | undefined {
  const active = state.workspaces.filter(({ status }) => status === 'active');
  return active.find(({ id }) => id === name) ?? active.find(({ slug }) => slug === name);
}

/** The workspace that a request names. Throws AB01 when there is none, AB03 when it is not the caller's. */
export function requireWorkspace(
  state: PortkeyState,
  caller: PortkeyCaller,
  name: string,
): StoredWorkspace {
  const found = workspaceNamed(state, name);
  if (caller.workspace !== undefined && found?.id !== caller.workspace) {
    throw new Refused('AB03', 'You do not have access to this workspace');
  }
  if (!found) throw new Refused('AB01', 'workspace_id: there is no such workspace');
  return found;
}

/**
 * The workspace that a request is about: the one that it names, else the one of the key; undefined for
 * a key of the organisation that names none. Throws AB01 and AB03.
 */
export function workspaceOf(
  state: PortkeyState,
  { caller, query }: Pick<CheckedPortkeyRequest, 'caller' | 'query'>,
  inBody?: string,
): StoredWorkspace | undefined {
  const name = inBody ?? query.get('workspace_id') ?? caller.workspace;
  return name === undefined || name === '' ? undefined : requireWorkspace(state, caller, name);
}

type Verb = 'read' | 'update' | 'delete';

/**
 * The integration of a path, by slug or UUID. Throws AB03 when the key may not do that with it, also
 * for an integration of another workspace, and AB08 when there is none.
 */
export function integrationOf(
  state: PortkeyState,
  { parameters: { slug = '' }, caller }: CheckedPortkeyRequest,
  verb: Verb,
): StoredIntegration {
  const { integrations } = state;
  const found =
    integrations.find((each) => each.slug === slug) ?? integrations.find(({ id }) => id === slug);
  const owner = found?.workspace_id ?? null;
  requireScope(caller, `${owner === null ? 'organisation' : 'workspace'}_integrations.${verb}`);
  if (found && caller.workspace !== undefined && owner !== caller.workspace) {
    throw new Refused('AB03', 'You do not have access to this integration');
  }
  if (!found) throw new Refused('AB08', 'Integration not found');
  return found;
}

/**
 * The provider of a path, in the workspace of the request. Throws AB08 when there is none, and AB01
 * when several workspaces have one of this slug and none is named.
 */
export function providerOf(
  state: PortkeyState,
  call: CheckedPortkeyRequest,
  inBody?: string,
): StoredPortkeyProvider {
  const { slug = '' } = call.parameters;
  const workspace = workspaceOf(state, call, inBody);
  const found = state.providers.filter(
    (each) =>
      (each.slug === slug || each.id === slug) &&
      each.workspace === (workspace?.id ?? each.workspace),
  );
  if (found.length > 1) {
    throw new Refused('AB01', 'workspace_id is required: several workspaces have such a provider');
  }
  const [only] = found;
  if (!only) throw new Refused('AB08', 'Provider not found');
  return only;
}
