import { baseUrl, plainText, secretName } from '../fields.ts';
import { probePrompt, readAnswer } from './answers.ts';
import type { Config, Field, Probe, ProviderType } from './define.ts';

const apiKeySecretName = {
  schema: secretName,
  flag: '--api-key-secret <name>',
  label: 'secret that holds the Azure OpenAI API key',
  namesSecret: true,
} as const satisfies Field;

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

const probe: Probe = {
  request: ({ config, secret }) => {
    const { endpoint: given, resourceName } = config;
    const endpoint =
      typeof given === 'string' ? given : `https://${String(resourceName)}.openai.azure.com`;
    return {
      method: 'POST',
      url: `${endpoint.replace(/\/+$/, '')}/openai/v1/chat/completions`,
      headers: {
        'api-key': secret(config['apiKeySecretName']).reveal(),
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        model: config['deploymentId'] ?? config['deployment'],
        messages: [{ role: 'user', content: probePrompt }],
        max_completion_tokens: 64,
      }),
    };
  },
  read: (answer) => readAnswer(answer, /"choices"\s*:/),
};

export const azureOpenai = {
  id: 'azure-openai',
  title: 'Azure OpenAI',
  models: ['gpt-5'],
  alternate: otherPair,
  variants: [
    {
      id: 'resource',
      title: 'Resource name and deployment id',
      fields: {
        apiKeySecretName,
        resourceName: {
          schema: plainText.regex(
            /^[a-zA-Z0-9][a-zA-Z0-9-]{1,62}$/,
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
      probe,
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
      probe,
    },
  ],
} as const satisfies ProviderType;
