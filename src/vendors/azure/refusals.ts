import { openaiRules } from '../openai/refusals.ts';
import type { Rule } from '../answers/rules.ts';

/** Azure's front door; behind it OpenAI's own refusals come through. */
export const azureRules: readonly Rule[] = [
  {
    cause: 'MARKETPLACE',
    code: /^(?:InvalidSubscription|MarketplacePurchaseEligibilityFailed|SubscriptionNotEligible|MarketplaceSubscriptionNotFound)$/i,
  },
  {
    cause: 'MARKETPLACE',
    text: /marketplace (?:offer|subscription|purchase|terms)|not eligible for this.{0,30}offer/i,
  },
  {
    cause: 'ACCOUNT_SUSPENDED',
    code: /^(?:ReadOnly)?DisabledSubscription$|^SubscriptionDisabled$/i,
  },
  {
    cause: 'ACCOUNT_SUSPENDED',
    text: /temporarily blocked because|(?:resource|subscription|account).{0,60}(?:suspended|blocked|disabled because|been disabled)|subscription.{0,60}is disabled/i,
  },
  { cause: 'AUTH_METHOD_DISABLED', code: /^AuthenticationTypeDisabled$|^LocalAuthDisabled$/i },
  {
    cause: 'AUTH_METHOD_DISABLED',
    status: [401, 403],
    text: /(?:key[ -]based|local) auth(?:entication)?\b.{0,40}(?:disabled|not (?:allowed|enabled))|disableLocalAuth/i,
  },
  {
    cause: 'NETWORK_ACL',
    status: [401, 403],
    text: /virtual network|firewall rules|public (?:network )?access is (?:disabled|denied)|private endpoint|traffic is not from an approved|ip (?:address )?(?:is )?not allowed|network security perimeter/i,
  },
  {
    cause: 'NETWORK_ACL',
    status: 403,
    code: /^(?:AccessDenied|PublicNetworkAccessDisabled|NetworkAclDenied|ForbiddenByFirewall)$/i,
  },
  { cause: 'KEY_FORBIDDEN', code: /^PermissionDenied$/i },
  {
    cause: 'KEY_FORBIDDEN',
    status: [401, 403],
    text: /lacks? (?:the )?required (?:data )?action|does not have (?:authorization|permission)s? to perform|insufficient (?:permission|privilege)s?/i,
  },
  {
    cause: 'QUOTA_EXHAUSTED',
    code: /^(?:insufficient_quota|QuotaExceeded|InsufficientQuota|OutOfCapacityQuota)$/i,
  },
  {
    cause: 'QUOTA_EXHAUSTED',
    text: /exceeded your current quota|quota (?:has been )?(?:exceeded|exhausted|reached)|spending limit|(?:free|monthly).{0,30}quota|out of .{0,30}quota/i,
  },
  {
    cause: 'DEPLOYMENT_NOT_FOUND',
    code: /^(?:DeploymentNotFound|(?:unknown|unavailable)_model|ModelNotFound|UnknownModel|DeploymentNotReady)$/i,
  },
  {
    cause: 'DEPLOYMENT_NOT_FOUND',
    status: [400, 404],
    text: /deployment.{0,60}(?:does(?:n't| not) exist|not (?:be )?found|no longer exists)|(?:unknown|unavailable) model/i,
  },
  {
    cause: 'API_VERSION',
    code: /^(?:MissingApiVersionParameter|InvalidApiVersionParameter|UnsupportedApiVersion|NoRegisteredProviderFound)$/i,
  },
  { cause: 'API_VERSION', status: [400, 404], text: /api[- ]?version/i },
  { cause: 'WRONG_DEPLOYMENT', code: /^(?:OperationNotSupported|api_not_supported)$/i },
  {
    cause: 'WRONG_DEPLOYMENT',
    status: [400, 404],
    text: /operation (?:does not work|is not supported|is unsupported)|does not (?:support|work with) (?:the )?(?:chat|responses|operation)/i,
  },
  {
    cause: 'MODEL_RETIRED',
    code: /(?:ModelDeprecated|ModelRetired|DeploymentDeprecated|ServiceModelDeprecated|DeprecatedModel)/i,
  },
  { cause: 'MODEL_RETIRED', status: 410 },
  {
    cause: 'CONTENT_POLICY',
    code: /^(?:content_filter|ResponsibleAIPolicyViolation|ContentFiltered)$/i,
  },
  {
    cause: 'CONTENT_POLICY',
    status: 400,
    text: /content (?:management|filter|safety)|responsible ai/i,
  },
  {
    cause: 'KEY_MISSING',
    status: 401,
    text: /missing (?:subscription key|api key|credentials)|no (?:subscription|api) key/i,
  },
  {
    cause: 'KEY_INVALID',
    status: 401,
    code: /^(?:401|Unauthorized|InvalidAuthenticationToken\w{0,20}|InvalidSubscriptionKey|AuthenticationFailed|invalid_api_key)$/i,
  },
  {
    cause: 'KEY_INVALID',
    status: [401, 403],
    text: /invalid subscription key|access token is (?:missing|invalid)|(?:invalid|incorrect|wrong) (?:api )?key/i,
  },
  {
    cause: 'OVERLOADED',
    code: /^(?:ServiceUnavailable|NoCapacity|EngineOverloaded|ModelOverloaded|TemporarilyUnavailable)$/i,
  },
  { cause: 'RATE_LIMITED', code: /^(?:RateLimitReached|TooManyRequests|RateLimitExceeded)$/i },
  { cause: 'PROVIDER_ERROR', code: /^(?:InternalServerError|InternalError|BackendFailure)$/i },
  { cause: 'WRONG_BASE_URL', status: [404, 405], code: /^(?:404|NotFound|ResourceNotFound)$/i },
  {
    cause: 'WRONG_BASE_URL',
    status: 404,
    text: /resource not found|path not found|no such (?:route|path)/i,
  },
  ...openaiRules,
];
