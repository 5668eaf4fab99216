import { secretName } from './field-schemas.ts';
import { apiKeyField } from './secret-fields.ts';
import { customHeaderRemarks, customHeadersOf } from './custom-headers.ts';
import type { Alternative, Ask, Probe, ProbeInput, Ways } from '../../../vendors/test-requests.ts';
import type { ProviderType } from './define.ts';
import {
  baseOf,
  baseUrlRemarks,
  endpointFields,
  featuresOf,
  likelierBase,
  modelsWithoutCredential,
} from './endpoint.ts';
import {
  countTokens,
  emptyMessage,
  hasNativeSchema,
  messages,
  messagesAnswered,
  messagesStream,
  messagesStructured,
  type MessagesCall,
} from '../../../vendors/anthropic/messages.ts';
import { whereOffered } from '../../../vendors/model-list.ts';

const { baseUrl, models, customHeaders } = endpointFields;
const fields = {
  baseUrl: { ...baseUrl, hint: 'the prefix before /messages; must be reachable from Port' },
  models,
  customHeaders,
};

/** The two headers in which a credential travels. */
const ways = {
  'x-api-key': {
    field: 'apiKeySecretName',
    header: (key: string) => ({ 'x-api-key': key }),
    flag: '--api-key-secret',
  },
  authorization: {
    field: 'authTokenSecretName',
    header: (key: string) => ({ authorization: `Bearer ${key}` }),
    flag: '--auth-token-secret',
  },
} as const;
type Way = keyof typeof ways;

const other: Readonly<Record<Way, Way>> = {
  'x-api-key': 'authorization',
  authorization: 'x-api-key',
};

/** A call with the credential of the variant, in its own header or in the other. */
function call(
  { config, model, secret }: ProbeInput,
  way: Way,
  header: Way = way,
  base = baseOf(config),
): MessagesCall {
  const key = secret(config[ways[way].field]).reveal();
  return {
    title: header === way ? 'Messages API' : `Messages API, key as ${header}`,
    dialect: 'anthropic-compatible',
    url: `${base}/messages`,
    headers: { ...ways[header].header(key), ...customHeadersOf(config) },
    model,
  };
}

function generate(input: ProbeInput, way: Way): Ways {
  const likelier = likelierBase(baseOf(input.config));
  const there = likelier === undefined ? [] : [suggestedBase(input, way, likelier)];
  return {
    first: messages(call(input, way)),
    others: [
      ...there,
      {
        ask: messages(call(input, way, other[way])),
        after: ['KEY_INVALID', 'KEY_MISSING'],
        counts: 'suggest',
        remark: `The gateway wants this credential in the other header: use ${ways[other[way]].flag}.`,
      },
    ],
  };
}

function suggestedBase(input: ProbeInput, way: Way, base: string): Alternative {
  return {
    ask: messages({ ...call(input, way, way, base), title: `Messages API at ${base}` }),
    after: ['WRONG_BASE_URL', 'RESPONSE_MALFORMED'],
    counts: 'suggest',
    remark: `Set the base URL to ${base}: there it answers.`,
  };
}

/** In the form that the configuration claims for the model; the tool's alone where it claims none. */
function structured(input: ProbeInput, way: Way, won: Ask): Ways {
  const { nativeStructuredOutput } = featuresOf(input.config, input.model);
  return messagesStructured(messagesAnswered(call(input, way), won), {
    native: nativeStructuredOutput ?? hasNativeSchema(input.model),
    toolRemark: `Output after a schema works as a tool only: set nativeStructuredOutput to false for ${input.model}.`,
  });
}

const probeWith = (way: Way) =>
  ({
    patience: 'endpoint',
    limitsBeforeRouting: true,
    credential: (input) => emptyMessage(call(input, way)),
    model: (input) => whereOffered(countTokens(call(input, way))),
    generate: (input) => generate(input, way),
    stream: (input, won) => messagesStream(messagesAnswered(call(input, way), won)),
    structured: (input, won) => structured(input, way, won),
    control: ({ config }) => modelsWithoutCredential(config),
    remarks: ({ config }) => [...baseUrlRemarks(config), ...customHeaderRemarks(config, way)],
    notProved: () => ['which model answers to the name, where a server has only one'],
  }) as const satisfies Probe;

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
        apiKeySecretName: apiKeyField('endpoint-api-key', 'the API key, sent as x-api-key'),
        ...fields,
      },
      probe: probeWith('x-api-key'),
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
          holds: 'endpoint-api-key',
        },
        ...fields,
      },
      probe: probeWith('authorization'),
    },
  ],
} as const satisfies ProviderType;
