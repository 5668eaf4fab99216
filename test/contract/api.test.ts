import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openSend } from '../../src/http/send.ts';
import { freshFolder, portai, type RunOptions } from '../support/run.ts';
import { invokeInSandbox } from '../support/sandbox-invocation.ts';
import { script, signedIn, type Seen } from '../support/script.ts';
import { serveHttp, type TestServer } from '../support/servers.ts';

const json = { ok: true, organization: { name: 'Sandbox', big: 1 } };
const organization = { 'GET /v1/organization': { json } };

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map(({ close }) => close()));
});

describe('portai api', () => {
  test('prints the answer as it came', async () => {
    const text = '{ "ok":true, "n": 12345678901234567890, "odd": "\\u00e9" }';
    const { send } = script({ 'GET /v1/organization': { text } });
    const ran = await portai('api GET /v1/organization', { env: signedIn, send });
    expect(ran).toEqual({ code: 0, stdout: `${text}\n`, stderr: '' });
  });

  test('sends with the credentials and the query of the command', async () => {
    const { send, seen } = script(organization);
    await portai('api get /v1/organization?a=1 -q b=2 --query c=x=y', { env: signedIn, send });
    expect(seen[0]).toMatchObject({
      query: '?a=1&b=2&c=x%3Dy',
      headers: { authorization: 'Bearer token-of-this-test' },
    });
  });

  test('calls Portkey with its key', async () => {
    const { code, stdout } = await portai('api GET /integrations --portkey --sandbox', {});
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ object: 'list' });
  });

  test('takes --quiet although -q is its own', async () => {
    const { send } = script(organization);
    const ran = await portai('api GET /v1/organization --quiet', { env: signedIn, send });
    expect(ran.code).toBe(0);
  });

  test.each([
    'https://evil.example/v1/x',
    '//evil.example/x',
    '/v1/../../x',
    '/v1/%2e%2e/x',
    '/@evil.example',
    '/v1/x\r\nx: y',
    'v1/x',
  ])('refuses %j before anything is sent', async (path) => {
    const { send, seen } = script({});
    const ran = await portai(['api', 'GET', path], { env: signedIn, send });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('nothing was sent');
    expect(seen).toEqual([]);
  });

  test.each([
    [['TRACE', '/v1/x'], 'must be one of GET'],
    [['GET', '/v1/x', '-f', 'a=b'], 'A GET has no body'],
    [['POST', '/v1/x', '-f', 'novalue', '--yes'], 'is not of the form key=value'],
    [['POST', '/v1/x', '-f', 'a:={', '--yes'], 'what follows is no JSON'],
    [
      ['POST', '/v1/x', '-f', 'key=sk-proj-abcdefghijklmnopqrstuvwx', '--yes'],
      'looks like a secret',
    ],
    [['POST', '/v1/x', '--input', '-', '--yes'], 'no JSON'],
    [['POST', '/v1/x', '-f', 'a=b', '--input', '-', '--yes'], 'both give the body'],
  ])('refuses %j', async (words, message) => {
    const ran = await portai(['api', ...words], { env: signedIn, stdin: 'not json' });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).not.toContain('sk-proj');
  });

  test('sends fields as texts, and as JSON where := says so', async () => {
    const { send, seen } = script({ 'POST /v1/x': { json: { ok: true } } });
    const words = ['api', 'POST', '/v1/x', '-f', 'a=1', '-f', 'b:=1', '-f', 'c:=["x"]', '--yes'];
    expect((await portai(words, { env: signedIn, send })).code).toBe(0);
    expect(seen[0]?.body).toEqual({ a: '1', b: 1, c: ['x'] });
  });

  test('that may change something needs --yes where nobody is asked', async () => {
    const { send, seen } = script({});
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const ran = await portai(`api ${method} /v1/llm-providers/openai`, { env: signedIn, send });
      expect(ran.code).toBe(2);
      expect(ran.stderr).toContain('needs --yes');
    }
    expect(seen).toEqual([]);
  });

  test('that searches needs no --yes, though it is a POST', async () => {
    const dir = freshFolder();
    await invokeInSandbox(dir, { id: 'one' });
    const stdin = JSON.stringify({ query: { combinator: 'and', rules: [] } });
    const words = 'api POST /v1/blueprints/_ai_invocation/entities/search --input - --sandbox';
    const { code, stdout } = await portai(words, { dir, stdin });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ entities: [{ identifier: 'one' }] });
  });

  test('with --dry-run sends nothing and hides what a body holds of secrets', async () => {
    const stdin = JSON.stringify({ secretName: 'a', secretValue: 'hunter2-hunter2' });
    const words = 'api POST /v1/organization/secrets --input - --dry-run';
    for (const json of ['', ' --json']) {
      const ran = await portai(words + json, { env: signedIn, stdin });
      expect(ran.code).toBe(0);
      expect(ran.stdout + ran.stderr).not.toContain('hunter2');
      expect(ran.stdout).toContain('/v1/organization/secrets');
    }
  });

  test('masks a secret of the body that the server repeats, and its own token', async () => {
    const { send } = script({
      'POST /v1/x': ({ body, headers }: Seen) => ({ json: { echo: body, headers } }),
    });
    const stdin = JSON.stringify({ secretValue: 'hunter2-hunter2' });
    const ran = await portai('api POST /v1/x --input - --yes', { env: signedIn, send, stdin });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('[secret]');
    expect(ran.stdout).not.toMatch(/hunter2|token-of-this-test/);
  });

  test('with --include prints status and headers, without a session', async () => {
    const headers = { 'x-trace-id': 'abc', 'set-cookie': 'session=1' };
    const { send } = script({ 'GET /v1/organization': { json, headers } });
    const ran = await portai('api GET /v1/organization --include', { env: signedIn, send });
    expect(ran.stdout).toMatch(/^HTTP 200\n[\s\S]*x-trace-id: abc\n[\s\S]*\n\n\{"ok"/);
    expect(ran.stdout).not.toContain('session=1');
  });

  test.each([
    [401, { ok: false, error: 'unauthorized' }, 3],
    [404, { ok: false, error: 'not_found' }, 4],
    [409, { ok: false, error: 'conflict' }, 5],
    [403, { name: 'llm_provider_manage_forbidden' }, 7],
    [400, { ok: false, error: { name: 'LLMProviderModelTestError', message: 'x' } }, 8],
    [422, { ok: false, error: 'unprocessable' }, 9],
    [429, { error: 'Monthly quota exceeded', type: 'QUOTA_ERROR' }, 11],
    [500, {}, 6],
    [200, { ok: false, error: 'not_found' }, 4],
  ])('ends an answer of %i %j with the exit code of its kind', async (status, body, code) => {
    const { send } = script({ 'GET /v1/x': { status, json: body } });
    const ran = await portai('api GET /v1/x', { env: signedIn, send });
    expect(ran).toMatchObject({ code, stdout: '' });
  });

  test('repeats after a 429 only what repeats without harm', async () => {
    const limited = { status: 429, json: {}, headers: { 'retry-after': '1' } };
    const ok = { json: { ok: true } };
    const { send, asked } = script({ 'GET /v1/x': [limited, ok], 'POST /v1/x': [limited, ok] });
    expect((await portai('api GET /v1/x', { env: signedIn, send })).code).toBe(0);
    expect((await portai('api POST /v1/x --yes', { env: signedIn, send })).code).toBe(11);
    expect(asked()).toEqual(['GET /v1/x', 'GET /v1/x', 'POST /v1/x']);
  });

  test('takes no credentials along on a redirect', async () => {
    const seen: unknown[] = [];
    const target = await serveHttp((request, response) => {
      seen.push(request.headers);
      response.end('{}');
    });
    const source = await serveHttp((_, response) => {
      response.writeHead(302, { location: `${target.url}/v1/x` }).end();
    });
    servers.push(target, source);
    const ran = await portai('api GET /v1/x', {
      env: { ...signedIn, PORT_BASE_URL: source.url },
      send: openSend({ timeoutMs: 5_000 }, {}),
    });
    expect(ran.code).toBe(6);
    expect(ran.stderr).toContain('redirects are not followed');
    expect(seen).toEqual([]);
  });

  test('names a web page as one', async () => {
    const headers = { 'content-type': 'text/html' };
    const text = '<!doctype html><title>Sign in</title>';
    const { send } = script({ 'GET /v1/x': { text, headers } });
    const ran = await portai('api GET /v1/x', { env: signedIn, send });
    expect(ran).toMatchObject({ code: 6, stdout: '' });
    expect(ran.stderr).toContain('Sign in');
  });

  test.each(['{"a":"\u009b31m\u202e"}', 'plain \u001b[31m text'])(
    'lets %j move no cursor',
    async (text) => {
      const { send } = script({ 'GET /v1/x': { text } });
      const { code, stdout } = await portai('api GET /v1/x', { env: signedIn, send });
      expect(code).toBe(0);
      expect(stdout).not.toMatch(/[\u001b\u009b\u202e]/);
      if (text.startsWith('{')) expect(JSON.parse(stdout)).toEqual(JSON.parse(text));
    },
  );

  test('writes a stream of events line by line', async () => {
    const headers = { 'content-type': 'text/event-stream' };
    const { send } = script({
      'POST /v1/ai/invoke': {
        text: 'event: execution\ndata: token-of-this-test\n\ndata: end',
        headers,
      },
    });
    const ran = await portai('api POST /v1/ai/invoke -f userPrompt=hi --yes', {
      env: signedIn,
      send,
    });
    expect(ran.stdout).toBe('event: execution\ndata: [secret]\n\ndata: end\n');
  });
});

describe('with --paginate', () => {
  const from = z.object({ from: z.string().optional() });
  const search = 'POST /v1/entities/search';
  const run = (words: string, options: RunOptions) =>
    portai(`api POST /v1/entities/search --input - --paginate${words}`, {
      env: signedIn,
      stdin: '{"query":{}}',
      ...options,
    });

  test('the pages of Port are followed by what they call next', async () => {
    const { send, seen } = script({
      [search]: ({ body }: Seen) =>
        from.parse(body).from === undefined
          ? { json: { entities: [1], next: 'b' } }
          : { json: { entities: [2] } },
    });
    const rows = await run('', { send });
    expect(
      rows.stdout
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toEqual([{ entities: [1], next: 'b' }, { entities: [2] }]);
    expect(seen[1]?.body).toEqual({ query: {}, from: 'b' });
    const whole = await run(' --json', { send });
    expect(JSON.parse(whole.stdout)).toHaveLength(2);
  });

  test('the pages of Portkey are counted from 0 up to their total', async () => {
    const { send, seen } = script({
      'GET /v1/integrations': ({ query }: Seen) => ({
        json: { object: 'list', total: 3, data: query.includes('current_page') ? [3] : [1, 2] },
      }),
    });
    const ran = await portai('api GET /integrations --portkey --paginate', {
      env: { PORTKEY_API_KEY: 'a-key-of-this-test' },
      send,
    });
    expect(ran.code).toBe(0);
    expect(seen.map(({ query }) => query)).toEqual(['', '?current_page=1']);
  });

  test('pages that lead back to themselves end with a warning', async () => {
    const { send, asked } = script({ [search]: { json: { entities: [1], next: 'again' } } });
    const ran = await run('', { send });
    expect(ran.stderr).toContain('do not end');
    expect(asked()).toHaveLength(2);
  });

  test('a failure in the middle leaves one JSON document or none', async () => {
    const { send } = script({
      [search]: [
        { json: { entities: [1], next: 'b' } },
        { status: 403, json: { error: 'forbidden' } },
      ],
    });
    expect(await run(' --json', { send })).toMatchObject({ code: 7, stdout: '' });
  });
});
