import { found, parameter, type Rule } from '../answers/rules.ts';
import {
  authMethodRules,
  endedParameter,
  modelGateRules,
  routeRules,
} from '../answers/shared-rules.ts';

/**
 * The refusals of OpenAI and of servers that speak its dialect. Quota stands before rate limit,
 * since OpenAI answers 429 for both.
 */
export const openaiRules: readonly Rule[] = [
  {
    cause: 'TRUNCATED_OK',
    status: 400,
    text: /max_tokens or (?:model )?output limit was reached|could not finish the message/i,
  },
  {
    cause: 'KEY_MISSING',
    status: [401, 403],
    text: /(?:didn'?t|did not|must) provide an? (?:api key|credential)|no (?:api key|credentials?|authorization)|missing (?:bearer|api key|credential|authorization)|(?:api[ -]?key|authorization)(?: header)? (?:is )?(?:required|missing)/i,
  },
  ...modelGateRules,
  ...authMethodRules,
  {
    cause: 'WRONG_REGION_HOST',
    code: /^incorrect_hostname$/,
    detail: found(/\b((?:[a-z]{2}\.)?api\.openai\.com)\b/i),
  },
  {
    cause: 'WRONG_REGION_HOST',
    status: [400, 401, 403],
    text: /incorrect hostname|data[ -]residency.*(?:host|endpoint|region)|use (?:the )?\w+\.api\.openai\.com/i,
    detail: found(/\b((?:[a-z]{2}\.)?api\.openai\.com)\b/i),
  },
  { cause: 'NETWORK_ACL', code: /^ip_not_(?:authorized|allowed)$/ },
  // Cloudflare's own refusals of an address, without a page.
  { cause: 'NETWORK_ACL', status: 403, text: /^error code: 10(?:0[5-9]|1[02]|20)\b/i },
  {
    cause: 'NETWORK_ACL',
    status: [401, 403],
    text: /\bip(?: address)?\b.{0,40}(?:not (?:authorized|allowed|permitted)|blocked|allow-?list|whitelist)/i,
  },
  {
    cause: 'ACCOUNT_NOT_READY',
    text: /customer storage (?:is )?not ready|account (?:is )?(?:not (?:yet )?ready|being set up|pending)/i,
  },
  { cause: 'ACCOUNT_NOT_READY', code: /_not_ready$/ },
  {
    cause: 'QUOTA_EXHAUSTED',
    code: /insufficient_quota|current_quota|spend_limit|quota_exceeded|budget_exceeded|hard_limit_reached|insufficient_(?:credits?|balance|funds)/,
  },
  {
    cause: 'ACCOUNT_SUSPENDED',
    code: /^(?:access_terminated|account_(?:deactivated|suspended|disabled)|policy_violation_ban|organization_restricted)$/,
  },
  {
    cause: 'ACCOUNT_SUSPENDED',
    status: [401, 403, 429],
    text: /(?:account|organization|access).{0,40}(?:deactivated|terminated|suspended|banned|flagged|disabled for)|(?:account|organization|access|team).{0,60}(?:restricted|limited|revoked).{0,80}(?:violat|terms of (?:service|use)|suspicious|abuse)|organization has been restricted/i,
  },
  { cause: 'BILLING', code: /^billing_(?:not_active|error|inactive)$|^account_inactive$/ },
  {
    cause: 'QUOTA_EXHAUSTED',
    text: /exceeded your current quota|any credits|credits or licenses|used all available credits|included credits|(?:exceeded|reached) (?:your|its|the) (?:monthly |hard )?(?:spend|spending|usage|budget|credit)|monthly budget|(?:hard|spend|spending|usage|monthly|credit) limit (?:has been )?(?:exceeded|reached)|insufficient (?:credits?|balance|funds|quota)|credit balance|out of credits?|no credits? (?:left|remaining)|quota (?:has been )?(?:exceeded|exhausted)/i,
  },
  { cause: 'RATE_LIMITED', status: 429, code: /^(?:rate_limit_exceeded|requests|tokens)$/ },
  {
    cause: 'BILLING',
    text: /(?:account|organization).{0,30}not active.{0,40}billing|check your billing details|payment (?:method|required)|billing/i,
    status: [402, 403, 429],
  },
  { cause: 'GEO_UNSUPPORTED', code: /^unsupported_(?:country|region)/ },
  {
    cause: 'GEO_UNSUPPORTED',
    status: [400, 403, 451],
    text: /(?:country|region|territory|location).{0,40}not (?:supported|available|allowed)|not (?:supported|available|allowed) in your (?:country|region|territory|location)|unsupported (?:country|region|location)/i,
  },
  {
    cause: 'KEY_FORBIDDEN',
    status: [401, 403],
    text: /missing scopes?|(?:in|not have )sufficient permissions?|permissions? (?:is|are) required|requires? the .{1,60} (?:permission|scope|role)\b|lacks? (?:the )?(?:required )?(?:permission|scope|role)/i,
    detail: found(/missing scopes?:?\s*([\w., -]*\w)/i),
  },
  {
    cause: 'KEY_FORBIDDEN',
    status: [401, 403],
    text: /must be a member of an organization|not (?:a )?member of (?:the|this|any) (?:organization|project)|no such organization|not have access to (?:the|this) (?:organization|project)\b/i,
  },
  {
    cause: 'KEY_EXPIRED',
    status: [400, 401, 403],
    text: /(?:key|token) (?:has |is )?expired|expired (?:key|token|api key)/i,
  },
  {
    cause: 'KEY_BLOCKED',
    status: [401, 403],
    text: /(?:key|token) (?:has been |is |was )?(?:blocked|revoked|disabled|reported as leaked|leaked|deactivated)/i,
  },
  {
    cause: 'KEY_INVALID',
    code: /^(?:(?:invalid|wrong)_api_key|invalid_authentication(?:_error)?|invalid_issuer|authentication_error|invalid_token|invalid_jwt)$/,
  },
  {
    cause: 'KEY_INVALID',
    status: [400, 401, 403],
    text: /(?:incorrect|invalid|wrong) (?:api[ -]?key|(?:access|bearer|auth\w*|api)[ -]token)|(?:api[ -]?key|token)\b.{0,40}\bis (?:invalid|incorrect|not valid)|invalid (?:api )?token\b|authentication fails/i,
  },
  endedParameter,
  {
    cause: 'MODEL_RETIRED',
    text: /(?:model|engine).{0,80}(?:deprecated|retired|decommissioned|no longer (?:available|supported)|end[ -]of[ -]life|shut ?down|sunset|discontinued)/i,
    status: [400, 403, 404, 410],
  },
  {
    cause: 'MODEL_ACCESS_DENIED',
    text: /must be verified to (?:stream|use|generate)|verify (?:your )?organization/i,
  },
  {
    cause: 'MODEL_ACCESS_DENIED',
    status: [401, 403],
    code: /^model_not_found$|model_access|model_not_allowed/,
  },
  {
    cause: 'MODEL_ACCESS_DENIED',
    status: [401, 403],
    text: /(?:not|does not|doesn't) have (?:the )?(?:access|permission).{0,40}model|(?:not allowed|no access|denied).{0,60}model|model.{0,60}not (?:allowed|permitted|enabled)|allowed to sample from|(?:model|not available).{0,60}\btier\b/i,
  },
  ...routeRules,
  {
    cause: 'WRONG_BASE_URL',
    status: [404, 405],
    text: /invalid url|unknown (?:request )?(?:url|path|endpoint|route)|no such (?:route|endpoint)|not a (?:valid )?(?:url|endpoint)|cannot (?:get|post)\b/i,
  },
  {
    cause: 'MODEL_NOT_FOUND',
    code: /model_not_(?:found|available|supported)|unknown_model|invalid_model/,
  },
  {
    cause: 'MODEL_NOT_FOUND',
    status: [400, 404, 422],
    text: /model\b.{0,120}(?:(?:n['’]t|not) exist|not (?:be )?found|is not (?:a )?(?:valid|known|available)|unknown)|(?:no such|unknown|invalid) model|not a valid model|not found the model/i,
  },
  { cause: 'PROBE_BUG', code: /^invalid_json_schema$/ },
  {
    cause: 'PROBE_BUG',
    status: 400,
    text: /invalid schema for|could not parse the json body|invalid json|malformed json/i,
  },
  {
    cause: 'CONTENT_POLICY',
    code: /^(?:invalid_prompt|content_filter|content_policy_violation|bio_policy|cyber_policy|moderation_blocked)$/,
  },
  {
    cause: 'CONTENT_POLICY',
    status: 400,
    text: /flagged (?:as|for) (?:potentially|possible)|input was flagged|content (?:management|moderation) policy|safety system/i,
  },
  {
    cause: 'STRUCTURED_UNSUPPORTED',
    status: [400, 404, 422],
    text: /(?:response_format|json_schema|text\.format|structured output|output_config|tool_choice|tool choice|function calling|guided)(?:(?!\.\s).){0,120}(?:not (?:be )?(?:supported|available|allowed|implemented)|unsupported|requires|invalid)|(?:(?:not|n['’]t) support|unsupported)(?:(?!\.\s).){0,80}(?:response_format|json_schema|structured output|tool_choice|\btools?\b|output_config)/i,
  },
  {
    cause: 'STRUCTURED_UNSUPPORTED',
    status: 400,
    param: /^(?:response_format|text\.format|tool_choice|tools)/,
  },
  {
    cause: 'UNSUPPORTED_PARAM',
    status: [400, 422],
    code: /^(?:unsupported_(?:parameter|value)|unknown_parameter|unrecognized_parameter|integer_below_min_value|integer_above_max_value|invalid_value|extra_forbidden)$/,
    detail: parameter,
  },
  {
    cause: 'UNSUPPORTED_PARAM',
    status: [400, 422],
    text: /(?:unsupported|unrecognized|unknown|unexpected|invalid|extra)\W+(?:request )?(?:parameter|argument|field|value|input|property)|(?:parameter|argument|field|property)\b.{0,60}(?:not (?:supported|permitted|allowed)|unsupported)|is (?:deprecated|not supported) (?:for|with|by) this model|extra inputs are not permitted|max_tokens.{0,40}(?:must be greater|too (?:small|low|large|high))|below (?:the )?minimum value/i,
    detail: parameter,
  },
  {
    cause: 'OVERLOADED',
    code: /^(?:slow_down|overloaded|overloaded_error|engine_overloaded|server_overloaded)$/,
  },
  {
    cause: 'RATE_LIMITED',
    code: /^(?:rate_limit_exceeded|rate_limit_error|requests|tokens|too_many_requests)$/,
  },
  {
    cause: 'OVERLOADED',
    status: [429, 500, 502, 503, 529],
    text: /overload|slow down|capacity|temporarily unavailable|try again later|\bbusy\b/i,
  },
  { cause: 'OVERLOADED', status: [503, 529] },
  { cause: 'TIMEOUT', status: 408 },
  { cause: 'RATE_LIMITED', status: 429 },
  {
    cause: 'PROVIDER_ERROR',
    code: /^(?:server_error|internal_server_error|internal_error|api_error|timeout_error)$/,
  },
];
