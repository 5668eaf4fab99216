import { describe, expect, test } from 'vitest';
import { awsFailure } from '../../../src/aws/failure.ts';
import { PortaiError, type Failure } from '../../../src/core/errors.ts';

/** An error as the SDK's clients throw it. */
function sdkError(name: string, message: string, status?: number): Error {
  return Object.assign(new Error(message), {
    name,
    $metadata: { httpStatusCode: status, requestId: 'req-1' },
  });
}

function read(name: string, message: string, status?: number): Failure {
  const error = awsFailure('create the role r', sdkError(name, message, status));
  if (error instanceof PortaiError) return error.failure;
  throw new Error('it was not read');
}

// Codes and statuses of AWS' documented "Common errors" of IAM, STS and Bedrock.
describe('the exit class of an AWS error', () => {
  test.each([
    ['ExpiredToken', 400, 'unauthenticated'],
    ['ExpiredTokenException', 403, 'unauthenticated'],
    ['InvalidClientTokenId', 403, 'unauthenticated'],
    ['UnrecognizedClientException', 403, 'unauthenticated'],
    ['SignatureDoesNotMatch', 403, 'unauthenticated'],
    ['RequestExpired', 400, 'unauthenticated'],
    ['AccessDenied', 403, 'forbidden'],
    ['AccessDeniedException', 403, 'forbidden'],
    ['OptInRequired', 403, 'forbidden'],
    ['RegionDisabledException', 403, 'forbidden'],
    ['EntityAlreadyExists', 409, 'conflict'],
    ['DeleteConflict', 409, 'conflict'],
    ['ConcurrentModification', 409, 'conflict'],
    ['Throttling', 400, 'limited'],
    ['ThrottlingException', 429, 'limited'],
    ['ServiceQuotaExceededException', 400, 'limited'],
    ['NoSuchEntity', 404, 'notFound'],
    ['ResourceNotFoundException', 404, 'notFound'],
    ['LimitExceeded', 409, 'refused'],
    ['MalformedPolicyDocument', 400, 'refused'],
    ['ValidationError', 400, 'refused'],
    ['ValidationException', 400, 'refused'],
    ['InvalidInput', 400, 'refused'],
    ['PackedPolicyTooLarge', 400, 'refused'],
    ['UnmodifiableEntity', 400, 'refused'],
    ['ServiceFailure', 500, 'unreachable'],
    ['ServiceUnavailable', 503, 'unreachable'],
    ['ServiceUnavailableException', 503, 'unreachable'],
    ['InternalFailure', 500, 'unreachable'],
    ['InternalServerException', 500, 'unreachable'],
    ['SomethingNewException', 400, 'refused'],
    ['SomethingNewException', 502, 'unreachable'],
  ] as const)('%s with status %i', (name, status, exit) => {
    const failure = read(name, 'words', status);
    expect(failure).toMatchObject({ exit, status, requestId: 'req-1' });
    expect(failure.message).toBe('Cannot create the role r. AWS says: words');
    expect(failure.name).toBe(name.replace(/Exception$/, ''));
  });
});

describe('what helps after a refusal', () => {
  test('names the action that AWS names, and whoever may change it', () => {
    const denied = 'User: arn:aws:iam::1:user/u is not authorized to perform: iam:CreateRole';
    const hint = (message: string) => read('AccessDenied', message, 403).hint;
    expect(hint(denied)).toMatch(/Allow iam:CreateRole/);
    expect(hint(`${denied} with an explicit deny in a service control policy`)).toMatch(
      /service control policy .*iam:CreateRole/,
    );
    expect(hint(`${denied} because no permissions boundary allows it`)).toMatch(
      /permissions boundary .*iam:CreateRole/,
    );
    expect(hint(`${denied} with an explicit deny in an identity-based policy`)).toMatch(
      /denies iam:CreateRole explicitly/,
    );
    expect(hint('Denied.')).toMatch(/what is missing/);
  });

  test('is the one of its own where the code says more than that access is denied', () => {
    expect(read('OptInRequired', 'words', 403).hint).toMatch(/Switch the region on/);
    expect(read('Throttling', 'words', 400).hint).toMatch(/Wait/);
  });

  test('is not invented where nothing is known', () => {
    expect(read('ValidationError', 'words', 400)).not.toHaveProperty('hint');
  });
});

describe('what is not an answer of AWS', () => {
  test.each(['Unknown', 'UnknownError', 'Error', 'TypeError'])(
    'an error named %s of an answer with a status is an answer that cannot be read',
    (name) => {
      expect(read(name, '<html>', 200)).toMatchObject({
        name: 'UnreadableAnswer',
        exit: 'unreachable',
        message: "Cannot create the role r. The answer (HTTP 200) is not AWS'",
      });
    },
  );

  test('an error of ours, and one without an answer, stay what they are', () => {
    const own = new PortaiError({ name: 'Usage', message: 'm', exit: 'usage' });
    expect(awsFailure('x', own)).toBe(own);
    const silent = sdkError('TimeoutError', 'words');
    expect(awsFailure('x', silent)).toBe(silent);
  });
});
