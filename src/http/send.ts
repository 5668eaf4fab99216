import { setFlagsFromString } from 'node:v8';
import Agent from 'undici/lib/dispatcher/agent.js';
import type { HttpRequest, HttpResponse, Send, TransportOptions } from '../core/http.ts';
import { silenceTimer, streamWatched } from './silence.ts';
import { isLoopback } from '../core/loopback.ts';
import { exchange, ExchangeFailure } from './exchange.ts';
import { certificateIssuer } from './issuer.ts';
import { proxySettings } from './proxy-settings.ts';
import { assertSendable } from './sendable.ts';
import { openSockets, type Resolve } from './sockets.ts';
import { OutOfTime, readFailure, redirected, unreachable } from './transport-error.ts';
import { readTrust } from './trust.ts';

// undici's parser is WebAssembly. Optimising it takes longer than a program lives that needs it once or
// twice, Node 20 waits for that before the process may end, and it takes 30 MiB that a stream of many
// pieces would otherwise not need.
setFlagsFromString('--liftoff-only');

/** An answer with more bytes is refused. */
const maxBytes = 10 * 1024 ** 2;
const issuerTimeoutMs = 5_000;
/** Switches off undici's own limits, since the limit of the request covers the whole exchange. */
const noLimits = { headersTimeout: 0, bodyTimeout: 0 };

/**
 * Opens a Send: with the proxies of the environment (never for loopback), TLS 1.2 or newer, and
 * without redirects. Throws a usage error for a CA file or proxy that cannot be used. The Send
 * rejects with a PortaiError named after a transport cause, or with the reason of the request's own
 * signal.
 *
 * @param resolve how names become addresses; the system's way without it
 */
export function openSend(
  options: TransportOptions,
  env: Readonly<Record<string, string | undefined>>,
  resolve?: Resolve,
): Send {
  const trust = readTrust(options.authorities, env);
  const proxy = proxySettings(env);
  const sockets = openSockets(trust, options.permits, resolve);
  const direct = new Agent({ ...noLimits, connect: sockets.connector('server') });
  const proxied =
    proxy &&
    import('./proxied.ts').then((way) => way.proxiedDispatcher(proxy, sockets, trust, noLimits));
  let running = 0;

  async function answerTo(request: HttpRequest, limitMs: number): Promise<HttpResponse> {
    const { url, signal } = request;
    const dispatcher = isLoopback(url.hostname) ? direct : ((await proxied) ?? direct);
    const stop = new AbortController();
    const interrupt = () => stop.abort();
    const timer = silenceTimer(limitMs, () => stop.abort(new OutOfTime()));
    signal?.addEventListener('abort', interrupt);
    running++;
    try {
      const watched = { ...request, ...streamWatched(request, timer) };
      return await exchange(dispatcher, watched, stop.signal, maxBytes);
    } finally {
      timer.stop();
      signal?.removeEventListener('abort', interrupt);
      running--;
    }
  }

  return async (request) => {
    const { url, signal } = request;
    signal?.throwIfAborted();
    assertSendable(request);
    const limitMs = request.timeoutMs ?? options.timeoutMs;
    try {
      const answer = await answerTo(request, limitMs);
      const redirect = answer.status >= 300 && answer.status < 400 && answer.status !== 304;
      if (redirect) throw redirected(url, answer);
      return answer;
    } catch (error) {
      if (!(error instanceof ExchangeFailure)) throw error;
      const { phase, cause } = error;
      // A half-made connection or tunnel would keep the process for as long as it likes.
      if (phase === 'connecting' && running === 0) sockets.drop();
      signal?.throwIfAborted();
      const about = { url, phase, limitMs, proxyHost: proxy?.host };
      const finding = readFailure(cause, about);
      const named = finding.cause === 'TLS_UNTRUSTED' && finding.leg === 'server';
      const issuer = named
        ? await certificateIssuer(url, { timeoutMs: issuerTimeoutMs, signal })
        : undefined;
      signal?.throwIfAborted();
      throw unreachable(finding, about, issuer);
    }
  };
}
