import type { Rule } from '../answers/rules.ts';

/**
 * What a server that takes a key can only have heard from somebody else: it signs, assumes a role or
 * fetches a token by itself, with credentials of its own.
 */
export const upstreamWords: readonly Rule[] = [
  {
    cause: 'UPSTREAM_KEY_INVALID',
    text: /sts:AssumeRole|AssumeRole(?:WithWebIdentity)? operation|security token included in the request|request signature we calculated|unable to locate (?:aws )?credentials|NoCredentialsError|\b(?:UnrecognizedClient|InvalidSignature|ExpiredToken|InvalidClientTokenId)(?:Exception)?\b|could not load credentials from any providers/i,
  },
  {
    cause: 'UPSTREAM_KEY_INVALID',
    text: /default credentials (?:were|was) not found|could not automatically determine credentials|RefreshError|reauthentication is needed|\binvalid_grant\b|DefaultAzureCredential|\bAADSTS\d{4,7}\b|ManagedIdentityCredential|failed to (?:get|retrieve|obtain|fetch) (?:an? )?(?:access )?token from/i,
  },
  // A server that names a variable of its own environment has not found its key.
  {
    cause: 'UPSTREAM_KEY_INVALID',
    status: [500, 502, 503],
    text: /must be set either by passing|(?:[Ss]et|[Ss]etting|[Cc]onfigure|[Mm]issing|[Pp]rovide) (?:the )?[A-Z][A-Z0-9]*_(?:[A-Z0-9]+_)*KEY\b|\b[A-Z][A-Z0-9]*_(?:[A-Z0-9]+_)*KEY\b.{0,40}(?:not set|not configured|missing|unset|required|environment)/,
  },
];
