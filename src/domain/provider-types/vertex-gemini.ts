import { secretName } from '../fields.ts';
import { probePrompt, readAnswer } from './answers.ts';
import type { Probe, ProviderType } from './define.ts';
import { bearerHeaders, models, publisherUrl, serviceAccountFields, signIn } from './vertex.ts';

const body = JSON.stringify({
  contents: [{ role: 'user', parts: [{ text: probePrompt }] }],
  generationConfig: { maxOutputTokens: 64 },
});

const read: Probe['read'] = (answer) => readAnswer(answer, /"candidates"\s*:/);

export const vertexGemini = {
  id: 'vertex-gemini',
  title: 'Google Vertex AI (Gemini)',
  models: [],
  variants: [
    {
      id: 'service-account',
      title: 'Service account',
      fields: serviceAccountFields,
      probe: {
        signIn,
        request: (input) => ({
          method: 'POST',
          url: `${publisherUrl(input.config, 'google', input.model)}:generateContent`,
          headers: bearerHeaders(input),
          body,
        }),
        read,
      },
    },
    {
      id: 'express',
      title: 'Express mode',
      remark: 'one API key',
      fields: {
        apiKeySecretName: {
          schema: secretName,
          flag: '--api-key-secret <name>',
          label: 'secret that holds the express mode API key',
          namesSecret: true,
        },
        models,
      },
      probe: {
        request: ({ config, model, secret }) => ({
          method: 'POST',
          url: `https://aiplatform.googleapis.com/v1/publishers/google/models/${encodeURIComponent(model)}:generateContent`,
          headers: {
            'x-goog-api-key': secret(config['apiKeySecretName']).reveal(),
            'content-type': 'application/json',
          },
          body,
        }),
        read,
      },
    },
  ],
} as const satisfies ProviderType;
