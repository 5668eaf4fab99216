import type { PortaiError } from '../core/errors.ts';
import { type Failure } from '../core/errors.ts';
import type { HttpResponse } from '../core/http.ts';
import {
  transportCauses,
  type TransportCause,
  transportFailure,
} from '../core/transport-causes.ts';
import {
  failedLeg,
  readConnectError,
  type NetworkErrorMeaning,
  type Leg,
} from './connect-error.ts';
import { Compressed } from './decoded.ts';
import type { Phase } from './exchange.ts';
import { TooLarge } from './too-large.ts';

const during: Readonly<Record<Phase, string>> = {
  connecting: 'while connecting',
  waiting: 'while waiting for the answer',
  reading: 'while reading the answer',
};

/** The request's own time limit was used up. */
export class OutOfTime extends Error {}

/** Facts about an exchange that gave no answer. */
export interface FailedExchange {
  readonly url: URL;
  readonly phase: Phase;
  readonly limitMs: number;
  /** Host and port of the proxy in use, if any. */
  readonly proxyHost?: string | undefined;
}

/** Reads the error of an exchange, and the leg on which a connection failed. */
export function readFailure(
  error: unknown,
  about: FailedExchange,
): NetworkErrorMeaning & { leg?: Leg } {
  const { phase, limitMs } = about;
  if (error instanceof OutOfTime) {
    return { cause: 'TIMEOUT', why: `timed out after ${duration(limitMs)} ${during[phase]}` };
  }
  if (error instanceof TooLarge) {
    return { cause: 'BODY_TOO_LARGE', why: `it has more than ${size(error.bytes)}` };
  }
  if (error instanceof Compressed) {
    const why = `it came compressed (${error.coding}), which was not asked for and cannot be undone`;
    return { cause: 'COMPRESSED', why };
  }
  const finding = readConnectError(error);
  const leg = failedLeg(error);
  if (leg !== undefined) return { ...finding, leg };
  const broke = finding.cause !== 'NOT_HTTP';
  return broke ? { ...finding, why: `${finding.why} ${during[phase]}` } : finding;
}

/** Makes the error for an exchange without an answer. */
export function unreachable(
  { cause, why, code, leg }: NetworkErrorMeaning & { leg?: Leg },
  { url, phase, proxyHost = '' }: FailedExchange,
  issuer?: string,
): PortaiError {
  const reason = issuer === undefined ? why : `certificate issued by "${issuer}", not trusted here`;
  const subject =
    leg === 'proxy'
      ? `Cannot reach the proxy ${proxyHost}`
      : leg === 'tunnel'
        ? `Cannot reach ${url.host} through the proxy ${proxyHost}`
        : phase === 'connecting'
          ? `Cannot reach ${url.host}`
          : phase === 'waiting'
            ? `No answer from ${url.host}`
            : `The answer of ${url.host} is unusable`;
  return transportError(cause, `${subject}: ${reason}`, {
    host: url.host,
    ...(code === undefined ? {} : { code }),
    phase,
    sent: phase !== 'connecting',
    ...(issuer === undefined ? {} : { issuer }),
    ...(leg === 'proxy' || leg === 'tunnel' ? { proxy: proxyHost } : {}),
  });
}

/**
 * Makes the error for a redirect, which is never followed. It shows only the host of the target.
 */
export function redirected(url: URL, { status, headers }: HttpResponse): PortaiError {
  const location = headers['location'] ?? '';
  const target = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
  const elsewhere = target !== undefined && target.hostname !== url.hostname;
  const secures = url.protocol === 'http:' && target?.protocol === 'https:' && !elsewhere;
  const to =
    target === undefined
      ? 'somewhere'
      : target.host !== url.host
        ? `to ${target.host}`
        : secures
          ? 'from http to https'
          : 'to another of its pages';
  const hint = secures
    ? 'Give the address with https://.'
    : elsewhere
      ? 'A login page elsewhere means that single sign-on stands in front of the API; otherwise give that host in the base URL.'
      : transportCauses.REDIRECTED.hint;
  return transportError(
    'REDIRECTED',
    `${url.host} redirects ${to} (${status}); redirects are not followed`,
    { host: url.host, location: target?.host ?? '', phase: 'reading', sent: true },
    { status, hint },
  );
}

function transportError(
  cause: TransportCause,
  message: string,
  details: Failure['details'],
  extra: Partial<Pick<Failure, 'hint' | 'status'>> = {},
): PortaiError {
  return transportFailure(cause, message, {
    hint: transportCauses[cause].hint,
    ...extra,
    details: { cause, ...details },
  });
}

function size(bytes: number): string {
  return bytes < 1024 ** 2 ? `${bytes / 1024} KiB` : `${bytes / 1024 ** 2} MiB`;
}

function duration(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Math.round(milliseconds)} ms`
    : `${Number((milliseconds / 1000).toFixed(1))} s`;
}
