import { modelList } from '../model-list.ts';
import type { ConnectionTest, Credential } from '../test-requests.ts';
import {
  countTokens,
  messages,
  messagesStream,
  messagesStructured,
  versionHeader,
  type MessagesCall,
} from './messages.ts';

/** Anthropic's own API. */

const api = 'https://api.anthropic.com/v1';

export interface AnthropicConnection {
  readonly key: Credential;
}

export function anthropicTest({ key }: AnthropicConnection): ConnectionTest {
  const headers = () => ({ 'x-api-key': key().reveal() });
  const call = (model: string): MessagesCall => ({
    title: 'Messages API',
    dialect: 'anthropic',
    url: `${api}/messages`,
    headers: headers(),
    model,
  });
  return {
    patience: 'cloud',
    credential: () =>
      modelList('anthropic', `${api}/models?limit=1`, { ...versionHeader, ...headers() }),
    model: ({ model }) => countTokens(call(model)),
    generate: ({ model }) => ({ first: messages(call(model)), fallbacks: [] }),
    stream: ({ model }) => messagesStream(call(model)),
    structured: ({ model }) => messagesStructured(call(model)),
  };
}
