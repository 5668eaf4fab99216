import { PortaiError } from '../../core/errors.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import type { Integration, WorkspaceAccess } from '../../planes/portkey/nouns.ts';

/** What uses an integration. */
export interface Affected {
  readonly slug: string;
  /** Workspaces with access, with their limits. */
  readonly workspaces: readonly WorkspaceAccess[];
  /** AI providers that were made of it, as requests name them; null where the key may not list them. */
  readonly providers: readonly string[] | null;
}

/** Reads which workspaces and providers use an integration. */
export async function readAffected(
  client: PortkeyClient,
  { slug, id }: Integration,
): Promise<Affected> {
  const [{ workspaces }, providers] = await Promise.all([
    client.workspaceAccess.list(slug),
    providersOf(client, [slug, ...(typeof id === 'string' ? [id] : [])]),
  ]);
  return { slug, workspaces: workspaces.filter(({ enabled }) => enabled), providers };
}

async function providersOf(
  client: PortkeyClient,
  names: readonly string[],
): Promise<string[] | null> {
  const found = new Set<string>();
  try {
    for await (const { slug, integration_id: of } of client.providers.list()) {
      if (typeof of === 'string' && names.includes(of)) found.add(`@${slug}`);
    }
  } catch (error) {
    if (error instanceof PortaiError && ['forbidden', 'refused'].includes(error.failure.exit)) {
      return null;
    }
    throw error;
  }
  return [...found];
}
