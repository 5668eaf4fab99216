import { calendarEntry } from '../../../vendors/model-lifecycle.ts';
import type { ProviderType } from './define.ts';
import { apiKeyField } from './secret-fields.ts';
import { models, serviceAccountFields, vertexConnection } from './vertex.ts';

const vendor = () => import('../../../vendors/google/gemini-test.ts');

export const vertexGemini = {
  id: 'vertex-gemini',
  title: 'Google Vertex AI (Gemini)',
  calendar: (model, now) => calendarEntry(model, 'vertex', now),
  models: [],
  variants: [
    {
      id: 'service-account',
      title: 'Service account',
      fields: serviceAccountFields,
      connection: async () => {
        const { geminiTest } = await vendor();
        return (config, secret) => geminiTest(vertexConnection(config, secret));
      },
    },
    {
      id: 'express',
      title: 'Express mode',
      remark: 'one API key',
      fields: {
        apiKeySecretName: apiKeyField('google-api-key', 'the express mode API key'),
        models,
      },
      connection: async () => {
        const { expressGeminiTest } = await vendor();
        return (config, secret) =>
          expressGeminiTest({ key: () => secret(config['apiKeySecretName']) });
      },
    },
  ],
} as const satisfies ProviderType;
