import { PortaiError } from '../../core/errors.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import type { Integration } from '../../planes/portkey/nouns.ts';
import { allOf } from '../../planes/portkey/paging.ts';

/** An integration of a list. */
export interface ListedIntegration extends Integration {
  readonly _portai?: {
    /** Slug of the workspace that made it, where `workspace_id` is its UUID. */
    readonly workspace_slug: string;
  };
}

/**
 * Names the workspace that made an integration by its slug, where the list has its UUID. The workspaces are
 * read where there is such a one only; a key that may not read them gets the integrations as they are.
 */
export async function withWorkspaceSlugs(
  { workspaces }: PortkeyClient,
  list: readonly Integration[],
): Promise<readonly ListedIntegration[]> {
  if (list.every(({ workspace_id: id }) => !id)) return list;
  const slugs = await slugsById(() => allOf(workspaces.list()));
  return list.map((each) => {
    const slug = slugs.get(each.workspace_id ?? '');
    return slug === undefined ? each : { ...each, _portai: { workspace_slug: slug } };
  });
}

async function slugsById(
  read: () => Promise<readonly { readonly id: string; readonly slug: string }[]>,
): Promise<ReadonlyMap<string, string>> {
  try {
    return new Map((await read()).map(({ id, slug }) => [id, slug]));
  } catch (error) {
    if (error instanceof PortaiError && error.failure.exit === 'forbidden') return new Map();
    throw error;
  }
}
