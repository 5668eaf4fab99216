import { secretName } from '../fields.ts';
import { probePrompt, readAnswer } from './answers.ts';
import type { Probe, ProbeRequest, ProviderType } from './define.ts';

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

/** A Messages request; 16 tokens are enough for one word. */
export function messagesRequest(
  url: string,
  model: string,
  headers: Readonly<Record<string, string>>,
): ProbeRequest {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', 'anthropic-version': '2023-06-01', ...headers },
    body: JSON.stringify({
      model,
      max_tokens: 16,
      messages: [{ role: 'user', content: probePrompt }],
    }),
  };
}

export const readMessages: Probe['read'] = (answer) => readAnswer(answer, /"type"\s*:\s*"message"/);

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
        apiKeySecretName: {
          schema: secretName,
          flag: '--api-key-secret <name>',
          label: 'secret that holds the Anthropic API key',
          namesSecret: true,
        },
      },
      probe: {
        request: ({ config, model, secret }) =>
          messagesRequest('https://api.anthropic.com/v1/messages', model, {
            'x-api-key': secret(config['apiKeySecretName']).reveal(),
          }),
        read: readMessages,
      },
    },
  ],
} as const satisfies ProviderType;
