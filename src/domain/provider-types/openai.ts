import { secretName } from '../fields.ts';
import { probePrompt, readAnswer } from './answers.ts';
import type { ProviderType } from './define.ts';

export const openai = {
  id: 'openai',
  title: 'OpenAI',
  models: ['gpt-5'],
  variants: [
    {
      id: 'api-key',
      title: 'API key',
      fields: {
        apiKeySecretName: {
          schema: secretName,
          flag: '--api-key-secret <name>',
          label: 'secret that holds the OpenAI API key',
          namesSecret: true,
        },
      },
      probe: {
        request: ({ config, model, secret }) => ({
          method: 'POST',
          url: 'https://api.openai.com/v1/chat/completions',
          headers: {
            authorization: `Bearer ${secret(config['apiKeySecretName']).reveal()}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify({
            model,
            messages: [{ role: 'user', content: probePrompt }],
            max_completion_tokens: 64,
          }),
        }),
        read: (answer) => readAnswer(answer, /"choices"\s*:/),
      },
    },
  ],
} as const satisfies ProviderType;
