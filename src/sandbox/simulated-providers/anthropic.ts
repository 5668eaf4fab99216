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

/** Anthropic's Messages API, and the endpoints that other servers make after it. */

const refusal = (
  status: number,
  type: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
) => jsonAnswer(status, { type: 'error', error: { type, message } }, headers);

export const message = (model: string): HttpResponse =>
  jsonAnswer(200, {
    id: 'msg_simulated',
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text: 'pong' }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 12, output_tokens: 1 },
  });

export const anthropicAnswers: Answers = {
  completion: message,
  noCredential: () => refusal(401, 'authentication_error', 'x-api-key header is required'),
  unauthorized: () => refusal(401, 'authentication_error', 'invalid x-api-key'),
  forbidden: () =>
    refusal(
      403,
      'permission_error',
      'Your API key does not have permission to use the specified resource.',
    ),
  noQuota: () =>
    refusal(
      400,
      'invalid_request_error',
      'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
    ),
  rateLimit: () =>
    refusal(
      429,
      'rate_limit_error',
      "This request would exceed your organization's rate limit of 50 requests per minute",
      { 'retry-after': '20' },
    ),
  html: htmlAnswer,
  down: () => refusal(503, 'overloaded_error', 'Overloaded'),
  modelMissing: (model) => refusal(404, 'not_found_error', `model: ${model}`),
  modelDenied: (model) =>
    refusal(403, 'permission_error', `Your workspace does not have access to ${model}`),
  badRequest: () => refusal(400, 'invalid_request_error', 'messages: Field required'),
  wrongPath: () => refusal(404, 'not_found_error', 'Not Found'),
};

function isWhole(request: HttpRequest): boolean {
  const chat = chatOf(request.body);
  return chat?.max_tokens !== undefined && 'anthropic-version' in request.headers;
}

/** api.anthropic.com: the key is in x-api-key and begins with `sk-ant-`. */
export function anthropic(request: HttpRequest, world: SimulationWorld): Promise<HttpResponse> {
  const credential = request.headers['x-api-key'];
  const rightPath = request.method === 'POST' && request.url.pathname === '/v1/messages';
  return decide(
    request,
    {
      credential,
      ofFamily: credential?.startsWith('sk-ant-') === true,
      model: chatOf(request.body)?.model ?? '',
      instead: !rightPath ? 'wrongPath' : isWhole(request) ? undefined : 'badRequest',
    },
    anthropicAnswers,
    world,
  );
}

/** Any other host with this path: one credential in either header, of any shape. */
export function anthropicCompatible(
  request: HttpRequest,
  world: SimulationWorld,
): Promise<HttpResponse> {
  return decide(
    request,
    {
      credential: request.headers['x-api-key'] ?? bearer(request),
      ofFamily: true,
      model: chatOf(request.body)?.model ?? '',
      instead: isWhole(request) ? undefined : 'badRequest',
    },
    anthropicAnswers,
    world,
  );
}
