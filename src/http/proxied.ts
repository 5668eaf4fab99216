import { EnvHttpProxyAgent, Pool, type buildConnector, type Dispatcher } from 'undici';
import { ConnectFailure } from './connect-error.ts';
import type { ProxySettings } from './proxy-settings.ts';
import { connectTimeoutMs, type Sockets } from './sockets.ts';
import type { Trust } from './trust.ts';

/** Sends through the proxy, or directly to the hosts that NO_PROXY names. */
export function proxiedDispatcher(
  proxy: ProxySettings,
  sockets: Sockets,
  trust: Trust,
  limits: { headersTimeout: number; bodyTimeout: number },
): Dispatcher {
  return new EnvHttpProxyAgent({
    ...limits,
    // Handed over complete, empty values included: what is left out undici reads from `process`.
    httpProxy: '',
    httpsProxy: proxy.url,
    noProxy: proxy.except,
    connect: sockets.connector('server'),
    requestTls: { ...trust, timeout: connectTimeoutMs },
    clientFactory: (url) => new Pool(url, { ...limits, connect: sockets.connector('proxy') }),
    factory: (origin, options) =>
      new Pool(origin, {
        ...limits,
        ...(connects(options) ? { connect: tunnel(sockets.through(options.connect)) } : {}),
      }),
  });
}

function connects(options: object): options is { connect: buildConnector.connector } {
  return 'connect' in options && typeof options.connect === 'function';
}

/**
 * Reports a failed connection to undici in undici's own terms. Otherwise undici takes a proxy that
 * hangs up for a stale connection, and opens it again without end.
 */
function tunnel(connect: buildConnector.connector): buildConnector.connector {
  return (target, callback) => {
    connect(target, (...[error, socket]) => {
      if (error === null) callback(null, socket);
      else if (error instanceof ConnectFailure) callback(error, null);
      else callback(new ConnectFailure('tunnel', error), null);
    });
  };
}
