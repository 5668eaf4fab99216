import type { HttpRequest, HttpResponse } from '../../domain/http.ts';
import {
  bearer,
  chatOf,
  decide,
  htmlAnswer,
  jsonAnswer,
  type Answers,
  type SimulationWorld,
} from './vendor.ts';

/** OpenAI's Chat Completions, and the endpoints that other servers make after it. */

const refusal = (
  status: number,
  message: string,
  code: string | null,
  type = 'invalid_request_error',
  headers: Readonly<Record<string, string>> = {},
) => jsonAnswer(status, { error: { message, type, param: null, code } }, headers);

export const chatCompletion = (model: string): HttpResponse =>
  jsonAnswer(200, {
    id: 'chatcmpl-simulated',
    object: 'chat.completion',
    created: 0,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'pong', refusal: null },
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 12, completion_tokens: 1, total_tokens: 13 },
  });

const answers: Answers = {
  completion: chatCompletion,
  noCredential: () =>
    refusal(
      401,
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth",
      null,
    ),
  unauthorized: () =>
    refusal(401, 'Incorrect API key provided: sk-****. Check the key.', 'invalid_api_key'),
  forbidden: () =>
    refusal(
      403,
      'You have insufficient permissions for this operation. Missing scopes: model.request.',
      null,
    ),
  noQuota: () =>
    refusal(
      429,
      'You exceeded your current quota, please check your plan and billing details.',
      'insufficient_quota',
      'insufficient_quota',
    ),
  rateLimit: (model) =>
    refusal(
      429,
      `Rate limit reached for ${model} on requests per min (RPM). Please try again in 20s.`,
      'rate_limit_exceeded',
      'requests',
      { 'retry-after': '20' },
    ),
  html: htmlAnswer,
  down: () =>
    refusal(
      503,
      'The engine is currently overloaded, please try again later',
      null,
      'server_error',
    ),
  modelMissing: (model) =>
    refusal(
      404,
      `The model \`${model}\` does not exist or you do not have access to it.`,
      'model_not_found',
    ),
  modelDenied: (model) =>
    refusal(
      403,
      `Project \`proj_simulated\` does not have access to model \`${model}\``,
      'model_not_found',
    ),
  badRequest: () => refusal(400, 'The body is not a chat completion request.', null),
  wrongPath: () => refusal(404, 'Invalid URL', null),
};

/** api.openai.com: keys begin with `sk-`, and those that begin with `sk-ant-` are somebody else's. */
export function openai(request: HttpRequest, world: SimulationWorld): Promise<HttpResponse> {
  const credential = bearer(request);
  const chat = chatOf(request.body);
  const rightPath = request.method === 'POST' && request.url.pathname === '/v1/chat/completions';
  // The models behind this API have another field for the limit, and refuse the old one by name.
  if (rightPath && chat?.max_tokens !== undefined) {
    return Promise.resolve(
      refusal(
        400,
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        'unsupported_parameter',
      ),
    );
  }
  return decide(
    request,
    {
      credential,
      ofFamily: /^sk-(?!ant-)/.test(credential ?? ''),
      model: chat?.model ?? '',
      instead: !rightPath ? 'wrongPath' : chat ? undefined : 'badRequest',
    },
    answers,
    world,
  );
}

/** Any other host with this path: keys of every shape are taken, and none as well. */
export function openaiCompatible(
  request: HttpRequest,
  world: SimulationWorld,
): Promise<HttpResponse> {
  const chat = chatOf(request.body);
  return decide(
    request,
    {
      credential: bearer(request) ?? '',
      ofFamily: true,
      model: chat?.model ?? '',
      instead: chat ? undefined : 'badRequest',
    },
    answers,
    world,
  );
}
