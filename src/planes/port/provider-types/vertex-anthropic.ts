import { calendarEntry } from '../../../vendors/model-lifecycle.ts';
import type { Connect, ProviderType } from './define.ts';
import { serviceAccountFields, vertexConnection } from './vertex.ts';

async function connection(): Promise<Connect> {
  const { vertexClaudeTest } = await import('../../../vendors/google/claude-test.ts');
  return (config, secret) => vertexClaudeTest(vertexConnection(config, secret));
}

export const vertexAnthropic = {
  id: 'vertex-anthropic',
  title: 'Google Vertex AI (Claude)',
  calendar: (model, now) => calendarEntry(model, 'vertex', now),
  models: [],
  variants: [
    {
      id: 'service-account',
      title: 'Service account',
      fields: {
        ...serviceAccountFields,
        models: {
          ...serviceAccountFields.models,
          hint: "Vertex's own ids, such as claude-sonnet-4-5@20250929; repeat for more",
        },
      },
      connection,
    },
  ],
} as const satisfies ProviderType;
