import { describe, expect, test } from 'vitest';
import { PortaiError } from '../../../../src/core/errors.ts';
import { fieldsOf } from '../../../../src/core/text/json.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { createApi } from '../../../../src/http/api.ts';
import { completeWithoutQuestions } from '../../../../src/operations/put-provider/config.ts';
import {
  putProvider,
  type PutDependencies,
  type PutResult,
} from '../../../../src/operations/put-provider/put-provider.ts';
import { putNothing, type PutRequest } from '../../../../src/operations/put-provider/request.ts';
import { readState } from '../../../../src/operations/put-provider/state.ts';
import { openUndoLog } from '../../../../src/operations/undo-log.ts';
import { portClient } from '../../../../src/planes/port/client.ts';
import { findProviderType } from '../../../../src/planes/port/provider-types/index.ts';
import { script, type Script } from '../../../support/script.ts';

/** The operation without a command line: no flags, no terminal, nobody to ask. */

const stored = {
  provider: 'openai',
  enabled: true,
  config: { apiKeySecretName: 'openai-api-key' },
  effectiveModels: { 'gpt-5': { enabled: true }, 'gpt-4.1': { enabled: true } },
};

function organization(...providers: readonly object[]): Script {
  return script({
    'GET /v1/llm-providers': { json: { ok: true, result: providers } },
    'GET /v1/llm-providers/defaults': {
      json: { ok: true, result: { provider: 'openai', model: 'gpt-5' } },
    },
    'GET /v1/organization/secrets': {
      json: { ok: true, secrets: [{ secretName: 'openai-api-key' }] },
    },
    'POST /v1/llm-providers': { json: { ok: true, result: stored } },
    'PUT /v1/llm-providers/openai': ({ body }) => ({
      json: { ok: true, result: { ...stored, ...fieldsOf(body) } },
    }),
  });
}

async function put(server: Script, request: Partial<PutRequest>): Promise<PutResult> {
  const api = createApi({
    origin: 'https://port.test',
    send: server.send,
    userAgent: 'test',
    authorize: () => Promise.resolve({}),
    explain: ({ status }) =>
      Promise.resolve({ name: 'Unforeseen', message: `HTTP ${status}`, exit: 'refused' }),
  });
  const never = () => Promise.reject(new Error('not asked for'));
  const dependencies: PutDependencies = {
    client: portClient(api, never),
    report: { note: () => undefined, warn: () => undefined },
    signal: new AbortController().signal,
    token: () => Promise.resolve(new Secret('no claims in it')),
    undoLog: openUndoLog(),
    storedValues: new Map(),
    now: () => new Date('2026-01-02T03:04:05Z'),
    connectionTest: never,
    showTests: never,
  };
  const whole = { ...putNothing, provider: 'openai', type: findProviderType('openai'), ...request };
  const state = await readState(dependencies, whole);
  return putProvider(dependencies, completeWithoutQuestions(whole, state.stored), state);
}

const writes = ({ seen }: Script) => seen.filter(({ method }) => method !== 'GET');
const fields = { apiKeySecretName: 'openai-api-key' };

test('a provider that is not there is created by what the request says', async () => {
  const server = organization();
  const result = await put(server, { fields });
  expect(result).toMatchObject({ kind: 'saved', action: 'created', untested: true });
  expect(writes(server)).toMatchObject([
    { method: 'POST', path: '/v1/llm-providers', body: { provider: 'openai', config: fields } },
  ]);
});

test('nothing is written where nothing differs', async () => {
  const server = organization(stored);
  expect(await put(server, { fields })).toMatchObject({ kind: 'saved', action: 'unchanged' });
  expect(writes(server)).toEqual([]);
});

test('all that is in the way is said at once, and nothing is sent', async () => {
  const server = organization(stored);
  const attempt = put(server, {
    fields: { apiKeySecretName: 'another-key' },
    enabled: false,
    models: { enable: ['gpt5'], disable: [] },
  });
  const error: unknown = await attempt.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PortaiError);
  expect(error).toMatchObject({
    failure: {
      details: {
        problems: [{ name: 'UnknownModel' }, { name: 'SecretMissing' }, { name: 'DefaultInUse' }],
      },
    },
  });
  expect(writes(server)).toEqual([]);
});

test('whoever insists is not held back', async () => {
  const server = organization(stored);
  await put(server, { enabled: false, force: true });
  expect(writes(server)).toMatchObject([{ method: 'PUT', body: { enabled: false } }]);
});

test.each([
  ['absent', [stored], 'ExistsAlready'],
  ['present', [], 'LLMProviderNotFoundError'],
] as const)(
  'a provider that is expected %s and is not is refused',
  async (expects, there, name) => {
    const server = organization(...there);
    await expect(put(server, { fields, expects })).rejects.toThrow(
      expect.objectContaining({ name }),
    );
    expect(writes(server)).toEqual([]);
  },
);

test('without anybody to ask, all that is missing is named', async () => {
  await expect(put(organization(), {})).rejects.toThrow(
    expect.objectContaining({ name: 'MissingFlags' }),
  );
});

describe('a dry run shows the very request that is sent', () => {
  test.each([
    ['of a new provider', [], { fields }],
    [
      'of a new provider with a test',
      [],
      { fields, tests: { preflight: undefined, validate: true } },
    ],
    ['of a switched model', [stored], { models: { enable: [], disable: ['gpt-4.1'] } }],
  ] as const)('%s', async (_, there, request) => {
    const described = await put(organization(...there), { ...request, dryRun: true });
    const server = organization(...there);
    await put(server, request);
    const [sent] = writes(server);
    expect(described).toMatchObject({
      kind: 'dry-run',
      dryRun: {
        request: {
          method: sent?.method,
          path: `${sent?.path ?? ''}${sent?.query ?? ''}`,
          body: sent?.body,
        },
      },
    });
  });
});
