import { z } from 'zod';
import { secretName } from './field-schemas.ts';
import { apiKeyField } from './secret-fields.ts';
import {
  asAnswered,
  chat,
  chatStream,
  chatStructured,
  unlikelyForm,
  type ChatCall,
} from '../../../vendors/openai/chat-completions.ts';
import { customHeaderRemarks, customHeadersOf } from './custom-headers.ts';
import type { Ask, Probe, ProbeInput, Ways } from '../../../vendors/test-requests.ts';
import type { ProviderType } from './define.ts';
import {
  baseOf,
  baseUrlRemarks,
  endpointFields,
  featuresOf,
  likelierBase,
  modelsWithoutCredential,
} from './endpoint.ts';
import { modelList, whereOffered } from '../../../vendors/model-list.ts';

function headersOf({ config, secret }: ProbeInput): Record<string, string> {
  const key = config['apiKeySecretName'];
  return {
    ...(key === undefined ? {} : { authorization: `Bearer ${secret(key).reveal()}` }),
    ...customHeadersOf(config),
  };
}

function call(input: ProbeInput, base = baseOf(input.config)): ChatCall {
  const { config, model } = input;
  const { useLegacyMaxTokens = true } = featuresOf(config, model);
  return {
    title: 'Chat Completions',
    dialect: 'openai-compatible',
    url: `${base}/chat/completions`,
    headers: headersOf(input),
    model,
    limit: useLegacyMaxTokens ? 'max_tokens' : 'max_completion_tokens',
    limitRemark: `Set useLegacyMaxTokens to ${String(!useLegacyMaxTokens)} for ${model}: the server refuses the field that Port will send.`,
  };
}

function ways(input: ProbeInput): Ways {
  const likelier = likelierBase(baseOf(input.config));
  if (likelier === undefined) return { first: chat(call(input)), others: [] };
  const there = { ...call(input, likelier), title: `Chat Completions at ${likelier}` };
  return {
    first: chat(call(input)),
    others: [
      {
        ask: chat(there),
        after: ['WRONG_BASE_URL', 'RESPONSE_MALFORMED'],
        counts: 'suggest',
        remark: `Set the base URL to ${likelier}: there it answers.`,
      },
    ],
  };
}

/** Output after a schema. Where the configuration does not claim it, failing is no more than a remark. */
function structured(input: ProbeInput, won: Ask): Ways {
  const { config, model } = input;
  const ask = chatStructured(asAnswered(call(input), won), unlikelyForm);
  const claimed =
    featuresOf(config, model).supportsStructuredOutputs ??
    config['supportsStructuredOutputs'] === true;
  if (claimed) return { first: ask, others: [] };
  const read: Ask['read'] = (answer) => {
    const reading = ask.read(answer);
    if (reading.cause === 'STRUCTURED_INVALID') {
      return { ...reading, cause: 'STRUCTURED_UNSUPPORTED' };
    }
    return reading.cause === 'OK'
      ? { ...reading, detail: 'it works, so supportsStructuredOutputs may be set' }
      : reading;
  };
  return { first: { ...ask, read }, others: [] };
}

const probe = {
  patience: 'endpoint',
  limitsBeforeRouting: true,
  credential: (input) =>
    whereOffered(
      modelList('openai-compatible', `${baseOf(input.config)}/models`, headersOf(input)),
    ),
  generate: ways,
  stream: (input, won) => chatStream(asAnswered(call(input), won)),
  structured,
  control: ({ config }) => modelsWithoutCredential(config),
  remarks: ({ config }) => [
    ...baseUrlRemarks(config),
    ...customHeaderRemarks(
      config,
      config['apiKeySecretName'] === undefined ? undefined : 'authorization',
    ),
  ],
  notProved: () => ['which model answers to the name, where a server has only one'],
} as const satisfies Probe;

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
          schema: secretName.optional(),
          hint: 'leave out where the endpoint takes none',
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
      probe,
    },
  ],
} as const satisfies ProviderType;
