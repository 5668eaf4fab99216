import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { PortaiError } from '../core/errors.ts';
import type { HttpRequest, HttpResponse, Method, Send } from '../core/http.ts';
import { servedPrefix } from './vendors/served-path.ts';
import { fail } from '../core/fail.ts';

export interface ServeOptions {
  /** The management API. */
  readonly send: Send;
  /** The simulated providers, served under /simulated/<host>/<path>. */
  readonly simulated: Send;
  /** 0 or absent: any free port. */
  readonly port?: number;
}

export interface ServedSandbox {
  readonly url: string;
  /** Stops listening and ends open connections. */
  readonly close: () => Promise<void>;
}

/** A little over the limit of the API behind, which refuses what is above its own in its own words. */
const largestBody = 1024 * 1024 + 64 * 1024;

const address = '127.0.0.1';
const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

const refusal = (status: number, error: string, message: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify({ ok: false, error, message }),
});

/**
 * Serves a sandbox on 127.0.0.1. Requests for another host name, and any that a web page makes, are
 * refused: the credentials of the sandbox are public. Rejects (usage) when the port is taken.
 */
export async function serveSandbox(options: ServeOptions): Promise<ServedSandbox> {
  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing, options);
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, options.port ?? 0)));
    server.listen(options.port ?? 0, address, () => {
      const bound = server.address();
      resolve(typeof bound === 'object' && bound ? bound.port : 0);
    });
  });
  return {
    url: `http://${address}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listenFailure(error: Error, port: number): PortaiError {
  const code = 'code' in error ? String(error.code) : '';
  const why =
    code === 'EADDRINUSE'
      ? 'another program listens there'
      : code === 'EACCES'
        ? 'this user may not listen there'
        : error.message;
  return fail('PortInUse', `Cannot listen on ${address}:${port}: ${why}`, {
    hint: 'Choose another port, or leave it out to get a free one.',
  });
}

/** Failures that a client sees as a connection that ends. */
const withoutAnswer = new Set(['CONNECTION_RESET', 'TIMEOUT']);

async function handle(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { send, simulated }: ServeOptions,
): Promise<void> {
  const abort = new AbortController();
  outgoing.once('close', () => abort.abort());
  try {
    const request = await read(incoming, abort.signal);
    if ('status' in request) {
      write(outgoing, request);
      return;
    }
    const vendor = simulatedRequest(request);
    write(outgoing, await (vendor ? simulated(vendor) : send(request)));
  } catch (error) {
    if (abort.signal.aborted) return;
    if (error instanceof PortaiError && withoutAnswer.has(error.failure.name)) {
      incoming.socket.destroy();
      return;
    }
    const words = error instanceof PortaiError ? error.message : 'Internal error';
    const isNowhere = error instanceof PortaiError && error.failure.name === 'NOT_SIMULATED';
    write(
      outgoing,
      isNowhere ? refusal(404, 'not_found', words) : refusal(500, 'internal_error', words),
    );
  }
}

/** The request in the shape of the other floors, or why it is not served. */
async function read(
  incoming: IncomingMessage,
  signal: AbortSignal,
): Promise<HttpRequest | HttpResponse> {
  const { headers, url: target = '/' } = incoming;
  const host = headers.host ?? '';
  if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/i.test(host) || !URL.canParse(`http://${host}`)) {
    return refusal(403, 'forbidden', 'The sandbox answers to 127.0.0.1 and localhost only');
  }
  if (headers.origin !== undefined) {
    return refusal(403, 'forbidden', 'The sandbox does not answer web pages');
  }
  const method = methods.find((each) => each === incoming.method);
  if (!method || !target.startsWith('/')) {
    return refusal(404, 'not_found', 'A resource with the provided identifier was not found');
  }
  const body = await bodyOf(incoming);
  if (body === undefined) {
    return refusal(413, 'payload_too_large', 'Request body is too large (limit is 1MiB)');
  }
  return {
    method,
    url: new URL(`http://${host}${target}`),
    headers: Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
      ),
    ),
    ...(body === '' ? {} : { body }),
    signal,
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<string | undefined> {
  const source: AsyncIterable<unknown> = incoming;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    // What is too much is read to its end all the same: a client that is still sending hears no answer.
    if (size <= largestBody) chunks.push(chunk);
  }
  return size > largestBody ? undefined : Buffer.concat(chunks).toString('utf8');
}

/** `/simulated/api.openai.com/v1/…` as a request to https://api.openai.com/v1/…. */
function simulatedRequest(request: HttpRequest): HttpRequest | undefined {
  if (!request.url.pathname.startsWith(servedPrefix)) return undefined;
  const [, host, rest] =
    /^([^/]+)(\/.*)$/.exec(request.url.pathname.slice(servedPrefix.length)) ?? [];
  const target = `https://${host ?? ''}${rest ?? ''}${request.url.search}`;
  if (host === undefined || !URL.canParse(target)) return undefined;
  return { ...request, url: new URL(target) };
}

function write(outgoing: ServerResponse, answer: HttpResponse): void {
  const body = answer.bytes ?? Buffer.from(answer.body);
  const length = answer.status === 204 ? {} : { 'content-length': body.length };
  outgoing.writeHead(answer.status, { ...answer.headers, ...length });
  outgoing.end(body);
}
