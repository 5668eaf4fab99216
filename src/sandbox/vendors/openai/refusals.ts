import { jsonAnswer, type Answer, type Refusals } from '../vendor.ts';

/** OpenAI's envelope of a refusal, and what api.openai.com says in it. */

interface Rest {
  readonly type?: string;
  readonly param?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const openaiError = (
  message: string,
  code: string | null,
  { type = 'invalid_request_error', param }: Rest = {},
) => ({ error: { message, type, param: param ?? null, code } });

export const openaiRefusal = (
  status: number,
  message: string,
  code: string | null,
  rest: Rest = {},
): Answer => jsonAnswer(status, openaiError(message, code, rest), rest.headers);

export const badParameter = (message: string, code: string | null, param: string): Answer =>
  openaiRefusal(400, message, code, { param });

export const invalidUrl = (method: string, path: string): Answer =>
  openaiRefusal(404, `Invalid URL (${method} ${path})`, null);

export const openaiRefusals: Refusals = {
  noCredential: () =>
    openaiRefusal(
      401,
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth",
      null,
    ),
  unauthorized: () =>
    openaiRefusal(401, 'Incorrect API key provided: sk-****. Check the key.', 'invalid_api_key'),
  expired: () => openaiRefusal(401, 'This API key has expired.', 'expired_api_key'),
  blocked: () =>
    openaiRefusal(403, 'Your account was flagged for potential abuse.', 'access_terminated', {
      type: 'access_terminated',
    }),
  forbidden: () =>
    openaiRefusal(
      403,
      'You have insufficient permissions for this operation. Missing scopes: model.request.',
      null,
    ),
  noQuota: () =>
    openaiRefusal(
      429,
      'You exceeded your current quota, please check your plan and billing details.',
      'insufficient_quota',
      { type: 'insufficient_quota' },
    ),
  noBilling: () =>
    openaiRefusal(
      429,
      'Your account is not active, please check your billing details on our website.',
      'billing_not_active',
      { type: 'billing_not_active' },
    ),
  rateLimit: (model) =>
    openaiRefusal(
      429,
      `Rate limit reached for ${model} on requests per min (RPM). Please try again in 20s.`,
      'rate_limit_exceeded',
      { type: 'requests', headers: { 'retry-after': '20' } },
    ),
  country: () =>
    openaiRefusal(
      403,
      'Country, region, or territory not supported',
      'unsupported_country_region_territory',
      { type: 'request_forbidden' },
    ),
  firewall: () =>
    openaiRefusal(
      401,
      'Your IP address is not authorized to access this resource',
      'ip_not_authorized',
    ),
  down: () =>
    openaiRefusal(503, 'The engine is currently overloaded, please try again later', null, {
      type: 'server_error',
    }),
  modelMissing: (model) =>
    openaiRefusal(
      404,
      `The model \`${model}\` does not exist or you do not have access to it.`,
      'model_not_found',
    ),
  modelDenied: (model) =>
    openaiRefusal(
      403,
      `Project \`proj_simulated\` does not have access to model \`${model}\``,
      'model_not_found',
    ),
  modelRetired: (model) =>
    openaiRefusal(
      404,
      `The model \`${model}\` has been deprecated, learn more here: https://platform.openai.com/docs/deprecations`,
      'model_not_found',
    ),
};
