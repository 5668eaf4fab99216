import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { buildConnector } from 'undici';
import { ConnectFailure, type Leg } from './connect-error.ts';
import type { Trust } from './trust.ts';

/** Milliseconds until a connection, its TLS handshake included, counts as failed. */
export const connectTimeoutMs = 5_000;

/** Resolves a name to all of its addresses. */
export type Resolve = (
  hostname: string,
  options: LookupOptions,
  done: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

const systemResolve: Resolve = (hostname, options, done) =>
  lookup(hostname, { ...options, all: true }, done);

/** The sockets of one Send: opens them, and can drop all of them. */
export interface Sockets {
  /** Opens sockets for undici. Every failure arrives as a ConnectFailure of that leg. */
  readonly connector: (leg: Leg) => buildConnector.connector;
  /**
   * Applies the rule for addresses to tunnels of a proxy. The name is resolved here, and the proxy
   * is asked for the address that passed, so that the proxy's own resolution does not count.
   */
  readonly through: (tunnel: buildConnector.connector) => buildConnector.connector;
  /** Destroys all sockets, so that none keeps the process alive. */
  readonly drop: () => void;
}

/**
 * @param permits whether an address may be connected to
 * @param resolve how names become addresses
 */
export function openSockets(
  trust: Trust,
  permits?: (address: string) => boolean,
  resolve: Resolve = systemResolve,
): Sockets {
  const open = new Set<Socket>();
  const hold = (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  };
  return {
    drop: () => open.forEach((socket) => socket.destroy()),
    through: (tunnel) => {
      if (!permits) return tunnel;
      return (target, callback) => {
        permittedAddress(bare(target.hostname), permits, resolve, (error, address) => {
          if (error) callback(new ConnectFailure('server', error), null);
          else
            tunnel(plainTunnelTo(address, target), (...[failure, socket]) => {
              if (failure) {
                callback(failure, null);
                return;
              }
              const secured = connectTls({ socket, ...tlsFor(target, trust) });
              hold(secured);
              settle(secured, 'secureConnect', (wrong) => {
                if (wrong === undefined) callback(null, secured);
                else callback(new ConnectFailure('tunnel', wrong), null);
              });
            });
        });
      };
    },
    connector: (leg) => (target, callback) => {
      const asked = leg === 'server' ? permits : undefined;
      if (asked && isIP(bare(target.hostname)) !== 0 && !asked(bare(target.hostname))) {
        callback(new ConnectFailure(leg, forbidden()), null);
        return;
      }
      const socket = dial(target, trust, asked && permittedLookup(asked, resolve));
      hold(socket);
      settle(socket, target.protocol === 'https:' ? 'secureConnect' : 'connect', (error) => {
        if (error === undefined) callback(null, socket);
        else callback(new ConnectFailure(leg, error), null);
      });
    },
  };
}

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '');

const forbidden = () =>
  Object.assign(new Error('this address is not connected to'), { code: 'ERR_ADDRESS_FORBIDDEN' });

/**
 * Resolves a name whose addresses are all permitted. One address that is not makes the name fail.
 */
function permittedLookup(permits: (address: string) => boolean, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, options, (error, addresses) => {
      if (error) callback(error, []);
      else if (!addresses.every(({ address }) => permits(address))) callback(forbidden(), []);
      else if (options.all === true) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
}

/** Returns a permitted address of a host. The host may be an address itself. */
function permittedAddress(
  host: string,
  permits: (address: string) => boolean,
  resolve: Resolve,
  done: (error: Error | null, address: string) => void,
): void {
  if (isIP(host) !== 0) done(permits(host) ? null : forbidden(), host);
  else
    permittedLookup(permits, resolve)(host, { all: false }, (error, address) => {
      done(error, typeof address === 'string' ? address : '');
    });
}

/** The same target by its address and without TLS. TLS follows inside the tunnel, with the name. */
function plainTunnelTo(address: string, target: buildConnector.Options): buildConnector.Options {
  const port = target.port || '443';
  const host = isIP(address) === 6 ? `[${address}]` : address;
  return { ...target, protocol: 'http:', hostname: host, host: `${host}:${port}`, port };
}

const tlsFor = ({ hostname, servername }: buildConnector.Options, trust: Trust) => ({
  ...trust,
  servername: servername ?? (isIP(bare(hostname)) === 0 ? hostname : ''),
  ALPNProtocols: ['http/1.1'],
});

function dial(target: buildConnector.Options, trust: Trust, lookup: LookupFunction | undefined) {
  const { hostname, port, protocol } = target;
  const secure = protocol === 'https:';
  const address = {
    host: hostname,
    port: Number(port || (secure ? 443 : 80)),
    noDelay: true,
    ...(lookup ? { lookup } : {}),
    // The default of 250 ms gives up on an address family that is merely slow.
    autoSelectFamilyAttemptTimeout: 1_000,
  };
  if (!secure) return connectTcp(address);
  return connectTls({ ...address, ...tlsFor(target, trust) });
}

/** Calls back once: if the socket is ready, fails, is closed, or takes too long. */
function settle(socket: Socket, ready: string, done: (error?: Error) => void): void {
  const timer = setTimeout(() => {
    socket.destroy(Object.assign(new Error('connect timeout'), { code: 'ETIMEDOUT' }));
  }, connectTimeoutMs);
  let settled = false;
  const once = (error?: Error) => {
    clearTimeout(timer);
    if (settled) return;
    settled = true;
    done(error);
  };
  socket.once(ready, () => once());
  socket.on('error', once);
  socket.once('close', () => {
    once(Object.assign(new Error('closed while connecting'), { code: 'ECONNRESET' }));
  });
}
