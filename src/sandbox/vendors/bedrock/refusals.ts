import type { SignatureProblem } from '../../aws-account/caller.ts';
import { jsonAnswer, type Answer, type Refusals } from '../vendor.ts';

/** What Bedrock says, with the name of the exception in a header. */

export const bedrockRefusal = (status: number, type: string, message: string): Answer =>
  jsonAnswer(status, { message }, { 'x-amzn-errortype': type });

const accessDenied = (message: string) => bedrockRefusal(403, 'AccessDeniedException', message);
const noResource = (message: string) => bedrockRefusal(404, 'ResourceNotFoundException', message);

export const invalid = (message: string): Answer =>
  bedrockRefusal(400, 'ValidationException', message);

/** How IAM ends its refusal, by what refused. */
const reasons = {
  implicitDeny: (action: string) => `because no identity-based policy allows the ${action} action`,
  explicitDeny: () => 'with an explicit deny in an identity-based policy',
  boundary: (action: string) => `because no permissions boundary allows the ${action} action`,
} as const;

/** IAM's own refusal. Bedrock's front end spells `Message` with a capital. */
export const notAuthorized = (
  arn: string,
  action: string,
  resource: string,
  by: keyof typeof reasons = 'implicitDeny',
): Answer =>
  jsonAnswer(
    403,
    {
      Message: `User: ${arn} is not authorized to perform: bedrock:${action} on resource: ${resource} ${reasons[by](`bedrock:${action}`)}`,
    },
    {
      'x-amzn-errortype':
        'AccessDeniedException:http://internal.amazon.com/coral/com.amazon.bedrock/',
    },
  );

export const invalidIdentifier = (): Answer => invalid('The provided model identifier is invalid.');

/** A model after its last day. */
export const endOfLife = (): Answer =>
  noResource(
    'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
  );

export const onDemandRefusal = (id: string): Answer =>
  invalid(
    `Invocation of model ID ${id} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
  );

/** The refusals to a caller; `resource` is the ARN of what he asked for. */
export function bedrockRefusals(arn: string, action: string, resource: string): Refusals {
  return {
    noCredential: () => refusedSignature({ problem: 'missing' }),
    unauthorized: () => refusedSignature({ problem: 'unknownKey' }),
    expired: () => refusedSignature({ problem: 'expiredToken' }),
    blocked: () => accessDenied('Your account has been suspended.'),
    forbidden: () => notAuthorized(arn, action, resource),
    noQuota: () =>
      bedrockRefusal(
        429,
        'ThrottlingException',
        'Too many tokens per day, please wait before trying again.',
      ),
    noBilling: () =>
      accessDenied(
        'Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided.',
      ),
    rateLimit: () =>
      bedrockRefusal(
        429,
        'ThrottlingException',
        'Too many requests, please wait before trying again.',
      ),
    country: () =>
      invalid(
        'Access to Anthropic models is not allowed from unsupported countries, regions, or territories.',
      ),
    firewall: () =>
      accessDenied(
        `User: ${arn} is not authorized to perform: bedrock:${action} on resource: ${resource} with an explicit deny in a service control policy`,
      ),
    down: () =>
      bedrockRefusal(
        503,
        'ServiceUnavailableException',
        'Bedrock is unable to process your request.',
      ),
    modelMissing: () =>
      noResource('Could not resolve the foundation model from the provided model identifier.'),
    modelDenied: () =>
      accessDenied("You don't have access to the model with the specified model ID."),
    modelRetired: () =>
      noResource(
        'Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days. Please upgrade to an active model on Amazon Bedrock',
      ),
    form: () =>
      noResource(
        'Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model. If you have already filled out the form, try again in 15 minutes.',
      ),
    marketplace: () =>
      accessDenied(
        'Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model.',
      ),
    profile: onDemandRefusal,
    elsewhere: invalidIdentifier,
  };
}

export function refusedSignature(found: SignatureProblem): Answer {
  switch (found.problem) {
    case 'missing':
      return bedrockRefusal(
        403,
        'MissingAuthenticationTokenException',
        'Missing Authentication Token',
      );
    case 'incomplete':
      return bedrockRefusal(
        403,
        'IncompleteSignatureException',
        "Authorization header requires 'Credential' parameter.",
      );
    case 'unknownKey':
      return bedrockRefusal(
        403,
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
      );
    case 'expiredToken':
      return bedrockRefusal(
        403,
        'ExpiredTokenException',
        'The security token included in the request is expired',
      );
    case 'mismatch':
      return bedrockRefusal(
        403,
        'InvalidSignatureException',
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      );
    case 'scope':
    case 'date':
      return bedrockRefusal(403, 'InvalidSignatureException', found.text);
  }
}
