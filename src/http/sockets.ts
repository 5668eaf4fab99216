import { lookup as resolveName } from 'node:dns';
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { buildConnector } from 'undici';
import { ConnectFailure, type Leg } from './connect-error.ts';
import type { Trust } from './trust.ts';

/** Milliseconds until a connection, its TLS handshake included, counts as failed. */
export const connectTimeoutMs = 5_000;

/** The sockets of one Send: how they are opened, and a way to drop them all. */
export interface Sockets {
  /** Opens sockets for undici; whatever goes wrong arrives as a ConnectFailure of that leg. */
  readonly connector: (leg: Leg) => buildConnector.connector;
  /** Destroys every socket, so that nothing keeps the process waiting. */
  readonly drop: () => void;
}

export function openSockets(trust: Trust, permits?: (address: string) => boolean): Sockets {
  const open = new Set<Socket>();
  return {
    drop: () => open.forEach((socket) => socket.destroy()),
    connector: (leg) => (target, callback) => {
      const asked = leg === 'server' ? permits : undefined;
      if (asked && isIP(bare(target.hostname)) !== 0 && !asked(bare(target.hostname))) {
        callback(new ConnectFailure(leg, forbidden()), null);
        return;
      }
      const socket = dial(target, trust, asked && permittedLookup(asked));
      open.add(socket);
      settle(socket, target.protocol === 'https:' ? 'secureConnect' : 'connect', (error) => {
        if (error === undefined) callback(null, socket);
        else callback(new ConnectFailure(leg, error), null);
      });
      socket.once('close', () => open.delete(socket));
    },
  };
}

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '');

const forbidden = () =>
  Object.assign(new Error('this address is not connected to'), { code: 'ERR_ADDRESS_FORBIDDEN' });

/** Resolves a name to those of its addresses that are permitted; one that is not, spoils the name. */
function permittedLookup(permits: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) callback(error, []);
      else if (!addresses.every(({ address }) => permits(address))) callback(forbidden(), []);
      else if (options.all === true) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
}

function dial(
  { hostname, port, protocol, servername }: buildConnector.Options,
  trust: Trust,
  lookup: LookupFunction | undefined,
) {
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
  const named = servername ?? (isIP(hostname) === 0 ? hostname : '');
  return connectTls({ ...address, ...trust, servername: named, ALPNProtocols: ['http/1.1'] });
}

/** Calls back once: when the socket is ready, has failed, was closed, or takes too long. */
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
