import type { PortkeyClient } from '../../planes/portkey/client.ts';
import type { GlobalWorkspaceAccess, IntegrationWorkspaces } from '../../planes/portkey/nouns.ts';
import { explained } from './refusals.ts';

/** Reads the access of workspaces to an integration. Rejects with which key is needed, where one is. */
export const listAccess = (client: PortkeyClient, slug: string): Promise<IntegrationWorkspaces> =>
  explained(client, slug, 'read', () => client.workspaceAccess.list(slug));

/** What new workspaces get; asked of the integration where the list of access does not say. */
export async function globalAccess(
  client: PortkeyClient,
  slug: string,
  { global_workspace_access: told }: IntegrationWorkspaces,
): Promise<GlobalWorkspaceAccess | undefined> {
  if (told !== undefined) return told ?? undefined;
  return (await client.integrations.get(slug)).global_workspace_access ?? undefined;
}
