import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { routesOf, type PortkeyRoute } from './context.ts';
import { digestOf, newKey, requireOrganisation, workspaceScopes } from './keys.ts';
import { requireWorkspace } from './lookups.ts';
import { readBody, Refused } from './refused.ts';

const creation = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  workspace_id: z.string(),
  scopes: z.array(z.string()).min(1).optional(),
});

/** The routes of /api-keys, as far as they make and delete service keys of a workspace. */
export function apiKeyRoutes(): PortkeyRoute[] {
  const to = routesOf('api_keys');
  return [
    to('POST', '/api-keys/workspace/service', (state, { body: given, caller, now }) => {
      requireOrganisation(caller);
      const { name, workspace_id, scopes = [...workspaceScopes] } = readBody(creation, given);
      const workspace = requireWorkspace(state, caller, workspace_id);
      const foreign = scopes.find((each) => !workspaceScopes.includes(each));
      if (foreign !== undefined) {
        throw new Refused('AB01', 'scopes: a key of a workspace cannot have all of them');
      }
      const [id, key] = [randomUUID(), newKey()];
      state.api_keys.push({
        id,
        name,
        digest: digestOf(key),
        workspace: workspace.id,
        scopes,
        created_at: now.toISOString(),
      });
      return { id, key, object: 'api-key' };
    }),
    to('DELETE', '/api-keys/:id', (state, { parameters: { id }, caller }) => {
      requireOrganisation(caller);
      if (!state.api_keys.some((each) => each.id === id)) {
        throw new Refused('AB08', 'API key not found');
      }
      state.api_keys = state.api_keys.filter((each) => each.id !== id);
      return {};
    }),
  ];
}
