import { found, parameter, type Rule } from '../answers/rules.ts';
import { endedParameter } from '../answers/shared-rules.ts';

/** Google's refusals: `status` and `details[].reason` first, then the prose. */
export const googleRules: readonly Rule[] = [
  // Beside these two texts stand the reasons of a missing and of a wrong key.
  {
    cause: 'AUTH_METHOD_DISABLED',
    text: /api keys? (?:are|is) not supported|api keys? not (?:allowed|supported)|requires? oauth/i,
  },
  { cause: 'KEY_EXPIRED', text: /(?:api key|key) (?:has )?expired/i },
  { cause: 'ACCOUNT_SUSPENDED', code: /^CONSUMER_SUSPENDED$/ },
  {
    cause: 'ACCOUNT_SUSPENDED',
    status: 403,
    text: /(?:consumer|project)\b.{0,80}(?:been suspended|is suspended|been denied access)/i,
  },
  {
    cause: 'API_DISABLED',
    code: /^(?:SERVICE_DISABLED|accessNotConfigured)$/,
    detail: found(/project[ =]([\w-]{3,40})/),
  },
  { cause: 'BILLING', code: /^(?:BILLING_DISABLED|BILLING_NOT_ACTIVE|billingNotEnabled)$/ },
  { cause: 'NETWORK_ACL', code: /^SECURITY_POLICY_VIOLATED$/ },
  {
    cause: 'KEY_INVALID',
    code: /^(?:API_KEY_INVALID|ACCESS_TOKEN_TYPE_UNSUPPORTED|CREDENTIALS_MISSING_OR_INVALID|ACCOUNT_STATE_INVALID)$/,
  },
  { cause: 'TOKEN_EXPIRED', code: /^ACCESS_TOKEN_EXPIRED$/ },
  {
    cause: 'KEY_RESTRICTED',
    code: /^API_KEY_(?:SERVICE|HTTP_REFERRER|IP_ADDRESS|ANDROID_APP|IOS_APP)_BLOCKED$/,
  },
  { cause: 'KEY_MISSING', code: /^CREDENTIALS_MISSING$/ },
  { cause: 'GEO_UNSUPPORTED', code: /^LOCATION_POLICY_VIOLATED$|^USER_LOCATION/ },
  {
    cause: 'KEY_BLOCKED',
    text: /reported as leaked|(?:key|account) (?:has been |is |was )?(?:blocked|suspended|revoked|disabled)/i,
    status: [400, 401, 403],
  },
  {
    cause: 'KEY_RESTRICTED',
    status: [400, 403],
    text: /requests (?:from|to) .{0,200}(?:are )?blocked|referer|referrer|ip address restriction|android client|ios client/i,
  },
  {
    cause: 'KEY_INVALID',
    text: /api key not (?:valid|found)|invalid api key|pass a valid api key|invalid authentication credentials/i,
  },
  {
    cause: 'KEY_MISSING',
    status: [401, 403],
    text: /missing (?:a valid |required )?(?:api key|authentication|credential)|unregistered callers|without established identity/i,
  },
  {
    cause: 'QUOTA_EXHAUSTED',
    text: /quota exceeded|exceeded your (?:current )?quota|prepay(?:ment)? credits?|credits? (?:are |have been )?(?:depleted|exhausted)|quota increase|online_prediction_|spending cap|free (?:tier|trial).{0,40}(?:exceeded|exhausted)/i,
  },
  {
    cause: 'API_DISABLED',
    text: /has not been used in project|api.{0,60}(?:is )?(?:not enabled|disabled)|enable it by visiting/i,
    detail: found(/project[ =]#?([\w-]{3,40})/i),
  },
  {
    cause: 'GEO_UNSUPPORTED',
    text: /(?:user )?location is not supported|(?:country|region|territory).{0,30}not supported for|not available in your (?:country|location|region)/i,
  },
  { cause: 'BILLING', text: /billing/i, status: [400, 403, 429] },
  {
    cause: 'NETWORK_ACL',
    text: /vpcServiceControls|prohibited by organization'?s policy|VPC Service Controls/i,
  },
  {
    cause: 'MODEL_ACCESS_DENIED',
    text: /org(?:anization)? policy|constraints\/|not allowed to use publisher model|(?:accept|agree).{0,40}(?:terms|agreement)|model garden|enable the model/i,
  },
  endedParameter,
  {
    cause: 'UNSUPPORTED_PARAM',
    status: 400,
    text: /thinking(?:[ _](?:level|budget|mode|config))?\b.{0,40}(?:can(?:no|')t be (?:disabled|set)|cannot be disabled|(?:not|un)[ -]?supported)|only works (?:in thinking mode|with thinking)|when thinking is (?:enabled|disabled)|only (?:set )?one of thinking|budget \S{1,10} is invalid|remove '?[\w.]*thinking/i,
    detail: parameter,
  },
  {
    cause: 'MODEL_RETIRED',
    text: /no longer (?:available|supported)|(?:deprecated|retired|discontinued|shut ?down|end of life)/i,
    status: [400, 404, 410],
  },
  {
    cause: 'MODEL_NOT_IN_REGION',
    text: /not (?:servable|available|supported|served) in (?:the )?(?:region|location)|is not (?:available|supported) in\b/i,
    detail: found(/(?:region|location)\s+([\w-]{2,40})/i),
  },
  {
    cause: 'IAM_MODEL_DENIED',
    text: /permission '?[\w.]+'? denied|does not have .{0,60}permission|IAM_PERMISSION_DENIED|lacks? .{0,40}permission/i,
    detail: found(/permission '?([\w.]+)'? denied/i),
  },
  { cause: 'IAM_MODEL_DENIED', code: /^IAM_PERMISSION_DENIED$/ },
  { cause: 'MODEL_NOT_FOUND', code: /^NOT_FOUND$/, text: /model|publisher/i },
  { cause: 'WRONG_BASE_URL', status: 404, text: /requested url|was not found on this server/i },
  {
    cause: 'CONTENT_POLICY',
    status: 400,
    text: /safety|prohibited content|blocked (?:by|for|due)/i,
  },
  {
    cause: 'STRUCTURED_UNSUPPORTED',
    status: 400,
    text: /(?:response_?schema|response_?mime_?type|json mode|function calling|tool_config).{0,100}(?:not (?:supported|enabled)|unsupported|invalid)|(?:not support|unsupported).{0,60}(?:json|schema|function)/i,
  },
  {
    cause: 'UNSUPPORTED_PARAM',
    status: 400,
    text: /unknown name|(?:parameter|field|value|thinking_?(?:budget|level|config)|max_?output_?tokens).{0,80}(?:not supported|unsupported|invalid|out of range)|invalid (?:json payload|value at)/i,
    detail: parameter,
  },
  { cause: 'RATE_LIMITED', code: /^(?:RESOURCE_EXHAUSTED|RATE_LIMIT_EXCEEDED|rateLimitExceeded)$/ },
  { cause: 'TIMEOUT', code: /^DEADLINE_EXCEEDED$/ },
  { cause: 'OVERLOADED', code: /^UNAVAILABLE$/ },
  { cause: 'PROVIDER_ERROR', code: /^(?:INTERNAL|UNKNOWN|DATA_LOSS|ABORTED|CANCELLED)$/ },
  { cause: 'KEY_INVALID', code: /^UNAUTHENTICATED$/ },
  { cause: 'IAM_MODEL_DENIED', code: /^PERMISSION_DENIED$/ },
  { cause: 'MODEL_NOT_FOUND', code: /^NOT_FOUND$/ },
  {
    cause: 'REQUEST_REFUSED',
    code: /^(?:INVALID_ARGUMENT|FAILED_PRECONDITION|OUT_OF_RANGE|UNIMPLEMENTED)$/,
  },
];

/** The token endpoint: OAuth's names, and Google's prose behind `invalid_grant`. */
export const googleTokenRules: readonly Rule[] = [
  {
    cause: 'CLOCK_SKEW',
    text: /\biat\b|\bexp\b|short-lived token|reasonable timeframe|token (?:used too early|expired)|clock/i,
  },
  { cause: 'PROBE_BUG', code: /^invalid_grant$/, text: /audience|\bscope\b|\bsub\b/i },
  { cause: 'KEY_BLOCKED', code: /^(?:disabled_client|account_disabled|admin_policy_enforced)$/ },
  {
    cause: 'KEY_BLOCKED',
    text: /(?:account|client|key).{0,30}(?:disabled|suspended|deleted_client)/i,
  },
  { cause: 'KEY_INVALID', code: /^invalid_(?:grant|client)$/ },
  {
    cause: 'PROBE_BUG',
    code: /^(?:invalid_scope|unauthorized_client|invalid_request|unsupported_grant_type|access_denied)$/,
  },
  { cause: 'OVERLOADED', code: /^(?:temporarily_unavailable|backend_error)$/i },
  { cause: 'PROVIDER_ERROR', code: /^(?:internal_failure|server_error)$/i },
];
