import { describe, expect, test } from 'vitest';
import type { HttpRequest } from '../../../../src/core/http.ts';
import { readAnswer, readCompletion } from '../../../../src/vendors/answers/read-answer.ts';
import { clock } from '../../../support/sandbox-routes.ts';
import {
  accessToken,
  chatBody,
  geminiBody,
  over,
  post,
  project,
  schema,
  simulation,
  tokenRequest,
  wires,
} from '../../../support/simulated-requests.ts';

const send = simulation();
const get = (url: string, headers: Readonly<Record<string, string>> = {}): HttpRequest => ({
  method: 'GET',
  url: new URL(url),
  headers,
});
const body = async (request: HttpRequest): Promise<unknown> =>
  JSON.parse((await send(request)).body);
const openaiKey = { authorization: 'Bearer sk-fine' };
const anthropicKey = { 'x-api-key': 'sk-ant-fine', 'anthropic-version': '2023-06-01' };
const messages = [{ role: 'user', content: 'x' }];

describe('a credential of another vendor is refused', () => {
  test.each([
    ['OpenAI Responses', { authorization: 'Bearer sk-ant-0123456789' }],
    ['OpenAI Chat Completions', { authorization: 'Bearer AIza0123456789' }],
    ['Anthropic', { 'x-api-key': 'sk-proj-0123456789', 'anthropic-version': '2023-06-01' }],
    ['Anthropic', { 'x-api-key': 'sk-ant-oat01-0123456789', 'anthropic-version': '2023-06-01' }],
    ['Gemini', { authorization: 'Bearer ya29.foreign' }],
    ['Gemini, express mode', { 'x-goog-api-key': 'sk-0123456789' }],
    ['Claude on Vertex', { authorization: 'Bearer ya29.foreign' }],
  ] as const)('%s with %j', async (name, headers) => {
    const wire = wires[name];
    const reading = readCompletion(wire.dialect, await over(wire, {}, send, { headers }));
    expect(reading.cause).toBe('KEY_INVALID');
  });
});

describe('no credential at all is refused', () => {
  test.each([
    ['OpenAI Responses', 'KEY_MISSING'],
    ['Anthropic', 'KEY_MISSING'],
    ['Azure OpenAI', 'KEY_INVALID'],
    ['Foundry', 'KEY_INVALID'],
    ['Gemini', 'KEY_INVALID'],
    ['OpenAI-compatible', 'KEY_MISSING'],
    ['Anthropic-compatible', 'KEY_MISSING'],
  ] as const)('%s', async (name, cause) => {
    const wire = wires[name];
    const headers = { 'anthropic-version': '2023-06-01' };
    const reading = readCompletion(wire.dialect, await over(wire, {}, send, { headers }));
    expect(reading.cause).toBe(cause);
  });
});

describe('OpenAI', () => {
  const chat = (rest: object, model = 'gpt-5') =>
    send(
      post('https://api.openai.com/v1/chat/completions', openaiKey, { model, messages, ...rest }),
    );
  const responses = (rest: object) =>
    send(
      post('https://api.openai.com/v1/responses', openaiKey, {
        model: 'gpt-5',
        input: 'x',
        ...rest,
      }),
    );

  test.each([
    [{ max_tokens: 64 }, 'max_completion_tokens'],
    [{ temperature: 0.2 }, "'temperature' does not support 0.2"],
    [{ reasoning_effort: 'none' }, "'reasoning_effort' does not support 'none'"],
    [{ max_output_tokens: 64 }, "Unknown parameter: 'max_output_tokens'"],
  ])('refuses what gpt-5 does not take in Chat Completions: %j', async (rest, words) => {
    const { cause, words: said } = readCompletion('openai', await chat(rest));
    expect(cause).toBe('UNSUPPORTED_PARAM');
    expect(said).toContain(words);
  });

  test('lets an older model have the old parameters', async () => {
    const answer = await chat({ max_tokens: 64, temperature: 0.2 }, 'gpt-4o');
    expect(readCompletion('openai', answer)).toMatchObject({
      cause: 'OK',
      resolvedModel: 'gpt-4o',
    });
  });

  test.each([
    [{ max_output_tokens: 5 }, 'Expected a value >= 16, but got 5 instead'],
    [{ reasoning: { effort: 'none' } }, "'reasoning.effort' does not support 'none'"],
    [{ messages }, "Unknown parameter: 'messages'"],
  ])('refuses what gpt-5 does not take in Responses: %j', async (rest, words) => {
    const { cause, words: said } = readCompletion('openai', await responses(rest));
    expect(cause).toBe('UNSUPPORTED_PARAM');
    expect(said).toContain(words);
  });

  test('takes the least that Responses allows', async () => {
    expect((await responses({ max_output_tokens: 16 })).status).toBe(200);
  });

  test('wants strict schemas without room for more', async () => {
    const open = { ...schema, additionalProperties: undefined };
    const strict = (of: object) =>
      responses({ text: { format: { type: 'json_schema', name: 'x', strict: true, schema: of } } });
    expect(readCompletion('openai', await strict(open)).cause).toBe('PROBE_BUG');
    expect((await strict(schema)).status).toBe(200);
  });

  test('says which model stands behind an alias', async () => {
    expect(readCompletion('openai', await responses({})).resolvedModel).toBe('gpt-5-2025-08-07');
  });

  test('lists models free of charge, to every key that is let in', async () => {
    const models = 'https://api.openai.com/v1/models';
    const list = await send(get(models, { authorization: 'Bearer sk-noquota' }));
    expect(JSON.parse(list.body)).toMatchObject({
      object: 'list',
      data: [{ id: 'gpt-5' }, {}, {}],
    });
    expect(await body(get(`${models}/gpt-5`, openaiKey))).toMatchObject({ object: 'model' });
    expect((await send(get(`${models}/gpt-missing`, openaiKey))).status).toBe(404);
    expect((await send(get(models, { authorization: 'Bearer sk-invalid' }))).status).toBe(401);
  });
});

describe('Anthropic', () => {
  const call = (rest: object, headers: Readonly<Record<string, string>> = anthropicKey) =>
    send(post('https://api.anthropic.com/v1/messages', headers, rest));

  test.each([
    [{}, 'messages: Field required'],
    [{ model: 'claude-example', messages }, 'max_tokens: Field required'],
    [{ messages, max_tokens: 16 }, 'model: Field required'],
  ])('says what is missing in %j, free of charge', async (rest, words) => {
    const { cause, words: said } = readCompletion('anthropic', await call(rest));
    expect({ cause, said }).toEqual({ cause: 'ZERO_TOKEN_OK', said: words });
  });

  test('wants its version, and no parameters of others', async () => {
    const whole = { model: 'claude-example', messages, max_tokens: 16 };
    const bare = await call(whole, { 'x-api-key': 'sk-ant-fine' });
    expect(readCompletion('anthropic', bare).words).toContain('anthropic-version');
    const foreign = await call({ ...whole, max_completion_tokens: 16 });
    expect(readCompletion('anthropic', foreign).cause).toBe('UNSUPPORTED_PARAM');
  });

  test('takes a key as a bearer token from the version on in which its client sends it so', async () => {
    const whole = { model: 'claude-example', messages, max_tokens: 16 };
    const bearer = (version: string) =>
      call(whole, { authorization: 'Bearer sk-ant-fine', 'anthropic-version': version });
    expect((await bearer('2026-10-21')).status).toBe(200);
    expect(readCompletion('anthropic', await bearer('2023-06-01'))).toMatchObject({
      cause: 'KEY_INVALID',
      words: 'Invalid bearer token',
    });
  });

  test('lists models, looks them up and counts tokens free of charge', async () => {
    const poor = { ...anthropicKey, 'x-api-key': 'sk-ant-noquota' };
    const models = 'https://api.anthropic.com/v1/models';
    expect(await body(get(`${models}?limit=1`, poor))).toMatchObject({ has_more: false });
    expect(await body(get(`${models}/claude-example-noschema`, poor))).toMatchObject({
      type: 'model',
      capabilities: { structured_outputs: { supported: false } },
    });
    const count = post('https://api.anthropic.com/v1/messages/count_tokens', poor, {
      model: 'claude-example',
      messages,
    });
    expect(await body(count)).toEqual({ input_tokens: 12 });
  });

  test('uses the tool that was chosen', async () => {
    const answer = await call({
      model: 'claude-example',
      messages,
      max_tokens: 16,
      tools: [{ name: 'probe', input_schema: schema }],
      tool_choice: { type: 'tool', name: 'probe' },
    });
    expect(JSON.parse(answer.body)).toMatchObject({
      stop_reason: 'tool_use',
      content: [{ type: 'tool_use', name: 'probe', input: { ok: true } }],
    });
  });
});

describe('Azure', () => {
  const host = 'https://example.openai.azure.com';
  const legacy = (query: string) =>
    send(
      post(
        `${host}/openai/deployments/chat-example/chat/completions${query}`,
        { 'api-key': 'fine' },
        { messages },
      ),
    );

  test.each([
    ['', 'MissingApiVersionParameter'],
    ['?api-version=v1', 'BadRequest'],
  ])('wants a dated version on the older route, not "%s"', async (query, code) => {
    const reading = readCompletion('azure', await legacy(query));
    expect(reading).toMatchObject({ cause: 'API_VERSION', code });
  });

  test('knows the deployment of the older route from its path', async () => {
    expect((await legacy('?api-version=2024-10-21')).status).toBe(200);
  });

  test.each([
    ['chat-example', 'gpt-5-2025-08-07'],
    ['gpt-5', 'gpt-5-2025-08-07'],
    ['gpt-4o', 'gpt-4o'],
    ['gpt-5-misnamed', 'gpt-4o-mini-2024-07-18'],
  ])('says what the deployment %s serves', async (model, resolvedModel) => {
    const request = post(
      `${host}/openai/v1/chat/completions`,
      { 'api-key': 'fine' },
      { model, messages },
    );
    expect(readCompletion('azure', await send(request)).resolvedModel).toBe(resolvedModel);
  });

  test('has OpenAI under three hosts, and Responses and models beside Chat Completions', async () => {
    for (const name of ['openai', 'services.ai', 'cognitiveservices']) {
      const base = `https://example.${name}.azure.com/openai/v1`;
      const key = { 'api-key': 'fine' };
      const answer = await send(post(`${base}/responses`, key, { model: 'example', input: 'y' }));
      expect(readCompletion('azure', answer).cause).toBe('OK');
      expect(await body(get(`${base}/models`, key))).toMatchObject({ object: 'list' });
    }
  });

  test('takes the key of Foundry in either header, and counts tokens', async () => {
    const url = 'https://example.services.ai.azure.com/anthropic/v1/messages/count_tokens';
    for (const header of ['x-api-key', 'api-key']) {
      const request = post(url, { [header]: 'fine' }, { model: 'claude-example', messages });
      expect(await body(request)).toEqual({ input_tokens: 12 });
    }
  });
});

describe('Google', () => {
  const vertex = async (path: string, request: object, host = project) =>
    send(
      post(
        `${host}/publishers/${path}`,
        { authorization: `Bearer ${await accessToken('fine', send)}` },
        request,
      ),
    );

  test('counts tokens of Gemini free of charge', async () => {
    const answer = await vertex('google/models/gemini-2.5-flash:countTokens', geminiBody(false));
    expect(JSON.parse(answer.body)).toMatchObject({ totalTokens: 12 });
  });

  test('lets Claude complain about an empty body only after its own checks', async () => {
    const call = (model: string) => vertex(`anthropic/models/${model}:rawPredict`, {});
    const read = async (model: string) => readCompletion('google-claude', await call(model)).cause;
    expect(await read('claude-haiku-4-5@20251001')).toBe('ZERO_TOKEN_OK');
    expect(await read('claude-missing')).toBe('MODEL_NOT_FOUND');
    expect(await read('claude-haiku-4-5-20251001')).toBe('MODEL_NOT_FOUND');
  });

  test('wants the version and not the model in a body for Claude', async () => {
    const claude = (rest: object) =>
      vertex('anthropic/models/claude-example:rawPredict', { max_tokens: 16, messages, ...rest });
    expect((await claude({})).status).toBe(400);
    const version = { anthropic_version: 'vertex-2023-10-16' };
    expect((await claude({ ...version, model: 'claude-example' })).status).toBe(400);
    expect((await claude(version)).status).toBe(200);
  });

  test.each([
    ['https://aiplatform.googleapis.com', 'global'],
    ['https://aiplatform.eu.rep.googleapis.com', 'eu'],
    ['https://us-east5-aiplatform.googleapis.com', 'us-east5'],
  ])('%s serves the location %s and no other', async (host, location) => {
    const at = (name: string) =>
      vertex(
        'google/models/gemini-2.5-flash:generateContent',
        geminiBody(false),
        `${host}/v1/projects/example/locations/${name}`,
      );
    expect((await at(location)).status).toBe(200);
    expect((await at('us-central1')).status).toBe(400);
  });

  test('takes express keys only where there is no project, and for Gemini alone', async () => {
    const key = { 'x-goog-api-key': 'AIzafine' };
    const claude = 'https://aiplatform.googleapis.com/v1/publishers/anthropic/models/a:rawPredict';
    for (const url of [`${project}/publishers/google/models/a:generateContent`, claude]) {
      const { cause } = readCompletion('google', await send(post(url, key, geminiBody(false))));
      expect(cause).toBe('AUTH_METHOD_DISABLED');
    }
  });

  test('streams as a list of JSON where no events were asked for', async () => {
    const answer = await vertex(
      'google/models/gemini-2.5-flash:streamGenerateContent',
      geminiBody(false),
    );
    expect(JSON.parse(answer.body)).toMatchObject([{ candidates: [{ finishReason: 'STOP' }] }]);
  });

  const tokenCause = async (request: HttpRequest) =>
    readAnswer('google-token', await send(request), () => ({ cause: 'OK' })).cause;

  test.each([
    ['fine@project.iam.gserviceaccount.com', 0, 'OK'],
    ['someone@example.com', 0, 'KEY_INVALID'],
    ['revoked@project.iam.gserviceaccount.com', 0, 'KEY_INVALID'],
    ['blocked@project.iam.gserviceaccount.com', 0, 'KEY_BLOCKED'],
    ['down@project.iam.gserviceaccount.com', 0, 'OVERLOADED'],
    ['fine@project.iam.gserviceaccount.com', -2, 'CLOCK_SKEW'],
    ['fine@project.iam.gserviceaccount.com', 2, 'CLOCK_SKEW'],
  ])(
    'gives a token for the assertion of %s, %i hours from now: %s',
    async (address, hours, cause) => {
      const at = new Date(clock().getTime() + hours * 3_600_000);
      expect(await tokenCause(tokenRequest(address, at))).toBe(cause);
    },
  );

  test('gives no token for an assertion without a signature, or another kind of grant', async () => {
    const { body: whole = '', ...request } = tokenRequest('fine@p.iam.gserviceaccount.com');
    const unsigned = new URLSearchParams(whole);
    unsigned.set('assertion', (unsigned.get('assertion') ?? '').replace(/\.[^.]*$/, '.'));
    expect(await tokenCause({ ...request, body: unsigned.toString() })).toBe('KEY_INVALID');
    expect(await tokenCause({ ...request, body: 'grant_type=password' })).toBe('PROBE_BUG');
  });
});

describe('a host that is reserved for examples', () => {
  const chat = (base: string, headers: Readonly<Record<string, string>>, model = 'llama-3') =>
    send(post(`${base}/chat/completions`, headers, { model, messages, max_tokens: 64 }));

  test.each([
    { authorization: 'Bearer x' },
    { 'x-api-key': 'x' },
    { 'api-key': 'x' },
    { 'x-portkey-api-key': 'x' },
    { 'cf-access-client-secret': 'x' },
  ])('takes a credential of every shape: %j', async (headers) => {
    expect((await chat('https://llm.example.com/v1', headers)).status).toBe(200);
  });

  test.each([
    'https://open.example.com',
    'https://open.example',
    'https://llm.open.example.org/v1',
  ])('%s asks for no credential', async (base) => {
    expect((await chat(base, {})).status).toBe(200);
    expect((await send(get(`${base}/models`))).status).toBe(200);
  });

  test('asks for a credential everywhere else, for the list of models as well', async () => {
    expect((await chat('https://openly.example.com/v1', {})).status).toBe(401);
    expect((await send(get('https://llm.example.com/v1/models'))).status).toBe(401);
    const key = { authorization: 'Bearer x' };
    expect(await body(get('https://llm.example.com/v1/models', key))).toMatchObject({
      object: 'list',
    });
  });

  test('refuses max_tokens for a model with "newlimit" in its name', async () => {
    const key = { authorization: 'Bearer x' };
    const answer = await chat('https://llm.example.com/v1', key, 'gpt-example-newlimit');
    expect(readCompletion('openai-compatible', answer).cause).toBe('UNSUPPORTED_PARAM');
    const whole = {
      ...chatBody({ word: '', model: 'example-newlimit', stream: false, schema: false }),
    };
    const url = 'https://llm.example.com/v1/chat/completions';
    expect((await send(post(url, key, whole))).status).toBe(200);
  });
});

test.each<[string, Partial<HttpRequest>]>([
  ['https://api.openai.com/v1/v1/chat/completions', {}],
  ['https://api.openai.com/v1/models', {}],
  ['https://api.openai.com/v1/models/a/b', { method: 'GET' }],
  ['https://api.anthropic.com/v1/complete', {}],
  ['https://api.anthropic.com/v1/messages', { method: 'GET' }],
  ['https://example.openai.azure.com/openai/deployments/x/completions', {}],
  ['https://example.openai.azure.com/anthropic/v1/messages', {}],
  ['https://example.services.ai.azure.com/models/chat/completions', {}],
  ['https://bedrock-runtime.eu-west-1.amazonaws.com/model/x/invoke', {}],
  ['https://bedrock.eu-west-1.amazonaws.com/custom-models', { method: 'GET' }],
  ['https://aiplatform.googleapis.com/v1/models', {}],
  ['https://aiplatform.googleapis.com/v1/publishers/google/models/x:rawPredict', {}],
  ['https://llm.example.com/v1/completions', {}],
  ['https://llm.example.com/v1/messages', { method: 'GET' }],
])('a wrong path is not found: %s', async (url, rest) => {
  const answer = await send({ ...post(url, { authorization: 'Bearer x' }, '{}'), ...rest });
  expect(answer.status).toBe(404);
});
