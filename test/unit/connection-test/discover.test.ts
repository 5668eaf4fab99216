import { describe, expect, test } from 'vitest';
import { discover, type Discovery } from '../../../src/connection-test/discover.ts';
import type { HttpRequest, HttpResponse } from '../../../src/core/http.ts';
import { PortaiError } from '../../../src/core/errors.ts';

/**
 * Answers by method and path. The bodies are those of LiteLLM 1.106.2, of the documents of vLLM, Ollama,
 * llama.cpp, LM Studio and OpenRouter, shortened.
 */
type Answers = Readonly<Record<string, Partial<HttpResponse> & { readonly json?: unknown }>>;

function server(answers: Answers) {
  const seen: HttpRequest[] = [];
  const send = (request: HttpRequest): Promise<HttpResponse> => {
    seen.push(request);
    const { method, url } = request;
    const { json, ...answer } = answers[`${method} ${url.pathname}`] ?? {
      status: 404,
      body: 'Not Found',
    };
    return Promise.resolve({
      status: 200,
      headers: { 'content-type': 'application/json' },
      ...(json === undefined ? { body: '' } : { body: JSON.stringify(json) }),
      ...answer,
    });
  };
  return { send, seen, asked: () => seen.map(({ method, url }) => `${method} ${url.pathname}`) };
}

const look = (
  answers: Answers,
  {
    baseUrl = 'https://llm.example.com/v1',
    wanted = [],
  }: { baseUrl?: string; wanted?: string[] } = {},
) => {
  const { send, seen, asked } = server(answers);
  const world = {
    send,
    now: () => new Date('2026-11-01T00:00:00Z'),
    signal: new AbortController().signal,
    caller: 'this-machine',
  } as const;
  const endpoint = {
    baseUrl,
    headers: () => ({ authorization: 'Bearer sk-of-this-test' }),
    dialect: 'openai-compatible',
  } as const;
  return {
    seen,
    asked,
    found: discover(world, endpoint, { named: wanted, others: wanted.length === 0 }),
  };
};

async function foundIn(answers: Answers, options?: Parameters<typeof look>[1]): Promise<Discovery> {
  const found = await look(answers, options).found;
  if (found.kind === 'nothing') throw new Error(`nothing found: ${found.reading.cause}`);
  return found;
}

const ofLitellm = (id: string, rest: object = {}) => ({
  id,
  object: 'model',
  created: 1_677_610_602,
  owned_by: 'openai',
  ...rest,
});
const parameters = ['max_tokens', 'temperature', 'response_format', 'reasoning_effort'];

const litellm: Answers = {
  'GET /v1/models': {
    json: {
      object: 'list',
      data: [
        ofLitellm('claude-sonnet', { mode: 'chat', max_input_tokens: 1_000_000 }),
        ofLitellm('embed', { mode: 'embedding', max_input_tokens: 8191 }),
        ofLitellm('own-model', { mode: 'chat', max_input_tokens: 32_000 }),
        ofLitellm('unknown-model'),
      ],
    },
  },
  'GET /model_group/info': {
    json: {
      data: [
        {
          model_group: 'claude-sonnet',
          max_input_tokens: 1_000_000.0,
          mode: 'chat',
          supports_reasoning: true,
          supported_openai_params: parameters,
        },
        { model_group: 'embed', mode: 'embedding', supports_reasoning: false },
        {
          model_group: 'own-model',
          max_input_tokens: 32_000.0,
          mode: 'chat',
          supports_reasoning: false,
          supported_openai_params: parameters,
        },
        {
          model_group: 'unknown-model',
          max_input_tokens: null,
          mode: null,
          supports_reasoning: false,
          supported_openai_params: parameters,
        },
      ],
    },
  },
  'GET /model/info': {
    json: {
      data: [
        { model_name: 'claude-sonnet', model_info: { supports_response_schema: true } },
        { model_name: 'own-model', model_info: { supports_response_schema: true } },
        { model_name: 'own-model', model_info: { supports_response_schema: false } },
        { model_name: 'unknown-model', model_info: { supports_response_schema: null } },
      ],
    },
  },
};

describe('a LiteLLM proxy', () => {
  test('is known by its own routes, which give windows and features with their source', async () => {
    const found = await foundIn(litellm);
    expect(found.server).toBe('LiteLLM');
    expect(found.models[0]).toEqual({
      name: 'claude-sonnet',
      contextWindow: { value: 1_000_000, source: 'GET /model_group/info: max_input_tokens' },
      temperature: { value: true, source: 'GET /model_group/info: supported_openai_params' },
      reasoningEffort: { value: true, source: 'GET /model_group/info: supports_reasoning' },
      structuredOutputs: { value: true, source: 'GET /model/info: supports_response_schema' },
    });
    expect(found.requests).toBe(4);
  });

  test('leaves out what is no model for chats, and says what it is', async () => {
    const { models, leftOut } = await foundIn(litellm);
    expect(models.map(({ name }) => name)).toEqual(['claude-sonnet', 'own-model', 'unknown-model']);
    expect(leftOut).toEqual([{ name: 'embed', why: 'it is an embedding model' }]);
  });

  test('states nothing of a model that is in none of its tables: its parameters are a default', async () => {
    const { models } = await foundIn(litellm);
    expect(models.find(({ name }) => name === 'unknown-model')).toEqual({ name: 'unknown-model' });
  });

  test('promises no feature that one of a model’s deployments lacks', async () => {
    const { models } = await foundIn(litellm);
    const own = models.find(({ name }) => name === 'own-model');
    expect(own).toMatchObject({ structuredOutputs: { value: false } });
    expect(own).not.toHaveProperty('reasoningEffort');
  });

  test('whose routes are closed to this key is no known server; its list still counts', async () => {
    const refused = { status: 403, json: { error: { message: 'not allowed to call this route' } } };
    const found = await foundIn({
      ...litellm,
      'GET /model_group/info': refused,
      'GET /model/info': refused,
    });
    expect(found.server).toBeUndefined();
    expect(found.models.map(({ name }) => name)).toContain('claude-sonnet');
  });
});

describe('the key of a LiteLLM proxy', () => {
  // Source: info_key_fn of LiteLLM 1.106.2, and its answers.
  test.each([
    ['without a database', 500, 'Database not connected. Connect a database to your proxy', true],
    ['that its database does not have', 404, 'Key not found in database', true],
    ['that may not ask', 403, 'You are not allowed to access this key’s info', false],
  ])('%s: the master key is named as such', async (_, status, message, isMaster) => {
    const { remarks } = await foundIn({
      ...litellm,
      'GET /key/info': { status, json: { error: { message } } },
    });
    expect(remarks.some((remark) => remark.includes('master key'))).toBe(isMaster);
  });

  test('a virtual key is not', async () => {
    const json = { key: 'hash', info: { models: ['claude-sonnet'], status: 'active' } };
    expect((await foundIn({ ...litellm, 'GET /key/info': { json } })).remarks).toEqual([]);
  });
});

describe('other servers', () => {
  const model = (id: string, owned_by: string, rest: object = {}) => ({
    json: { object: 'list', data: [{ id, object: 'model', created: 1, owned_by, ...rest }] },
  });

  test('vLLM and SGLang write the window into their list', async () => {
    for (const [owner, title] of [
      ['vllm', 'vLLM'],
      ['sglang', 'SGLang'],
    ] as const) {
      const found = await foundIn({
        'GET /v1/models': model('qwen3-8b', owner, { max_model_len: 32_768 }),
      });
      expect(found).toMatchObject({
        server: title,
        requests: 1,
        models: [{ name: 'qwen3-8b', contextWindow: { value: 32_768 } }],
      });
    }
  });

  test('llama.cpp serves what a slot has, not what its model was trained for', async () => {
    const found = await foundIn({
      'GET /v1/models': model('gemma-3', 'llamacpp', { meta: { n_ctx_train: 131_072 } }),
      'GET /props': { json: { default_generation_settings: { n_ctx: 8192 }, total_slots: 4 } },
    });
    expect(found).toMatchObject({
      server: 'llama.cpp',
      models: [{ name: 'gemma-3', contextWindow: { value: 8192 } }],
    });
  });

  test('Ollama serves the window of the model file; without one it stays unset, with a remark', async () => {
    const shown = (rest: object) => ({
      json: {
        details: { family: 'llama' },
        model_info: { 'llama.context_length': 131_072 },
        capabilities: ['completion', 'tools'],
        ...rest,
      },
    });
    const list = { 'GET /v1/models': model('llama3.2:latest', 'library') };
    const set = await foundIn({
      ...list,
      'POST /api/show': shown({ parameters: 'num_ctx                        8192\nstop  "x"' }),
    });
    expect(set).toMatchObject({
      server: 'Ollama',
      models: [{ contextWindow: { value: 8192, source: 'POST /api/show: parameters' } }],
    });
    const unset = await foundIn({ ...list, 'POST /api/show': shown({}) });
    expect(unset.models).toEqual([
      { name: 'llama3.2:latest', remark: expect.stringContaining('trained for 131072') },
    ]);
    const embedding = await foundIn({
      ...list,
      'POST /api/show': shown({ capabilities: ['embedding'] }),
    });
    expect(embedding).toMatchObject({
      models: [],
      leftOut: [{ why: 'it is an embedding model' }],
    });
  });

  test('Ollama is asked for a handful of models, however many it lists', async () => {
    const data = Array.from({ length: 40 }, (_, index) => ({
      id: `model-${index}`,
      owned_by: 'library',
    }));
    const { found, asked } = look({ 'GET /v1/models': { json: { object: 'list', data } } });
    await found;
    expect(asked().filter((line) => line === 'POST /api/show')).toHaveLength(8);
  });

  test('LM Studio gives a loaded model its window, and an unloaded one a remark', async () => {
    const found = await foundIn({
      'GET /v1/models': {
        json: {
          data: ['loaded', 'asleep', 'nomic'].map((id) => ({ id, owned_by: 'organization_owner' })),
        },
      },
      'GET /api/v0/models': {
        json: {
          data: [
            {
              id: 'loaded',
              type: 'llm',
              state: 'loaded',
              max_context_length: 131_072,
              loaded_context_length: 4096,
            },
            { id: 'asleep', type: 'llm', state: 'not-loaded', max_context_length: 32_768 },
            { id: 'nomic', type: 'embeddings', state: 'not-loaded', max_context_length: 2048 },
          ],
        },
      },
    });
    expect(found).toMatchObject({
      server: 'LM Studio',
      models: [
        { name: 'loaded', contextWindow: { value: 4096 } },
        { name: 'asleep', remark: expect.stringContaining('32768') },
      ],
      leftOut: [{ name: 'nomic' }],
    });
  });

  test('OpenRouter has it all in its list', async () => {
    const found = await foundIn(
      {
        'GET /api/v1/models': {
          json: {
            data: [
              {
                id: 'openai/gpt-5',
                canonical_slug: 'openai/gpt-5-2025-08-07',
                context_length: 400_000,
                top_provider: { context_length: 400_000 },
                architecture: { output_modalities: ['text'] },
                supported_parameters: ['max_tokens', 'reasoning', 'structured_outputs', 'tools'],
              },
              {
                id: 'google/image',
                canonical_slug: 'google/image',
                top_provider: {},
                architecture: { output_modalities: ['image'] },
              },
            ],
          },
        },
      },
      { baseUrl: 'https://openrouter.ai/api/v1' },
    );
    expect(found).toMatchObject({
      server: 'OpenRouter',
      models: [
        {
          name: 'openai/gpt-5',
          contextWindow: { value: 400_000 },
          temperature: { value: false },
          reasoningEffort: { value: true },
          structuredOutputs: { value: true },
        },
      ],
      leftOut: [{ name: 'google/image' }],
    });
  });

  test('one that says nothing of itself is asked for its list alone, and nothing is guessed', async () => {
    const { found, asked } = look({ 'GET /v1/models': model('some-model', 'somebody') });
    expect(await found).toMatchObject({
      kind: 'found',
      server: undefined,
      models: [{ name: 'some-model' }],
    });
    expect(asked()).toEqual(['GET /v1/models']);
  });
});

describe('the address', () => {
  const list = { json: { data: [{ id: 'some-model' }] } };
  test('without /v1 is mended where the list is there, with a remark', async () => {
    const found = await foundIn({ 'GET /v1/models': list }, { baseUrl: 'https://llm.example.com' });
    expect(found).toMatchObject({
      base: 'https://llm.example.com/v1',
      moved: true,
      remarks: [expect.stringContaining('https://llm.example.com/v1')],
    });
  });

  test('that works as it is stays as it is', async () => {
    const found = await foundIn({ 'GET /models': list }, { baseUrl: 'https://llm.example.com' });
    expect(found).toMatchObject({ base: 'https://llm.example.com', remarks: [] });
  });

  test('that is a pasted route is mended to the base, with a remark', async () => {
    const baseUrl = 'https://llm.example.com/v1/chat/completions';
    const found = await foundIn({ 'GET /v1/models': list }, { baseUrl });
    expect(found).toMatchObject({ base: 'https://llm.example.com/v1', moved: true });
    expect(found.remarks).toEqual([expect.stringContaining('https://llm.example.com/v1,')]);
  });

  test('with slashes at its end is asked without them', async () => {
    const found = await foundIn(
      { 'GET /v1/models': list },
      { baseUrl: 'https://llm.example.com/v1//' },
    );
    expect(found).toMatchObject({ base: 'https://llm.example.com/v1', moved: true });
  });

  test('without /v1 is mended whatever words the missing page has', async () => {
    const missing = { status: 404, json: { error: { message: 'nothing of that kind' } } };
    const found = await foundIn(
      { 'GET /models': missing, 'GET /v1/models': list },
      { baseUrl: 'https://llm.example.com' },
    );
    expect(found.base).toBe('https://llm.example.com/v1');
  });

  test('is asked for as long as a person allows', async () => {
    const { send, seen } = server({ 'GET /v1/models': list });
    const world = {
      send,
      now: () => new Date(0),
      signal: new AbortController().signal,
      caller: 'this-machine',
      timeoutMs: 60_000,
    } as const;
    const endpoint = {
      baseUrl: 'https://llm.example.com/v1',
      headers: () => ({}),
      dialect: 'openai-compatible',
    } as const;
    await discover(world, endpoint);
    expect(seen.map(({ timeoutMs }) => timeoutMs)).toEqual([60_000]);
  });

  test.each([
    [
      'a refused key',
      { status: 401, json: { error: { message: 'Incorrect API key' } } },
      'KEY_INVALID',
    ],
    ['a page', { body: '<!doctype html><title>Sign in</title>' }, 'WRONG_BASE_URL'],
  ])('%s gives no list, and the reason', async (_, answer, cause) => {
    const { found } = look({ 'GET /v1/models': answer });
    expect(await found).toMatchObject({ kind: 'nothing', reading: { cause } });
  });

  test('that nobody answers at gives the reason of the transport', async () => {
    const world = {
      send: () =>
        Promise.reject(
          new PortaiError({ name: 'DNS_FAILED', exit: 'unreachable', message: 'no such host' }),
        ),
      now: () => new Date(0),
      signal: new AbortController().signal,
      caller: 'this-machine',
    } as const;
    const endpoint = {
      baseUrl: 'https://nowhere.example/v1',
      headers: () => ({}),
      dialect: 'openai-compatible',
    } as const;
    expect(await discover(world, endpoint)).toMatchObject({
      kind: 'nothing',
      reading: { cause: 'DNS_FAILED' },
    });
  });
});

describe('a hostile server', () => {
  const named = (...ids: unknown[]) => ({ json: { data: ids.map((id) => ({ id })) } });

  test.each([
    ['a flag', '--api-url=https://evil.example'],
    ['an escape', 'model\u001b[2J'],
    ['a line break', 'model\nportai secrets delete all'],
    ['a command', 'model$(id)'],
    ['a quote', 'model"; rm -rf /'],
    ['a comma, which would end the name', 'model,context=1'],
    ['10,000 letters', 'a'.repeat(10_000)],
    ['letters that run backwards', 'model\u202egnp'],
  ])('a name with %s is left out', async (_, name) => {
    const found = await foundIn({ 'GET /v1/models': named('some-model', name) });
    expect(found.models).toEqual([{ name: 'some-model' }]);
    expect(found.leftOut).toHaveLength(1);
  });

  test('a name beyond those that are looked at is found if it is wanted', async () => {
    const many = named(...Array.from({ length: 3000 }, (_, at) => `model-${at}`));
    const found = await foundIn({ 'GET /v1/models': many }, { wanted: ['model-2999'] });
    expect(found.models).toHaveLength(2001);
    expect(found.models.at(-1)).toEqual({ name: 'model-2999' });
    expect(found.remarks).toEqual([expect.stringContaining('lists 3000 models; the first 2000')]);
  });

  test('a list behind a byte order mark is read', async () => {
    const body = `\uFEFF${JSON.stringify({ data: [{ id: 'some-model' }] })}`;
    const found = await foundIn({ 'GET /v1/models': { body } });
    expect(found.models).toEqual([{ name: 'some-model' }]);
  });

  test('entries that name no model are counted, not taken for an empty list', async () => {
    const data = ['text', 5, null, {}, { id: 7 }];
    const found = await foundIn({ 'GET /v1/models': { json: { data } } });
    expect(found).toMatchObject({ models: [], leftOut: [], entries: 5 });
  });

  test('a name that is listed twice is left out once', async () => {
    const found = await foundIn({ 'GET /v1/models': named('$(id)', '$(id)', 'good', 'good') });
    expect([found.models.length, found.leftOut.length]).toEqual([1, 1]);
  });

  test('usual names are kept: slashes, colons, a version behind @, those of Portkey', async () => {
    const names = [
      'meta-llama/Llama-3.1-8B',
      'llama3.2:latest',
      'claude@20250929',
      '@openai-prod/gpt-5',
    ];
    const { models } = await foundIn({ 'GET /v1/models': named(...names) });
    expect(models.map(({ name }) => name)).toEqual(names);
  });

  test('100,000 models are looked at as far as the first 2,000, which is said', async () => {
    const data = Array.from({ length: 100_000 }, (_, index) => ({ id: `m-${index}` }));
    const found = await foundIn({ 'GET /v1/models': { json: { data } } });
    expect(found.models).toHaveLength(2000);
    expect(found.remarks).toEqual([expect.stringContaining('100000')]);
  });

  test.each([
    ['numbers', named(1, 2)],
    ['null', { json: { data: [null, { id: null }, {}] } }],
  ])('%s instead of names are no models', async (_, answer) => {
    expect((await foundIn({ 'GET /v1/models': answer })).models).toEqual([]);
  });

  test.each([0, -1, 1.5, 1e12, '128000', null])('a window of %j is none', async (max_model_len) => {
    const found = await foundIn({
      'GET /v1/models': { json: { data: [{ id: 'some-model', owned_by: 'vllm', max_model_len }] } },
    });
    expect(found.models).toEqual([{ name: 'some-model' }]);
  });

  test('every request stays at the origin that was given, and asks for at most 4 MB', async () => {
    const { found, seen } = look(litellm);
    await found;
    for (const { url, maxBytes } of seen) {
      expect(url.origin).toBe('https://llm.example.com');
      expect(maxBytes).toBe(4 * 1024 ** 2);
    }
  });
});
