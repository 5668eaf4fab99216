import type { HttpResponse } from '../../core/http.ts';
import type { SignatureProblem } from './caller.ts';
import type { Refusals } from '../vendors/vendor.ts';

/** What services of AWS' Query protocol say: XML, with a code and a message in a refusal. */

const requestId = 'simulated-0000-0000-0000-000000000000';

const xml = (status: number, body: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body,
});

/** Text as it stands in XML. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The answers of one service, which names its version of the protocol in a namespace. */
export function queryAnswers(namespace: string) {
  const refusal = (status: number, code: string, message: string) =>
    xml(
      status,
      `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    );
  const success = (action: string, result = '') =>
    xml(
      200,
      `<${action}Response xmlns="${namespace}"><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`,
    );
  const invalidToken = 'The security token included in the request is invalid.';
  const unknownKey = () => refusal(403, 'InvalidClientTokenId', invalidToken);
  const expired = () =>
    refusal(403, 'ExpiredToken', 'The security token included in the request is expired');

  function refusedSignature(found: SignatureProblem): HttpResponse {
    switch (found.problem) {
      case 'missing':
        return refusal(
          403,
          'MissingAuthenticationToken',
          'Request is missing Authentication Token',
        );
      case 'incomplete':
        return refusal(
          400,
          'IncompleteSignature',
          "Authorization header requires 'Credential' parameter.",
        );
      case 'unknownKey':
        return unknownKey();
      case 'expiredToken':
        return expired();
      case 'mismatch':
        return refusal(
          403,
          'SignatureDoesNotMatch',
          'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
        );
      case 'scope':
      case 'date':
        return refusal(403, 'SignatureDoesNotMatch', found.text);
    }
  }

  /** The refusals to a caller; `denied` says what he may not do, `firewall` who forbids it. */
  function refusals(denied: () => HttpResponse, firewall = denied): Refusals {
    return {
      noCredential: () => refusedSignature({ problem: 'missing' }),
      unauthorized: unknownKey,
      expired,
      blocked: unknownKey,
      forbidden: denied,
      noQuota: denied,
      noBilling: () =>
        refusal(403, 'OptInRequired', 'The AWS Access Key Id needs a subscription for the service'),
      rateLimit: () => refusal(400, 'Throttling', 'Rate exceeded'),
      country: denied,
      firewall,
      down: () => refusal(503, 'ServiceUnavailable', 'Service Unavailable'),
      modelMissing: denied,
      modelDenied: denied,
      modelRetired: denied,
    };
  }

  return { refusal, success, refusedSignature, refusals };
}
