import { apiKeyField } from './secret-fields.ts';
import type { Probe, ProbeInput } from '../../../vendors/test-requests.ts';
import type { ProviderType } from './define.ts';
import {
  countTokens,
  messages,
  messagesStream,
  messagesStructured,
  versionHeader,
  type MessagesCall,
} from '../../../vendors/anthropic/messages.ts';
import { modelList } from '../../../vendors/model-list.ts';

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

const api = 'https://api.anthropic.com/v1';

function call({ config, model, secret }: ProbeInput): MessagesCall {
  return {
    title: 'Messages API',
    dialect: 'anthropic',
    url: `${api}/messages`,
    headers: { 'x-api-key': secret(config['apiKeySecretName']).reveal() },
    model,
  };
}

const probe = {
  patience: 'cloud',
  credential: (input) => {
    const { headers } = call(input);
    return modelList('anthropic', `${api}/models?limit=1`, { ...versionHeader, ...headers });
  },
  model: (input) => countTokens(call(input)),
  generate: (input) => ({ first: messages(call(input)), others: [] }),
  stream: (input) => messagesStream(call(input)),
  structured: (input) => messagesStructured(call(input)),
} as const satisfies Probe;

export const anthropic = {
  id: 'anthropic',
  title: 'Anthropic',
  models: claudeModels,
  latestModels: latestClaudeModels,
  variants: [
    {
      id: 'api-key',
      title: 'API key',
      fields: {
        apiKeySecretName: apiKeyField('anthropic-api-key', 'the Anthropic API key'),
      },
      probe,
    },
  ],
} as const satisfies ProviderType;
