import { jsonAnswer, type Answer, type Refusals } from '../vendor.ts';

/** What Vertex AI says. Which detail reasons it gives is known of the two gates of a project only. */

interface Detail {
  readonly reason: string;
}

export function googleRefusal(
  code: number,
  status: string,
  message: string,
  detail?: Detail,
): Answer {
  const details = detail && [
    {
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: detail.reason,
      domain: 'googleapis.com',
    },
  ];
  return jsonAnswer(code, { error: { code, message, status, ...(details ? { details } : {}) } });
}

const unauthenticated = () =>
  googleRefusal(
    401,
    'UNAUTHENTICATED',
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
  );

/** An express key where only an access token is taken. */
export const noKeysHere = (): Answer =>
  googleRefusal(
    401,
    'UNAUTHENTICATED',
    'API keys are not supported by this API. Expected OAuth2 access token or other authentication credentials that assert a principal.',
  );

export const badArgument = (message = 'Request contains an invalid argument.'): Answer =>
  googleRefusal(400, 'INVALID_ARGUMENT', message);

export const noSuchUrl = (): Answer =>
  googleRefusal(404, 'NOT_FOUND', 'The requested URL was not found.');

/** The refusals of a project; `path` is the full name of the model's resource. */
export function vertexRefusals(path: string, location: string): Refusals {
  return {
    noCredential: unauthenticated,
    unauthorized: unauthenticated,
    expired: unauthenticated,
    blocked: () =>
      googleRefusal(403, 'PERMISSION_DENIED', 'The service account has been disabled.'),
    forbidden: () =>
      googleRefusal(
        403,
        'PERMISSION_DENIED',
        `Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/${path}' (or it may not exist).`,
        { reason: 'IAM_PERMISSION_DENIED' },
      ),
    noQuota: (model) =>
      googleRefusal(
        429,
        'RESOURCE_EXHAUSTED',
        `Quota exceeded for aiplatform.googleapis.com/online_prediction_requests_per_base_model with base model: ${model}. Please submit a quota increase request.`,
      ),
    noBilling: () =>
      googleRefusal(
        403,
        'PERMISSION_DENIED',
        'This API method requires billing to be enabled. Please enable billing on project #123',
        { reason: 'BILLING_DISABLED' },
      ),
    rateLimit: () =>
      googleRefusal(
        429,
        'RESOURCE_EXHAUSTED',
        'Resource exhausted. Please try again later. Please refer to https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 for more details.',
      ),
    country: () =>
      googleRefusal(400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.'),
    firewall: () =>
      googleRefusal(
        403,
        'PERMISSION_DENIED',
        "Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier: simulated",
        { reason: 'SECURITY_POLICY_VIOLATED' },
      ),
    down: () =>
      googleRefusal(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'),
    modelMissing: () =>
      googleRefusal(
        404,
        'NOT_FOUND',
        `Publisher Model \`${path}\` was not found or your project does not have access to it. Please ensure you are using a valid model version.`,
      ),
    modelDenied: () =>
      googleRefusal(
        400,
        'FAILED_PRECONDITION',
        `Project \`123\` is not allowed to use Publisher Model \`${path}\``,
      ),
    modelRetired: (model) =>
      googleRefusal(
        404,
        'NOT_FOUND',
        `This model models/${model} is no longer available to new users.`,
      ),
    elsewhere: (model) =>
      googleRefusal(
        400,
        'FAILED_PRECONDITION',
        `Publisher Model \`${model}\` is not servable in region ${location}.`,
      ),
  };
}

/** With an API key a refusal is a 400, not a 401. */
export const expressRefusals = (path: string): Refusals => ({
  ...vertexRefusals(path, 'global'),
  unauthorized: () => badArgument('API key not valid. Please pass a valid API key.'),
  expired: () => badArgument('API key expired. Please renew the API key.'),
  blocked: () =>
    googleRefusal(
      403,
      'PERMISSION_DENIED',
      'Your API key was reported as leaked. Please use another API key.',
    ),
  firewall: () =>
    googleRefusal(403, 'PERMISSION_DENIED', 'Requests from referer <empty> are blocked.'),
});
