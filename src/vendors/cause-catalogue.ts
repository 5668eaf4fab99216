import type { CauseEntry } from './stages.ts';

const entry = (
  about: Omit<CauseEntry, 'retryable'> & { readonly retryable?: boolean },
): CauseEntry => ({ retryable: false, ...about });

const credential = (message: string, advice: string): CauseEntry =>
  entry({
    scope: 'provider',
    verdict: 'fail',
    stage: 'auth',
    credential: 'refused',
    message,
    advice,
  });

const account = (message: string, advice: string): CauseEntry =>
  entry({
    scope: 'provider',
    verdict: 'fail',
    stage: 'generate',
    credential: 'accepted',
    message,
    advice,
  });

/** True from where it was asked, by the network, the country or the clock there: it refutes nothing. */
const hereOnly = (message: string, advice: string): CauseEntry =>
  entry({
    scope: 'provider',
    verdict: 'unknown',
    stage: 'auth',
    credential: 'unknown',
    message,
    advice,
  });

const blocked = (message: string, advice: string): CauseEntry =>
  entry({
    scope: 'provider',
    verdict: 'fail',
    stage: 'auth',
    credential: 'unknown',
    message,
    advice,
  });

const model = (message: string, advice: string): CauseEntry =>
  entry({
    scope: 'model',
    verdict: 'fail',
    stage: 'model',
    credential: 'accepted',
    message,
    advice,
  });

const fine = (message: string, advice = ''): CauseEntry =>
  entry({
    scope: 'request',
    verdict: advice === '' ? 'pass' : 'warn',
    stage: 'generate',
    credential: 'accepted',
    message,
    advice,
  });

const passing = (message: string, advice: string): CauseEntry =>
  entry({
    scope: 'request',
    verdict: 'unknown',
    stage: 'generate',
    credential: 'unknown',
    retryable: true,
    message,
    advice,
  });

/** What providers say. The most urgent first: with several failures, the first one here is named first. */
export const providerCauses = {
  SECRET_MALFORMED: entry({
    scope: 'provider',
    verdict: 'fail',
    stage: 'config',
    credential: 'unknown',
    message: 'The secret value is malformed',
    advice: 'Paste it again, without quotes, blanks or line breaks. Nothing was sent.',
  }),
  KEY_MISSING: credential('No API key was sent', 'The secret is empty, or in the wrong header.'),
  KEY_INVALID: credential(
    'Invalid API key',
    'Create a new key, store it in the secret, and test again. On Azure it may be the key of another resource.',
  ),
  SECRET_KEY_MISMATCH: credential(
    'AWS secret access key does not match',
    'The key id is real, but the secret is not its pair: create a new pair and store both.',
  ),
  KEY_EXPIRED: credential('Key expired', 'Create a new key and store it.'),
  TOKEN_EXPIRED: credential(
    'Temporary credentials expired',
    'Sign in again. Temporary AWS credentials cannot be stored in Port.',
  ),
  KEY_BLOCKED: credential(
    'Key blocked by the provider',
    'It was reported as leaked, or blocked by an admin: rotate it at once.',
  ),
  KEY_RESTRICTED: credential(
    'Key restricted by referrer, IP or API',
    "Allow this API, and Port's addresses, in the restrictions of the key.",
  ),
  AUTH_METHOD_DISABLED: credential(
    'This kind of credential is not accepted here',
    'On Azure enable key authentication for the resource; on Google use a service account.',
  ),
  UPSTREAM_KEY_INVALID: entry({
    scope: 'model',
    verdict: 'fail',
    stage: 'generate',
    credential: 'accepted',
    message: "The gateway's upstream key is invalid",
    advice: 'Your key for the gateway is fine: mend the provider key inside the gateway.',
  }),
  WRONG_REGION_HOST: entry({
    scope: 'provider',
    verdict: 'fail',
    stage: 'reach',
    credential: 'unknown',
    message: 'The key belongs to another regional host',
    advice: "Port's openai type has no base URL: use openai-compatible with that host and /v1.",
  }),
  CLOCK_SKEW: hereOnly(
    "This machine's clock is wrong",
    'Synchronise it. Port has a clock of its own and is probably fine.',
  ),
  NETWORK_ACL: hereOnly(
    'Blocked by network rules',
    "A filter on the way or the provider's own rules: allow this address and Port's egress addresses; a private endpoint is out of Port's reach.",
  ),
  GEO_UNSUPPORTED: hereOnly(
    'Not available from this country',
    'True for this machine; Port may pass. Let Port test it: portai validate.',
  ),
  STS_REGION_DISABLED: blocked(
    'STS is switched off in this region',
    'Enable the region in the account.',
  ),
  ROLE_NOT_ASSUMABLE: entry({
    scope: 'provider',
    verdict: 'fail',
    stage: 'auth',
    credential: 'refused',
    message: 'Role cannot be assumed',
    advice:
      'AWS gives one text for all reasons: no such role, a trust policy without the caller, another external id. `portai bedrock diagnose` looks at each.',
  }),
  SESSION_TOO_LONG: blocked(
    'Session longer than the role allows',
    'Raise the maximum session duration of the role to an hour at least; a chained session has one hour at most.',
  ),
  TRUST_POLICY_INVALID: entry({
    scope: 'request',
    verdict: 'fail',
    stage: 'auth',
    credential: 'unknown',
    message: 'A principal in the trust policy does not exist',
    advice: 'IAM resolves each ARN when the policy is saved: correct or remove the one it names.',
  }),
  ANSWERED_ON_THE_WAY: entry({
    scope: 'provider',
    verdict: 'unknown',
    stage: 'reach',
    credential: 'unknown',
    message: 'Something on the way answered, not the provider',
    advice:
      "A proxy, a filter or a network's sign-in page sent it: open the provider's address in a browser here, sign in or have it allowed, and test again. Port goes another way.",
  }),
  WRONG_BASE_URL: entry({
    scope: 'provider',
    verdict: 'fail',
    stage: 'reach',
    credential: 'unknown',
    message: 'Not an LLM API at this URL',
    advice: 'Check the base URL, above all its path; it often ends in /v1.',
  }),
  RESPONSE_MALFORMED: entry({
    scope: 'provider',
    verdict: 'fail',
    stage: 'reach',
    credential: 'unknown',
    message: 'The answer is not a completion',
    advice:
      'Check the base URL: something else than an LLM API, or another of its routes, answered.',
  }),
  API_VERSION: entry({
    scope: 'provider',
    verdict: 'fail',
    stage: 'reach',
    credential: 'unknown',
    message: 'Unsupported api-version',
    advice: 'The resource does not serve the v1 API; its region or its age may be the reason.',
  }),
  API_DISABLED: account(
    'API not enabled in the project',
    'Enable it: gcloud services enable aiplatform.googleapis.com --project <id>',
  ),
  ACCOUNT_SUSPENDED: account(
    'Account suspended by the provider',
    'Only the provider can lift this.',
  ),
  ACCOUNT_NOT_READY: account(
    'Account not ready',
    'A new account is under verification: wait, or ask the support of the provider.',
  ),
  BILLING: account('Billing problem', 'Check the payment method or the billing account.'),
  QUOTA_EXHAUSTED: account(
    'Quota or credit exhausted',
    'Add credit or raise the quota; on Bedrock and Vertex it may be zero by default.',
  ),
  KEY_FORBIDDEN: entry({
    scope: 'provider',
    verdict: 'fail',
    stage: 'auth',
    credential: 'accepted',
    message: 'Key lacks permission',
    advice:
      'Add the scope or role that it lacks; a filter or gateway in between refuses like this as well.',
  }),
  SCP_DENIED: model(
    'Denied by an organization policy',
    'A service or resource control policy blocks it. Every destination region of a profile must be open; for a global one aws:RequestedRegion is unspecified.',
  ),
  IAM_EXPLICIT_DENY: model(
    'Denied explicitly by a policy',
    'A Deny outweighs every Allow: find the statement that matches, often by its region, and change that one.',
  ),
  IAM_SESSION_DENIED: model(
    'Denied by a session policy',
    'The session itself was opened with less than the role has: change what opens it, not the role.',
  ),
  VPC_ENDPOINT_DENIED: model(
    'Denied by a VPC endpoint policy',
    "The call passed an endpoint with a policy of its own: change that. Port's calls pass none of yours.",
  ),
  IAM_BOUNDARY_DENIED: model(
    'Denied by the permissions boundary',
    'Extend the permissions boundary as well as the policy.',
  ),
  IAM_PROFILE_DENIED: model(
    'IAM: inference profile not allowed',
    'Add the ARN of the inference profile to the policy.',
  ),
  IAM_MODEL_DENIED: model(
    'IAM: model not allowed',
    'Add the ARN of the foundation model in that region to the policy; on Google grant roles/aiplatform.user and check the project id.',
  ),
  IAM_STREAM_DENIED: entry({
    scope: 'model',
    verdict: 'fail',
    stage: 'stream',
    credential: 'accepted',
    message: 'IAM: streaming not allowed',
    advice: 'Port streams: add bedrock:InvokeModelWithResponseStream to the policy.',
  }),
  USE_CASE_FORM: model(
    'Anthropic use-case form missing',
    'Submit it once, in the management account where there is one; then wait 15 minutes.',
  ),
  MARKETPLACE: model(
    'Marketplace subscription missing',
    'Somebody who may aws-marketplace:Subscribe (or the Azure owner) must accept the offer once.',
  ),
  MODEL_ACCESS_DENIED: model(
    'No access to this model',
    "It wants a plan, accepted terms or an admin's permission. OpenAI, Groq: the limits of the project. Vertex: Model Garden. Bedrock: the agreement.",
  ),
  MODEL_NOT_OFFERED: model(
    'Model not offered to this account',
    'No setting of the account shows or opens it: ask the sales team of the provider, or use another model.',
  ),
  MODEL_RETIRED: model(
    'Model retired by the provider',
    'Disable this model, and use its successor.',
  ),
  MODEL_NOT_IN_REGION: model(
    'Model not served in this region',
    'Choose a region or location that serves it.',
  ),
  NEEDS_INFERENCE_PROFILE: model(
    'Needs an inference profile',
    'Use the id with a geography in front, such as eu., and allow both ARNs.',
  ),
  DEPLOYMENT_NOT_FOUND: model(
    'Deployment not found',
    'Compare with: az cognitiveservices account deployment list -n <resource> -g <group>',
  ),
  MODEL_NOT_FOUND: model('Model not found', 'Check its name against the list of the provider.'),
  PROVIDER_UNKNOWN: entry({
    scope: 'provider',
    verdict: 'fail',
    stage: 'model',
    credential: 'unknown',
    message: 'The gateway knows no such provider',
    advice:
      'It may be called otherwise there, or the workspace of the key has no access: let the workspace in, or name the provider as the workspace does.',
  }),
  GUARDRAIL_NOT_FOUND: entry({
    scope: 'provider',
    verdict: 'fail',
    stage: 'guardrail',
    credential: 'accepted',
    message: 'Guardrail or version not found',
    advice: 'Guardrails are regional: check id, version and region.',
  }),
  GUARDRAIL_FORBIDDEN: entry({
    scope: 'provider',
    verdict: 'fail',
    stage: 'guardrail',
    credential: 'accepted',
    message: 'IAM: ApplyGuardrail not allowed',
    advice:
      "Add bedrock:ApplyGuardrail on the guardrail's ARN; the example in Port's guide lacks it.",
  }),
  UPSTREAM_FAILED: entry({
    scope: 'model',
    verdict: 'unknown',
    stage: 'generate',
    credential: 'accepted',
    retryable: true,
    message: 'The gateway could not reach its model',
    advice: 'Look at the log of the gateway for this request.',
  }),
  STRUCTURED_UNSUPPORTED: entry({
    scope: 'model',
    verdict: 'warn',
    stage: 'structured',
    credential: 'accepted',
    message: 'Structured output not supported',
    advice: 'Leave out --structured-outputs, or set nativeStructuredOutput to false for the model.',
  }),
  STRUCTURED_INVALID: entry({
    scope: 'model',
    verdict: 'fail',
    stage: 'structured',
    credential: 'accepted',
    message: 'Structured output claimed but not obeyed',
    advice: 'The server ignores the schema: take supportsStructuredOutputs away.',
  }),
  UNSUPPORTED_PARAM: entry({
    scope: 'model',
    verdict: 'fail',
    stage: 'generate',
    credential: 'accepted',
    message: 'A parameter was refused',
    advice: 'A flag among the supported features of the model is wrong.',
  }),
  REQUEST_REFUSED: entry({
    scope: 'model',
    verdict: 'fail',
    stage: 'generate',
    credential: 'unknown',
    message: 'Request refused',
    advice: "The provider's own words are the best hint.",
  }),
  WRONG_DEPLOYMENT: entry({
    scope: 'model',
    verdict: 'warn',
    stage: 'model',
    credential: 'accepted',
    message: 'The deployment serves another model',
    advice: 'Point the configuration at a deployment of the right model.',
  }),
  OTHER_MODEL: entry({
    scope: 'model',
    verdict: 'warn',
    stage: 'model',
    credential: 'accepted',
    message: 'The answer names another model than was asked for',
    advice:
      'An alias or a fallback of the gateway may do that on purpose; otherwise look at its routing.',
  }),
  MODEL_LOADING: entry({
    scope: 'model',
    verdict: 'unknown',
    stage: 'generate',
    credential: 'unknown',
    retryable: true,
    message: 'The model is loading',
    advice: 'Wait, or allow more time with --timeout.',
  }),
  STOP_UNKNOWN: entry({
    scope: 'model',
    verdict: 'unknown',
    stage: 'generate',
    credential: 'accepted',
    message: 'The model stopped for a reason that portai does not know',
    advice: 'Look the reason up in the documents of the provider: the answer may be fine.',
  }),
  NOTHING_WRITTEN: entry({
    scope: 'model',
    verdict: 'unknown',
    stage: 'generate',
    credential: 'unknown',
    retryable: true,
    message: 'The answer ended without a word of the model',
    advice: 'Ask again; if it stays so, look at the log of the gateway or the provider.',
  }),
  ANSWER_CUT: entry({
    scope: 'model',
    verdict: 'unknown',
    stage: 'generate',
    credential: 'unknown',
    retryable: true,
    message: 'The answer broke off within its JSON',
    advice:
      'Test again; if it stays so, look at the size limits and timeouts of what is in between.',
  }),
  STREAM_CUT: entry({
    scope: 'model',
    verdict: 'unknown',
    stage: 'stream',
    credential: 'accepted',
    retryable: true,
    message: 'The stream broke off without an end',
    advice:
      'Test again; if it stays so, look at the timeouts and the buffering of what is in between.',
  }),
  STREAM_IGNORED: entry({
    scope: 'model',
    verdict: 'unknown',
    stage: 'stream',
    credential: 'accepted',
    message: 'Asked for a stream, the answer came in one piece',
    advice: 'Port streams: look whether the gateway can stream this model.',
  }),
  OVERLOADED: passing('Provider overloaded', 'Try again; neither key nor model was judged.'),
  PROVIDER_ERROR: passing('Provider error', 'Try again; neither key nor model was judged.'),
  PROBE_BUG: entry({
    scope: 'request',
    verdict: 'unknown',
    stage: 'generate',
    credential: 'unknown',
    message: 'portai sent a bad request',
    advice: 'Please report it with the request id; a proxy that strips headers does this as well.',
  }),
  INTERRUPTED: entry({
    scope: 'provider',
    verdict: 'unknown',
    stage: 'generate',
    credential: 'unknown',
    message: 'Not tested: interrupted',
    advice: 'Run it again.',
  }),
  BUDGET_REACHED: entry({
    scope: 'request',
    verdict: 'unknown',
    stage: 'generate',
    credential: 'unknown',
    message: 'Not sent: the request budget is used up',
    advice: 'Allow more with --request-budget, or name the models to test.',
  }),
  NOT_GENERATED: entry({
    scope: 'request',
    verdict: 'unknown',
    stage: 'generate',
    credential: 'unknown',
    message: 'Not generated: only free calls were made',
    advice: 'Leave out --no-generate to ask the model for one word.',
  }),
  NOT_SIMULATED: entry({
    scope: 'provider',
    verdict: 'unknown',
    stage: 'reach',
    credential: 'unknown',
    message: 'Not tested: the sandbox does not simulate this host',
    advice:
      'Nothing was sent. Test against your own server on localhost, call made-up resources `example`, or serve with `portai sandbox --live`.',
  }),
  AWS_RIGHTS_MISSING: entry({
    scope: 'request',
    verdict: 'unknown',
    stage: 'auth',
    credential: 'accepted',
    message: 'Whoever ran this lacks a right in AWS',
    advice:
      "It says nothing of Port's role: let somebody with that right run it, or be granted it.",
  }),
  ROLE_NOT_TRIED: entry({
    scope: 'provider',
    verdict: 'unknown',
    stage: 'auth',
    credential: 'unknown',
    message: 'Only Port itself can assume the role',
    advice: 'Let Port test it: portai validate bedrock.',
  }),
  RATE_LIMITED: entry({
    scope: 'model',
    verdict: 'unknown',
    stage: 'generate',
    credential: 'accepted',
    retryable: true,
    message: 'Credentials accepted; rate limited',
    advice: 'Test again later. If it stays so, raise the limits before giving this to users.',
  }),
  CONTENT_POLICY: fine(
    'Reachable; the answer was filtered',
    'A filter blocks even a harmless prompt: review it.',
  ),
  GUARDRAIL_INTERVENED: fine(
    'Reachable; the guardrail blocked the answer',
    'The guardrail blocks even a harmless prompt: review it.',
  ),
  TRUNCATED_OK: fine('OK (output limit reached)'),
  ZERO_TOKEN_OK: fine('OK (not generated)'),
  OK: fine('OK'),
} as const satisfies Record<string, CauseEntry>;
