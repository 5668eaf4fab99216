import { modelList, whereOffered } from '../model-list.ts';
import {
  asAnswered,
  chat,
  chatStream,
  chatStructured,
  unlikelyForm,
  type ChatCall,
  type ClaimedParameter,
  type LimitField,
} from '../openai/chat-completions.ts';
import type {
  TestCall,
  ConnectionTest,
  Credential,
  TestInput,
  CallWithFallbacks,
} from '../test-requests.ts';
import type { Reading } from '../reading.ts';
import { modelInName, otherModel } from './answered-model.ts';
import { baseOf, baseUrlRemarks, likelierBase, modelsWithoutCredential } from './base-url.ts';
import { customHeaderRemarks, headersToSend, type CustomHeaders } from './custom-headers.ts';

/** An endpoint that speaks OpenAI's Chat Completions: LiteLLM, vLLM, Ollama and others. */

export interface OpenaiEndpoint {
  readonly baseUrl: string;
  /** Absent where the endpoint takes none. */
  readonly key?: Credential;
  /** Throws a PortaiError where what is stored are no headers. */
  readonly headers: () => CustomHeaders;
  /** How a model is asked, and what is said of it. */
  readonly model: (name: string) => {
    readonly limit: LimitField;
    /** What to say when the limit's other name was taken instead. */
    readonly limitRemark: string;
    /** Parameters that the model is said to take. */
    readonly claims?: readonly ClaimedParameter[];
    /** Whether output after a schema is claimed. Where it is not, failing is no more than a remark. */
    readonly claimsSchemas: boolean;
    /** What to say when output after a schema is claimed and fails. */
    readonly schemaRemark?: string;
  };
  /** What to say of output after a schema that works and is not claimed. */
  readonly unclaimedSchemas: string;
}

/** The headers of every request, the key among them. */
export function headersOf({
  key,
  headers,
}: Pick<OpenaiEndpoint, 'key' | 'headers'>): Record<string, string> {
  return {
    ...(key ? { authorization: `Bearer ${key().reveal()}` } : {}),
    ...headersToSend(headers()),
  };
}

function call(endpoint: OpenaiEndpoint, model: string, base = baseOf(endpoint.baseUrl)): ChatCall {
  const { limit, limitRemark, claims = [] } = endpoint.model(model);
  return {
    title: 'Chat Completions',
    dialect: 'openai-compatible',
    url: `${base}/chat/completions`,
    headers: headersOf(endpoint),
    model,
    limit,
    limitRemark,
    claims,
  };
}

function generate(endpoint: OpenaiEndpoint, { model }: TestInput): CallWithFallbacks {
  const first = chat(call(endpoint, model));
  const likelier = likelierBase(baseOf(endpoint.baseUrl));
  if (likelier === undefined) return { first, fallbacks: [] };
  const there = { ...call(endpoint, model, likelier), title: `Chat Completions at ${likelier}` };
  return {
    first,
    fallbacks: [
      {
        call: chat(there),
        after: ['WRONG_BASE_URL', 'RESPONSE_MALFORMED'],
        counts: 'suggest',
        remark: `Set the base URL to ${likelier}: there it answers.`,
      },
    ],
  };
}

function structured(
  endpoint: OpenaiEndpoint,
  { model }: TestInput,
  won: TestCall,
): CallWithFallbacks {
  const strict = chatStructured(asAnswered(call(endpoint, model), won), unlikelyForm);
  const { claimsSchemas, schemaRemark } = endpoint.model(model);
  const read: TestCall['read'] = (answer) => {
    const reading = strict.read(answer);
    if (claimsSchemas) {
      return schemaFailed(reading) && schemaRemark !== undefined
        ? { ...reading, detail: schemaRemark }
        : reading;
    }
    if (reading.cause === 'STRUCTURED_INVALID') {
      return { ...reading, cause: 'STRUCTURED_UNSUPPORTED' };
    }
    return reading.cause === 'OK' ? { ...reading, detail: endpoint.unclaimedSchemas } : reading;
  };
  return { first: { ...strict, read }, fallbacks: [] };
}

const schemaFailed = ({ cause }: Reading) =>
  cause === 'STRUCTURED_INVALID' || cause === 'STRUCTURED_UNSUPPORTED';

export function openaiEndpointTest(endpoint: OpenaiEndpoint): ConnectionTest {
  const { baseUrl, key, headers } = endpoint;
  return {
    ...(key ? {} : { keyless: true }),
    chosenUrls: [baseUrl],
    patience: 'endpoint',
    limitsBeforeRouting: true,
    credential: () =>
      whereOffered(
        modelList('openai-compatible', `${baseOf(baseUrl)}/models`, headersOf(endpoint)),
      ),
    generate: (input) => generate(endpoint, input),
    stream: ({ model }, won) => chatStream(asAnswered(call(endpoint, model), won)),
    structured: (input, won) => structured(endpoint, input, won),
    claimsSchema: (model) => endpoint.model(model).claimsSchemas,
    control: () => modelsWithoutCredential(baseUrl),
    remarks: ({ plane }) => [
      ...baseUrlRemarks(baseUrl, plane),
      ...customHeaderRemarks(headers(), key ? 'authorization' : undefined, plane),
    ],
    // A server of one's own calls its model as it likes; Portkey's names say which model is meant.
    afterPass: ({ model }, { resolvedModel }) => {
      const meant = modelInName(model);
      return meant === undefined ? undefined : otherModel(meant, resolvedModel);
    },
    notProved: () => ['which model answers to the name, where a server has only one'],
  };
}
