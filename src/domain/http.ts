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
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; repeated headers joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends one request. Rejects with a PortaiError named after a transport cause when no answer came. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** What a Send needs to know about the way out. */
export interface TransportOptions {
  /** Milliseconds for one request, retries included. */
  readonly timeoutMs: number;
  /** PEM file with certificate authorities to trust besides the built-in ones. */
  readonly caFile?: string;
}
