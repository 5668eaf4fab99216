import { secretName } from '../fields.ts';
import { messagesRequest, readMessages } from './anthropic.ts';
import type { ProbeInput, ProviderType } from './define.ts';
import { customHeadersOf, endpointFields } from './openai-compatible.ts';

const { baseUrl, models, customHeaders } = endpointFields;
const fields = {
  baseUrl: { ...baseUrl, hint: 'the prefix before /messages; must be reachable from Port' },
  models,
  customHeaders,
};

function request({ config, model }: ProbeInput, credential: Record<string, string>) {
  const url = `${String(config['baseUrl']).replace(/\/+$/, '')}/messages`;
  return messagesRequest(url, model, { ...credential, ...customHeadersOf(config) });
}

export const anthropicCompatible = {
  id: 'anthropic-compatible',
  title: 'Anthropic-compatible endpoint',
  models: [],
  variants: [
    {
      id: 'api-key',
      title: 'API key',
      remark: 'sent as x-api-key',
      fields: {
        apiKeySecretName: {
          schema: secretName,
          flag: '--api-key-secret <name>',
          label: 'secret that holds the API key, sent as x-api-key',
          namesSecret: true,
        },
        ...fields,
      },
      probe: {
        request: (input) =>
          request(input, { 'x-api-key': input.secret(input.config['apiKeySecretName']).reveal() }),
        read: readMessages,
      },
    },
    {
      id: 'auth-token',
      title: 'Auth token',
      remark: 'sent as Authorization: Bearer',
      fields: {
        authTokenSecretName: {
          schema: secretName,
          flag: '--auth-token-secret <name>',
          label: 'secret that holds the token, sent as Authorization: Bearer',
          namesSecret: true,
        },
        ...fields,
      },
      probe: {
        request: (input) =>
          request(input, {
            authorization: `Bearer ${input.secret(input.config['authTokenSecretName']).reveal()}`,
          }),
        read: readMessages,
      },
    },
  ],
} as const satisfies ProviderType;
