import { found, parameter, type Rule } from '../answers/rules.ts';
import { authMethodRules, endedParameter } from '../answers/shared-rules.ts';

/** Anthropic's refusals. Credit and spend limits come as 400, and before rate limits. */
export const anthropicRules: readonly Rule[] = [
  {
    cause: 'ZERO_TOKEN_OK',
    status: 400,
    text: /^(?:messages|model|max_tokens|anthropic_version): field required/i,
  },
  {
    cause: 'TRUNCATED_OK',
    status: 400,
    text: /max_tokens or (?:model )?output limit was reached/i,
  },
  { cause: 'PROBE_BUG', status: [401, 403], text: /\bcors\b/i },
  {
    cause: 'PROBE_BUG',
    text: /anthropic-(?:version|beta)\b.{0,60}(?:required|invalid|missing|not a valid|unsupported|unexpected)|(?:required|missing).{0,40}anthropic-version|unexpected value.{0,60}anthropic-(?:version|beta)/i,
  },
  { cause: 'PROBE_BUG', code: /^request_too_large$/ },
  {
    cause: 'KEY_MISSING',
    status: [401, 403],
    text: /(?:x-api-key|authorization|authentication|api key|credential)s?(?: header)?.{0,30}(?:is )?(?:required|missing|not (?:found|provided|set))|(?:no|missing) (?:the )?(?:x-api-key|authorization|api key|credentials?|authentication)/i,
  },
  {
    cause: 'QUOTA_EXHAUSTED',
    text: /credit balance|usage limits?|spend(?:ing)? limit|monthly.{0,30}limit|out of credits?|(?:quota|credits?).{0,30}(?:exceeded|exhausted|depleted)|regain access on/i,
  },
  { cause: 'BILLING', code: /^billing_error$/ },
  {
    cause: 'BILLING',
    status: [400, 402, 403],
    text: /\bbilling\b|payment (?:method|information|required)/i,
  },
  {
    cause: 'ACCOUNT_SUSPENDED',
    status: [400, 401, 403],
    text: /(?:organization|account|workspace).{0,40}(?:disabled|suspended|banned|deactivated|terminated)|(?:access|account|organization).{0,60}(?:restricted|limited|revoked).{0,80}violat/i,
  },
  {
    cause: 'KEY_EXPIRED',
    status: [401, 403],
    text: /(?:key|token).{0,20}expired|expired.{0,20}(?:key|token)/i,
  },
  {
    cause: 'KEY_BLOCKED',
    status: [401, 403],
    text: /(?:key|token).{0,30}(?:revoked|disabled|blocked|leaked|deactivated)/i,
  },
  {
    cause: 'NETWORK_ACL',
    status: [401, 403],
    text: /\bip(?: address)?\b.{0,40}(?:not (?:allowed|authorized|permitted)|blocked|allow-?list)/i,
  },
  ...authMethodRules,
  {
    cause: 'AUTH_METHOD_DISABLED',
    status: [401, 403],
    text: /oauth authentication is (?:currently )?not (?:supported|allowed)|api keys are (?:disabled|not allowed)|api key authentication is (?:disabled|not allowed)/i,
  },
  { cause: 'KEY_INVALID', status: [400, 401, 403], code: /^authentication_error$/ },
  { cause: 'GEO_UNSUPPORTED', code: /^forbidden$/, status: 403 },
  {
    cause: 'GEO_UNSUPPORTED',
    status: [400, 403, 451],
    text: /request not allowed|(?:country|countries|region|territory|location).{0,40}not (?:supported|available|allowed)|unsupported (?:country|countries|region|location)/i,
  },
  endedParameter,
  {
    cause: 'MODEL_RETIRED',
    status: [400, 404, 410],
    text: /model\b(?!:).{0,80}(?:is|been|was)? ?(?:deprecated|retired|no longer (?:available|supported)|end[ -]of[ -]life|discontinued)\b(?!-)/i,
  },
  {
    cause: 'MODEL_ACCESS_DENIED',
    status: [400, 403],
    text: /(?:workspace|organization|key|project|account).{0,60}(?:not|no).{0,20}access.{0,60}model|(?:not|no).{0,20}(?:access|permission|allowed).{0,20}(?:to |for )?(?:the |this )?model|access to .{0,60}claude/i,
  },
  {
    cause: 'KEY_FORBIDDEN',
    code: /^permission_error$/,
    detail: found(/scopes?:?\s*([\w:., -]*\w)/i),
  },
  {
    cause: 'MODEL_NOT_FOUND',
    status: [400, 404],
    text: /^model:|model\b.{0,100}(?:not (?:be )?found|does(?:n't| not) exist|is not (?:a )?(?:valid|known|available|supported))|(?:no such|unknown|invalid) model/i,
  },
  {
    cause: 'DEPLOYMENT_NOT_FOUND',
    status: 404,
    text: /deployment.{0,60}(?:does(?:n't| not) exist|not (?:be )?found)/i,
  },
  { cause: 'WRONG_BASE_URL', status: 404, code: /^not_found_error$/ },
  {
    cause: 'STRUCTURED_UNSUPPORTED',
    status: [400, 404, 422],
    text: /(?:output_config|output_format|json_schema|structured output|tool_choice|tools?\b)(?:(?!\.\s).){0,100}(?:not (?:supported|available|allowed|permitted)|unsupported|extra inputs)|(?:(?:not|n['’]t) support|unsupported)(?:(?!\.\s).){0,80}(?:output[ _](?:config|format)|structured output|tool)/i,
  },
  {
    cause: 'CONTENT_POLICY',
    status: 400,
    text: /content (?:filter|policy|moderation)|violates? (?:our|anthropic\S{0,2}) usage polic/i,
  },
  {
    cause: 'UNSUPPORTED_PARAM',
    status: [400, 422],
    text: /(?:is |are )?(?:deprecated|not supported|unsupported) (?:for|with|by|on) (?:this|the) model|extra inputs are not permitted|(?:unsupported|unknown|unexpected|invalid).{0,20}(?:parameter|field|argument)|cannot both be specified|max_tokens.{0,60}(?:must be|greater|maximum allowed)|budget_tokens/i,
    detail: parameter,
  },
  { cause: 'REQUEST_REFUSED', code: /^conflict_error$/ },
  { cause: 'OVERLOADED', code: /^overloaded_error$/ },
  { cause: 'OVERLOADED', status: [503, 529] },
  { cause: 'RATE_LIMITED', code: /^rate_limit_error$/ },
  { cause: 'RATE_LIMITED', status: 429 },
  { cause: 'PROVIDER_ERROR', code: /^(?:api_error|timeout_error|internal_server_error)$/ },
];
