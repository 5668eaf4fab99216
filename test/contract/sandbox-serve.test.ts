import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { openSandbox, type SandboxOptions } from '../../src/sandbox/open.ts';
import { parseFault } from '../../src/sandbox/faults.ts';
import { serveSandbox, type ServedSandbox } from '../../src/sandbox/serve.ts';
import { freshCredentials, sandboxCredentials } from '../../src/sandbox/port/token.ts';
import { portai, testTime } from '../support/run.ts';

const open: ServedSandbox[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((served) => served.close()));
});

async function serve(options: Partial<SandboxOptions> = {}) {
  const sandbox = openSandbox({
    now: () => new Date('2026-01-02T03:04:05Z'),
    sleep: () => Promise.resolve(),
    ...options,
  });
  const served = await serveSandbox(sandbox);
  open.push(served);
  return { served, sandbox };
}

interface Got {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

function ask(
  url: string,
  options: { method?: string; headers?: OutgoingHttpHeaders; body?: string } = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      url,
      { method: options.method ?? 'GET', headers: options.headers ?? {} },
      (incoming) => {
        let body = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk: string) => (body += chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(options.body);
  });
}

const asAdmin = async (sandbox: ReturnType<typeof openSandbox>) => ({
  authorization: `Bearer ${await sandbox.token('admin')}`,
});

test('a client signs in over a socket, stores a secret and finds it', async () => {
  const { served } = await serve();
  const token = await ask(`${served.url}/v1/auth/access_token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(sandboxCredentials.admin),
  });
  const { accessToken } = z.object({ accessToken: z.string() }).parse(JSON.parse(token.body));
  const authorization = `Bearer ${accessToken}`;
  const made = await ask(`${served.url}/v1/organization/secrets`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: '{"secretName":"key","secretValue":"ключ"}',
  });
  expect(made.status).toBe(201);
  const found = await ask(`${served.url}/v1/organization/secrets/key`, {
    headers: { authorization },
  });
  expect(JSON.parse(found.body)).toMatchObject({ ok: true, secret: { secretName: 'key' } });
  expect(found.headers['x-trace-id']).toMatch(/^[0-9a-f]{32}$/);
});

test('a deletion is answered with 204 and no body', async () => {
  const { served, sandbox } = await serve();
  const headers = await asAdmin(sandbox);
  const body = JSON.stringify({
    provider: 'openai-compatible',
    config: { baseUrl: 'https://llm.example.com/v1', models: [{ name: 'llama' }] },
  });
  await ask(`${served.url}/v1/llm-providers`, { method: 'POST', headers, body });
  const gone = await ask(`${served.url}/v1/llm-providers/openai-compatible`, {
    method: 'DELETE',
    headers,
  });
  expect(gone).toMatchObject({ status: 204, body: '' });
});

test.each([
  'sandbox.attacker.example',
  '192.168.0.1',
  '127.0.0.1.attacker.example',
  '[::1]',
  'localhost:99999',
  '127.0.0.1:65536',
])('a request for the host "%s" is refused', async (host) => {
  const { served, sandbox } = await serve();
  const headers = { ...(await asAdmin(sandbox)), host };
  expect((await ask(`${served.url}/v1/llm-providers`, { headers })).status).toBe(403);
});

test('a request of a web page is refused, with any origin', async () => {
  const { served, sandbox } = await serve();
  for (const origin of ['https://attacker.example', served.url, 'null']) {
    const headers = { ...(await asAdmin(sandbox)), origin };
    expect((await ask(`${served.url}/v1/llm-providers`, { headers })).status).toBe(403);
  }
});

test('localhost is served as well, with any port', async () => {
  const { served, sandbox } = await serve();
  const headers = { ...(await asAdmin(sandbox)), host: 'localhost:1234' };
  expect((await ask(`${served.url}/v1/llm-providers`, { headers })).status).toBe(200);
});

test.each([1024 * 1024 + 1, 3 * 1024 * 1024])('a body of %i bytes is 413', async (size) => {
  const { served, sandbox } = await serve();
  const answer = await ask(`${served.url}/v1/organization/secrets`, {
    method: 'POST',
    headers: await asAdmin(sandbox),
    body: 'x'.repeat(size),
  });
  expect(answer.status).toBe(413);
  expect(JSON.parse(answer.body)).toMatchObject({ ok: false, error: 'payload_too_large' });
});

test.each(['OPTIONS', 'PROPFIND'])('the method %s is not found', async (method) => {
  const { served } = await serve();
  expect((await ask(`${served.url}/v1/llm-providers`, { method })).status).toBe(404);
});

test('the simulated providers are reached by their host in the path', async () => {
  const { served } = await serve();
  const url = `${served.url}/simulated/api.openai.com/v1/chat/completions`;
  const body = '{"model":"gpt-5","messages":[{"role":"user","content":"x"}]}';
  const call = (key: string) =>
    ask(url, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body });
  expect(JSON.parse((await call('sk-fine')).body)).toMatchObject({ object: 'chat.completion' });
  expect((await call('sk-invalid')).status).toBe(401);
});

test.each(['llm.acme.com', '127.0.0.1:1', 'localhost', 'acme.openai.azure.com'])(
  'a host that is not simulated is not found there: %s',
  async (host) => {
    const { served } = await serve();
    const url = `${served.url}/simulated/${host}/v1/chat/completions`;
    const answer = await ask(url, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
    expect(answer.body).toContain('does not simulate');
  },
);

test('credentials of its own open a sandbox, and the public ones do not', async () => {
  const own = freshCredentials();
  const { served } = await serve({ credentials: own });
  const signIn = (pair: object) =>
    ask(`${served.url}/v1/auth/access_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(pair),
    });
  for (const role of ['admin', 'member'] as const) {
    expect((await signIn(own[role])).status).toBe(200);
    expect((await signIn(sandboxCredentials[role])).status).toBe(401);
  }
  const swapped = { clientId: own.admin.clientId, clientSecret: own.member.clientSecret };
  expect((await signIn(swapped)).status).toBe(401);
});

test('credentials that are made are long, and never the same', () => {
  const secrets = Array.from({ length: 50 }, freshCredentials).flatMap(({ admin, member }) => [
    admin.clientSecret,
    member.clientSecret,
  ]);
  expect(new Set(secrets).size).toBe(100);
  expect(secrets.filter((secret) => !/^[\w-]{32,}$/.test(secret))).toEqual([]);
});

test.each(['sk-reset', 'gpt-stall'])(
  'a simulated provider that gives no answer closes the connection: %s',
  async (word) => {
    const { served } = await serve();
    const call = ask(`${served.url}/simulated/api.openai.com/v1/responses`, {
      method: 'POST',
      headers: { authorization: `Bearer ${word.startsWith('sk-') ? word : 'sk-fine'}` },
      body: JSON.stringify({ model: word, input: 'x' }),
    });
    await expect(call).rejects.toMatchObject({ code: 'ECONNRESET' });
  },
);

test('the fault reset closes the connection without an answer', async () => {
  const { served } = await serve({ faults: [parseFault('reset:1')] });
  await expect(ask(`${served.url}/v1/llm-providers`)).rejects.toMatchObject({
    code: 'ECONNRESET',
  });
  expect((await ask(`${served.url}/v1/llm-providers`)).status).toBe(401);
});

test.each([
  ['401', 3],
  ['403', 7],
  ['404', 4],
  ['409', 5],
  ['429', 11],
  ['500', 6],
])('a rehearsed %s ends a command with %i, as a real one does', async (fault, code) => {
  const sandbox = openSandbox({
    now: () => testTime,
    sleep: () => Promise.resolve(),
    faults: [parseFault(fault)],
  });
  const env = {
    PORT_BASE_URL: 'https://port.example',
    PORT_ACCESS_TOKEN: await sandbox.token('admin'),
  };
  const ran = await portai('providers list --json', { env, send: sandbox.send });
  expect(ran.code).toBe(code);
  expect(ran.stderr).toContain(`"status":${fault}`);
});

test('a taken port is a usage error that names it', async () => {
  const { served, sandbox } = await serve();
  const port = Number(new URL(served.url).port);
  await expect(serveSandbox({ ...sandbox, port })).rejects.toMatchObject({
    failure: {
      name: 'PortInUse',
      exit: 'usage',
      message: `Cannot listen on 127.0.0.1:${port}: another program listens there`,
    },
  });
});

test('closing ends a connection that is open and idle', async () => {
  const { served } = await serve();
  const socket = connect(Number(new URL(served.url).port), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const ended = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  await served.close();
  await ended;
  await expect(ask(`${served.url}/v1/llm-providers`)).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  });
});

test('a client that hangs up ends the wait of its request', async () => {
  let waiting: (signal: AbortSignal | undefined) => void = () => undefined;
  const slept = new Promise<AbortSignal | undefined>((resolve) => (waiting = resolve));
  const { served } = await serve({
    faults: [parseFault('slow:60s')],
    sleep: (_milliseconds, signal) =>
      new Promise((_resolve, reject) => {
        waiting(signal);
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
      }),
  });
  const outgoing = httpRequest(`${served.url}/v1/llm-providers`).on('error', () => undefined);
  outgoing.end();
  const signal = await slept;
  const aborted = new Promise((resolve) => signal?.addEventListener('abort', resolve));
  outgoing.destroy();
  await aborted;
  expect(signal?.aborted).toBe(true);
});
