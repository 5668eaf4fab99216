import type { Rule } from '../answers/rules.ts';

/** Refusals of credentials, with the same names at Bedrock and at STS. Match names only: statuses differ. */
export const awsCredentialRules: readonly Rule[] = [
  {
    cause: 'CLOCK_SKEW',
    code: /^(?:InvalidSignature(?:Exception)?|SignatureDoesNotMatch|RequestTimeTooSkewed|RequestExpired)$/,
    text: /signature (?:expired|not yet current)|too skewed|request has expired/i,
  },
  { cause: 'CLOCK_SKEW', code: /^(?:RequestTimeTooSkewed|RequestExpired|RequestInTheFuture)$/ },
  {
    cause: 'SECRET_KEY_MISMATCH',
    code: /^(?:InvalidSignature(?:Exception)?|SignatureDoesNotMatch)$/,
  },
  { cause: 'TOKEN_EXPIRED', code: /^ExpiredToken(?:Exception)?$/ },
  {
    cause: 'KEY_INVALID',
    code: /^(?:UnrecognizedClient(?:Exception)?|InvalidClientTokenId|InvalidAccessKeyId|InvalidToken(?:Exception)?|NotAuthorized)$/,
  },
  {
    cause: 'PROBE_BUG',
    code: /^(?:IncompleteSignature(?:Exception)?|MissingAuthenticationToken(?:Exception)?|MalformedQueryString|InvalidAction|InvalidQueryParameter|MissingAction|UnknownOperationException)$/,
  },
  { cause: 'ACCOUNT_NOT_READY', code: /^(?:OptInRequired|SubscriptionRequiredException)$/ },
];

/** The same by their sentences, for answers that lost the header with the name. */
export const awsCredentialWords: readonly Rule[] = [
  { cause: 'CLOCK_SKEW', text: /signature (?:expired|not yet current)|too skewed/i },
  { cause: 'SECRET_KEY_MISMATCH', text: /request signature we calculated does not match/i },
  { cause: 'TOKEN_EXPIRED', text: /security token included in the request (?:is|has) expired/i },
  {
    cause: 'KEY_INVALID',
    text: /security token included in the request is invalid|access key id.{0,40}does not exist/i,
  },
  { cause: 'PROBE_BUG', text: /missing authentication token/i },
  { cause: 'CLOCK_SKEW', text: /request has expired/i },
];
