import { baseUrl, secretName } from '../fields.ts';
import { latestClaudeModels, messagesRequest, readMessages } from './anthropic.ts';
import type { ProviderType } from './define.ts';

export const azureAnthropic = {
  id: 'azure-anthropic',
  title: 'Azure Anthropic (Claude in Microsoft Foundry)',
  models: latestClaudeModels,
  variants: [
    {
      id: 'api-key',
      title: 'API key',
      fields: {
        apiKeySecretName: {
          schema: secretName,
          flag: '--api-key-secret <name>',
          label: 'secret that holds the Foundry API key',
          namesSecret: true,
        },
        endpoint: {
          schema: baseUrl,
          flag: '--endpoint <url>',
          label: 'endpoint of the Foundry resource',
          hint: 'such as https://my-resource.services.ai.azure.com/anthropic',
        },
      },
      probe: {
        request: ({ config, model, secret }) => {
          const { origin } = new URL(String(config['endpoint']));
          return messagesRequest(`${origin}/anthropic/v1/messages`, model, {
            'x-api-key': secret(config['apiKeySecretName']).reveal(),
          });
        },
        read: readMessages,
      },
    },
  ],
} as const satisfies ProviderType;
