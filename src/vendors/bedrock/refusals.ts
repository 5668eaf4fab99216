import type { Cause } from '../causes.ts';
import { causeOfDenialIn } from './denial/cause.ts';
import { denialIn } from './denial/denial.ts';
import { awsCredentialRules, awsCredentialWords } from './credential-refusals.ts';
import { found, parameter, type Rule } from '../answers/rules.ts';
import { endedParameter } from '../answers/shared-rules.ts';

/** What a call that IAM denied can mean. */
const denials: readonly Cause[] = [
  'AWS_RIGHTS_MISSING',
  'ROLE_NOT_TRIED',
  'ROLE_NOT_ASSUMABLE',
  'SCP_DENIED',
  'IAM_BOUNDARY_DENIED',
  'IAM_SESSION_DENIED',
  'VPC_ENDPOINT_DENIED',
  'IAM_EXPLICIT_DENY',
  'MARKETPLACE',
  'GUARDRAIL_FORBIDDEN',
  'KEY_FORBIDDEN',
  'IAM_STREAM_DENIED',
  'IAM_PROFILE_DENIED',
  'IAM_MODEL_DENIED',
];

/** Denials in the form that AWS documents, whoever denies; the ARN that was refused names the region as well. */
export const denialRules: readonly Rule[] = denials.map((cause) => ({
  cause,
  when: (message) => causeOfDenialIn(message) === cause,
  detail: ({ message }) => {
    const { resource, action } = denialIn(message) ?? {};
    return resource?.startsWith('arn:') ? resource : action;
  },
}));

/** Bedrock's refusals. Its names are few, so the prose decides among one name's meanings. */
export const awsRules: readonly Rule[] = [
  ...awsCredentialRules,
  ...denialRules,
  {
    cause: 'KEY_EXPIRED',
    code: /^(?:AccessDenied(?:Exception)?|UnauthorizedException)$/,
    text: /(?:token|key) (?:has |is )?expired|expired (?:\w+ )?(?:token|key)/i,
  },
  {
    cause: 'KEY_INVALID',
    code: /^AccessDenied(?:Exception)?$/,
    text: /authentication failed|api key is (?:not )?valid|invalid (?:api key|bearer)|bearer token/i,
  },
  // Without a way to pay, AWS speaks of the Marketplace as well.
  { cause: 'BILLING', text: /INVALID_PAYMENT_INSTRUMENT|payment instrument/i },
  {
    cause: 'MARKETPLACE',
    text: /aws-marketplace|marketplace (?:actions?|subscription|agreement)/i,
  },
  { cause: 'SCP_DENIED', text: /(?:service|resource) control polic/i },
  { cause: 'IAM_BOUNDARY_DENIED', text: /permissions? boundary/i },
  {
    cause: 'BILLING',
    text: /payment method|\bbilling\b/i,
  },
  { cause: 'ACCOUNT_SUSPENDED', text: /account (?:has been |is )?(?:suspended|closed|blocked)/i },
  {
    cause: 'ACCOUNT_NOT_READY',
    text: /account is (?:currently )?being verified|verification normally|account is not authorized to invoke this api|complete (?:your )?(?:sign-?up|registration)|operation not allowed/i,
  },
  { cause: 'USE_CASE_FORM', text: /use[- ]case (?:details|form)|fill out the anthropic/i },
  endedParameter,
  {
    cause: 'MODEL_RETIRED',
    text: /\blegacy\b|end of (?:its )?life|reached the end|(?:deprecated|retired|no longer (?:available|supported))/i,
    code: /ResourceNotFound|Validation|AccessDenied/,
  },
  {
    cause: 'GEO_UNSUPPORTED',
    text: /unsupported (?:countries|country|regions|territor)|not (?:allowed|available|supported).{0,40}(?:countries|country|territor)/i,
  },
  {
    cause: 'NEEDS_INFERENCE_PROFILE',
    text: /on-demand throughput|inference profile that contains/i,
    detail: found(/model id ([\w.:-]{3,120})/i),
  },
  { cause: 'GUARDRAIL_NOT_FOUND', code: /Validation|ResourceNotFound/, text: /guardrail/i },
  {
    cause: 'STRUCTURED_UNSUPPORTED',
    code: /Validation/,
    text: /(?:output_?Config|textFormat|json_?schema|structured output|toolConfig|toolChoice|tool use).{0,120}(?:(?:not|n['’]t) (?:supported|available|permitted)|unsupported)|(?:(?:not|n['’]t) support|unsupported).{0,80}(?:tool|outputConfig|structured)/i,
  },
  {
    cause: 'MODEL_NOT_IN_REGION',
    text: /(?:(?:not|n['’]t) (?:available|supported)|unavailable).{0,40}\b(?:in (?:this|the|your) region|region)\b/i,
  },
  {
    cause: 'MODEL_NOT_FOUND',
    code: /Validation/,
    text: /model identifier is invalid|'modelId' failed to satisfy|invalid model|model.{0,40}not (?:found|recognized)|could not resolve the foundation model/i,
  },
  { cause: 'MODEL_NOT_OFFERED', text: /not available for this account/i },
  {
    cause: 'MODEL_ACCESS_DENIED',
    code: /AccessDenied/,
    text: /access to the model|model access|agreement|not have access/i,
  },
  {
    cause: 'UNSUPPORTED_PARAM',
    code: /Validation/,
    text: /cannot both be specified|extra inputs are not permitted|(?:parameter|field|`\w+`).{0,60}(?:not (?:supported|permitted|allowed)|deprecated|unsupported)|extraneous key|max(?:imum )?_?tokens/i,
    detail: parameter,
  },
  { cause: 'QUOTA_EXHAUSTED', code: /^ServiceQuotaExceeded/ },
  { cause: 'QUOTA_EXHAUSTED', code: /Throttling|TooManyRequests/, text: /per day|daily|quota/i },
  { cause: 'RATE_LIMITED', text: /too many (?:requests|tokens)(?! per day)|rate exceeded/i },
  { cause: 'CONTENT_POLICY', code: /Validation/, text: /content (?:filter|policy)|blocked by/i },
  { cause: 'OVERLOADED', code: /^(?:ModelNotReady|ServiceUnavailable)/ },
  { cause: 'TIMEOUT', code: /^ModelTimeout/ },
  {
    cause: 'PROVIDER_ERROR',
    code: /^(?:ModelError|InternalServer|InternalFailure|ModelStreamError)/,
  },
  { cause: 'RATE_LIMITED', code: /Throttl|TooManyRequests|LimitExceeded/ },
  { cause: 'MODEL_NOT_FOUND', code: /^ResourceNotFound/ },
  { cause: 'MODEL_ACCESS_DENIED', code: /^AccessDenied/ },
  { cause: 'REQUEST_REFUSED', code: /^(?:Validation|Conflict)/ },
];

/** Bedrock's refusals by their sentences alone; what only a name would tell is left to the status. */
export const awsRulesByWords: readonly Rule[] = [
  ...awsCredentialWords,
  ...awsRules
    .filter(({ text, when }) => text !== undefined || when !== undefined)
    .map(({ code: _unknown, ...byWords }) => byWords),
  { cause: 'RATE_LIMITED', status: 429 },
  { cause: 'OVERLOADED', status: 503 },
];

/** What STS says of sessions and regions, and IAM of trust policies, by their sentences. */
export const stsWords: readonly Rule[] = [
  { cause: 'STS_REGION_DISABLED', text: /STS is not activated in this region/i },
  {
    cause: 'SESSION_TOO_LONG',
    text: /DurationSeconds exceeds|exceeds the MaxSessionDuration|session limit for roles assumed by role chaining/i,
  },
  { cause: 'TRUST_POLICY_INVALID', text: /invalid principal in policy/i },
];

/** STS: one text for every reason why a role cannot be assumed. */
export const stsRules: readonly Rule[] = [
  ...awsCredentialRules,
  { cause: 'STS_REGION_DISABLED', code: /^RegionDisabled/ },
  {
    cause: 'CONFIG_INVALID',
    code: /^(?:ValidationError|ValidationException|InvalidParameterValue|MalformedPolicyDocument)$/,
    detail: found(/(?:Value at '([\w.]+)'|\b(DurationSeconds)\b)/),
  },
  ...stsWords,
  { cause: 'PROBE_BUG', code: /^PackedPolicyTooLarge/ },
  { cause: 'RATE_LIMITED', code: /Throttl|RequestLimitExceeded/ },
  { cause: 'ROLE_NOT_ASSUMABLE', code: /^AccessDenied/ },
  { cause: 'OVERLOADED', code: /^ServiceUnavailable/ },
  { cause: 'PROVIDER_ERROR', code: /^InternalFailure|^InternalError/ },
];
