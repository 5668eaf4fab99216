import { calendarEntry } from '../../../vendors/model-lifecycle.ts';
import { resourcePattern } from '../../../vendors/azure/address.ts';
import { textIn, type Config } from '../config.ts';
import type { Connect, ProviderType } from './define.ts';
import { baseUrl, plainText } from './field-schemas.ts';
import { apiKeyField } from './secret-fields.ts';

const apiKeySecretName = apiKeyField('api-key', 'the Azure OpenAI API key');

const hosted = /^https:\/\/([a-z0-9][a-z0-9-]*)\.openai\.azure\.com\/?$/i;

/** Port's schema of January 2026 takes resource and deployment id; its newer clients send the endpoint pair. */
function otherPair(config: Config): Config | undefined {
  const { resourceName, deploymentId, endpoint, deployment, ...rest } = config;
  if (typeof resourceName === 'string' && typeof deploymentId === 'string') {
    return {
      ...rest,
      endpoint: `https://${resourceName}.openai.azure.com`,
      deployment: deploymentId,
    };
  }
  const resource = typeof endpoint === 'string' ? hosted.exec(endpoint)?.[1] : undefined;
  if (resource === undefined || typeof deployment !== 'string') return undefined;
  return { ...rest, resourceName: resource, deploymentId: deployment };
}

/** Both forms of the configuration name the same: where the resource is, and the deployment in it. */
async function connection(): Promise<Connect> {
  const { azureOpenaiTest } = await import('../../../vendors/azure/openai-test.ts');
  return (config, secret) =>
    azureOpenaiTest({
      key: () => secret(config['apiKeySecretName']),
      address:
        config['endpoint'] === undefined
          ? { resourceName: textIn(config, 'resourceName') }
          : { endpoint: textIn(config, 'endpoint') },
      deployment: textIn(config, 'deploymentId') || textIn(config, 'deployment'),
    });
}

export const azureOpenai = {
  id: 'azure-openai',
  title: 'Azure OpenAI',
  calendar: (model, now) => calendarEntry(model, 'azure', now),
  models: ['gpt-5'],
  alternate: otherPair,
  variants: [
    {
      id: 'resource',
      title: 'Resource name and deployment id',
      fields: {
        apiKeySecretName,
        resourceName: {
          schema: () =>
            plainText().regex(
              resourcePattern,
              'give the resource name only: the first word of its host name',
            ),
          flag: '--resource-name <name>',
          label: 'name of the Azure OpenAI resource',
        },
        deploymentId: {
          schema: plainText,
          flag: '--deployment-id <id>',
          label: 'deployment that serves the model',
        },
      },
      connection,
    },
    {
      id: 'endpoint',
      title: 'Endpoint URL and deployment',
      fields: {
        apiKeySecretName,
        endpoint: {
          schema: baseUrl,
          flag: '--endpoint <url>',
          label: 'endpoint of the Azure OpenAI resource',
          hint: 'such as https://my-resource.openai.azure.com',
        },
        deployment: {
          schema: plainText,
          flag: '--deployment <name>',
          label: 'deployment that serves the model',
        },
      },
      connection,
    },
  ],
} as const satisfies ProviderType;
