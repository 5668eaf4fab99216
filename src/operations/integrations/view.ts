import { PortaiError } from '../../core/errors.ts';
import { fieldsOf } from '../../core/text/json.ts';
import { nearest } from '../../core/text/nearest.ts';
import { nameInWords } from '../../core/text/typed-names.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import { portkeyError } from '../../planes/portkey/errors.ts';
import { withoutSecrets } from '../../planes/portkey/masks.ts';
import type {
  GlobalWorkspaceAccess,
  Integration,
  IntegrationModel,
  WorkspaceAccess,
} from '../../planes/portkey/nouns.ts';

/** An integration with its models and its workspaces, in the field names of Portkey's API. */
export interface IntegrationView extends Integration {
  /** Undefined where the server does not say. */
  readonly allow_all_models?: boolean | undefined;
  readonly models: readonly IntegrationModel[];
  readonly workspaces: readonly WorkspaceAccess[];
  readonly global_workspace_access: GlobalWorkspaceAccess | null;
}

/** Returns an integration without what may be secret in its configuration; masks of the server stay. */
export function integrationWithoutSecrets<T extends Integration>(integration: T): T {
  const shown = fieldsOf(withoutSecrets(integration.configurations));
  return shown === undefined ? integration : { ...integration, configurations: shown };
}

/**
 * Reads an integration with everything that belongs to it, in three calls.
 *
 * @param find reads the integration itself; without it one that is not there is looked for in the list
 * @throws a PortaiError of Portkey's catalogue; where nothing of that slug is listed, with the slug that
 * was probably meant.
 */
export async function readView(
  client: PortkeyClient,
  slug: string,
  find: () => Promise<Integration> = () => findIntegration(client, slug),
): Promise<IntegrationView> {
  const integration = await find();
  const [models, access] = await Promise.all([
    client.models.list(slug),
    client.workspaceAccess.list(slug),
  ]);
  const allowAll = models.allow_all_models ?? integration.allow_all_models ?? undefined;
  const { allow_all_models: _read, ...rest } = integrationWithoutSecrets(integration);
  return {
    ...rest,
    ...(allowAll === undefined ? {} : { allow_all_models: allowAll }),
    models: models.models,
    workspaces: access.workspaces,
    global_workspace_access:
      access.global_workspace_access ?? integration.global_workspace_access ?? null,
  };
}

/**
 * Reads one integration. Portkey answers a missing one as it answers what is not allowed: the list tells
 * the two apart, and which slug was probably meant.
 *
 * @throws a PortaiError of Portkey's catalogue.
 */
export async function findIntegration(client: PortkeyClient, slug: string): Promise<Integration> {
  try {
    return await client.integrations.get(slug);
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    if (error.failure.exit !== 'forbidden' && error.failure.exit !== 'notFound') throw error;
    throw await withMeantSlug(client, slug, error);
  }
}

async function withMeantSlug(
  client: PortkeyClient,
  slug: string,
  error: PortaiError,
): Promise<PortaiError> {
  const slugs = await slugsOf(client).catch(() => undefined);
  if (slugs === undefined || slugs.includes(slug)) return error;
  const near = nearest(slug, slugs);
  const meant = near === undefined ? '' : ` Did you mean ${near}?`;
  return portkeyError('AB08', `There is no integration ${nameInWords(slug, slugs)}.${meant}`, {
    ...(error.failure.status === undefined ? {} : { status: error.failure.status }),
    hint: 'None of that slug is listed for this key.',
    next: [
      ...(near === undefined
        ? []
        : [{ command: ['integrations', 'get', near], why: 'the one that there is' }]),
      { command: ['integrations', 'list'], why: 'the integrations there are' },
    ],
    cause: error,
  });
}

/** Slugs of all integrations that the key may list. */
export async function slugsOf(client: PortkeyClient): Promise<string[]> {
  const slugs: string[] = [];
  for await (const { slug } of client.integrations.list()) slugs.push(slug);
  return slugs;
}
