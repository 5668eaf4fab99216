import type { StoredIntegration } from '../../store/portkey-state.ts';
import type { AzureDeployment } from '../../../planes/portkey/kinds/azure-deployments.ts';
import { deployments } from '../configurations.ts';

/**
 * The deployment of Azure OpenAI that a model name stands for: by alias, by model; the default where no
 * model is named. Undefined for a name that is neither: the model rule decides about it by its own name.
 */
export function deploymentNamed(
  { ai_provider_id, configurations }: StoredIntegration,
  model: string,
): AzureDeployment | undefined {
  if (ai_provider_id !== 'azure-openai') return undefined;
  const all = deployments.safeParse(configurations['azure_deployment_config']).data ?? [];
  const usual = all.find(({ is_default }) => is_default === true) ?? all[0];
  return model === ''
    ? usual
    : (all.find(({ alias }) => alias === model) ??
        all.find(({ azure_model_slug }) => azure_model_slug === model));
}

/** The default deployment, which serves a model that is allowed and has no deployment of its own. */
export function defaultDeployment(integration: StoredIntegration): AzureDeployment | undefined {
  return deploymentNamed(integration, '');
}
