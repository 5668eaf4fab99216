import {
  countTokens,
  emptyMessage,
  hasNativeSchema,
  messages,
  messagesAnswered,
  messagesStream,
  messagesStructured,
  type MessagesCall,
} from '../anthropic/messages.ts';
import { whereOffered } from '../model-list.ts';
import type {
  Fallback,
  TestCall,
  ConnectionTest,
  Credential,
  CallWithFallbacks,
} from '../test-requests.ts';
import { baseOf, baseUrlRemarks, likelierBase, modelsWithoutCredential } from './base-url.ts';
import { customHeaderRemarks, headersToSend, type CustomHeaders } from './custom-headers.ts';

/** An endpoint that speaks Anthropic's Messages API. */

export interface AnthropicEndpoint {
  readonly baseUrl: string;
  readonly key: Credential;
  /** The header in which the key travels. */
  readonly keyHeader: KeyHeader;
  /** What to say when the endpoint takes the key in the other header. */
  readonly otherHeaderRemark: string;
  /** Throws a PortaiError where what is stored are no headers. */
  readonly headers: () => CustomHeaders;
  /** How a model takes a schema, where the connection says so, and what to say when only a tool works. */
  readonly model: (name: string) => {
    readonly nativeSchema: boolean | undefined;
    readonly toolRemark: string;
  };
}

export type KeyHeader = 'x-api-key' | 'authorization';

const other: Readonly<Record<KeyHeader, KeyHeader>> = {
  'x-api-key': 'authorization',
  authorization: 'x-api-key',
};

const valueFor: Readonly<Record<KeyHeader, (key: string) => string>> = {
  'x-api-key': (key) => key,
  authorization: (key) => `Bearer ${key}`,
};

/** The headers of every request, the key among them in the header it belongs to. */
export const headersFor = (
  { key, headers }: Pick<AnthropicEndpoint, 'key' | 'headers'>,
  header: KeyHeader,
): Record<string, string> => ({
  [header]: valueFor[header](key().reveal()),
  ...headersToSend(headers()),
});

/** A call with the key in its own header, or in the other. */
function call(
  endpoint: AnthropicEndpoint,
  model: string,
  header: KeyHeader = endpoint.keyHeader,
  base = baseOf(endpoint.baseUrl),
): MessagesCall {
  return {
    title: header === endpoint.keyHeader ? 'Messages API' : `Messages API, key as ${header}`,
    dialect: 'anthropic-compatible',
    url: `${base}/messages`,
    headers: headersFor(endpoint, header),
    model,
  };
}

function generate(endpoint: AnthropicEndpoint, model: string): CallWithFallbacks {
  const likelier = likelierBase(baseOf(endpoint.baseUrl));
  const there = likelier === undefined ? [] : [suggestedBase(endpoint, model, likelier)];
  return {
    first: messages(call(endpoint, model)),
    fallbacks: [
      ...there,
      {
        call: messages(call(endpoint, model, other[endpoint.keyHeader])),
        after: ['KEY_INVALID', 'KEY_MISSING'],
        counts: 'suggest',
        remark: endpoint.otherHeaderRemark,
      },
    ],
  };
}

function suggestedBase(endpoint: AnthropicEndpoint, model: string, base: string): Fallback {
  return {
    call: messages({
      ...call(endpoint, model, endpoint.keyHeader, base),
      title: `Messages API at ${base}`,
    }),
    after: ['WRONG_BASE_URL', 'RESPONSE_MALFORMED'],
    counts: 'suggest',
    remark: `Set the base URL to ${base}: there it answers.`,
  };
}

/** In the form that the connection claims for the model; the tool's alone where it claims none. */
function structured(endpoint: AnthropicEndpoint, model: string, won: TestCall): CallWithFallbacks {
  const { nativeSchema, toolRemark } = endpoint.model(model);
  return messagesStructured(messagesAnswered(call(endpoint, model), won), {
    native: nativeSchema ?? hasNativeSchema(model),
    toolRemark,
  });
}

export function anthropicEndpointTest(endpoint: AnthropicEndpoint): ConnectionTest {
  const { baseUrl, headers, keyHeader } = endpoint;
  return {
    chosenUrls: [baseUrl],
    patience: 'endpoint',
    limitsBeforeRouting: true,
    credential: ({ model }) => emptyMessage(call(endpoint, model)),
    model: ({ model }) => whereOffered(countTokens(call(endpoint, model))),
    generate: ({ model }) => generate(endpoint, model),
    stream: ({ model }, won) => messagesStream(messagesAnswered(call(endpoint, model), won)),
    structured: ({ model }, won) => structured(endpoint, model, won),
    claimsSchema: (model) => endpoint.model(model).nativeSchema === true,
    control: () => modelsWithoutCredential(baseUrl),
    remarks: ({ plane }) => [
      ...baseUrlRemarks(baseUrl, plane),
      ...customHeaderRemarks(headers(), keyHeader, plane),
    ],
    notProved: () => ['which model answers to the name, where a server has only one'],
  };
}
