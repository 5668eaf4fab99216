import { z } from 'zod';
import { baseUrl, customHeaders, modelItems, secretName } from '../fields.ts';
import { probePrompt, readAnswer } from './answers.ts';
import type { Config, Field, ProviderType } from './define.ts';

/** Fields of an endpoint that somebody else runs; both compatible types have them. */
export const endpointFields = {
  baseUrl: {
    schema: baseUrl,
    flag: '--base-url <url>',
    label: 'base URL of the endpoint',
    hint: 'with its path prefix, often /v1; must be reachable from Port',
  },
  customHeaders: {
    schema: customHeaders.optional(),
    flag: '--headers-file <file>',
    label: 'JSON file with headers to send on every request',
    hint: 'Port stores them in clear: no keys',
    kind: 'headers',
  },
  models: {
    schema: modelItems,
    flag: '--model <spec>',
    label: 'models to offer',
    hint: 'NAME[,display=TEXT][,context=TOKENS][,FEATURE…]; repeat for more',
    kind: 'models',
  },
} as const satisfies Record<string, Field>;

const stored = z.looseObject({
  customHeaders: z.record(z.string(), z.string()).optional(),
  models: z
    .array(
      z.looseObject({
        name: z.string(),
        supportedFeatures: z.looseObject({ useLegacyMaxTokens: z.boolean().optional() }).optional(),
      }),
    )
    .optional(),
});

/** Custom headers by lower-case name: they override ours, as they do in Port. */
export function customHeadersOf(config: Config): Record<string, string> {
  const headers = stored.safeParse(config).data?.customHeaders ?? {};
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

export const openaiCompatible = {
  id: 'openai-compatible',
  title: 'OpenAI-compatible endpoint (LiteLLM, vLLM, Ollama, …)',
  models: [],
  variants: [
    {
      id: 'endpoint',
      title: 'Base URL',
      fields: {
        baseUrl: endpointFields.baseUrl,
        apiKeySecretName: {
          schema: secretName.optional(),
          flag: '--api-key-secret <name>',
          label: 'secret that holds the API key of the endpoint',
          hint: 'leave out where the endpoint takes none',
          namesSecret: true,
        },
        models: endpointFields.models,
        supportsStructuredOutputs: {
          schema: z.boolean().optional(),
          flag: '--structured-outputs',
          label: 'the endpoint obeys JSON schemas',
          kind: 'switch',
        },
        customHeaders: endpointFields.customHeaders,
      },
      probe: {
        request: ({ config, model, secret }) => {
          const item = stored.safeParse(config).data?.models?.find(({ name }) => name === model);
          const legacy = item?.supportedFeatures?.useLegacyMaxTokens ?? true;
          const key = config['apiKeySecretName'];
          return {
            method: 'POST',
            url: `${String(config['baseUrl']).replace(/\/+$/, '')}/chat/completions`,
            headers: {
              ...(key === undefined ? {} : { authorization: `Bearer ${secret(key).reveal()}` }),
              'content-type': 'application/json',
              ...customHeadersOf(config),
            },
            body: JSON.stringify({
              model,
              messages: [{ role: 'user', content: probePrompt }],
              [legacy ? 'max_tokens' : 'max_completion_tokens']: 64,
            }),
          };
        },
        read: (answer) => readAnswer(answer, /"choices"\s*:/),
      },
    },
  ],
} as const satisfies ProviderType;
