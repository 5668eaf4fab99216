import { expect, test } from 'vitest';
import type { HttpRequest } from '../../../src/core/http.ts';
import { liveAddresses } from '../../../src/sandbox/live.ts';
import { openSandbox } from '../../../src/sandbox/open.ts';
import { clock, noSleep, request, refusalOf } from '../../support/sandbox-routes.ts';

const word = '{"choices":[{"message":{"content":"pong"},"finish_reason":"stop"}]}';

async function live(baseUrl: string, allowPrivate = false) {
  const sent: HttpRequest[] = [];
  const sandbox = openSandbox({
    now: clock,
    sleep: noSleep,
    live: {
      permits: liveAddresses({ allowPrivate }),
      send: (each) => {
        sent.push(each);
        return Promise.resolve({ status: 200, headers: {}, body: word });
      },
    },
  });
  const answer = await request(
    sandbox.send,
    await sandbox.token('admin'),
    'POST',
    '/v1/llm-providers?validate_connection=true',
    { provider: 'openai-compatible', config: { baseUrl, models: [{ name: 'llama' }] } },
  );
  return { sent, answer };
}

test('tests go to the real endpoint when one is given to send them', async () => {
  const { sent, answer } = await live('https://llm.example.com/v1');
  expect(answer.status).toBe(201);
  expect(sent.map(({ url }) => url.href)).toEqual(['https://llm.example.com/v1/chat/completions']);
});

test.each([
  'http://169.254.169.254/latest',
  'http://[fe80::1]/v1',
  'http://[fd00:ec2::254]/v1',
  'http://[::ffff:169.254.169.254]/v1',
  'http://0.0.0.0:80/v1',
  'http://2852039166/latest',
  'http://metadata.google.internal/v1',
])('and never to an address that serves credentials: %s', async (baseUrl) => {
  const { sent, answer } = await live(baseUrl);
  expect(sent).toEqual([]);
  expect(refusalOf(answer).name).toBe('LLMProviderModelTestError');
  expect(answer.body).toContain('metadata address');
});

const nearby = ['http://127.0.0.1:4000/v1', 'http://10.1.2.3/v1', 'http://[fd12::1]/v1'];

test.each(nearby)('nor to this network, unless that is allowed: %s', async (baseUrl) => {
  expect((await live(baseUrl)).sent).toEqual([]);
  expect((await live(baseUrl, true)).sent).toHaveLength(1);
});

test('a reset empties the organization and leaves tokens good', async () => {
  const sandbox = openSandbox({ now: clock, sleep: noSleep });
  const token = await sandbox.token('admin');
  const secrets = '/v1/organization/secrets';
  const body = { secretName: 'key', secretValue: 'x' };
  await request(sandbox.send, token, 'POST', secrets, body);
  await sandbox.reset();
  expect((await request(sandbox.send, token, 'GET', secrets)).json).toEqual({
    ok: true,
    secrets: [],
  });
});

test('two sandboxes in memory know nothing of each other', async () => {
  const [one, other] = [0, 1].map(() => openSandbox({ now: clock, sleep: noSleep }));
  const token = await one?.token('admin');
  if (!other) throw new Error('no second sandbox');
  expect((await request(other.send, token, 'GET', '/v1/organization')).status).toBe(401);
});
