import { jsonAnswer, type Answer, type Refusals } from '../vendor.ts';

/** Anthropic's envelope of a refusal, and what api.anthropic.com says in it. */

export const anthropicError = (type: string, message: string) => ({
  type: 'error',
  error: { type, message },
  request_id: 'req_simulated',
});

export const anthropicRefusal = (
  status: number,
  type: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer => jsonAnswer(status, anthropicError(type, message), headers);

export const invalidRequest = (message: string): Answer =>
  anthropicRefusal(400, 'invalid_request_error', message);

export const notFound = (): Answer => anthropicRefusal(404, 'not_found_error', 'Not Found');

export const anthropicRefusals: Refusals = {
  noCredential: () => anthropicRefusal(401, 'authentication_error', 'x-api-key header is required'),
  unauthorized: () => anthropicRefusal(401, 'authentication_error', 'invalid x-api-key'),
  expired: () => anthropicRefusal(401, 'authentication_error', 'This API key has expired.'),
  blocked: () => anthropicRefusal(401, 'authentication_error', 'This API key has been disabled.'),
  forbidden: () =>
    anthropicRefusal(
      403,
      'permission_error',
      'Your API key does not have permission to use the specified resource.',
    ),
  noQuota: () =>
    invalidRequest(
      'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
    ),
  noBilling: () =>
    anthropicRefusal(
      402,
      'billing_error',
      'There is an issue with your billing or payment information.',
    ),
  rateLimit: () =>
    anthropicRefusal(
      429,
      'rate_limit_error',
      "This request would exceed your organization's rate limit of 50 requests per minute",
      { 'retry-after': '20' },
    ),
  country: () => anthropicRefusal(403, 'forbidden', 'Request not allowed'),
  firewall: () =>
    anthropicRefusal(
      403,
      'permission_error',
      'Your IP address is not allowed to use this organization.',
    ),
  // 529 for the whole service; the number is Anthropic's own.
  down: () => anthropicRefusal(529, 'overloaded_error', 'Overloaded'),
  modelMissing: (model) => anthropicRefusal(404, 'not_found_error', `model: ${model}`),
  modelDenied: (model) =>
    anthropicRefusal(
      403,
      'permission_error',
      `Your workspace does not have access to the model ${model}`,
    ),
  // A retired model is answered like one that never was.
  modelRetired: (model) => anthropicRefusal(404, 'not_found_error', `model: ${model}`),
};

/** The same for whoever sent a token, or nothing at all. */
export const bearerRefusals: Refusals = {
  ...anthropicRefusals,
  unauthorized: () => anthropicRefusal(401, 'authentication_error', 'Invalid bearer token'),
};
