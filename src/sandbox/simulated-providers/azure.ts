import type { HttpRequest, HttpResponse } from '../../domain/http.ts';
import { anthropicAnswers, message } from './anthropic.ts';
import { chatCompletion } from './openai.ts';
import {
  chatOf,
  decide,
  htmlAnswer,
  jsonAnswer,
  type Answers,
  type SimulationWorld,
} from './vendor.ts';

/** Azure OpenAI and Claude in Microsoft Foundry: one front door with one form of refusal. */

const refusal = (
  status: number,
  code: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
) => jsonAnswer(status, { error: { code, message: text } }, headers);

const refused = () =>
  refusal(
    401,
    '401',
    'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
  );

const answers: Answers = {
  completion: chatCompletion,
  noCredential: refused,
  unauthorized: refused,
  forbidden: () =>
    refusal(403, 'AccessDenied', 'Access denied due to Virtual Network/Firewall rules.'),
  noQuota: () => refusal(429, 'insufficient_quota', 'You exceeded your current quota'),
  rateLimit: () =>
    refusal(
      429,
      'RateLimitReached',
      'Requests to this deployment have exceeded the token rate limit of your pricing tier. Please retry after 20 seconds.',
      { 'retry-after': '20' },
    ),
  html: htmlAnswer,
  down: () =>
    refusal(
      503,
      'ServiceUnavailable',
      'The service is temporarily unable to process your request.',
    ),
  modelMissing: () =>
    refusal(404, 'DeploymentNotFound', 'The API deployment for this resource does not exist.'),
  modelDenied: () =>
    refusal(403, 'AuthorizationFailed', 'This key has no access to the deployment.'),
  badRequest: () => refusal(400, 'BadRequest', 'The body is not a chat completion request.'),
  wrongPath: () => refusal(404, '404', 'Resource not found'),
};

/** The front door refuses in Azure's form, the model behind it in Anthropic's. */
const foundryAnswers: Answers = {
  ...anthropicAnswers,
  completion: message,
  noCredential: refused,
  unauthorized: refused,
  modelMissing: answers.modelMissing,
  wrongPath: answers.wrongPath,
};

/** *.openai.azure.com: the key is in `api-key` and has no shape of its own; the model is the deployment. */
export function azureOpenai(request: HttpRequest, world: SimulationWorld): Promise<HttpResponse> {
  const chat = chatOf(request.body);
  const rightPath =
    request.method === 'POST' && request.url.pathname === '/openai/v1/chat/completions';
  return decide(
    request,
    {
      credential: request.headers['api-key'],
      ofFamily: true,
      model: chat?.model ?? '',
      instead: !rightPath ? 'wrongPath' : chat ? undefined : 'badRequest',
    },
    answers,
    world,
  );
}

/** *.services.ai.azure.com: Claude under /anthropic, the key in `x-api-key` or `api-key`. */
export function azureAnthropic(
  request: HttpRequest,
  world: SimulationWorld,
): Promise<HttpResponse> {
  const chat = chatOf(request.body);
  const rightPath = request.method === 'POST' && request.url.pathname === '/anthropic/v1/messages';
  return decide(
    request,
    {
      credential: request.headers['x-api-key'] ?? request.headers['api-key'],
      ofFamily: true,
      model: chat?.model ?? '',
      instead: !rightPath ? 'wrongPath' : chat?.max_tokens === undefined ? 'badRequest' : undefined,
    },
    foundryAnswers,
    world,
  );
}
