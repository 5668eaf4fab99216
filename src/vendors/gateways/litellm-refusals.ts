import { found, parameter, type Rule } from '../answers/rules.ts';
import { upstreamWords } from './upstream-credentials.ts';

/** LiteLLM's proxy, and gateways with words like its own for keys, budgets and deployments. */
export const litellmRules: readonly Rule[] = [
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
    text: /requires a newer version of ollama|degraded function|no available channels?|无可用渠道|no (?:healthy )?deployments? available|no healthy deployments?|cooldown_list|all (?:deployments|models|providers) (?:failed|unavailable)|no fallback model/i,
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
];
