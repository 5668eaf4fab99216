import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { PortaiError, type Failure } from '../../src/core/errors.ts';
import type { HttpRequest, Send } from '../../src/core/http.ts';
import { openSend } from '../../src/http/send.ts';
import type { Resolve } from '../../src/http/sockets.ts';
import {
  answerRaw,
  authoritiesIn,
  closedPort,
  serveHttp,
  serveProxy,
  serveRaw,
  serveTls,
  tlsFile,
  type TestServer,
} from '../support/servers.ts';

const caFile = tlsFile('ca.pem');

/** Closes a server at the end of the test that started it. */
async function started<T extends TestServer>(starting: Promise<T>): Promise<T> {
  const server = await starting;
  onTestFinished(() => server.close());
  return server;
}

function opened(extra: { caFile?: string; env?: Record<string, string> } = {}): Send {
  const { env = {}, caFile: file } = extra;
  return openSend({ timeoutMs: 10_000, ...authoritiesIn(file) }, env);
}

function get(url: string, extra: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url: new URL(url), headers: {}, ...extra };
}

async function failureOf(work: () => Promise<unknown>): Promise<Failure> {
  const error: unknown = await work().then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof PortaiError) return error.failure;
  throw error;
}

function usageOf(work: () => unknown): Failure {
  try {
    work();
  } catch (error) {
    if (error instanceof PortaiError) return error.failure;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('an exchange', () => {
  test('carries method, path, query, headers and body there, and the whole answer back', async () => {
    const server = await started(
      serveHttp((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          response.writeHead(201, [
            ['Content-Type', 'application/json'],
            ['X-Trace-Id', 't-1'],
            ['Via', 'one'],
            ['Via', 'two'],
          ]);
          response.end(
            JSON.stringify({
              method: request.method,
              url: request.url,
              key: request.headers['x-key'],
              body: Buffer.concat(chunks).toString(),
            }),
          );
        });
      }),
    );
    const answer = await opened()(
      get(`${server.url}/v1/things?all=true&name=%C3%A9`, {
        method: 'PUT',
        headers: { 'x-key': 'k', 'content-type': 'application/json' },
        body: '{"name":"Zoë"}',
      }),
    );
    expect(answer).toMatchObject({
      status: 201,
      headers: { 'content-type': 'application/json', 'x-trace-id': 't-1', via: 'one, two' },
    });
    expect(JSON.parse(answer.body)).toEqual({
      method: 'PUT',
      url: '/v1/things?all=true&name=%C3%A9',
      key: 'k',
      body: '{"name":"Zoë"}',
    });
  });

  test('gives refusals and failures of the server back as answers', async () => {
    const server = await started(serveHttp((_, response) => response.writeHead(503).end('later')));
    expect(await opened()(get(server.url))).toMatchObject({ status: 503, body: 'later' });
  });

  test('keeps characters whole that arrive in two pieces', async () => {
    const euro = Buffer.from('€');
    const server = await started(
      serveHttp((_, response) => {
        response.write(euro.subarray(0, 1), () =>
          setImmediate(() => response.end(euro.subarray(1))),
        );
      }),
    );
    expect((await opened()(get(server.url))).body).toBe('€');
  });

  test('uses one connection for requests one after the other', async () => {
    const ports = new Set<number | undefined>();
    const server = await started(
      serveHttp((request, response) => {
        ports.add(request.socket.remotePort);
        response.end('ok');
      }),
    );
    const send = opened();
    await send(get(server.url));
    await send(get(server.url));
    expect(ports.size).toBe(1);
  });

  test('passes over interim answers', async () => {
    const server = await started(
      answerRaw(
        'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
        'stall',
      ),
    );
    expect(await opened()(get(server.url))).toMatchObject({ status: 200, body: 'ok' });
  });
});

describe('no connection', () => {
  test('a port on which nothing listens is refused, and nothing was sent', async () => {
    const url = await closedPort();
    const { host } = new URL(url);
    expect(await failureOf(() => opened()(get(url)))).toMatchObject({
      name: 'CONNECT_REFUSED',
      exit: 'unreachable',
      message: `Cannot reach ${host}: connection refused`,
      details: { cause: 'CONNECT_REFUSED', host, code: 'ECONNREFUSED', sent: false },
    });
  });

  test('a host that does not exist is a DNS failure, without userinfo or query in the message', async () => {
    const url = 'https://nowhere.portai.invalid/v1?token=hidden';
    const failure = await failureOf(() => opened()(get(url)));
    expect(failure).toMatchObject({
      name: 'DNS_FAILED',
      details: { host: 'nowhere.portai.invalid', sent: false },
    });
    expect(JSON.stringify(failure)).not.toContain('hidden');
  });

  test('a server that accepts and says nothing to a TLS handshake is given up after five seconds', async () => {
    const server = await started(serveRaw(() => undefined, 'https'));
    expect(await failureOf(() => opened()(get(server.url)))).toMatchObject({
      name: 'CONNECT_TIMEOUT',
      details: { sent: false, phase: 'connecting' },
    });
  });

  test('the time limit holds while connecting, and says so', async () => {
    const server = await started(serveRaw(() => undefined, 'https'));
    const { host } = new URL(server.url);
    expect(await failureOf(() => opened()(get(server.url, { timeoutMs: 80 })))).toMatchObject({
      name: 'TIMEOUT',
      message: `Cannot reach ${host}: timed out after 80 ms while connecting`,
      details: { sent: false },
    });
  });

  test('what was given up while connecting is cut off, not left to linger', async () => {
    let cut: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (cut = resolve));
    const server = await started(
      serveRaw((socket) => socket.once('close', () => cut()).resume(), 'https'),
    );
    await failureOf(() => opened()(get(server.url, { timeoutMs: 80 })));
    await expect(gone).resolves.toBeUndefined();
  });
});

describe('an answer that does not come', () => {
  const reset = 'CONNECTION_RESET';
  const half = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf';

  test('a stall before the headers ends with the time limit', async () => {
    const server = await started(answerRaw('', 'stall'));
    const { host } = new URL(server.url);
    expect(await failureOf(() => opened()(get(server.url, { timeoutMs: 80 })))).toMatchObject({
      name: 'TIMEOUT',
      message: `No answer from ${host}: timed out after 80 ms while waiting for the answer`,
      details: { sent: true, phase: 'waiting' },
    });
  });

  test('a stall in the middle of the body ends with the time limit', async () => {
    const server = await started(answerRaw(half, 'stall'));
    const failure = await failureOf(() => opened()(get(server.url, { timeoutMs: 150 })));
    expect(failure).toMatchObject({ name: 'TIMEOUT', details: { sent: true, phase: 'reading' } });
    expect(failure.message).toMatch(/timed out after 150 ms while reading the answer$/);
  });

  test.each([
    ['a close without an answer', '', 'close', 'waiting'],
    ['a reset without an answer', '', 'reset', 'waiting'],
    ['a close in the middle of the body', half, 'close', 'reading'],
  ] as const)('%s is a broken connection', async (_, text, then, phase) => {
    const server = await started(answerRaw(text, then));
    expect(await failureOf(() => opened()(get(server.url)))).toMatchObject({
      name: reset,
      exit: 'unreachable',
      details: { sent: true, phase },
    });
  });

  test('something that is not HTTP is named as such', async () => {
    const server = await started(answerRaw('SSH-2.0-OpenSSH_9.9\r\n', 'close'));
    const { host } = new URL(server.url);
    expect(await failureOf(() => opened()(get(server.url)))).toMatchObject({
      name: 'NOT_HTTP',
      message: `No answer from ${host}: what it sent is not HTTP`,
      details: { sent: true },
    });
  });

  test.each(['127.0.0.1', 'localhost'])(
    'an address that is not permitted is not connected to: %s',
    async (host) => {
      const reached = vi.fn();
      const server = await started(
        serveHttp((_request, response) => {
          reached();
          response.end();
        }),
      );
      const asked: string[] = [];
      const send = openSend(
        {
          timeoutMs: 10_000,
          permits: (address) => {
            asked.push(address);
            return false;
          },
        },
        {},
      );
      const failure = await failureOf(() => send(get(`http://${host}:${server.port}/`)));
      expect(failure).toMatchObject({ name: 'CONFIG_INVALID', details: { sent: false } });
      expect(asked.length).toBeGreaterThan(0);
      expect(reached).not.toHaveBeenCalled();
    },
  );

  test('an address that is permitted is reached, by its name as well', async () => {
    const server = await started(serveHttp((_request, response) => response.end('here')));
    const send = openSend({ timeoutMs: 10_000, permits: () => true }, {});
    for (const host of ['127.0.0.1', 'localhost']) {
      expect((await send(get(`http://${host}:${server.port}/`))).body).toBe('here');
    }
  });

  /** A name service that knows these addresses, in the place of the system's. */
  const resolving =
    (...addresses: string[]): Resolve =>
    (_host, _options, done) =>
      done(
        null,
        addresses.map((address) => ({ address, family: isIP(address) })),
      );

  test.each([
    [['127.0.0.1', '10.0.0.1']],
    [['10.0.0.1', '127.0.0.1']],
    [['127.0.0.1', '::1', '169.254.169.254']],
  ])('a name is spoiled by one address that is not permitted: %j', async (addresses) => {
    const reached = vi.fn();
    const server = await started(serveHttp(reached));
    const permits = (address: string) => address === '127.0.0.1';
    const send = openSend({ timeoutMs: 10_000, permits }, {}, resolving(...addresses));
    const url = `http://llm.portai.test:${server.port}/`;
    expect(await failureOf(() => send(get(url, { plainHttp: true })))).toMatchObject({
      name: 'CONFIG_INVALID',
      details: { sent: false },
    });
    expect(reached).not.toHaveBeenCalled();
  });

  test('a request may allow less than the sender does', async () => {
    const server = await started(
      serveHttp((request, response) => {
        response.end(Buffer.alloc(request.url === '/over' ? 65_537 : 65_536, 'x'));
      }),
    );
    const send = opened();
    expect((await send(get(server.url, { maxBytes: 65_536 }))).body).toHaveLength(65_536);
    const failure = await failureOf(() => send(get(`${server.url}/over`, { maxBytes: 65_536 })));
    expect(failure.name).toBe('BODY_TOO_LARGE');
    expect(failure.message).toContain('more than 64 KiB');
  });

  test('a stream is read until there is enough, and its connection closed', async () => {
    const closed = vi.fn();
    const server = await started(
      serveHttp((_request, response) => {
        response.once('close', closed);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: one\n\n');
        setTimeout(() => response.write('data: two\n\n'), 20);
      }),
    );
    const pieces: string[] = [];
    const answer = await opened()(
      get(server.url, {
        enough: (piece) => {
          pieces.push(Buffer.from(piece).toString());
          return pieces.join('').includes('two');
        },
      }),
    );
    expect(answer).toMatchObject({ status: 200, body: 'data: one\n\ndata: two\n\n' });
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
  });

  test('a refusal is read to its end, whatever would be enough of a stream', async () => {
    const server = await started(
      serveHttp((_request, response) => {
        response.writeHead(401);
        response.write('first, ');
        setTimeout(() => response.end('then the rest'), 20);
      }),
    );
    const answer = await opened()(get(server.url, { enough: () => true }));
    expect(answer).toMatchObject({ status: 401, body: 'first, then the rest' });
  });

  test('a body of 10 MiB is read, one byte more is refused', async () => {
    const limit = 10 * 1024 ** 2;
    const server = await started(
      serveHttp((request, response) => {
        response.end(Buffer.alloc(request.url === '/over' ? limit + 1 : limit, 'x'));
      }),
    );
    const send = opened();
    expect((await send(get(server.url))).body).toHaveLength(limit);
    const failure = await failureOf(() => send(get(`${server.url}/over`)));
    expect(failure).toMatchObject({ name: 'BODY_TOO_LARGE', details: { sent: true } });
    expect(failure.message).toContain('more than 10 MiB');
  });
});

describe('an answer that is compressed, which nobody asked for', () => {
  const body = `{"words":"${'déjà vu '.repeat(2_000)}"}`;
  const coded: [string, Buffer][] = [
    ['gzip', gzipSync(body)],
    ['x-gzip', gzipSync(body)],
    ['GZIP', gzipSync(body)],
    ['deflate', deflateSync(body)],
    ['deflate', deflateRawSync(body)],
    ['br', brotliCompressSync(body)],
    ['gzip, br', brotliCompressSync(gzipSync(body))],
    ['identity', Buffer.from(body)],
  ];

  async function answered(coding: string, bytes: Buffer) {
    const server = await started(
      serveHttp((_, response) =>
        response.writeHead(400, { 'content-encoding': coding }).end(bytes),
      ),
    );
    return opened()(get(server.url));
  }

  test.each(coded)('with %s is read', async (coding, bytes) => {
    expect(await answered(coding, bytes)).toMatchObject({ status: 400, body });
  });

  test('and says so falsely is read as it came', async () => {
    expect(await answered('gzip', Buffer.from(body))).toMatchObject({ body });
  });

  test('without anything in it is empty', async () => {
    expect(await answered('gzip', Buffer.alloc(0))).toMatchObject({ body: '' });
  });

  test.each<[string, string, Buffer]>([
    ['in an unknown way', 'dictionary', gzipSync(body)],
    ['and cut off', 'gzip', gzipSync(body).subarray(0, 60)],
    ['and damaged', 'br', Buffer.from('no brotli at all, \u0000\u0001')],
    ['in more ways than anybody needs', 'gzip, gzip, gzip, gzip', gzipSync(body)],
  ])('%s is named as compressed', async (_, coding, bytes) => {
    const failure = await failureOf(() => answered(coding, bytes));
    expect(failure).toMatchObject({ name: 'COMPRESSED', details: { sent: true } });
    expect(failure.message).toContain(`compressed (${coding})`);
  });

  test('is not blown up beyond what is read', async () => {
    const bomb = gzipSync(Buffer.alloc(11 * 1024 ** 2));
    expect(await failureOf(() => answered('gzip', bomb))).toMatchObject({
      name: 'BODY_TOO_LARGE',
    });
  });

  test('is read whole where a part would be enough', async () => {
    const server = await started(
      serveHttp((_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body)),
      ),
    );
    const enough = () => true;
    expect(await opened()(get(server.url, { enough }))).toMatchObject({ body });
  });
});

describe('a redirect is not followed', () => {
  test.each([
    ['https://login.example.com/?next=hidden', 'to login.example.com', 'single sign-on'],
    ['/elsewhere?hidden', 'to another of its pages', 'final address'],
    ['https://127.0.0.1:1/hidden', 'to 127.0.0.1:1', 'with https://'],
    ['http://[', 'somewhere', 'final address'],
  ])('%s', async (location, to, hint) => {
    let requests = 0;
    const server = await started(
      serveHttp((_, response) => {
        requests++;
        response.writeHead(302, { location }).end();
      }),
    );
    const { host } = new URL(server.url);
    const failure = await failureOf(() => opened()(get(server.url)));
    expect(failure).toMatchObject({
      name: 'REDIRECTED',
      status: 302,
      message: `${host} redirects ${to} (302); redirects are not followed`,
      details: { sent: true },
    });
    expect(failure.hint).toContain(hint);
    expect(JSON.stringify(failure)).not.toContain('hidden');
    expect(requests).toBe(1);
  });
});

test.each([300, 301, 302, 303, 305, 307, 308])(
  'an answer with status %i is a redirect, whatever else it holds',
  async (status) => {
    const server = await started(
      serveHttp((_, response) => response.writeHead(status, { location: '/' }).end('{"ok":true}')),
    );
    const failure = await failureOf(() => opened()(get(server.url)));
    expect(failure).toMatchObject({ name: 'REDIRECTED', status });
  },
);

describe('TLS', () => {
  const ok = { caFile };

  test('a certificate of an authority in the CA file is trusted', async () => {
    const server = await started(serveTls('server', (_, response) => response.end('ok')));
    expect(await opened(ok)(get(server.url))).toMatchObject({ status: 200, body: 'ok' });
  });

  test('without the CA file it is not, and the issuer is named', async () => {
    const server = await started(serveTls('server', (_, response) => response.end('ok')));
    const { host } = new URL(server.url);
    expect(await failureOf(() => opened()(get(server.url)))).toMatchObject({
      name: 'TLS_UNTRUSTED',
      message: `Cannot reach ${host}: certificate issued by "portai test authority", not trusted here`,
      details: { sent: false, issuer: 'portai test authority' },
    });
  });

  test.each([
    ['self-signed', 'TLS_UNTRUSTED', 'certificate issued by "self-signed.portai.test"'],
    ['expired', 'TLS_EXPIRED', 'its certificate has expired'],
    ['wrong-host', 'TLS_HOSTNAME', 'its certificate is for another host name'],
  ] as const)('%s certificates are %s', async (certificate, name, why) => {
    const server = await started(serveTls(certificate, (_, response) => response.end('ok')));
    const failure = await failureOf(() => opened(ok)(get(server.url)));
    expect(failure).toMatchObject({ name, details: { sent: false } });
    expect(failure.message).toContain(why);
  });

  test('verification cannot be switched off by the environment', async () => {
    const server = await started(serveTls('self-signed', (_, response) => response.end('ok')));
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    expect(await failureOf(() => opened()(get(server.url)))).toMatchObject({
      name: 'TLS_UNTRUSTED',
    });
  });

  test('plain HTTP on the port is a TLS_PROTOCOL failure', async () => {
    const server = await started(serveHttp((_, response) => response.end('ok')));
    const url = server.url.replace('http:', 'https:');
    expect(await failureOf(() => opened()(get(url)))).toMatchObject({
      name: 'TLS_PROTOCOL',
      details: { sent: false },
    });
  });

  test('a server that hangs up during the handshake has received nothing', async () => {
    const server = await started(
      serveRaw((socket) => socket.once('data', () => socket.destroy()), 'https'),
    );
    expect(await failureOf(() => opened()(get(server.url)))).toMatchObject({
      name: 'CONNECTION_RESET',
      details: { sent: false },
    });
  });

  test('a CA file keeps the authorities of NODE_EXTRA_CA_CERTS in force', async () => {
    const server = await started(serveTls('server', (_, response) => response.end('ok')));
    const other = tlsFile('self-signed.pem');
    const send = opened({ caFile: other, env: { NODE_EXTRA_CA_CERTS: caFile } });
    expect(await send(get(server.url))).toMatchObject({ status: 200 });
  });

  test('a CA file that is empty or damaged is a usage error that names it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'portai-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const damaged = join(folder, 'damaged.pem');
    writeFileSync(damaged, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    const empty = join(folder, 'empty.pem');
    writeFileSync(empty, '');
    for (const [file, why] of [
      [empty, 'no certificate'],
      [damaged, 'damaged'],
    ] as const) {
      const failure = usageOf(() => opened({ caFile: file }));
      expect(failure).toMatchObject({ name: 'CONFIG_INVALID', exit: 'usage' });
      expect(failure.message).toContain(`${file} cannot be used: `);
      expect(failure.message).toContain(why);
    }
  });
});

describe('a proxy', () => {
  const target = 'https://api.portai.test/v1?q=1';

  async function through(behaviour: Parameters<typeof serveProxy>[0], login = '') {
    const proxy = await started(serveProxy(behaviour));
    const url = `http://${login}127.0.0.1:${proxy.port}`;
    return { proxy, send: opened({ caFile, env: { HTTPS_PROXY: url } }) };
  }

  test('leads to the server, which is still the one whose certificate counts', async () => {
    const server = await started(serveTls('server', (_, response) => response.end('ok')));
    const { proxy, send } = await through({ to: server.port }, 'user:p%40ss@');
    expect(await send(get(target))).toMatchObject({ status: 200, body: 'ok' });
    expect(proxy.asked).toEqual(['api.portai.test:443']);
    expect(proxy.logins).toEqual([`Basic ${Buffer.from('user:p@ss').toString('base64')}`]);
  });

  describe('with a rule for addresses', () => {
    const named =
      (address: string): Resolve =>
      (_host, _options, done) =>
        done(null, [{ address, family: isIP(address) }]);

    test('is asked for the address that was judged, and the name is in the certificate', async () => {
      const server = await started(serveTls('server', (_, response) => response.end('ok')));
      const proxy = await started(serveProxy({ to: server.port }));
      const permits = (address: string) => address === '198.51.100.7';
      const options = { timeoutMs: 10_000, ...authoritiesIn(caFile), permits };
      const send = openSend(options, { HTTPS_PROXY: proxy.url }, named('198.51.100.7'));
      expect(await send(get(target))).toMatchObject({ status: 200, body: 'ok' });
      expect(proxy.asked).toEqual(['198.51.100.7:443']);
    });

    test.each([
      ['https://api.portai.test/', '127.0.0.1'],
      ['https://api.portai.test/', '::1'],
      ['https://169.254.169.254/', '198.51.100.7'],
      ['https://[fd00:ec2::254]/', '198.51.100.7'],
    ])('is asked for nothing where it forbids: %s, which is at %s', async (url, address) => {
      const proxy = await started(serveProxy('drop'));
      const permits = (each: string) => each === '198.51.100.7';
      const options = { timeoutMs: 10_000, permits };
      const send = openSend(options, { HTTPS_PROXY: proxy.url }, named(address));
      expect(await failureOf(() => send(get(url)))).toMatchObject({
        name: 'CONFIG_INVALID',
        details: { sent: false },
      });
      expect(proxy.asked).toEqual([]);
    });
  });

  test('that shows a certificate of its own is a TLS failure, and nothing was sent', async () => {
    const server = await started(serveTls('self-signed', (_, response) => response.end('ok')));
    const { send } = await through({ to: server.port });
    expect(await failureOf(() => send(get(target)))).toMatchObject({
      name: 'TLS_UNTRUSTED',
      details: { sent: false, host: 'api.portai.test' },
    });
  });

  test.each([
    [{ status: 407 }, 'PROXY_AUTH', 'wants a login'],
    [{ status: 403 }, 'PROXY_REFUSED', 'does not allow this host'],
    [{ status: 502 }, 'PROXY_REFUSED', 'cannot reach it'],
    ['drop', 'CONNECTION_RESET', 'closed'],
  ] as const)('that answers %j is %s', async (behaviour, name, why) => {
    const { proxy, send } = await through(behaviour, 'user:hidden@');
    const failure = await failureOf(() => send(get(target)));
    expect(failure).toMatchObject({
      name,
      details: { sent: false, proxy: `127.0.0.1:${proxy.port}` },
    });
    expect(failure.message).toContain(why);
    expect(failure.message).toMatch(/^Cannot reach api\.portai\.test through the proxy 127/);
    expect(JSON.stringify(failure)).not.toContain('hidden');
    expect(proxy.asked).toHaveLength(1);
  });

  test('that never answers is cut off by the time limit', async () => {
    const { send } = await through('stall');
    expect(await failureOf(() => send(get(target, { timeoutMs: 100 })))).toMatchObject({
      name: 'TIMEOUT',
      details: { sent: false, phase: 'connecting' },
    });
  });

  test('that is not there is named in place of the server', async () => {
    const url = await closedPort();
    const send = opened({ env: { https_proxy: url } });
    expect(await failureOf(() => send(get(target)))).toMatchObject({
      name: 'CONNECT_REFUSED',
      message: `Cannot reach the proxy ${new URL(url).host}: connection refused`,
      details: { sent: false },
    });
  });

  test('is not asked for hosts in NO_PROXY, nor for loopback', async () => {
    const server = await started(serveHttp((_, response) => response.end('direct')));
    const proxy = await started(serveProxy('drop'));
    const env = { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url, NO_PROXY: '.invalid' };
    const send = opened({ caFile, env });
    expect(await send(get(server.url))).toMatchObject({ body: 'direct' });
    const safe = await started(serveTls('server', (_, response) => response.end('direct')));
    expect(await send(get(safe.url))).toMatchObject({ body: 'direct' });
    expect(await failureOf(() => send(get('https://api.portai.invalid/')))).toMatchObject({
      name: 'DNS_FAILED',
    });
    expect(proxy.asked).toEqual([]);
  });
});

describe('an abort', () => {
  test('rejects with the very reason of the signal while an answer is awaited', async () => {
    const stop = new AbortController();
    const server = await started(serveHttp(() => stop.abort('interrupted')));
    await expect(opened()(get(server.url, { signal: stop.signal }))).rejects.toBe('interrupted');
  });

  test('rejects with it while connecting', async () => {
    const stop = new AbortController();
    const reason = new Error('Ctrl-C');
    const server = await started(serveRaw(() => stop.abort(reason), 'https'));
    await expect(opened()(get(server.url, { signal: stop.signal }))).rejects.toBe(reason);
  });

  test('that came before opens no connection', async () => {
    let connections = 0;
    const server = await started(serveRaw(() => connections++));
    const signal = AbortSignal.abort('interrupted');
    await expect(opened()(get(server.url, { signal }))).rejects.toBe('interrupted');
    expect(connections).toBe(0);
  });

  test('of one request leaves another on its way', async () => {
    const stop = new AbortController();
    const server = await started(
      serveHttp((request, response) => {
        if (request.url === '/slow')
          stop.signal.addEventListener('abort', () => response.end('ok'));
        else stop.abort('enough');
      }),
    );
    const send = opened();
    const [slow, gone] = await Promise.allSettled([
      send(get(`${server.url}/slow`)),
      send(get(`${server.url}/gone`, { signal: stop.signal })),
    ]);
    expect(gone).toEqual({ status: 'rejected', reason: 'enough' });
    expect(slow).toMatchObject({ status: 'fulfilled', value: { body: 'ok' } });
  });
});

describe('what is not sent', () => {
  test.each([
    ['http://api.port.io/', {}, /http:\/\/ is only for loopback/],
    ['ftp://127.0.0.1/', {}, /Only https/],
    ['https://user:hidden@api.port.io/', {}, /user name or password/],
    ['https://api.port.io/', { 'x-key': 'hidden\nx' }, /"x-key" holds a line break/],
    ['https://api.port.io/', { 'x-key': 'hidden…' }, /"x-key"/],
  ])('%s with %j is a usage error without the value', async (url, headers, message) => {
    const failure = await failureOf(() => opened()(get(url, { headers })));
    expect(failure).toMatchObject({ name: 'CONFIG_INVALID', exit: 'usage' });
    expect(failure.message).toMatch(message);
    expect(JSON.stringify(failure)).not.toContain('hidden');
  });

  test('plain http leads to another machine where the request says that it may, and nowhere else', async () => {
    const asked: string[] = [];
    const permits = (address: string) => {
      asked.push(address);
      return false;
    };
    const send = openSend({ timeoutMs: 10_000, permits }, {});
    const url = 'http://10.0.0.5:4000/v1/models';
    const refused = await failureOf(() => send(get(url, { plainHttp: false })));
    expect(refused.message).toMatch(/only for loopback/);
    expect(asked).toEqual([]);
    const stopped = await failureOf(() => send(get(url, { plainHttp: true })));
    expect(stopped.message).not.toMatch(/loopback/);
    expect(asked).toEqual(['10.0.0.5']);
  });
});
