import { anthropicRules } from '../anthropic/refusals.ts';
import { azureRules } from '../azure/refusals.ts';
import { litellmRules } from './litellm-refusals.ts';
import { modelServerRules } from './model-server-refusals.ts';
import { openaiRules } from '../openai/refusals.ts';
import { found, type Rule } from '../answers/rules.ts';
import { authMethodRules, endedParameter, modelGateRules } from '../answers/shared-rules.ts';

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

  ...litellmRules,

  // Portkey
  {
    cause: 'CONFIG_INVALID',
    status: 400,
    text: /x-portkey-(?:config|provider|virtual-key|api-key)\b.{0,60}(?:required|invalid|missing)|either x-portkey/i,
    detail: found(/(x-portkey-[\w-]+)/i),
  },
  { cause: 'PROVIDER_UNKNOWN', status: 400, text: /invalid provider passed/i },
  { cause: 'MODEL_ACCESS_DENIED', status: 412, code: /^model_not_allowed_error$/ },
  { cause: 'QUOTA_EXHAUSTED', status: 412, code: /_exhaust_error$/ },
  { cause: 'KEY_EXPIRED', status: 401, code: /^virtual_key_expired_error$/ },
  { cause: 'ACCOUNT_SUSPENDED', status: 401, code: /^workspace_expired_error$/ },
  {
    cause: 'RATE_LIMITED',
    status: 429,
    code: /^(?:integration|virtual_key|workspace)_rate_limit_error$/,
  },
  {
    cause: 'QUOTA_EXHAUSTED',
    status: 412,
    text: /budget|quota|usage limit|limits? (?:is |was |has been )?(?:exceeded|reached|exhausted)|exhausted|credits/i,
  },
  { cause: 'CONTENT_POLICY', status: 446 },
  { cause: 'CONTENT_POLICY', code: /^hooks_failed$/ },

  // OpenRouter
  // It asks OpenAI's moderation before the model, and says so.
  {
    cause: 'CONTENT_POLICY',
    status: [400, 403],
    text: /requires moderation on \w+\. your input was flagged/i,
  },
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
  {
    cause: 'QUOTA_EXHAUSTED',
    text: /余额不足|额度(?:已用尽|不足)|(?:key|credit|spend|monthly|weekly|total).{0,12}limit (?:exceeded|reached)|insufficient (?:credits?|balance)|more credits|can only afford/i,
  },
  { cause: 'RATE_LIMITED', status: 429, text: /rate limit|per-(?:day|minute)|too many requests/i },

  ...modelServerRules,
];

/** Whose credit it is that a bare 402 misses, only words or a code would tell. */
const withoutWords: readonly Rule[] = [{ cause: 'QUOTA_EXHAUSTED', status: 402 }];

/** Of these, what comes out of OpenAI's own address as well, through a proxy in front of it. */
export const passedOnRules: readonly Rule[] = gatewayRules.filter(
  ({ cause, status }) => cause === 'UPSTREAM_FAILED' && status === undefined,
);

/** Whatever stands behind a base URL, it may pass on the refusals of any vendor. */
export const openaiCompatibleRules: readonly Rule[] = [
  ...gatewayRules,
  ...openaiRules,
  ...azureRules,
  ...withoutWords,
];
export const anthropicCompatibleRules: readonly Rule[] = [
  ...gatewayRules,
  // A missing field proves nothing where the question was not left out on purpose.
  ...anthropicRules.filter(({ cause }) => cause !== 'ZERO_TOKEN_OK'),
  { cause: 'MODEL_NOT_FOUND', code: /^(?:model_not_found|ModelNotFoundError)$/ },
  ...withoutWords,
];
