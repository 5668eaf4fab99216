import { openaiRefusals } from '../openai/refusals.ts';
import { jsonAnswer, type Answer, type Refusals } from '../vendor.ts';

/** What a gateway says for itself, in the words of LiteLLM; the rest comes from OpenAI behind it. */

const refusal = (
  status: number,
  message: string,
  type: string | null,
  headers: Readonly<Record<string, string>> = {},
): Answer =>
  jsonAnswer(status, { error: { message, type, param: 'None', code: String(status) } }, headers);

export const gatewayRefusals: Refusals = {
  ...openaiRefusals,
  noCredential: () => refusal(401, 'Authentication Error, No api key passed in.', 'auth_error'),
  unauthorized: () =>
    refusal(
      401,
      'Authentication Error, Invalid proxy server token passed. Received API Key = sk-...0000. Unable to find token in cache or `LiteLLM_VerificationTokenTable`',
      'token_not_found_in_db',
    ),
  expired: () =>
    refusal(
      401,
      'Authentication Error - Expired Key. Key Expiry time 2026-01-01 and current time 2026-01-02',
      'expired_key',
    ),
  blocked: () =>
    refusal(
      401,
      'Authentication Error, Key is blocked. Update via `/key/unblock` if you are admin.',
      'auth_error',
    ),
  noQuota: () =>
    refusal(429, 'Budget has been exceeded! Current cost: 10.1, Max budget: 10', 'budget_exceeded'),
  rateLimit: () =>
    refusal(429, 'Rate limit exceeded for api_key', 'throttling_error', { 'retry-after': '20' }),
  modelMissing: (model) =>
    refusal(
      400,
      `/chat/completions: Invalid model name passed in model=${model}. Call \`/v1/models\` to view available models for your key.`,
      'invalid_request_error',
    ),
  modelDenied: (model) =>
    refusal(
      403,
      `key not allowed to access model. This key can only access models=['x']. Tried to access ${model}`,
      'key_model_access_denied',
    ),
  modelRetired: (model) =>
    refusal(
      404,
      `litellm.NotFoundError: AnthropicException - model: ${model}. Received Model Group=${model}`,
      null,
    ),
  upstream: (model) =>
    refusal(
      401,
      `litellm.AuthenticationError: AnthropicException - {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}. Received Model Group=${model}`,
      null,
    ),
};
