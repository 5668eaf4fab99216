import { calendarEntry } from '../../../vendors/model-lifecycle.ts';
import type { Connect, ProviderType } from './define.ts';
import { apiKeyField } from './secret-fields.ts';

/** The Claude models of Port's published schema, and those of its newer guides. */
export const claudeModels = [
  'claude-sonnet-4-20250514',
  'claude-haiku-4-5-20251001',
  'claude-sonnet-4-5-20250929',
] as const;
export const latestClaudeModels = [
  ...claudeModels,
  'claude-opus-4-5-20251101',
  'claude-opus-4-6',
] as const;

async function connection(): Promise<Connect> {
  const { anthropicTest } = await import('../../../vendors/anthropic/connection-test.ts');
  return (config, secret) => anthropicTest({ key: () => secret(config['apiKeySecretName']) });
}

export const anthropic = {
  id: 'anthropic',
  title: 'Anthropic',
  calendar: (model, now) => calendarEntry(model, 'anthropic', now),
  models: claudeModels,
  latestModels: latestClaudeModels,
  variants: [
    {
      id: 'api-key',
      title: 'API key',
      fields: {
        apiKeySecretName: apiKeyField('anthropic-api-key', 'the Anthropic API key'),
      },
      connection,
    },
  ],
} as const satisfies ProviderType;
