import { calendarEntry } from '../../../vendors/model-lifecycle.ts';
import type { Connect, ProviderType } from './define.ts';
import { apiKeyField } from './secret-fields.ts';

async function connection(): Promise<Connect> {
  const { openaiTest } = await import('../../../vendors/openai/connection-test.ts');
  return (config, secret) => openaiTest({ key: () => secret(config['apiKeySecretName']) });
}

export const openai = {
  id: 'openai',
  title: 'OpenAI',
  calendar: (model, now) => calendarEntry(model, 'openai', now),
  models: ['gpt-5'],
  variants: [
    {
      id: 'api-key',
      title: 'API key',
      fields: {
        apiKeySecretName: apiKeyField('openai-api-key', 'the OpenAI API key'),
      },
      connection,
    },
  ],
} as const satisfies ProviderType;
