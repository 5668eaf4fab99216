import { z } from 'zod';
import type { ClaimedParameter } from '../../../vendors/openai/chat-completions.ts';
import { textIn } from '../config.ts';
import type { Connect, ProviderType, ServerOf } from './define.ts';
import { endpointFields, featuresOf, headersIn } from './endpoint.ts';
import { secretName } from './field-schemas.ts';
import { apiKeyField } from './secret-fields.ts';

async function connection(): Promise<Connect> {
  const { openaiEndpointTest } = await import('../../../vendors/gateways/openai-test.ts');
  return (config, secret) => {
    const key = config['apiKeySecretName'];
    return openaiEndpointTest({
      baseUrl: textIn(config, 'baseUrl'),
      ...(key === undefined ? {} : { key: () => secret(key) }),
      headers: () => headersIn(config),
      model: (name) => {
        const features = featuresOf(config, name);
        const { useLegacyMaxTokens = true, supportsStructuredOutputs } = features;
        return {
          claims: claimsOf(name, features),
          limit: useLegacyMaxTokens ? 'max_tokens' : 'max_completion_tokens',
          limitRemark: `Set useLegacyMaxTokens to ${String(!useLegacyMaxTokens)} for ${name} (--model ${name},useLegacyMaxTokens=${String(!useLegacyMaxTokens)}): the server refuses the field that Port will send.`,
          claimsSchemas: supportsStructuredOutputs ?? config['supportsStructuredOutputs'] === true,
          schemaRemark: `set supportsStructuredOutputs to false for ${name} (--model ${name},supportsStructuredOutputs=false)`,
        };
      },
      unclaimedSchemas: 'it works, so supportsStructuredOutputs may be set',
    });
  };
}

/** Parameters that a configuration says a model takes, with what to change where it does not. */
function claimsOf(
  name: string,
  { temperature, reasoningEffort }: ReturnType<typeof featuresOf>,
): ClaimedParameter[] {
  const denied = (feature: string) =>
    `Set ${feature} to false for ${name} (--model ${name},${feature}=false): the server refuses it.`;
  return [
    ...(temperature === true
      ? [{ name: 'temperature', value: 0, refused: denied('temperature') } as const]
      : []),
    ...(reasoningEffort === true
      ? [{ name: 'reasoning_effort', value: 'low', refused: denied('reasoningEffort') } as const]
      : []),
  ];
}

async function server(): Promise<ServerOf> {
  const { headersOf } = await import('../../../vendors/gateways/openai-test.ts');
  return (config, secret) => {
    const key = config['apiKeySecretName'];
    return {
      baseUrl: textIn(config, 'baseUrl'),
      dialect: 'openai-compatible',
      headers: () =>
        headersOf({
          ...(key === undefined ? {} : { key: () => secret(key) }),
          headers: () => headersIn(config),
        }),
    };
  };
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
          ...apiKeyField('endpoint-api-key', 'the API key of the endpoint'),
          schema: secretName,
          optional: true,
          hint: 'leave out where the endpoint takes none',
        },
        models: endpointFields.models,
        supportsStructuredOutputs: {
          schema: () => z.boolean(),
          optional: true,
          flag: '--structured-outputs',
          label: 'the endpoint obeys JSON schemas',
          kind: 'switch',
        },
        customHeaders: endpointFields.customHeaders,
      },
      connection,
      discovery: {
        server,
        features: {
          temperature: 'temperature',
          reasoningEffort: 'reasoningEffort',
          structuredOutputs: 'supportsStructuredOutputs',
        },
      },
    },
  ],
} as const satisfies ProviderType;
