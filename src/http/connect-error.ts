import type { TransportCause } from '../core/transport-causes.ts';

/** The peer of a failed connection: the server, the proxy, or the server behind the proxy. */
export type Leg = 'server' | 'proxy' | 'tunnel';

/** A connection could not be made. No byte of the request was sent. */
export class ConnectFailure extends Error {
  readonly leg: Leg;

  constructor(leg: Leg, cause: unknown) {
    super('no connection', { cause });
    this.leg = leg;
  }
}

/** The meaning of a network error. */
export interface NetworkErrorMeaning {
  readonly cause: TransportCause;
  /** The end of the sentence "Cannot reach api.port.io: …". */
  readonly why: string;
  /** The code of the system or the library, if there is one. */
  readonly code?: string;
}

interface Signal {
  readonly cause: TransportCause;
  readonly why: string;
  /** Matches the mark of an error. */
  readonly is: RegExp;
}

/** The signals, the most specific first. The first one that matches any error of a chain counts. */
const signals: readonly Signal[] = [
  {
    is: /^ERR_ADDRESS_FORBIDDEN$/,
    cause: 'CONFIG_INVALID',
    why: "its address is private, link-local or nobody's, and no test is sent there",
  },
  {
    is: /^Proxy response \(407\)/,
    cause: 'PROXY_AUTH',
    why: 'the proxy wants a login (407)',
  },
  {
    is: /^Proxy response \(403\)/,
    cause: 'PROXY_REFUSED',
    why: 'the proxy does not allow this host (403)',
  },
  {
    is: /^Proxy response \(\d+\)/,
    cause: 'PROXY_REFUSED',
    why: 'the proxy cannot reach it',
  },
  { is: /^CERT_HAS_EXPIRED$/, cause: 'TLS_EXPIRED', why: 'its certificate has expired' },
  { is: /^CERT_NOT_YET_VALID$/, cause: 'TLS_EXPIRED', why: 'its certificate is not valid yet' },
  {
    is: /^(?:ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/,
    cause: 'TLS_HOSTNAME',
    why: 'its certificate is for another host name',
  },
  {
    is: /^DEPTH_ZERO_SELF_SIGNED_CERT$/,
    cause: 'TLS_UNTRUSTED',
    why: 'its certificate is self-signed',
  },
  {
    is: /^(?:SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/,
    cause: 'TLS_UNTRUSTED',
    why: 'its certificate is not trusted here',
  },
  { is: /^(?:ERR_SSL_|ERR_TLS_|EPROTO$)/, cause: 'TLS_PROTOCOL', why: 'no TLS on that port' },
  { is: /^ENOTFOUND$/, cause: 'DNS_FAILED', why: 'no such host' },
  { is: /^EAI_/, cause: 'DNS_FAILED', why: 'the name service does not answer' },
  { is: /^ECONNREFUSED$/, cause: 'CONNECT_REFUSED', why: 'connection refused' },
  {
    is: /^(?:UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT|ERR_SOCKET_CONNECTION_TIMEOUT)$/,
    cause: 'CONNECT_TIMEOUT',
    why: 'no connection in time',
  },
  { is: /^E(?:HOST|NET)(?:UNREACH|DOWN)$/, cause: 'CONNECT_TIMEOUT', why: 'no route to it' },
  {
    is: /^(?:HTTPParserError|HPE_\w+|UND_ERR_HEADERS_OVERFLOW)$/,
    cause: 'NOT_HTTP',
    why: 'what it sent is not HTTP',
  },
  { is: /^(?:ECONNRESET|EPIPE)$/, cause: 'CONNECTION_RESET', why: 'the connection was reset' },
  {
    is: /^(?:UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|ECONNABORTED)$/,
    cause: 'CONNECTION_RESET',
    why: 'the connection was closed',
  },
];

/** Reads the whole chain of an error: its causes, and the members of an AggregateError. */
export function readConnectError(error: unknown): NetworkErrorMeaning {
  const chain = chainOf(error);
  for (const { is, cause, why } of signals) {
    const found = chain.find((each) => is.test(markOf(each)));
    if (found !== undefined) return { cause, why, ...codeOf(found) };
  }
  const { code } = chain.map(codeOf).findLast((each) => each.code !== undefined) ?? {};
  return code === undefined
    ? { cause: 'NETWORK_ERROR', why: 'network error' }
    : { cause: 'NETWORK_ERROR', why: `network error (${code})`, code };
}

/**
 * Returns the leg on which the connection failed: the innermost one of the chain; undefined if the
 * connection was made.
 */
export function failedLeg(error: unknown): Leg | undefined {
  return chainOf(error).findLast((each) => each instanceof ConnectFailure)?.leg;
}

/**
 * The text that identifies an error: its code; message or name for the two errors of undici without
 * a code.
 */
function markOf(error: Error): string {
  // A tunnel that the proxy refuses is "aborted" by its code; only the message holds the status.
  if (error.message.startsWith('Proxy response (')) return error.message;
  return codeOf(error).code ?? error.name;
}

function codeOf(error: Error): { code?: string } {
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code !== 'UND_ERR_ABORTED' ? { code } : {};
}

function chainOf(error: unknown): Error[] {
  const seen = new Set<Error>();
  const walk = (each: unknown) => {
    if (!(each instanceof Error) || seen.has(each)) return;
    seen.add(each);
    if (each instanceof AggregateError) each.errors.forEach(walk);
    walk(each.cause);
  };
  walk(error);
  return [...seen];
}
