import { awsCredentialRules, awsCredentialWords } from './aws-credentials.ts';
import { found, parameter, type Rule } from './rules.ts';
import { endedParameter } from './shared-rules.ts';

/** The ARN that was refused, which names the region as well. */
const arn = found(/on resource:?\s*(arn:aws[\w-]*:[^\s"']{1,300})/i);

const denied = /is not authorized to perform/i;

/** Bedrock's refusals. Its names are few, so the prose decides among one name's meanings. */
export const awsRules: readonly Rule[] = [
  ...awsCredentialRules,
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
  { cause: 'SCP_DENIED', text: /service control policy|resource control policy/i, detail: arn },
  { cause: 'IAM_BOUNDARY_DENIED', text: /permissions? boundary/i, detail: arn },
  {
    cause: 'GUARDRAIL_FORBIDDEN',
    text: /bedrock:(?:ApplyGuardrail|GetGuardrail)\b.{0,200}|not authorized.{0,200}:guardrail\//i,
    code: /AccessDenied/,
    detail: arn,
  },
  {
    cause: 'IAM_STREAM_DENIED',
    text: /not authorized to perform:?\s*bedrock:(?:InvokeModelWithResponseStream|ConverseStream)/i,
    detail: arn,
  },
  {
    cause: 'IAM_PROFILE_DENIED',
    text: /not authorized to perform.{0,400}(?:inference-profile|application-inference-profile)\//is,
    detail: arn,
  },
  { cause: 'IAM_MODEL_DENIED', text: denied, detail: arn },
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
    text: /model identifier is invalid|'modelId' failed to satisfy|invalid model|model.{0,40}not (?:found|recognized)|could not resolve/i,
  },
  {
    cause: 'MODEL_ACCESS_DENIED',
    code: /AccessDenied/,
    text: /access to the model|model access|not available for this account|agreement|not have access/i,
  },
  {
    cause: 'UNSUPPORTED_PARAM',
    code: /Validation/,
    text: /cannot both be specified|extra inputs are not permitted|(?:parameter|field|`\w+`).{0,60}(?:not (?:supported|permitted|allowed)|deprecated|unsupported)|extraneous key|max(?:imum )?_?tokens/i,
    detail: parameter,
  },
  { cause: 'QUOTA_EXHAUSTED', code: /^ServiceQuotaExceeded/ },
  { cause: 'QUOTA_EXHAUSTED', code: /Throttling|TooManyRequests/, text: /per day|daily|quota/i },
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
    .filter(({ text }) => text !== undefined)
    .map(({ code: _unknown, ...byWords }) => byWords),
  { cause: 'RATE_LIMITED', status: 429 },
  { cause: 'OVERLOADED', status: 503 },
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
  { cause: 'PROBE_BUG', code: /^PackedPolicyTooLarge/ },
  { cause: 'RATE_LIMITED', code: /Throttl|RequestLimitExceeded/ },
  { cause: 'ROLE_NOT_ASSUMABLE', code: /^AccessDenied/ },
  { cause: 'OVERLOADED', code: /^ServiceUnavailable/ },
  { cause: 'PROVIDER_ERROR', code: /^InternalFailure|^InternalError/ },
];
