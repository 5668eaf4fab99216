import { calendarEntry } from '../../../vendors/model-lifecycle.ts';
import { textIn } from '../config.ts';
import { latestClaudeModels } from './anthropic.ts';
import type { Connect, ProviderType } from './define.ts';
import { baseUrl } from './field-schemas.ts';
import { apiKeyField } from './secret-fields.ts';

async function connection(): Promise<Connect> {
  const { foundryTest } = await import('../../../vendors/azure/foundry-test.ts');
  return (config, secret) =>
    foundryTest({
      key: () => secret(config['apiKeySecretName']),
      endpoint: textIn(config, 'endpoint'),
    });
}

export const azureAnthropic = {
  id: 'azure-anthropic',
  title: 'Azure Anthropic (Claude in Microsoft Foundry)',
  calendar: (model, now) => calendarEntry(model, 'azure', now),
  models: latestClaudeModels,
  variants: [
    {
      id: 'api-key',
      title: 'API key',
      fields: {
        apiKeySecretName: apiKeyField('api-key', 'the Foundry API key'),
        endpoint: {
          schema: baseUrl,
          flag: '--endpoint <url>',
          label: 'endpoint of the Foundry resource',
          hint: 'such as https://my-resource.services.ai.azure.com/anthropic',
        },
      },
      connection,
    },
  ],
} as const satisfies ProviderType;
