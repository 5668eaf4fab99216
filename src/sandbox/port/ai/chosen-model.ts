import { findProviderType } from '../../../planes/port/provider-types/index.ts';
import type { Reply } from '../../router.ts';
import type { PortContext } from '../context.ts';
import { systemDefaults } from '../defaults.ts';
import { enabledModels, findProvider } from '../providers.ts';

/** The provider and model that an invocation uses, or the refusal of what was asked for. */
export async function chosenModel(
  context: PortContext,
  asked: { readonly provider?: string | undefined; readonly model?: string | undefined },
): Promise<{ readonly provider: string; readonly model: string } | Reply> {
  const { store, refuse, catalog } = context;
  const standard = (await store.defaults.get()) ?? systemDefaults;
  const provider = asked.provider ?? standard.provider;
  const type = findProviderType(provider);
  const state = type && (await findProvider(context, type));
  if (!type || !state?.enabled) {
    return refuse(
      'LLMProviderNotFoundError',
      `LLM provider '${provider}' not found for organization`,
    );
  }
  const models = enabledModels(type, state, catalog);
  const usual = provider === standard.provider ? standard.model : models[0];
  const model = asked.model ?? usual ?? '';
  if (models.includes(model)) return { provider, model };
  return refuse(
    'LLMProviderModelNotEnabledError',
    `Model '${model}' is not enabled for provider '${provider}'`,
  );
}
