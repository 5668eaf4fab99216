import { azureOpenaiTest } from '../../../vendors/azure/openai-test.ts';
import { deploymentsIn, type AzureDeployment } from '../kinds/azure-deployments.ts';
import { byModel } from './by-model.ts';
import {
  shownText,
  type TestableConnection,
  type Described,
  type GivenCredential,
} from './define.ts';

/** What stands in the way of other sign-ins than a key, by `azure_auth_mode`. */
const unlikeKeys: Readonly<Record<string, string>> = {
  entra: 'it signs in through Entra ID, for which no test is built',
  entraFederated: "it signs in with an identity of Portkey's own, which nobody else has",
  managed: "it signs in with the managed identity of Portkey's gateway, which nobody else has",
  workload: "it signs in with the workload identity of Portkey's gateway, which nobody else has",
};

/** The name by which requests of Portkey choose a deployment. */
const nameOf = ({ alias, azure_deployment_name: name }: AzureDeployment) => alias ?? name;

/** Azure OpenAI: one resource and key, and every deployment of it. */
export function azureConnection({ configurations }: Described): TestableConnection {
  const mode = shownText(configurations, 'azure_auth_mode') ?? 'default';
  if (mode !== 'default') {
    return { untestable: unlikeKeys[mode] ?? 'its way of signing in is not known here' };
  }
  const resourceName = shownText(configurations, 'azure_resource_name');
  const deployments = deploymentsIn(configurations['azure_deployment_config']);
  const [first] = deployments;
  if (resourceName === undefined) return { untestable: 'Portkey shows no azure_resource_name' };
  if (!first) return { untestable: 'Portkey shows no azure_deployment_config' };
  const named = new Map(deployments.map((each) => [nameOf(each), each]));
  return {
    wants: 'azure-key',
    hosts: [`${resourceName}.openai.azure.com`, `${resourceName}.services.ai.azure.com`],
    models: [...named.keys()],
    notProved: deployments.map(
      (each) => `the API version ${each.azure_api_version} of the deployment ${nameOf(each)}`,
    ),
    connect: ({ credential }: GivenCredential) => {
      const testOf = ({ azure_deployment_name: deployment }: AzureDeployment) =>
        azureOpenaiTest({ key: credential, address: { resourceName }, deployment });
      return byModel(testOf(first), (input) => {
        const deployment = named.get(input.model) ?? first;
        // What answers is compared with the model that the deployment is said to serve.
        return {
          test: testOf(deployment),
          input: { ...input, model: deployment.azure_model_slug },
        };
      });
    },
  };
}
