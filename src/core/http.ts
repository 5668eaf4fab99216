/** The one shape in which requests and answers travel between floors. */

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface HttpRequest {
  readonly method: Method;
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /**
   * Total time for this request and its retries, in milliseconds. Default: the limit of the sender.
   */
  readonly timeoutMs?: number;
  /**
   * True if a repeat does no harm. Default: true for GET, PUT and DELETE. Any other request is
   * repeated only if its connection was never made.
   */
  readonly repeatable?: boolean;
  /** Whether it may change something at the receiver: who stops it is told so. */
  readonly changes?: boolean;
  readonly signal?: AbortSignal;
  /**
   * True if http:// may lead to another machine. Default: http:// is accepted for this machine
   * only.
   */
  readonly plainHttp?: boolean;
  /** An answer with more bytes is refused. Default: the limit of the sender. */
  readonly maxBytes?: number;
  /**
   * Called with each piece of the body of a 2xx answer. If it returns true, the exchange ends: the
   * body received so far is the answer, and the connection is closed.
   */
  readonly enough?: (piece: Uint8Array) => boolean;
  /**
   * Called with the head of a 2xx answer. What it returns takes the body piece by piece, and the
   * body of the answer is then empty; undefined lets the body be read whole. The time limit counts
   * for each silence then, not for the whole, and the size has no limit. An error of the taker ends
   * the exchange and is thrown as it is.
   */
  readonly stream?: (head: ResponseHead) => TakePiece | undefined;
}

/** Status and headers of an answer whose body is still to come. */
export type ResponseHead = Pick<HttpResponse, 'status' | 'headers'>;

/**
 * Takes a piece of a body. The next one is handed on once it is done with this one; after `enough` none
 * is, and the connection is closed.
 */
export type TakePiece = (piece: Uint8Array) => AfterPiece | Promise<AfterPiece>;

/** What becomes of a stream after one of its pieces. */
export type AfterPiece = 'enough' | undefined;

/** Returns true if a request may be sent again after an answer that asks to come later. */
export const isRepeatable = ({
  method,
  repeatable,
}: Pick<HttpRequest, 'repeatable'> & { readonly method?: Method }): boolean =>
  repeatable ?? (method === 'GET' || method === 'PUT' || method === 'DELETE');

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; repeated headers joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as bytes, if the body is not text and the sender kept the bytes. */
  readonly bytes?: Uint8Array;
}

/** Sends one request. Rejects with a PortaiError named after a transport cause when no answer came. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/**
 * Hands an answer that is there whole to a request that wants it piece by piece, as a connection
 * would.
 */
export async function handedOver(
  request: HttpRequest,
  answer: HttpResponse,
): Promise<HttpResponse> {
  const { status, headers, body } = answer;
  const take = status >= 200 && status < 300 ? request.stream?.({ status, headers }) : undefined;
  if (!take) return answer;
  for (const piece of body.split(/(?<=\n\n)/)) {
    if ((await take(Buffer.from(piece))) === 'enough') break;
  }
  return { status, headers, body: '' };
}

/** A file of certificates, read. */
export interface PemFile {
  /** Its name, for messages. */
  readonly file: string;
  readonly pem: string;
}

/** Options for opening a Send. */
export interface TransportOptions {
  /** Milliseconds for one request, retries included. */
  readonly timeoutMs: number;
  /** Certificate authorities to trust besides the built-in ones. */
  readonly authorities?: PemFile;
  /**
   * Returns true if a connection to this address of a server is allowed. It is called with the
   * resolved address that the connection uses, also if a proxy makes the connection, but not with
   * the address of the proxy itself. Default: every address is allowed.
   */
  readonly permits?: (address: string) => boolean;
}
