import type { PortkeyState, StoredIntegration } from '../store/portkey-state.ts';
import { gatewayModels } from '../vendors/known.ts';
import { openaiModels } from '../vendors/model-lists.ts';
import { claudeModels } from '../../planes/port/provider-types/anthropic.ts';
import { routesOf, type CheckedPortkeyRequest, type PortkeyRoute } from './context.ts';
import { wholeNumber } from './pages.ts';
import { workspaceOf } from './lookups.ts';

/** Models that the simulated provider behind an integration offers. */
function offered({ ai_provider_id: provider }: StoredIntegration): readonly string[] {
  if (provider === 'openai') return openaiModels;
  return provider === 'anthropic' ? claudeModels : gatewayModels;
}

/** Models of an integration that may be used: its own rows, and with `allow_all_models` the others. */
export function allowedModels(integration: StoredIntegration): string[] {
  const { models, allow_all_models: all } = integration;
  const disabled = models.filter(({ enabled }) => !enabled).map(({ slug }) => slug);
  const own = models.filter(({ enabled }) => enabled).map(({ slug }) => slug);
  const more = all ? offered(integration).filter((each) => !disabled.includes(each)) : [];
  return [...new Set([...own, ...more])];
}

/** The route of /models: what the workspace of the key may call, as `@provider/model`. */
export function modelCatalogRoutes(): PortkeyRoute[] {
  return [routesOf('models')('GET', '/models', list)];
}

function list(state: PortkeyState, call: CheckedPortkeyRequest) {
  const { query } = call;
  const workspace = workspaceOf(state, call);
  const wanted = query.get('provider') ?? query.get('ai_service');
  const found = state.providers.flatMap((provider) => {
    if (workspace && provider.workspace !== workspace.id) return [];
    const integration = state.integrations.find(({ id }) => id === provider.integration);
    if (integration?.access[provider.workspace]?.enabled !== true) return [];
    const { ai_provider_id: service } = integration;
    if (wanted !== null && wanted !== service) return [];
    return allowedModels(integration).map((slug) => ({
      id: `@${provider.slug}/${slug}`,
      object: 'model',
      created: 0,
      owned_by: service,
      slug,
      canonical_slug: slug,
    }));
  });
  const unique = [...new Map(found.map((each) => [each.id, each])).values()];
  const sign = query.get('order') === 'desc' ? -1 : 1;
  const field = ['provider', 'ai_service'].includes(query.get('sort') ?? '') ? 'owned_by' : 'id';
  unique.sort((a, b) => (a[field] < b[field] ? -sign : a[field] > b[field] ? sign : 0));
  const offset = wholeNumber(query, 'offset', { absent: 0 });
  const limit = wholeNumber(query, 'limit', { least: 1, absent: unique.length });
  return {
    object: 'list',
    total_count: unique.length,
    data: unique.slice(offset, offset + limit),
  };
}
