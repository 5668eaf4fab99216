import { describe, expect, test } from 'vitest';
import type { Send } from '../../src/core/http.ts';
import { freshFolder, portai } from '../support/run.ts';
import { script, signedIn } from '../support/script.ts';

/** What a run says that is stopped while a request has no answer. */

const openai = {
  provider: 'openai',
  enabled: true,
  config: { apiKeySecretName: 'key' },
  effectiveModels: { 'gpt-5': { enabled: true } },
};
const secret = { secretName: 'key' };
const pair = { PORT_CLIENT_ID: 'some-client', PORT_CLIENT_SECRET: 'some-secret-of-it' };

const answers = {
  'POST /v1/auth/access_token': { json: { accessToken: 'token', expiresIn: 3600 } },
  'GET /v1/llm-providers': { json: { result: [openai] } },
  'GET /v1/llm-providers/openai': { json: { result: openai } },
  'GET /v1/llm-providers/defaults': { json: { result: { provider: 'port', model: 'x' } } },
  'GET /v1/organization/secrets': { json: { secrets: [secret] } },
  'GET /v1/organization/secrets/key': { json: { secret } },
  'PUT /v1/llm-providers/openai': { status: 204 },
  'POST /v1/organization/secrets': { json: { secret: { secretName: 'new' } } },
  'PATCH /v1/organization/secrets/key': { status: 204 },
  'GET /v1/organization/secrets/new': {
    status: 404,
    json: { ok: false, error: 'not_found', message: 'Secret "new" was not found' },
  },
};

/** Runs it until the request is made that nobody answers, and stops it there. */
async function stoppedAt(
  words: string,
  request: string,
  env: Readonly<Record<string, string>>,
  isReached: (asked: readonly string[]) => boolean = () => true,
) {
  const stop = new AbortController();
  const { send: answered, asked } = script(answers);
  const send: Send = async (sent) => {
    if (`${sent.method} ${sent.url.pathname}` !== request || !isReached(asked())) {
      return answered(sent);
    }
    stop.abort('interrupted');
    stop.signal.throwIfAborted(); // as the real way out does
    return answered(sent);
  };
  const dir = freshFolder();
  return { ran: await portai(words, { env, send, dir, signal: stop.signal }), asked: asked() };
}

const mayBeMade = 'A change that was being sent may have been made.';

describe.each<[string, string, string]>([
  ['providers list', 'GET /v1/llm-providers', ''],
  ['providers get openai', 'GET /v1/llm-providers/openai', ''],
  ['providers models list openai', 'GET /v1/llm-providers/openai', ''],
  ['defaults get', 'GET /v1/llm-providers/defaults', ''],
  ['secrets list', 'GET /v1/organization/secrets', ''],
  ['secrets get key', 'GET /v1/organization/secrets/key', ''],
  ['secrets usages key', 'GET /v1/llm-providers', ''],
  ['validate openai --static', 'GET /v1/llm-providers', ''],
  ['providers put openai --disable', 'GET /v1/llm-providers', ''],
  ['providers models disable openai gpt-5', 'GET /v1/llm-providers', ''],
  ['providers delete openai --yes', 'GET /v1/llm-providers/defaults', ''],
  ['providers delete openai --yes', 'DELETE /v1/llm-providers/openai', mayBeMade],
  ['validate openai', 'GET /v1/llm-providers', ''],
  ['validate openai', 'PUT /v1/llm-providers/openai', mayBeMade],
  ['defaults set --provider openai --model gpt-5', 'GET /v1/llm-providers', ''],
  ['defaults set --provider openai --model gpt-5', 'PUT /v1/llm-providers/defaults', mayBeMade],
  ['secrets add new --value-env VALUE', 'POST /v1/organization/secrets', mayBeMade],
  ['secrets set key --description x', 'PATCH /v1/organization/secrets/key', mayBeMade],
  ['secrets delete key --yes --force', 'DELETE /v1/organization/secrets/key', mayBeMade],
])('%s, stopped at %s', (words, request, hint) => {
  const value = { VALUE: 'a-value-of-this-test' };

  test(`says ${hint === '' ? 'nothing of a change' : `"${hint}"`}`, async () => {
    const { ran } = await stoppedAt(`${words} --json`, request, { ...signedIn, ...value });
    expect(ran).toMatchObject({ code: 130, stdout: '' });
    expect(JSON.parse(ran.stderr)).toMatchObject({
      error: { name: 'Cancelled', message: 'Interrupted', ...(hint === '' ? {} : { hint }) },
    });
    expect(ran.stderr.includes('"hint"')).toBe(hint !== '');
  });

  test('at the sign-in before it, says nothing of a change', async () => {
    const signIn = 'POST /v1/auth/access_token';
    const { ran, asked } = await stoppedAt(words, signIn, { ...pair, ...value });
    expect(ran).toMatchObject({ code: 130, stdout: '' });
    expect(ran.stderr).toContain('Interrupted');
    expect(ran.stderr).not.toContain('change');
    expect(asked).toEqual([]);
  });
});

test('a change that was answered stands, when the reading after it is stopped', async () => {
  const key = '/v1/organization/secrets/key';
  const { ran } = await stoppedAt(
    'secrets set key --description x',
    `GET ${key}`,
    signedIn,
    (all) => all.includes(`PATCH ${key}`),
  );
  expect(ran).toMatchObject({ code: 130, stdout: '' });
  expect(ran.stderr).toContain('What was changed before it stands.');
  expect(ran.stderr).not.toContain('may have been made');
});

test('a provider that was being changed is named', async () => {
  const words = 'providers put openai --disable --json';
  const { ran } = await stoppedAt(words, 'PUT /v1/llm-providers/openai', signedIn);
  expect(ran).toMatchObject({ code: 130, stdout: '' });
  expect(JSON.parse(ran.stderr)).toMatchObject({
    error: { message: 'Cancelled. This may stand: the changed provider openai in Port.' },
  });
  expect(ran.stderr).not.toContain('"hint":""');
});

test('a rotation says what stands, how to go on, and how to go back', async () => {
  const env = { ...signedIn, VALUE: 'sk-proj-abcdefghijklmnopqrstuvwxyz' };
  const words = 'secrets rotate key --to new --value-env VALUE';
  const { ran } = await stoppedAt(words, 'PUT /v1/llm-providers/openai', env);
  expect(ran).toMatchObject({ code: 130, stdout: '' });
  expect(ran.stderr).toContain('This stands: secret new.');
  expect(ran.stderr).toContain('This may stand: the changed provider openai in Port.');
  expect(ran.stderr).toContain('portai providers put openai --api-key-secret new --validate');
  expect(ran.stderr).toContain('portai secrets delete new');
});
