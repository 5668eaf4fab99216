import { z } from 'zod';
import { PortaiError } from '../core/errors.ts';
import type { Send } from '../core/http.ts';
import type { Secret } from '../core/secret.ts';
import type { AwsKeyPair } from './account.ts';
import { requestHandler } from './request-handler.ts';

export type AwsService = 'iam' | 'sts' | 'bedrock';

/** Resolves after so many milliseconds; rejects when the signal aborts. */
type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export interface AwsAccess {
  readonly send: Send;
  readonly credentials: AwsKeyPair;
  /** Where STS is called; Bedrock's is named with each use, and IAM is global. */
  readonly region: string;
  /** Instead of AWS' own addresses, for every service. */
  readonly endpoint?: string;
  /** Instead of `endpoint`, for one service. */
  readonly endpoints?: Readonly<Partial<Record<AwsService, string>>>;
  /** The clock that signs; without it the machine's. */
  readonly now?: () => Date;
  readonly hold: (value: string) => Secret;
  readonly signal?: AbortSignal;
  /** Pauses before repeats; without it the repeats come at once. */
  readonly sleep?: Sleep;
}

/** IAM is one for all regions of a partition; its requests are signed for this one. */
export const iamRegion = 'us-east-1';

const attempts = 3;
const firstPauseMs = 500;

/**
 * What every client of the SDK is made with. Whatever the SDK would look up in variables and files of
 * its own is settled here, so that `AwsAccess` is all there is to know.
 */
export function clientSettings(access: AwsAccess, service: AwsService, region: string) {
  const { send, signal, endpoint, endpoints } = access;
  const { accessKeyId, secretAccessKey, sessionToken } = access.credentials;
  const address = endpoints?.[service] ?? endpoint;
  return {
    region,
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
    ...(access.now === undefined ? {} : { systemClockOffset: access.now().getTime() - Date.now() }),
    requestHandler: requestHandler(send, signal),
    maxAttempts: attempts,
    retryStrategy: retryStrategy(access),
    defaultsMode: 'standard' as const,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    ignoreConfiguredEndpointUrls: true,
    ...(address === undefined ? {} : { endpoint: address }),
  };
}

interface SmithyRetryToken {
  readonly getRetryCount: () => number;
  readonly getRetryDelay: () => number;
}

const refusedWhileClockWasOff = z.object({
  name: z.string(),
  $metadata: z.object({
    clockSkewCorrected: z.literal(true),
    httpStatusCode: z.number().max(428),
  }),
});

/** What failed, as the SDK sorts it. */
interface Failed {
  readonly error?: unknown;
  readonly errorType: 'TRANSIENT' | 'THROTTLING' | 'SERVER_ERROR' | 'CLIENT_ERROR';
}

/**
 * Repeats what AWS says to repeat: throttling, its own failures, and a clock that was off, which the
 * SDK sets right by the answer. A request that may have arrived without an answer is not repeated: a
 * role that is there after all would look like somebody else's.
 */
function retryStrategy({ sleep, signal }: AwsAccess) {
  const attempt = (count: number): SmithyRetryToken => ({
    getRetryCount: () => count,
    getRetryDelay: () => 0, // slept here
  });
  return {
    acquireInitialRetryToken: () => Promise.resolve(attempt(0)),
    async refreshRetryTokenForRetry(before: SmithyRetryToken, { error, errorType }: Failed) {
      const count = before.getRetryCount() + 1;
      const isFinal = errorType === 'CLIENT_ERROR' || isRefusedForOtherThanClock(error);
      if (isFinal || count >= attempts || mayHaveArrived(error)) throw new Error('not repeated');
      await sleep?.(firstPauseMs * 2 ** (count - 1), signal);
      return attempt(count);
    },
    recordSuccess: () => undefined,
  };
}

const clockRefusals = new Set([
  'AuthFailure',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]);

/** Where a clock is off, the SDK takes every refusal for one that a right clock may mend. */
function isRefusedForOtherThanClock(error: unknown): boolean {
  const refused = refusedWhileClockWasOff.safeParse(error).data;
  return refused !== undefined && !clockRefusals.has(refused.name);
}

function mayHaveArrived(error: unknown): boolean {
  return error instanceof PortaiError && error.failure.details?.['sent'] !== false;
}
