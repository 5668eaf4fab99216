import type { StoredIntegration } from '../../store/portkey-state.ts';
import { deployments, type AzureDeployment } from '../configurations.ts';

/** The deployment of Azure OpenAI that a model name stands for: by alias, by model, else the default. */
export function deploymentNamed(
  { ai_provider_id, configurations }: StoredIntegration,
  model: string,
): AzureDeployment | undefined {
  if (ai_provider_id !== 'azure-openai') return undefined;
  const all = deployments.safeParse(configurations['azure_deployment_config']).data ?? [];
  return (
    all.find(({ alias }) => alias === model) ??
    all.find(({ azure_model_slug }) => azure_model_slug === model) ??
    all.find(({ is_default }) => is_default === true) ??
    all[0]
  );
}
