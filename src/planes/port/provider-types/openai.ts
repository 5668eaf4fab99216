import { z } from 'zod';
import { apiKeyField } from './secret-fields.ts';
import { readAnswer } from '../../../vendors/answers/read-answer.ts';
import type { Reading } from '../../../vendors/reading.ts';
import {
  asAnswered,
  chat,
  chatStream,
  chatStructured,
  usualForm,
  type ChatCall,
} from '../../../vendors/openai/chat-completions.ts';
import type { Ask, Probe, ProbeInput } from '../../../vendors/test-requests.ts';
import type { ProviderType } from './define.ts';
import { modelList } from '../../../vendors/model-list.ts';
import {
  responses,
  responsesStream,
  responsesStructured,
  type ResponsesCall,
} from '../../../vendors/openai/responses.ts';

const api = 'https://api.openai.com/v1';

function headersOf({ config, secret }: ProbeInput): Record<string, string> {
  return { authorization: `Bearer ${secret(config['apiKeySecretName']).reveal()}` };
}

const viaResponses = (input: ProbeInput): ResponsesCall => ({
  title: 'Responses API',
  dialect: 'openai',
  url: `${api}/responses`,
  headers: headersOf(input),
  model: input.model,
});

const viaChat = (input: ProbeInput): ChatCall => ({
  title: 'Chat Completions API',
  dialect: 'openai',
  url: `${api}/chat/completions`,
  headers: headersOf(input),
  model: input.model,
  limit: 'max_completion_tokens',
});

const byChat = ({ request }: Ask) => request.url.endsWith('/chat/completions');

const oneModel = z.looseObject({ object: z.literal('model') });

/** One model, as this key sees it. */
function oneOf(input: ProbeInput): Ask {
  const url = `${api}/models/${encodeURIComponent(input.model)}`;
  return {
    title: 'model',
    request: { method: 'GET', url, headers: headersOf(input) },
    read: (answer) =>
      readAnswer('openai', answer, (body) =>
        oneModel.safeParse(body).success ? { cause: 'ZERO_TOKEN_OK' } : undefined,
      ),
    outputTokens: 0,
    patience: 'control',
  };
}

/** A model that is there, but not in this API, is no model that is missing. */
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

function generate(input: ProbeInput): Ask {
  const ask = responses(viaResponses(input));
  return { ...ask, read: (answer) => notHere(ask.read(answer)) };
}

const probe = {
  patience: 'cloud',
  credential: (input) => modelList('openai', `${api}/models`, headersOf(input)),
  model: oneOf,
  // A restricted key may have the scope of the one API and not of the other.
  generate: (input) => ({
    first: generate(input),
    others: [
      {
        ask: chat(viaChat(input)),
        after: ['KEY_FORBIDDEN', 'WRONG_BASE_URL', 'REQUEST_REFUSED'],
        counts: 'warn',
        remark:
          'Chat Completions answers, the Responses API does not: the key may lack its scope, or the API the model.',
      },
    ],
  }),
  stream: (input, won) =>
    byChat(won)
      ? chatStream(asAnswered(viaChat(input), won))
      : responsesStream(viaResponses(input)),
  structured: (input, won) => ({
    first: byChat(won)
      ? chatStructured(asAnswered(viaChat(input), won), usualForm)
      : responsesStructured(viaResponses(input)),
    others: [],
  }),
} as const satisfies Probe;

export const openai = {
  id: 'openai',
  title: 'OpenAI',
  models: ['gpt-5'],
  variants: [
    {
      id: 'api-key',
      title: 'API key',
      fields: {
        apiKeySecretName: apiKeyField('openai-api-key', 'the OpenAI API key'),
      },
      probe,
    },
  ],
} as const satisfies ProviderType;
