import { z } from 'zod';
import { readAnswer } from '../answers/read-answer.ts';
import { modelList } from '../model-list.ts';
import type { Reading } from '../reading.ts';
import type { TestCall, ConnectionTest, Credential } from '../test-requests.ts';
import {
  asAnswered,
  chat,
  chatStream,
  chatStructured,
  usualForm,
  type ChatCall,
} from './chat-completions.ts';
import {
  responses,
  responsesStream,
  responsesStructured,
  type ResponsesCall,
} from './responses.ts';

/** OpenAI's own API. */

const api = 'https://api.openai.com/v1';

export interface OpenaiConnection {
  readonly key: Credential;
  /** Organization and project that requests are counted for. Source: OpenAI's API reference, authentication. */
  readonly organization?: string;
  readonly project?: string;
}

type OpenaiHeaders = Readonly<Record<string, string>>;

const viaResponses = (model: string, headers: OpenaiHeaders): ResponsesCall => ({
  title: 'Responses API',
  dialect: 'openai',
  url: `${api}/responses`,
  headers,
  model,
});

const viaChat = (model: string, headers: OpenaiHeaders): ChatCall => ({
  title: 'Chat Completions API',
  dialect: 'openai',
  url: `${api}/chat/completions`,
  headers,
  model,
  limit: 'max_completion_tokens',
});

const byChat = ({ request }: TestCall) => request.url.endsWith('/chat/completions');

const oneModel = z.looseObject({ object: z.literal('model') });

/** Asks for one model with this key. */
function oneOf(model: string, headers: OpenaiHeaders): TestCall {
  const url = `${api}/models/${encodeURIComponent(model)}`;
  return {
    title: 'model',
    request: { method: 'GET', url, headers },
    read: (answer) =>
      readAnswer('openai', answer, (body) =>
        oneModel.safeParse(body).success ? { cause: 'ZERO_TOKEN_OK' } : undefined,
      ),
    outputTokens: 0,
    patience: 'control',
  };
}

/**
 * Corrects the reading for a model that exists and is not served by this API: it is not missing.
 */
function notHere(reading: Reading): Reading {
  const refused =
    reading.cause === 'MODEL_NOT_FOUND' ||
    reading.cause === 'UNSUPPORTED_PARAM' ||
    reading.cause === 'MODEL_ACCESS_DENIED';
  return refused && ofOtherApi.test(reading.words ?? '')
    ? { ...reading, cause: 'REQUEST_REFUSED', detail: 'the Responses API does not serve it' }
    : reading;
}

const ofOtherApi =
  /not (?:supported|available|compatible)\b.{0,40}\bresponses|only (?:supported|available)\b.{0,40}\bchat|\buse\b.{0,40}\bchat\/?[ ]?completions/i;

function generate(model: string, headers: OpenaiHeaders): TestCall {
  const byResponses = responses(viaResponses(model, headers));
  return { ...byResponses, read: (answer) => notHere(byResponses.read(answer)) };
}

export function openaiTest({ key, organization, project }: OpenaiConnection): ConnectionTest {
  const headers = () => ({
    authorization: `Bearer ${key().reveal()}`,
    ...(organization === undefined ? {} : { 'openai-organization': organization }),
    ...(project === undefined ? {} : { 'openai-project': project }),
  });
  return {
    patience: 'cloud',
    credential: () => modelList('openai', `${api}/models`, headers()),
    model: ({ model }) => oneOf(model, headers()),
    // A restricted key may have the scope of the one API and not of the other.
    generate: ({ model }) => ({
      first: generate(model, headers()),
      fallbacks: [
        {
          call: chat(viaChat(model, headers())),
          after: ['KEY_FORBIDDEN', 'WRONG_BASE_URL', 'REQUEST_REFUSED'],
          counts: 'warn',
          remark:
            'Chat Completions answers, the Responses API does not: the key may lack its scope, or the API the model.',
        },
      ],
    }),
    stream: ({ model }, won) =>
      byChat(won)
        ? chatStream(asAnswered(viaChat(model, headers()), won))
        : responsesStream(viaResponses(model, headers())),
    structured: ({ model }, won) => ({
      first: byChat(won)
        ? chatStructured(asAnswered(viaChat(model, headers()), won), usualForm)
        : responsesStructured(viaResponses(model, headers())),
      fallbacks: [],
    }),
  };
}
