import { Readable } from 'node:stream';
import type { HttpRequest, Method, Send } from '../core/http.ts';

/** A request as the SDK hands it over, signed. */
export interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  /** Percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>> | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Readable;
}

export interface RequestHandler {
  readonly handle: (request: SdkRequest) => Promise<{ response: SdkResponse }>;
  readonly updateHttpClientConfig: () => void;
  readonly httpHandlerConfigs: () => Record<string, never>;
}

/**
 * Lets the AWS SDK talk through portai's own transport: one handling of proxies, certificates, limits
 * and traces. What the SDK signed leaves as it was signed.
 */
export function requestHandler(send: Send, signal?: AbortSignal): RequestHandler {
  return {
    async handle(request) {
      const answer = await send({
        ...sendable(request),
        ...(signal === undefined ? {} : { signal }),
      });
      const bytes = Buffer.from(answer.bytes ?? Buffer.from(answer.body));
      return {
        response: {
          statusCode: answer.status,
          headers: { ...answer.headers },
          body: Readable.from(bytes.length === 0 ? [] : [bytes]),
        },
      };
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

/** The SDK's request in portai's form. */
export function sendable(request: SdkRequest): HttpRequest {
  const body = textOf(request.body);
  return {
    method: methodOf(request.method),
    url: urlOf(request),
    headers: headersOf(request),
    ...(body === undefined ? {} : { body }),
    changes: request.method !== 'GET' && !readingAction.test(body ?? ''),
  };
}

/** IAM and STS name in a form what they are asked to do; all of it is a POST. */
const readingAction = /(?:^|&)Action=(?:Get|List|Simulate|AssumeRole(?:&|$))/;

const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

function methodOf(word: string): Method {
  const method = methods.find((each) => each === word);
  if (method === undefined) throw new TypeError(`portai sends no ${word}`);
  return method;
}

function urlOf({ protocol, hostname, port, path, query = {} }: SdkRequest): URL {
  const words = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((each) => `${encoded(name)}=${encoded(each ?? '')}`),
  );
  const search = words.length === 0 ? '' : `?${words.join('&')}`;
  const origin = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
  return new URL(`${origin}${path}${search}`);
}

/** As the signature encodes it: RFC 3986, where `encodeURIComponent` leaves some characters alone. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** All but `host`, which the transport takes from the URL, as the SDK did. */
function headersOf({ headers }: SdkRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]): [string, string] => [name.toLowerCase(), value])
      .filter(([name]) => name !== 'host'),
  );
}

function textOf(body: unknown): string | undefined {
  if (body === undefined || body === null || body === '') return undefined;
  if (typeof body === 'string') return body;
  // Whatever asks the SDK's bytes for their value as a text is warned on the user's screen.
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  throw new TypeError('portai sends no streams');
}
