import { expect, test } from 'vitest';
import { PortaiError, type Failure } from '../../../../src/core/errors.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { createApi } from '../../../../src/http/api.ts';
import {
  acceptRequest,
  type SecretDependencies,
  type SecretRequest,
} from '../../../../src/operations/secrets/request.ts';
import { addSecret, setSecret } from '../../../../src/operations/secrets/store.ts';
import { portClient } from '../../../../src/planes/port/client.ts';
import { script, type Answer, type Script } from '../../../support/script.ts';

/** The operations without a command line: the caller has words of its own for what it gives. */

const path = '/v1/organization/secrets';
const one = { json: { ok: true, secret: { secretName: 'billing-key' } } };
const missing: Answer = { status: 404, json: { ok: false, error: 'not_found', message: 'none' } };

const anthropicKey = new Secret(`sk-ant-api03-${'x'.repeat(20)}`);

const words = { name: 'line 3', description: 'its text', skipsChecks: 'unchecked: true takes it.' };

function secretsOf(server: Script): SecretDependencies {
  const api = createApi({
    origin: 'https://port.test',
    send: server.send,
    userAgent: 'test',
    authorize: () => Promise.resolve({}),
    explain: ({ status }) => {
      const exits = { 404: 'notFound', 409: 'conflict' } as const;
      const exit = status === 404 || status === 409 ? exits[status] : 'refused';
      return Promise.resolve({ name: 'Refused', message: `HTTP ${status}`, exit });
    },
  });
  return {
    port: () => Promise.resolve(portClient(api, () => Promise.reject(new Error('not asked for')))),
    words,
  };
}

const request: SecretRequest = {
  name: 'billing-key',
  description: undefined,
  skipChecks: false,
  dryRun: false,
};
const accepted = { ...request, accepted: true } as const;
const value = new Secret('a value of four words');

async function failureOf(attempt: Promise<unknown>): Promise<Failure | undefined> {
  const error = await attempt.catch((thrown: unknown) => thrown);
  return error instanceof PortaiError ? error.failure : undefined;
}

const writes = ({ seen }: Script) =>
  seen.filter(({ method }) => method !== 'GET').map(({ method }) => method);

test('a secret that is deleted between the look and the write is created, once', async () => {
  const server = script({
    [`GET ${path}/billing-key`]: one,
    [`PATCH ${path}/billing-key`]: missing,
    [`POST ${path}`]: one,
  });
  const done = await setSecret(secretsOf(server), accepted, { value });
  expect(done).toMatchObject({ kind: 'stored', action: 'created' });
  expect(writes(server)).toEqual(['PATCH', 'POST']);
});

test('a secret that is created between the look and the write is updated, once', async () => {
  const server = script({
    [`GET ${path}/billing-key`]: missing,
    [`POST ${path}`]: { status: 409, json: { ok: false } },
    [`PATCH ${path}/billing-key`]: one,
  });
  const done = await setSecret(secretsOf(server), accepted, { value });
  expect(done).toMatchObject({ kind: 'stored', action: 'updated' });
  expect(writes(server)).toEqual(['POST', 'PATCH']);
});

test('a way that is shut twice stays shut', async () => {
  const server = script({
    [`GET ${path}/billing-key`]: one,
    [`PATCH ${path}/billing-key`]: missing,
    [`POST ${path}`]: { status: 409, json: { ok: false } },
  });
  const attempt = setSecret(secretsOf(server), accepted, { value });
  await expect(attempt).rejects.toMatchObject({ failure: { exit: 'conflict' } });
  expect(writes(server)).toEqual(['PATCH', 'POST']);
});

test('a description alone has no value to create a secret with', async () => {
  const server = script({ [`PATCH ${path}/billing-key`]: missing });
  const described = { ...accepted, description: 'for invoices' };
  const existing = { secretName: 'billing-key' };
  const attempt = setSecret(secretsOf(server), described, { value: undefined, existing });
  await expect(attempt).rejects.toMatchObject({ failure: { exit: 'notFound' } });
  expect(server.asked()).toEqual([`PATCH ${path}/billing-key`]);
});

test('a new secret never replaces one, unless that is forced', async () => {
  const server = script({ [`GET ${path}/billing-key`]: one, [`POST ${path}`]: one });
  const secrets = secretsOf(server);
  await expect(addSecret(secrets, accepted, { value, force: false })).rejects.toMatchObject({
    failure: { name: 'ExistsAlready', exit: 'conflict' },
  });
  expect(writes(server)).toEqual([]);
  expect(await addSecret(secrets, accepted, { value, force: true })).toMatchObject({
    action: 'created',
  });
  expect(writes(server)).toEqual(['POST']);
});

test('a dry run writes nothing, and shows no value', async () => {
  const server = script({ [`GET ${path}/billing-key`]: one });
  const done = await setSecret(secretsOf(server), { ...accepted, dryRun: true }, { value });
  expect(done).toMatchObject({ kind: 'dry-run', dryRun: { action: 'update' } });
  expect(JSON.stringify(done)).not.toContain('four words');
  expect(writes(server)).toEqual([]);
});

test.each([
  ['a name', { name: `sk-proj-${'Ab1'.repeat(8)}` }, 'line 3'],
  ['a description', { description: `sk-proj-${'Ab1'.repeat(8)}` }, 'its text'],
])('%s that could be a value is refused in the words of the caller', async (_, given, named) => {
  const server = script({ [`GET ${path}`]: { json: { ok: true, secrets: [] } } });
  const attempt = acceptRequest(secretsOf(server), { ...request, ...given });
  const failure = await failureOf(attempt);
  expect(failure).toMatchObject({ name: 'Usage', exit: 'usage' });
  expect(failure?.message.startsWith(named)).toBe(true);
  expect(failure?.hint).toContain(`Nothing was sent or stored. ${words.skipsChecks}`);
  expect(JSON.stringify(failure)).not.toContain('Ab1');
  expect(writes(server)).toEqual([]);
});

test('what is taken unchecked asks nothing', async () => {
  const server = script({});
  const odd = { ...request, name: `sk-proj-${'Ab1'.repeat(8)}`, skipChecks: true };
  expect(await acceptRequest(secretsOf(server), odd)).toMatchObject({ name: odd.name });
  expect(server.asked()).toEqual([]);
});

test('a key of a vendor is refused for a secret that only providers of others name', async () => {
  const openai = {
    provider: 'openai',
    enabled: true,
    config: { apiKeySecretName: 'billing-key' },
  };
  const server = script({
    [`GET ${path}/billing-key`]: one,
    'GET /v1/llm-providers': { json: { ok: true, result: [openai] } },
  });
  const attempt = setSecret(secretsOf(server), accepted, { value: anthropicKey });
  await expect(attempt).rejects.toMatchObject({
    failure: { name: 'SECRET_MALFORMED', hint: `Nothing was sent or stored. ${words.skipsChecks}` },
  });
  expect(writes(server)).toEqual([]);
});
