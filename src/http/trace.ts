import type { HttpRequest, Method, Send } from '../core/http.ts';
import { terminalLine } from '../core/text/terminal.ts';

/** One step of an exchange, without bodies and without the value of any header that may be secret. */
export interface TraceEvent {
  readonly direction: 'request' | 'answer' | 'error';
  readonly method: Method;
  /** Origin, path and query; never user and password. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Length of the body. */
  readonly bytes: number;
  readonly status?: number;
  /** Milliseconds since the request. */
  readonly milliseconds?: number;
  /** The name of the error. */
  readonly cause?: string;
}

/** Headers whose values are shown. Any other header may be a credential. */
const shown =
  /^(?:accept|content-(?:type|length)|user-agent|date|server|via|retry-after|x-ratelimit-[\w-]+|x-trace-id|x-request-id)$/;

/** The headers of an answer that a trace line shows. */
const telling = ['x-trace-id', 'x-request-id', 'retry-after', 'x-ratelimit-remaining'];

/** Reports every request, and its answer or error. */
export function withTrace(
  send: Send,
  trace: { readonly write: (event: TraceEvent) => void; readonly now: () => Date },
): Send {
  return async (request) => {
    const start = trace.now().getTime();
    const about = { method: request.method, url: shownUrl(request.url) };
    const since = () => ({ milliseconds: trace.now().getTime() - start });
    trace.write({ direction: 'request', ...about, ...sizes(request) });
    try {
      const { streamed, watched } = streamMeasured(request);
      const answer = await send(watched);
      const { status } = answer;
      const { headers, bytes } = sizes(answer);
      const told = { headers, bytes: bytes + streamed(), status, ...since() };
      trace.write({ direction: 'answer', ...about, ...told });
      return answer;
    } catch (error) {
      const cause = request.signal?.aborted === true ? 'ABORTED' : nameOf(error);
      trace.write({ direction: 'error', ...about, headers: {}, bytes: 0, ...since(), cause });
      throw error;
    }
  };
}

/** The request, and how many bytes of its answer were handed on piece by piece. */
function streamMeasured(request: HttpRequest) {
  const { stream } = request;
  if (!stream) return { streamed: () => 0, watched: request };
  let bytes = 0;
  const watched: HttpRequest = {
    ...request,
    stream(head) {
      const take = stream(head);
      return (
        take &&
        ((piece) => {
          bytes += piece.length;
          return take(piece);
        })
      );
    },
  };
  return { streamed: () => bytes, watched };
}

/** Formats an event as one line that is safe to print. */
export function traceLine(event: TraceEvent): string {
  const { direction, method, url, headers, bytes, status = 0, milliseconds = 0, cause } = event;
  const size = `${bytes} bytes`;
  if (direction === 'request') {
    return terminalLine(['>', method, url, ...(bytes > 0 ? ['·', size] : [])].join(' '));
  }
  const took = `in ${milliseconds} ms`;
  if (direction === 'error') return terminalLine(`! ${method} ${url} · ${cause ?? ''} ${took}`);
  const told = telling.flatMap((name) =>
    headers[name] === undefined ? [] : [`${name} ${headers[name]}`],
  );
  return terminalLine([`< ${status} ${took}`, ...told, size].join(' · '));
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

function shownUrl({ origin, pathname, search }: URL): string {
  return `${origin}${pathname}${search}`;
}

function sizes({ headers, body }: Pick<HttpRequest, 'headers' | 'body'>) {
  return {
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, shown.test(name) ? value : '(hidden)']),
    ),
    bytes: Buffer.byteLength(body ?? ''),
  };
}
