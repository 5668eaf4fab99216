import { readMessages } from './anthropic.ts';
import { probePrompt } from './answers.ts';
import type { ProviderType } from './define.ts';
import { bearerHeaders, publisherUrl, serviceAccountFields, signIn } from './vertex.ts';

export const vertexAnthropic = {
  id: 'vertex-anthropic',
  title: 'Google Vertex AI (Claude)',
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
      probe: {
        signIn,
        request: (input) => ({
          method: 'POST',
          url: `${publisherUrl(input.config, 'anthropic', input.model)}:rawPredict`,
          headers: bearerHeaders(input),
          body: JSON.stringify({
            anthropic_version: 'vertex-2023-10-16',
            max_tokens: 16,
            messages: [{ role: 'user', content: probePrompt }],
          }),
        }),
        read: readMessages,
      },
    },
  ],
} as const satisfies ProviderType;
