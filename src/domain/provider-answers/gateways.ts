import { anthropicRules } from './anthropic.ts';
import { azureRules } from './azure.ts';
import { openaiRules } from './openai.ts';
import { found, parameter, type Rule } from './rules.ts';
import { authMethodRules, endedParameter, modelGateRules, routeRules } from './shared-rules.ts';
import { upstreamWords } from './upstream-words.ts';

/**
 * Servers that speak a vendor's dialect and are none: LiteLLM, vLLM, Ollama, llama.cpp, OpenRouter,
 * Portkey. A refusal of the gateway itself is about the caller's key; one that it passes on is
 * about the key of the gateway.
 */
export const gatewayRules: readonly Rule[] = [
  {
    cause: 'TRUNCATED_OK',
    status: 400,
    text: /max_tokens or (?:model )?output limit was reached/i,
  },

  {
    cause: 'BILLING',
    status: [402, 403],
    text: /(?:payment|credit) card\b|card on file|add (?:a )?payment method/i,
  },
  endedParameter,
  ...modelGateRules,
  ...authMethodRules,

  // LiteLLM passes on what its upstream said, in front of it the name of its exception.
  {
    cause: 'UNSUPPORTED_PARAM',
    text: /UnsupportedParamsError|does not support parameters:/i,
    detail: found(/parameters: \[?['"]?([\w.]+)/i),
  },
  { cause: 'CONTENT_POLICY', text: /litellm\.ContentPolicyViolationError/i },
  {
    cause: 'UNSUPPORTED_PARAM',
    status: [400, 422, 500, 502],
    text: /(?:unsupported|unrecognized|unknown) (?:request )?(?:parameter|value|argument)|max_tokens.{0,40}must be greater|budget_tokens/i,
    detail: parameter,
  },
  ...upstreamWords,
  {
    cause: 'UPSTREAM_KEY_INVALID',
    status: [401, 403, 500, 502],
    text: /(?:upstream|provider).{0,60}(?:auth|api key|credential|unauthori[sz]ed)/i,
  },
  { cause: 'RATE_LIMITED', text: /litellm\.RateLimitError(?!.{0,400}(?:quota|credit|billing))/is },
  {
    cause: 'QUOTA_EXHAUSTED',
    text: /litellm\.(?:RateLimitError|BudgetExceededError).{0,400}(?:quota|credit|budget)/is,
  },
  {
    cause: 'UPSTREAM_FAILED',
    text: /litellm\.(?:NotFoundError|BadRequestError|APIConnectionError|ServiceUnavailableError|InternalServerError|APIError|Timeout|BadGatewayError|ContextWindowExceededError)/i,
  },
  {
    cause: 'UPSTREAM_FAILED',
    text: /requires a newer version of ollama|degraded function|no available channels?|no (?:healthy )?deployments? available|no healthy deployments?|cooldown_list|all (?:deployments|models|providers) (?:failed|unavailable)|no fallback model/i,
  },
  { cause: 'QUOTA_EXHAUSTED', code: /^budget_exceeded$/ },
  {
    cause: 'QUOTA_EXHAUSTED',
    text: /budget (?:has been |is )?(?:exceeded|exhausted)|exceeded (?:the )?(?:max )?budget|over budget/i,
  },
  { cause: 'KEY_EXPIRED', code: /^expired_key$/ },
  {
    cause: 'KEY_EXPIRED',
    text: /expired key|key expir(?:y|ed)|(?:key|token) (?:has )?expired/i,
    status: [400, 401, 403],
  },
  {
    cause: 'KEY_BLOCKED',
    text: /key is blocked|(?:key|user|team)(?:=\S{1,80})? (?:is |has been )?(?:blocked|revoked|disabled)/i,
    status: [400, 401, 403],
  },
  {
    cause: 'MODEL_ACCESS_DENIED',
    code: /^(?:(?:key|team|user|org|project)_model_access_denied|model_access_denied)$/,
  },
  {
    cause: 'MODEL_ACCESS_DENIED',
    text: /(?:key|team|user|project|org(?:anization)?) not allowed to access model|can only access models|tried to access/i,
  },
  {
    cause: 'KEY_MISSING',
    status: [400, 401, 403],
    text: /no api key (?:passed|found)|no (?:\w{1,20} )?(?:auth )?credentials? (?:found|provided)|jwt is missing|missing (?:api key|authorization|authentication)|(?:api key|authorization).{0,20}(?:required|missing|not provided)/i,
  },
  // Without a database LiteLLM knows one key, and says of every other that it cannot look it up.
  {
    cause: 'KEY_INVALID',
    status: [400, 401, 403],
    code: /^(?:token_not_found_in_db|no_db_connection|AB03|AB0[12])$/,
  },
  { cause: 'OVERLOADED', code: /^no_db_connection$/ },
  {
    cause: 'KEY_INVALID',
    status: [400, 401, 403],
    text: /virtual key expected|invalid (?:proxy server )?(?:token|api key|key|credentials?)|unable to find token|user not found|authentication error,/i,
  },

  // Portkey
  {
    cause: 'CONFIG_INVALID',
    status: 400,
    text: /x-portkey-(?:config|provider|virtual-key|api-key)\b.{0,60}(?:required|invalid|missing)|either x-portkey|invalid provider passed/i,
    detail: found(/(x-portkey-[\w-]+)/i),
  },
  {
    cause: 'QUOTA_EXHAUSTED',
    status: 412,
    text: /budget|quota|usage limit|limits? (?:is |was |has been )?(?:exceeded|reached|exhausted)|exhausted|credits/i,
  },
  { cause: 'CONTENT_POLICY', status: 446 },
  { cause: 'CONTENT_POLICY', code: /^hooks_failed$/ },

  // OpenRouter
  { cause: 'RATE_LIMITED', status: 429, text: /provider returned error/i },
  { cause: 'UPSTREAM_FAILED', text: /provider returned error|no available model provider/i },
  {
    cause: 'STRUCTURED_UNSUPPORTED',
    text: /no endpoints.{0,40}support.{0,80}(?:parameters|\btools?\b|tool_choice|function call|response_format|structured|json)/i,
  },
  {
    cause: 'MODEL_ACCESS_DENIED',
    text: /no allowed providers|data policy|guardrail restrictions and data|privacy settings/i,
  },
  { cause: 'MODEL_NOT_FOUND', text: /no endpoints (?:found|available)|not a valid model id/i },
  { cause: 'QUOTA_EXHAUSTED', status: 402 },
  {
    cause: 'QUOTA_EXHAUSTED',
    text: /(?:key|credit|spend|monthly|weekly|total).{0,12}limit (?:exceeded|reached)|insufficient credits?|more credits|can only afford/i,
  },
  { cause: 'RATE_LIMITED', status: 429, text: /rate limit|per-(?:day|minute)|too many requests/i },

  // NVIDIA runs each model as a function of an account; Ollama and others sell some by subscription.
  {
    cause: 'MODEL_NOT_FOUND',
    status: 404,
    text: /\bfunction\b.{0,80}not found|^\W{0,3}not found for account/i,
  },
  {
    cause: 'DEPLOYMENT_NOT_FOUND',
    status: 404,
    code: /^DeploymentNotFound$/i,
  },
  // The address names an account, a project or a gateway that is not there: no model was looked at.
  {
    cause: 'WRONG_BASE_URL',
    status: [400, 404],
    text: /please configure ai gateway|\b(?:account|gateway|workspace|tenant|project|resource group)\b(?: (?:id|identifier|name|slug))?\b.{0,60}(?:not (?:be )?found|does(?:n't| not) exist|(?:is )?invalid)(?!.{0,80}model)/i,
  },
  ...routeRules,

  // Servers that run the model themselves
  {
    cause: 'MODEL_LOADING',
    text: /loading model|model is (?:still )?loading|is being loaded|warming up|currently loading/i,
  },
  {
    cause: 'UPSTREAM_FAILED',
    status: [500, 502, 503],
    text: /system memory|out of memory|\boom\b|cuda|gpu|llama runner|failed to load model|unable to load model|connection refused|econnrefused|connect(?:ion)? error|fetch failed|upstream/i,
  },
  {
    cause: 'STRUCTURED_UNSUPPORTED',
    text: /tool choice requires|--enable-auto-tool-choice|tool-call-parser|does not support tools|guided decoding|grammar/i,
    status: [400, 422, 500, 501],
  },
  {
    cause: 'MODEL_NOT_FOUND',
    status: [400, 404, 422],
    text: /cannot use own model|invalid model name|model ['"`]?[\w./:@-]{0,100}['"`]? (?:was )?not found|try pulling|does not exist|unknown model|no such model|model .{0,80}not (?:loaded|served)/i,
  },
  // A framework's own 404, without a word about a model, is a missing route.
  {
    cause: 'WRONG_BASE_URL',
    status: [404, 405],
    text: /^\W{0,20}(?:not found|method not allowed|404(?: page)?(?: not found)?|default backend - 404|no message available|(?:cannot (?:get|post)|no route|no static resource)\b.{0,300})\W{0,20}$/i,
  },
  { cause: 'NETWORK_ACL', status: 403, text: /^rbac: access denied/i },
  {
    cause: 'KEY_INVALID',
    status: 401,
    text: /^\W{0,20}(?:unauthorized|forbidden|access denied)\W{0,20}$/i,
  },
];

/** Of these, what comes out of OpenAI's own address as well, through a proxy in front of it. */
export const passedOnRules: readonly Rule[] = gatewayRules.filter(
  ({ cause, status }) => cause === 'UPSTREAM_FAILED' && status === undefined,
);

/** Whatever stands behind a base URL, it may pass on the refusals of any vendor. */
export const openaiCompatibleRules: readonly Rule[] = [
  ...gatewayRules,
  ...openaiRules,
  ...azureRules,
];
export const anthropicCompatibleRules: readonly Rule[] = [
  ...gatewayRules,
  // To a question with words in it, a missing field is no sign that all is well.
  ...anthropicRules.filter(({ cause }) => cause !== 'ZERO_TOKEN_OK'),
  { cause: 'MODEL_NOT_FOUND', code: /^(?:model_not_found|ModelNotFoundError)$/ },
];
