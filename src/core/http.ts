/** The one shape in which requests and answers travel between floors. */

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface HttpRequest {
  readonly method: Method;
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Total time for this request and its retries, in milliseconds; the sender's own limit without it. */
  readonly timeoutMs?: number;
  /**
   * Whether a repeat does no harm. Without it the method decides: GET, PUT and DELETE may be
   * repeated, the others only when the connection was never made.
   */
  readonly repeatable?: boolean;
  readonly signal?: AbortSignal;
  /** Whether http:// may lead to another machine; without it only to this one. */
  readonly plainHttp?: boolean;
  /** An answer with more bytes is refused; the sender's own limit without it. */
  readonly maxBytes?: number;
  /**
   * Called with each piece of a 2xx answer's body as it comes. True ends the exchange: the answer is
   * what was received so far, and the connection is closed.
   */
  readonly enough?: (piece: Uint8Array) => boolean;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; repeated headers joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as bytes, where it is no text and whoever answers has them. */
  readonly bytes?: Uint8Array;
}

/** Sends one request. Rejects with a PortaiError named after a transport cause when no answer came. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** A file of certificates, read. */
export interface PemFile {
  /** Its name, for messages. */
  readonly file: string;
  readonly pem: string;
}

/** What a Send needs to know about the way out. */
export interface TransportOptions {
  /** Milliseconds for one request, retries included. */
  readonly timeoutMs: number;
  /** Certificate authorities to trust besides the built-in ones. */
  readonly authorities?: PemFile;
  /**
   * Whether a server's address may be connected to. Asked for the very address that is used, after
   * the name was resolved, also where a proxy connects to it; every address may be, without it. A
   * proxy's own address is not asked about.
   */
  readonly permits?: (address: string) => boolean;
}
