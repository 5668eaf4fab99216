import type { RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Cause } from '../../src/vendors/causes.ts';
import { openaiCompatible } from '../../src/planes/port/provider-types/openai-compatible.ts';
import { testSubject } from '../../src/planes/port/tested-provider.ts';
import { Redactor } from '../../src/core/redactor.ts';
import { openSend } from '../../src/http/send.ts';
import { openBudget, testConnection } from '../../src/connection-test/run.ts';
import {
  answerRaw,
  closedPort,
  serveHttp,
  serveProxy,
  serveRaw,
  serveTls,
  authoritiesIn,
  tlsFile,
  type TestServer,
} from '../support/servers.ts';

/** The engine over real sockets, against servers that do not do what they should. */

const key = 'sk-canary-0123456789';
const limitMs = 400;
const [variant] = openaiCompatible.variants;

interface Circumstances {
  readonly env?: Record<string, string>;
  readonly caFile?: string;
  readonly signal?: AbortSignal;
  readonly stream?: boolean;
  readonly models?: readonly string[];
}

async function probed(url: string, circumstances: Circumstances = {}) {
  const { env = {}, caFile, signal = new AbortController().signal, models = ['m'] } = circumstances;
  const redactor = new Redactor();
  const secret = redactor.hold(key);
  return testConnection(
    await testSubject(
      {
        type: openaiCompatible,
        variant,
        config: {
          baseUrl: `${url}/v1`,
          apiKeySecretName: 'key',
          models: models.map((name) => ({ name })),
        },
        models,
      },
      () => secret,
    ),
    {
      send: openSend({ timeoutMs: 10_000, ...authoritiesIn(caFile) }, env),
      now: () => new Date(),
      sleep: (milliseconds) => sleep(Math.min(milliseconds, 5)),
      random: () => 0,
      redact: (text) => redactor.redact(text),
      hold: (value) => redactor.hold(value),
      signal,
      caller: 'this-machine',
      provedFrom: 'this machine',
      budget: openBudget(),
    },
    {
      generate: true,
      stream: circumstances.stream ?? false,
      structured: false,
      timeoutMs: limitMs,
    },
  );
}

async function started<T extends TestServer>(starting: Promise<T>): Promise<T> {
  const server = await starting;
  onTestFinished(() => server.close());
  return server;
}

const completion = (text = 'pong') =>
  JSON.stringify({
    id: 'c-1',
    object: 'chat.completion',
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
  });

const json = (response: ServerResponse, body: string) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);

const stalling = (head: string) => () => started(answerRaw(head, 'stall'));
const plain = (listener: RequestListener) => () => started(serveHttp(listener));

interface Case {
  readonly name: string;
  readonly cause: Cause;
  readonly says?: RegExp;
  readonly serve: () => Promise<{ readonly url: string }>;
  readonly circumstances?: Circumstances;
}

const cases: readonly Case[] = [
  {
    name: 'nothing listens there',
    cause: 'CONNECT_REFUSED',
    serve: async () => ({ url: await closedPort() }),
  },
  {
    name: 'a host that does not exist',
    cause: 'DNS_FAILED',
    serve: () => Promise.resolve({ url: 'https://no-such-host.invalid' }),
  },
  {
    name: 'a server that takes the request and says nothing',
    cause: 'TIMEOUT',
    says: /while waiting for the answer/,
    serve: () => started(serveRaw((socket) => socket.resume())),
  },
  {
    name: 'a server that stops in the middle of its answer',
    cause: 'TIMEOUT',
    says: /while reading the answer/,
    serve: stalling('HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"choices":['),
  },
  {
    name: 'a server that hangs up without an answer',
    cause: 'CONNECTION_RESET',
    serve: () => started(answerRaw('', 'close')),
  },
  {
    name: 'a server that hangs up in the middle of its answer',
    cause: 'CONNECTION_RESET',
    serve: () =>
      started(answerRaw('HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"choices":[', 'close')),
  },
  {
    name: 'a server that answers a megabyte',
    cause: 'BODY_TOO_LARGE',
    serve: plain((_request, response) => json(response, completion('x'.repeat(1024 ** 2)))),
  },
  {
    name: 'a redirect to a login page',
    cause: 'REDIRECTED',
    says: /login\.example\.com/,
    serve: plain((_request, response) =>
      response.writeHead(302, { location: 'https://login.example.com/?next=%2Fv1' }).end(),
    ),
  },
  {
    name: 'a sign-in page with status 200',
    cause: 'WRONG_BASE_URL',
    serve: plain((_request, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>Sign in</title>'),
    ),
  },
  {
    name: 'a firewall page with status 403',
    cause: 'NETWORK_ACL',
    serve: plain((_request, response) =>
      response.writeHead(403, { 'content-type': 'text/html' }).end('<html>Blocked</html>'),
    ),
  },
  {
    name: 'a certificate that signed itself',
    cause: 'TLS_UNTRUSTED',
    serve: () => started(serveTls('self-signed', (_request, response) => response.end())),
  },
  {
    name: "a certificate of somebody's own authority",
    cause: 'TLS_UNTRUSTED',
    says: /issued by/,
    serve: () => started(serveTls('server', (_request, response) => response.end())),
  },
  {
    name: 'a certificate that has expired',
    cause: 'TLS_EXPIRED',
    serve: () => started(serveTls('expired', (_request, response) => response.end())),
    circumstances: { caFile: tlsFile('ca.pem') },
  },
  {
    name: 'a certificate for another host',
    cause: 'TLS_HOSTNAME',
    serve: () => started(serveTls('wrong-host', (_request, response) => response.end())),
    circumstances: { caFile: tlsFile('ca.pem') },
  },
  {
    name: 'https to a port that speaks plain HTTP',
    cause: 'TLS_PROTOCOL',
    serve: async () => {
      const { url } = await started(serveHttp((_request, response) => response.end()));
      return { url: url.replace('http:', 'https:') };
    },
  },
];

describe('each way in which a server misbehaves has its cause, within the time allowed', () => {
  test.each(cases)('$name: $cause', async ({ serve, cause, says, circumstances }) => {
    const { url } = await serve();
    const begun = performance.now();
    const report = await probed(url, circumstances);
    // Two requests at the most (one retry), and the look at a certificate.
    expect(performance.now() - begun).toBeLessThan(8_000);
    const verdict = cause === 'WRONG_BASE_URL' ? 'fail' : 'unknown';
    expect(report.testedModels['m']).toMatchObject({ isValid: false, cause, verdict });
    expect(report.ok).toBe(false);
    expect(report.credential.verdict).toBe('untested');
    const text = JSON.stringify(report);
    if (says) expect(text).toMatch(says);
    expect(text).not.toContain(key);
  });

  test.each([
    [407, 'PROXY_AUTH'],
    [403, 'PROXY_REFUSED'],
    [502, 'PROXY_REFUSED'],
  ] as const)('a proxy that answers %i: %s', async (status, cause) => {
    const proxy = await started(serveProxy({ status }));
    const report = await probed('https://llm.example.com', {
      env: { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url },
    });
    expect(report.testedModels['m']).toMatchObject({ isValid: false, cause });
    expect(proxy.asked).toEqual(['llm.example.com:443']);
  });
});

describe('a stream', () => {
  const streamed =
    (listener: (response: ServerResponse) => void): RequestListener =>
    (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (!Buffer.concat(chunks).toString().includes('"stream":true')) {
          json(response, completion());
          return;
        }
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        listener(response);
      });
    };
  const chunk = (delta: object, finish_reason: string | null) =>
    `data: ${JSON.stringify({
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, finish_reason }],
    })}\n\n`;
  const word = chunk({ content: 'po' }, null);

  test('that says how it ended is a pass, and is not read any further', async () => {
    const whole = `${word}${chunk({}, 'stop')}`;
    const server = await started(serveHttp(streamed((response) => response.write(whole))));
    const { testedModels } = await probed(server.url, { stream: true });
    expect(testedModels['m']).toMatchObject({ isValid: true, verdict: 'pass' });
    expect(testedModels['m']?.stages.at(-1)).toMatchObject({ stage: 'stream', verdict: 'pass' });
  });

  test('that stops in the middle leaves its stream unknown', async () => {
    const server = await started(serveHttp(streamed((response) => response.write(word))));
    const { testedModels } = await probed(server.url, { stream: true });
    expect(testedModels['m']).toMatchObject({ isValid: false, cause: 'TIMEOUT' });
  });

  test('that never begins leaves the model tested and its stream unknown', async () => {
    const server = await started(serveHttp(streamed((response) => response.write(': ping\n\n'))));
    const { testedModels } = await probed(server.url, { stream: true });
    const stages = testedModels['m']?.stages ?? [];
    expect(stages.find(({ stage }) => stage === 'generate')).toMatchObject({ verdict: 'pass' });
    expect(stages.at(-1)).toMatchObject({ stage: 'stream', verdict: 'unknown', cause: 'TIMEOUT' });
  });

  test('that begins with an error is a failure, although its status was 200', async () => {
    const error = {
      error: { message: 'You exceeded your current quota', code: 'insufficient_quota' },
    };
    const server = await started(
      serveHttp(streamed((response) => response.end(`data: ${JSON.stringify(error)}\n\n`))),
    );
    const { testedModels } = await probed(server.url, { stream: true });
    expect(testedModels['m']).toMatchObject({ isValid: false, cause: 'QUOTA_EXHAUSTED' });
  });
});

test('an interruption ends at once, with what is known by then', async () => {
  const stop = new AbortController();
  const server = await started(
    serveHttp((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (Buffer.concat(chunks).toString().includes('"model":"a"')) json(response, completion());
        else setTimeout(() => stop.abort('interrupted'), 10);
      });
    }),
  );
  const begun = performance.now();
  const report = await probed(server.url, { signal: stop.signal, models: ['a', 'b', 'c'] });
  expect(performance.now() - begun).toBeLessThan(limitMs);
  expect(report.testedModels['a']).toMatchObject({ isValid: true });
  expect(report.testedModels['b']).toMatchObject({ isValid: false, cause: 'INTERRUPTED' });
  expect(report.testedModels['c']).toMatchObject({ isValid: false, cause: 'INTERRUPTED' });
});
