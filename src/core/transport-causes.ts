import { failing, type Fail } from './fail.ts';

/** A reason why no usable answer came. */
export interface TransportEntry {
  /** The meaning of the cause, in one line. */
  readonly means: string;
  /** Advice, in one line. */
  readonly hint: string;
  /** True if the same request may succeed a moment later. */
  readonly passing: boolean;
  /** The exit class, if it is not "unreachable". */
  readonly exit?: 'usage';
}

/**
 * All causes for which a request can end without a usable answer. `explain` and the sender read
 * them.
 */
export const transportCauses = {
  DNS_FAILED: {
    means: 'the host name could not be turned into an address',
    hint: 'Check the spelling of the host, the network and the VPN; behind a proxy, set HTTPS_PROXY.',
    passing: true,
  },
  CONNECT_REFUSED: {
    means: 'the host is there, but nothing accepts connections on that port',
    hint: 'Check the port, and that the server runs; if HTTPS_PROXY is set, that the proxy does.',
    passing: true,
  },
  CONNECT_TIMEOUT: {
    means: 'no connection came about: packets are dropped, or there is no route',
    hint: 'A firewall or a missing VPN is likely; a proxy may be needed (HTTPS_PROXY).',
    passing: true,
  },
  CONNECTION_RESET: {
    means: 'the connection was closed before the answer was complete',
    hint: 'Try again; if it stays so, a firewall or proxy cuts the line, or http:// is used where https:// belongs.',
    passing: true,
  },
  NETWORK_ERROR: {
    means: 'the operating system reported a network error of another kind',
    hint: "The code in the details is the system's own; check network, firewall and open-file limits.",
    passing: true,
  },
  TIMEOUT: {
    means: 'the time allowed for the request was used up',
    hint: 'Try again, or allow more time with --timeout SECONDS.',
    passing: true,
  },
  TLS_UNTRUSTED: {
    means: "the server's certificate was issued by an authority that is not trusted here",
    hint: "If that issuer is your company's, pass its certificate with --ca-file FILE or NODE_EXTRA_CA_CERTS.",
    passing: false,
  },
  TLS_EXPIRED: {
    means: "the server's certificate has expired, or is not valid yet",
    hint: "Check this machine's clock; otherwise the certificate has to be renewed on the server.",
    passing: false,
  },
  TLS_HOSTNAME: {
    means: "the server's certificate is for another host name",
    hint: 'Use the host name the certificate was issued for, or correct it on the server.',
    passing: false,
  },
  TLS_PROTOCOL: {
    means: 'both sides could not agree on TLS; often the port speaks plain HTTP',
    hint: 'Check scheme and port: https:// needs a TLS port; http:// is for local servers only.',
    passing: false,
  },
  PROXY_AUTH: {
    means: 'the proxy wants a login',
    hint: 'Put user and password into HTTPS_PROXY (http://user:password@proxy:port); for NTLM or Kerberos run a local helper such as px or cntlm.',
    passing: false,
  },
  PROXY_REFUSED: {
    means: 'the proxy did not open a way to the host',
    hint: 'Ask for this exact host to be allowed, or exempt it with NO_PROXY if it can be reached directly.',
    passing: false,
  },
  REDIRECTED: {
    means: 'the server sent the request elsewhere; credentials are never taken along',
    hint: 'Give the final address as the base URL. A login page means single sign-on in front of the API.',
    passing: false,
  },
  NOT_HTTP: {
    means: 'what came back is not HTTP',
    hint: 'Check scheme and port: another service, or a TLS port addressed with http://, answers like this.',
    passing: false,
  },
  BODY_TOO_LARGE: {
    means: 'the answer is larger than portai reads',
    hint: 'Check the URL: a management API does not answer with that much.',
    passing: false,
  },
  COMPRESSED: {
    means: 'the answer came compressed in a form that cannot be undone',
    hint: 'A gateway or proxy on the way compresses, or cuts off what it compressed: have it pass answers on as they are.',
    passing: false,
  },
  CONFIG_INVALID: {
    means: 'what is configured cannot be used',
    hint: 'Check the URL, the names and the headers, and paste keys again without line breaks or quotes.',
    passing: false,
    exit: 'usage',
  },
} as const satisfies Record<string, TransportEntry>;

/**
 * The verdict on a connection. A server that was not reached has judged nothing, so the verdict is
 * open; a request that cannot be sent is wrong.
 */
export const verdictOfTransport = ({ exit }: TransportEntry): 'fail' | 'unknown' =>
  exit === 'usage' ? 'fail' : 'unknown';

export type TransportCause = keyof typeof transportCauses;

const entries: Readonly<Record<TransportCause, TransportEntry>> = transportCauses;

/** Makes the error for a request that was not sent or got no usable answer. */
export const transportFailure: Fail<TransportCause> = failing(
  (cause) => entries[cause].exit ?? 'unreachable',
);

/** Returns true if a name, such as that of an error, is in the catalogue. */
export function isTransportCause(name: string): name is TransportCause {
  return Object.hasOwn(transportCauses, name);
}
