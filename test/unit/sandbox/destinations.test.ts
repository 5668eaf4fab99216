import { expect, test } from 'vitest';
import type { HttpRequest } from '../../../src/core/http.ts';
import { freshSandbox, refusalOf } from '../../support/sandbox-routes.ts';

const word = '{"choices":[{"message":{"content":"pong"},"finish_reason":"stop"}]}';

const providers = '/v1/llm-providers';
const own = 'openai-compatible';
const ours = 'https://llm.example.com/v1';
const theirs = 'https://elsewhere.example.net/v1';

const configOf = (baseUrl: string) => ({
  apiKeySecretName: 'key',
  baseUrl,
  models: [{ name: 'llama' }],
});

/** A sandbox with one secret, whose connection tests leave this machine; every server says yes. */
async function opened({ live = true } = {}) {
  const sent: HttpRequest[] = [];
  const sandbox = freshSandbox({
    live,
    providers: (request) => {
      sent.push(request);
      return Promise.resolve({ status: 200, headers: {}, body: word });
    },
  });
  const { admin, addSecret } = sandbox;
  await addSecret('key', 'sk-of-somebody');
  return {
    admin,
    addSecret,
    hosts: () => new Set(sent.map(({ url }) => url.host)),
    create: (baseUrl: string, query = '', provider = own) =>
      admin('POST', `${providers}${query}`, { provider, config: configOf(baseUrl) }),
    change: (baseUrl: string, query = '') =>
      admin('PUT', `${providers}/${own}${query}`, { config: configOf(baseUrl) }),
    store: (change: object) => admin('PATCH', '/v1/organization/secrets/key', change),
  };
}

const tested = '?validate_connection=true';
type Opened = Awaited<ReturnType<typeof opened>>;

const ways: readonly (readonly [string, (sandbox: Opened) => ReturnType<Opened['create']>])[] = [
  ['by another base URL', ({ change }) => change(theirs, tested)],
  [
    'by a base URL that was saved untested before',
    async ({ change }) => {
      await change(theirs);
      return change(theirs, tested);
    },
  ],
  [
    'by a provider that takes the place of a deleted one',
    async ({ admin, create }) => {
      await admin('DELETE', `${providers}/${own}`);
      return create(theirs, tested);
    },
  ],
  ['by a provider of another type', ({ create }) => create(theirs, tested, 'anthropic-compatible')],
  [
    'by another description of the secret',
    async ({ change, store }) => {
      await store({ description: 'mine now' });
      return change(theirs, tested);
    },
  ],
];

test.each(ways)('a stored secret is not sent to another host %s', async (_, send) => {
  const sandbox = await opened();
  expect((await sandbox.create(ours)).status).toBe(201);
  const refusal = refusalOf(await send(sandbox));
  expect(refusal.name).toBe('LLMProviderInvalidConfigError');
  expect(refusal.message).toContain("Secret 'key' was stored for another host");
  expect(refusal.message).toContain('elsewhere.example.net');
  expect(sandbox.hosts()).not.toContain('elsewhere.example.net');
});

test('whoever stores the value again may send it to one host more, and to those before', async () => {
  const { create, change, store, hosts } = await opened();
  await create(ours, tested);
  await store({ secretValue: 'sk-of-somebody' });
  expect((await change(theirs, tested)).status).toBe(200);
  expect((await change(ours, tested)).status).toBe(200);
  expect((await change('https://third.example.org/v1', tested)).status).toBe(400);
  expect(hosts()).toEqual(new Set(['llm.example.com', 'elsewhere.example.net']));
});

test('a secret that was deleted and stored anew is a new one', async () => {
  const { admin, addSecret, create, change } = await opened();
  await create(ours, tested);
  await admin('DELETE', '/v1/organization/secrets/key');
  await addSecret('key', 'sk-of-the-other-host');
  expect((await change(theirs, tested)).status).toBe(200);
});

test('simulated providers are nobody to hide a secret from', async () => {
  const { create, change } = await opened({ live: false });
  await create(ours, tested);
  expect((await change(theirs, tested)).status).toBe(200);
});

test('a key of a vendor goes to no host that somebody names', async () => {
  const { admin, create, hosts } = await opened();
  await admin('POST', providers, { provider: 'openai', config: { apiKeySecretName: 'key' } });
  expect((await create(theirs, tested)).status).toBe(400);
  expect(hosts()).toEqual(new Set());
});
