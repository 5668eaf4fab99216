import type { HttpResponse } from '../../domain/http.ts';
import type { SignatureProblem } from './aws-caller.ts';
import type { Refusals } from './vendor.ts';

/** What STS says: XML, with a code and a message in a refusal. */

const namespace = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';
const requestId = 'simulated-0000-0000-0000-000000000000';

const xml = (status: number, body: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body,
});

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const stsRefusal = (status: number, code: string, message: string) =>
  xml(
    status,
    `<ErrorResponse ${namespace}><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  );

export const stsSuccess = (action: string, result: string) =>
  xml(
    200,
    `<${action}Response ${namespace}><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`,
  );

export function refusedStsSignature(found: SignatureProblem): HttpResponse {
  switch (found.problem) {
    case 'missing':
      return stsRefusal(
        403,
        'MissingAuthenticationToken',
        'Request is missing Authentication Token',
      );
    case 'incomplete':
      return stsRefusal(
        400,
        'IncompleteSignature',
        "Authorization header requires 'Credential' parameter.",
      );
    case 'unknownKey':
      return stsRefusals.unauthorized('');
    case 'expiredToken':
      return stsRefusals.expired('');
    case 'mismatch':
      return stsRefusal(
        403,
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
      );
    case 'scope':
    case 'date':
      return stsRefusal(403, 'SignatureDoesNotMatch', found.text);
  }
}

const forbidden = () => stsRefusal(403, 'AccessDenied', 'Access denied');

export const stsRefusals: Refusals = {
  noCredential: () => refusedStsSignature({ problem: 'missing' }),
  unauthorized: () =>
    stsRefusal(
      403,
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
    ),
  expired: () =>
    stsRefusal(403, 'ExpiredToken', 'The security token included in the request is expired'),
  blocked: () =>
    stsRefusal(
      403,
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
    ),
  forbidden,
  noQuota: forbidden,
  noBilling: () =>
    stsRefusal(403, 'OptInRequired', 'The AWS Access Key Id needs a subscription for the service'),
  rateLimit: () => stsRefusal(400, 'Throttling', 'Rate exceeded'),
  country: forbidden,
  firewall: forbidden,
  down: () => stsRefusal(503, 'ServiceUnavailable', 'Service Unavailable'),
  modelMissing: forbidden,
  modelDenied: forbidden,
  modelRetired: forbidden,
};
