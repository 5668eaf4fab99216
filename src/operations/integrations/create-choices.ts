import { PortaiError } from '../../core/errors.ts';
import { once } from '../../core/once.ts';
import { deployedModels } from '../../planes/portkey/kinds/azure-deployments.ts';
import type { Kind, KindValues } from '../../planes/portkey/kinds/define.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import type { SecretReference, Workspace } from '../../planes/portkey/nouns.ts';
import { allOf } from '../../planes/portkey/paging.ts';
import { findProviderType } from '../../planes/port/provider-types/index.ts';
import { withNeededKey } from './needed-key.ts';

/** What there is to choose from for a new integration, read when a question needs it. */
export interface CreateChoices {
  /** Slugs that are taken. */
  readonly slugs: readonly string[];
  readonly workspaces: () => Promise<readonly Workspace[]>;
  /** Secrets in vaults; none where the key or the plan has none. */
  readonly references: () => Promise<readonly SecretReference[]>;
  /** Models that are known of a provider with these values. No public API lists all of them. */
  readonly models: (kind: Kind, values: KindValues) => Promise<readonly string[]>;
}

/** So many integrations of the same provider are asked for their models. */
const fewEnough = 5;

/** Providers whose models Port names as the vendor does, and so as Portkey does. */
const sameNames = ['openai', 'anthropic'];

/** Reads what is taken; the rest is read once, when it is asked for. */
export async function readChoices(client: PortkeyClient): Promise<CreateChoices> {
  const integrations = await withNeededKey(() => allOf(client.integrations.list()));
  return {
    slugs: integrations.map(({ slug }) => slug),
    workspaces: once(() => withNeededKey(() => allOf(client.workspaces.list()))),
    references: once(() => orNone(() => allOf(client.secretReferences.list()))),
    async models({ id }, values) {
      const alike = integrations.filter(({ ai_provider_id: provider }) => provider === id);
      const rows = await Promise.all(
        alike
          .slice(0, fewEnough)
          .map(({ slug }) => orNone(async () => (await client.models.list(slug)).models)),
      );
      const carried = sameNames.includes(id) ? (findProviderType(id)?.models ?? []) : [];
      return [
        ...new Set([
          ...deployedModels(values['azure_deployment_config']),
          ...rows.flat().map(({ slug }) => slug),
          ...carried,
        ]),
      ];
    },
  };
}

/** A list that only helps to choose: where it may not be read, there is nothing to choose from. */
async function orNone<T>(list: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await list();
  } catch (error) {
    const exit = error instanceof PortaiError ? error.failure.exit : undefined;
    if (exit === 'forbidden' || exit === 'notFound') return [];
    throw error;
  }
}
