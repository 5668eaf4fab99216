import { PortaiError } from '../core/errors.ts';
import { didYouMean } from '../core/text/nearest.ts';
import type { PortkeyClient } from '../planes/portkey/client.ts';
import type { PortkeyProvider, Workspace } from '../planes/portkey/nouns.ts';
import { allOf } from '../planes/portkey/paging.ts';

const organisationKey =
  'Workspaces are listed with an Admin API key of the organization (organisation-service, scopes workspaces.list and workspaces.read); the key of a workspace is refused.';

/** Yields the workspaces of the organization, a page in memory at a time. Rejects with which key is needed. */
export async function* eachWorkspace(
  { workspaces }: PortkeyClient,
  filter: { readonly name?: string | undefined } = {},
): AsyncGenerator<Workspace, void, undefined> {
  try {
    yield* workspaces.list(filter.name === undefined ? {} : { name: filter.name });
  } catch (error) {
    throw withKey(error);
  }
}

/**
 * Reads one workspace by slug or UUID.
 *
 * @throws a PortaiError that names the workspace that was probably meant, or the key that is needed.
 */
export async function findWorkspace(client: PortkeyClient, name: string): Promise<Workspace> {
  try {
    return await client.workspaces.get(name);
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const { exit, message } = error.failure;
    if (exit !== 'notFound' && exit !== 'forbidden') throw error;
    const slugs: string[] = [];
    try {
      for await (const { slug } of client.workspaces.list()) slugs.push(slug);
    } catch {
      throw withKey(error);
    }
    throw error.with({
      message: `${message}: the list of workspaces has no ${name}.${didYouMean(name, slugs)}`,
      next: [{ command: ['workspaces', 'list'], why: 'the workspaces there are' }],
    });
  }
}

/** A workspace with the AI providers that it sees in its model catalog: those of integrations, and its own. */
export interface WorkspaceWithProviders extends Workspace {
  /** Null where the key may not list them. */
  readonly providers: readonly PortkeyProvider[] | null;
}

/**
 * Reads one workspace with its providers.
 *
 * @throws a PortaiError as `findWorkspace` does.
 */
export async function workspaceWithProviders(
  client: PortkeyClient,
  name: string,
): Promise<WorkspaceWithProviders> {
  const workspace = await findWorkspace(client, name);
  try {
    return { ...workspace, providers: await allOf(client.providers.list(workspace.slug)) };
  } catch (error) {
    const exit = error instanceof PortaiError ? error.failure.exit : undefined;
    if (exit !== 'forbidden' && exit !== 'notFound') throw error;
    return { ...workspace, providers: null };
  }
}

function withKey(error: unknown): unknown {
  return error instanceof PortaiError && error.failure.exit === 'forbidden'
    ? error.with({ hint: organisationKey })
    : error;
}
