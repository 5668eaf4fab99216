import { readFileSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server as HttpServer,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { TransportOptions } from '../../src/core/http.ts';

/** A server on a free port of 127.0.0.1. */
export interface TestServer {
  readonly url: string;
  readonly port: number;
  /** Closes it and every connection to it. */
  readonly close: () => Promise<void>;
}

export type Certificate = 'server' | 'expired' | 'wrong-host' | 'self-signed';

/** The authorities in a PEM file, as a Send takes them. */
export function authoritiesIn(file: string | undefined): Pick<TransportOptions, 'authorities'> {
  return file === undefined ? {} : { authorities: { file, pem: readFileSync(file, 'utf8') } };
}

/** Path of a file of test/fixtures/tls. */
export function tlsFile(name: string): string {
  return fileURLToPath(new URL(`../fixtures/tls/${name}`, import.meta.url));
}

export function serveHttp(listener: RequestListener): Promise<TestServer> {
  return listen(createServer(listener), 'http');
}

export function serveTls(certificate: Certificate, listener: RequestListener): Promise<TestServer> {
  const cert = readFileSync(tlsFile(`${certificate}.pem`));
  const key = readFileSync(tlsFile('server.key'));
  return listen(createTlsServer({ cert, key }, listener), 'https');
}

/** Whatever the function does with a connection; it need not be HTTP. */
export function serveRaw(
  onConnection: (socket: Socket) => void,
  scheme: 'http' | 'https' = 'http',
): Promise<TestServer> {
  return listen(createTcpServer(onConnection), scheme);
}

/** A raw server that sends these bytes as soon as a request arrives, and then closes or stalls. */
export function answerRaw(text: string, then: 'close' | 'reset' | 'stall'): Promise<TestServer> {
  return serveRaw((socket) => {
    socket.once('data', () => {
      socket.write(text, () => {
        if (then === 'close') socket.end();
        if (then === 'reset') socket.resetAndDestroy();
      });
    });
  });
}

/** A URL on which nothing listens. */
export async function closedPort(scheme: 'http' | 'https' = 'http'): Promise<string> {
  const server = await serveRaw(() => undefined, scheme);
  await server.close();
  return server.url;
}

export interface TestProxy extends TestServer {
  /** The hosts that were asked for, as `host:port`. */
  readonly asked: readonly string[];
  /** The proxy-authorization header of each request, if it had one. */
  readonly logins: readonly (string | undefined)[];
}

/**
 * A proxy that leads every CONNECT to one port of this machine, whatever host was asked for; or
 * answers with a status, hangs up, or never answers.
 */
export async function serveProxy(
  behaviour: { to: number } | { status: number } | 'drop' | 'stall',
): Promise<TestProxy> {
  const asked: string[] = [];
  const logins: (string | undefined)[] = [];
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    asked.push(request.url ?? '');
    logins.push(request.headers['proxy-authorization']);
    client.on('error', () => client.destroy());
    if (behaviour === 'drop') client.destroy();
    else if (behaviour === 'stall') client.resume();
    else if ('status' in behaviour) {
      client.end(`HTTP/1.1 ${behaviour.status} No\r\ncontent-length: 0\r\n\r\n`);
    } else {
      const target = connect(behaviour.to, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        target.pipe(client).pipe(target);
      });
      target.on('error', () => client.destroy());
      client.on('close', () => target.destroy());
    }
  });
  return { ...(await listen(server, 'http')), asked, logins };
}

async function listen(server: Server | HttpServer, scheme: string): Promise<TestServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}
