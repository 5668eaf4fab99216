import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../../src/planes/port/config.ts';
import { everyAsk, input, key, otherAfter, shown } from '../../../../support/described-requests.ts';
import {
  anthropic,
  anthropicCompatible,
  azureAnthropic,
  azureOpenai,
  openai,
  openaiCompatible,
  type VariantTest,
} from '../../../../support/tested-variants.ts';

/** The requests of the types with an API key, each whole, and which of them follow on which. */

const apiKey = { apiKeySecretName: 'the-key' };
const schema = {
  type: 'object',
  properties: { ok: { type: 'boolean' } },
  required: ['ok'],
  additionalProperties: false,
};
const jsonSchema = {
  type: 'json_schema',
  json_schema: { name: 'probe', strict: true, schema },
};
const ask = [{ role: 'user', content: 'Reply with the word pong.' }];
const typed = { 'content-type': 'application/json' };

describe('openai', () => {
  const { probe } = openai.variants[0];
  const asked = input(apiKey, 'gpt-5');
  const ways = probe.generate(asked);
  const headers = { ...typed, authorization: 'Bearer ***' };
  const viaResponses = { model: 'gpt-5', input: 'Reply with the word pong.', store: false };
  const chat = otherAfter(ways, 'KEY_FORBIDDEN');

  test('is asked by the Responses API, which stores nothing', () => {
    expect(shown(ways.first.request)).toEqual({
      method: 'POST',
      url: 'https://api.openai.com/v1/responses',
      headers,
      body: { ...viaResponses, max_output_tokens: 64 },
    });
    expect(ways.first).toMatchObject({ outputTokens: 64, patience: 'generate' });
  });

  test('is asked by Chat Completions where the key or the model is not for Responses', () => {
    expect(ways.fallbacks).toEqual([chat]);
    expect(chat).toMatchObject({
      after: ['KEY_FORBIDDEN', 'WRONG_BASE_URL', 'REQUEST_REFUSED'],
      counts: 'warn',
    });
    expect(shown(chat.call.request)).toEqual({
      method: 'POST',
      url: 'https://api.openai.com/v1/chat/completions',
      headers,
      body: { model: 'gpt-5', messages: ask, max_completion_tokens: 64 },
    });
  });

  test('streams by the API that answered', () => {
    const stream = probe.stream(asked, ways.first);
    expect(stream.stream?.form).toBe('sse');
    expect(shown(stream.request)).toMatchObject({
      url: 'https://api.openai.com/v1/responses',
      body: { ...viaResponses, max_output_tokens: 64, stream: true },
    });
    expect(shown(probe.stream(asked, chat.call).request)).toEqual({
      method: 'POST',
      url: 'https://api.openai.com/v1/chat/completions',
      headers,
      body: { model: 'gpt-5', messages: ask, max_completion_tokens: 64, stream: true },
    });
  });

  test('gives output after a schema by the API that answered, with little reasoning', () => {
    const { first } = probe.structured(asked, ways.first);
    expect(first).toMatchObject({ outputTokens: 1024, patience: 'structured' });
    expect(shown(first.request)).toEqual({
      method: 'POST',
      url: 'https://api.openai.com/v1/responses',
      headers,
      body: {
        ...viaResponses,
        max_output_tokens: 1024,
        text: { format: { type: 'json_schema', name: 'probe', strict: true, schema } },
        reasoning: { effort: 'low' },
      },
    });
    expect(shown(probe.structured(asked, chat.call).first.request)).toEqual({
      method: 'POST',
      url: 'https://api.openai.com/v1/chat/completions',
      headers,
      body: {
        model: 'gpt-5',
        messages: ask,
        max_completion_tokens: 1024,
        response_format: jsonSchema,
        reasoning_effort: 'low',
      },
    });
  });

  test('has free calls for the key and for the model', () => {
    const authorization = 'Bearer ***';
    expect(shown(probe.credential(asked).request)).toEqual({
      method: 'GET',
      url: 'https://api.openai.com/v1/models',
      headers: { authorization },
    });
    expect(shown(probe.model(input(apiKey, 'ft:gpt-5:acme/1')).request)).toEqual({
      method: 'GET',
      url: 'https://api.openai.com/v1/models/ft%3Agpt-5%3Aacme%2F1',
      headers: { authorization },
    });
  });
});

describe('azure-openai', () => {
  const [{ probe }] = azureOpenai.variants;
  const config = { ...apiKey, resourceName: 'my-resource', deploymentId: 'eu/gpt 5' };
  const asked = input(config, 'gpt-5');
  const ways = probe.generate(asked);
  const headers = { ...typed, 'api-key': '***' };
  const body = { model: 'eu/gpt 5', messages: ask, max_completion_tokens: 64 };

  test('is asked by the v1 API, for the deployment', () => {
    expect(shown(ways.first.request)).toEqual({
      method: 'POST',
      url: 'https://my-resource.openai.azure.com/openai/v1/chat/completions',
      headers,
      body,
    });
  });

  test('is asked the same in both forms of the configuration', () => {
    const pair = { endpoint: 'https://my-resource.openai.azure.com/', deployment: 'eu/gpt 5' };
    const other = azureOpenai.variants[1].probe.generate(input({ ...apiKey, ...pair }, 'gpt-5'));
    expect(shown(other.first.request)).toEqual(shown(ways.first.request));
  });

  test('is asked at its other host, then by the older route, after a wrong route alone', () => {
    const [host, older] = [0, 1].map((nth) => otherAfter(ways, 'WRONG_BASE_URL', nth));
    const after = ['WRONG_BASE_URL', 'API_VERSION'];
    expect([host, older]).toMatchObject([
      { after, counts: 'warn' },
      { after, counts: 'warn' },
    ]);
    expect(host && shown(host.call.request)).toEqual({
      method: 'POST',
      url: 'https://my-resource.services.ai.azure.com/openai/v1/chat/completions',
      headers,
      body,
    });
    expect(older && shown(older.call.request)).toEqual({
      method: 'POST',
      url: 'https://my-resource.openai.azure.com/openai/deployments/eu%2Fgpt%205/chat/completions?api-version=2024-12-01-preview',
      headers,
      body,
    });
  });

  test('is asked by the Responses API where the deployment does not chat', () => {
    expect(shown(otherAfter(ways, 'WRONG_DEPLOYMENT').call.request)).toEqual({
      method: 'POST',
      url: 'https://my-resource.openai.azure.com/openai/v1/responses',
      headers,
      body: {
        model: 'eu/gpt 5',
        input: 'Reply with the word pong.',
        store: false,
        max_output_tokens: 64,
      },
    });
  });

  test('streams, and gives output after a schema, where it answered', () => {
    for (const won of [ways.first, ...ways.fallbacks.map((other) => other.call)]) {
      const { url } = won.request;
      expect(probe.stream(asked, won).request.url).toBe(url);
      expect(probe.structured(asked, won).first.request.url).toBe(url);
    }
    expect(shown(probe.stream(asked, ways.first).request).body).toEqual({ ...body, stream: true });
    expect(shown(probe.structured(asked, ways.first).first.request).body).toEqual({
      ...body,
      max_completion_tokens: 1024,
      response_format: jsonSchema,
      reasoning_effort: 'low',
    });
  });

  test('has a free call for the key, and none for a deployment', () => {
    expect(shown(probe.credential(asked).request)).toEqual({
      method: 'GET',
      url: 'https://my-resource.openai.azure.com/openai/v1/models',
      headers: { 'api-key': '***' },
    });
    expect(probe.of(asked)).not.toHaveProperty('model');
  });

  test.each([{ deploymentId: '' }, { deploymentId: undefined }, { resourceName: 'x.example/' }])(
    'is not asked with %j',
    (changes) => {
      expect(() => probe.generate(input({ ...config, ...changes }, 'gpt-5'))).toThrow(
        expect.objectContaining({ name: 'CONFIG_INVALID' }),
      );
    },
  );
});

describe('openai-compatible', () => {
  const { probe } = openaiCompatible.variants[0];
  const models = [
    { name: 'old' },
    { name: 'new', supportedFeatures: { useLegacyMaxTokens: false } },
  ];
  const config = {
    ...apiKey,
    baseUrl: 'https://llm.example.com/v1/',
    models,
    customHeaders: { 'X-Team': 'platform' },
  };
  const asked = input(config, 'old');
  const url = 'https://llm.example.com/v1/chat/completions';
  const headers = { ...typed, authorization: 'Bearer ***', 'x-team': 'platform' };
  const body = { model: 'old', messages: ask, max_tokens: 64 };

  test('is asked as Port asks: max_tokens, unless the model says otherwise', () => {
    expect(shown(probe.generate(asked).first.request)).toEqual({
      method: 'POST',
      url,
      headers,
      body,
    });
    expect(shown(probe.generate(input(config, 'new')).first.request).body).toEqual({
      model: 'new',
      messages: ask,
      max_completion_tokens: 64,
    });
  });

  test('is asked without a key where the configuration names none', () => {
    const { apiKeySecretName: _none, customHeaders: _neither, ...open } = config;
    expect(probe.generate(input(open, 'old')).first.request.headers).toEqual(typed);
  });

  test('custom headers override the key, in any case of their letters', () => {
    const custom = { ...config, customHeaders: { AUTHORIZATION: 'Basic abc' } };
    expect(probe.generate(input(custom, 'old')).first.request.headers).toEqual({
      ...typed,
      authorization: 'Basic abc',
    });
  });

  test('a likelier base URL is only suggested, and only after a wrong one', () => {
    const ways = probe.generate(input({ ...config, baseUrl: 'https://llm.example.com' }, 'old'));
    expect(ways.fallbacks).toMatchObject([
      {
        after: ['WRONG_BASE_URL', 'RESPONSE_MALFORMED'],
        counts: 'suggest',
        remark: 'Set the base URL to https://llm.example.com/v1: there it answers.',
      },
    ]);
    expect(ways.fallbacks[0] && shown(ways.fallbacks[0].call.request)).toEqual({
      method: 'POST',
      url,
      headers,
      body,
    });
    expect(probe.generate(asked).fallbacks).toEqual([]);
  });

  test('a route that was pasted along is not asked twice over', () => {
    const { first } = probe.generate(input({ ...config, baseUrl: url }, 'old'));
    expect(first.request.url).toBe(url);
  });

  test('output after a schema is asked for by an unlikely key, and not a word of JSON', () => {
    const { first, fallbacks: others } = probe.structured(asked, probe.generate(asked).first);
    expect(others).toEqual([]);
    expect(shown(first.request)).toEqual({
      method: 'POST',
      url,
      headers,
      body: {
        model: 'old',
        messages: [{ role: 'user', content: 'Is water wet?' }],
        max_tokens: 1024,
        response_format: {
          type: 'json_schema',
          json_schema: {
            name: 'response',
            strict: true,
            schema: {
              type: 'object',
              properties: { zq7: { type: 'boolean' } },
              required: ['zq7'],
              additionalProperties: false,
            },
          },
        },
      },
    });
  });

  test('streams, and lists its models for free', () => {
    expect(shown(probe.stream(asked, probe.generate(asked).first).request).body).toEqual({
      ...body,
      stream: true,
    });
    expect(shown(probe.credential(asked).request)).toEqual({
      method: 'GET',
      url: 'https://llm.example.com/v1/models',
      headers: { authorization: 'Bearer ***', 'x-team': 'platform' },
    });
  });
});

/** The requests of a Messages API, alike wherever it is. */
function messagesRequests(
  name: string,
  probe: VariantTest,
  config: Config,
  url: string,
  given: object,
) {
  const headers = { ...typed, 'anthropic-version': '2023-06-01', ...given };
  const asked = input(config, 'claude-x-5');
  const { first } = probe.generate(asked);
  const body = { model: 'claude-x-5', max_tokens: 16, messages: ask };

  describe(`${name}: the Messages API`, () => {
    test('is asked for one word', () => {
      expect(first).toMatchObject({ outputTokens: 16, patience: 'generate' });
      expect(shown(first.request)).toEqual({ method: 'POST', url, headers, body });
    });

    test('streams', () => {
      const stream = probe.stream(asked, first);
      expect(stream.stream?.form).toBe('sse');
      expect(shown(stream.request)).toEqual({
        method: 'POST',
        url,
        headers,
        body: { ...body, stream: true },
      });
    });

    test('counts tokens for free', () => {
      const model = probe.model(asked);
      expect(model).toMatchObject({ outputTokens: 0, patience: 'control' });
      expect(shown(model.request)).toEqual({
        method: 'POST',
        url: `${url}/count_tokens`,
        headers,
        body: { model: 'claude-x-5', messages: ask },
      });
    });

    test('gives output after a schema natively, then as that of a tool', () => {
      const ways = probe.structured(asked, first);
      const other = otherAfter(ways, 'STRUCTURED_UNSUPPORTED');
      expect(shown(ways.first.request)).toEqual({
        method: 'POST',
        url,
        headers,
        body: {
          ...body,
          max_tokens: 256,
          output_config: { format: { type: 'json_schema', schema } },
        },
      });
      expect(shown(other.call.request).body).toEqual({
        ...body,
        max_tokens: 256,
        tools: [{ name: 'probe', input_schema: schema }],
        tool_choice: { type: 'tool', name: 'probe' },
      });
    });

    test.each([
      'claude-sonnet-4-20250514',
      'claude-opus-4-20250514',
      'claude-sonnet-4-0',
      'claude-3-7-sonnet-20250219',
      'anthropic/claude-sonnet-4',
    ])('asks %s for the tool alone', (model) => {
      const ways = probe.structured(input(config, model), first);
      expect(ways.fallbacks).toEqual([]);
      expect(shown(ways.first.request).body).toHaveProperty('tools');
    });
  });
}

const claudeUrl = 'https://api.anthropic.com/v1/messages';
const foundry = { ...apiKey, endpoint: 'https://rx.services.ai.azure.com/anthropic' };
const gateway = { baseUrl: 'https://llm.example.com/v1/', customHeaders: { 'X-Team': 'a' } };
const team = { 'x-team': 'a' };
const [withKey, withToken] = anthropicCompatible.variants;
const keyed = { ...gateway, ...apiKey };
const tokened = { ...gateway, authTokenSecretName: 'the-token' };

messagesRequests('anthropic', anthropic.variants[0].probe, apiKey, claudeUrl, {
  'x-api-key': '***',
});
messagesRequests(
  'azure-anthropic',
  azureAnthropic.variants[0].probe,
  foundry,
  'https://rx.services.ai.azure.com/anthropic/v1/messages',
  { 'x-api-key': '***' },
);
messagesRequests(
  'anthropic-compatible, api-key',
  withKey.probe,
  keyed,
  'https://llm.example.com/v1/messages',
  { 'x-api-key': '***', ...team },
);
messagesRequests(
  'anthropic-compatible, auth-token',
  withToken.probe,
  tokened,
  'https://llm.example.com/v1/messages',
  { authorization: 'Bearer ***', ...team },
);

test('anthropic lists one model for free', () => {
  expect(
    shown(anthropic.variants[0].probe.credential(input(apiKey, 'claude-x-5')).request),
  ).toEqual({
    method: 'GET',
    url: 'https://api.anthropic.com/v1/models?limit=1',
    headers: { 'anthropic-version': '2023-06-01', 'x-api-key': '***' },
  });
});

describe('azure-anthropic', () => {
  const { probe } = azureAnthropic.variants[0];

  test.each([
    'https://rx.services.ai.azure.com',
    'https://rx.services.ai.azure.com/',
    'https://rx.services.ai.azure.com/anthropic/',
    'https://rx.services.ai.azure.com/anthropic/v1',
    'https://rx.services.ai.azure.com/anthropic/v1/messages',
  ])('finds the API of %s', (endpoint) => {
    const { first } = probe.generate(input({ ...apiKey, endpoint }, 'm'));
    expect(first.request.url).toBe('https://rx.services.ai.azure.com/anthropic/v1/messages');
  });

  test('asks for the deployment without the date once, only to suggest it', () => {
    const dated = probe.generate(input(foundry, 'claude-haiku-4-5-20251001'));
    expect(dated.fallbacks).toMatchObject([
      {
        after: ['DEPLOYMENT_NOT_FOUND', 'MODEL_NOT_FOUND'],
        counts: 'suggest',
        remark: expect.stringContaining('claude-haiku-4-5:'),
      },
    ]);
    const [other] = dated.fallbacks;
    expect(other && shown(other.call.request).body).toMatchObject({ model: 'claude-haiku-4-5' });
    expect(probe.generate(input(foundry, 'claude-opus-4-6')).fallbacks).toEqual([]);
  });
});

describe('anthropic-compatible', () => {
  const ofKey = withKey.probe.generate(input(keyed, 'm'));
  const ofToken = withToken.probe.generate(input(tokened, 'm'));

  test('the other header is tried once after a refused key, only to suggest it', () => {
    const suggested = (ways: typeof ofKey) => otherAfter(ways, 'KEY_INVALID');
    expect(suggested(ofKey)).toMatchObject({
      counts: 'suggest',
      remark: expect.stringContaining('--auth-token-secret'),
    });
    expect(shown(suggested(ofKey).call.request).headers).toEqual({
      ...typed,
      'anthropic-version': '2023-06-01',
      authorization: 'Bearer ***',
      ...team,
    });
    expect(suggested(ofToken).remark).toContain('--api-key-secret');
    expect(shown(suggested(ofToken).call.request).headers).toEqual({
      ...typed,
      'anthropic-version': '2023-06-01',
      'x-api-key': '***',
      ...team,
    });
  });

  test('/v1 is suggested where the base URL lacks it', () => {
    const ways = withKey.probe.generate(input({ ...keyed, baseUrl: 'https://x.example' }, 'm'));
    const other = otherAfter(ways, 'WRONG_BASE_URL');
    expect(other).toMatchObject({ counts: 'suggest' });
    expect(other.call.request.url).toBe('https://x.example/v1/messages');
  });

  test('an empty body proves the key for free', () => {
    const ask = withKey.probe.credential(input(keyed, 'm'));
    expect(ask).toMatchObject({ outputTokens: 0, patience: 'control' });
    expect(shown(ask.request)).toMatchObject({
      url: 'https://llm.example.com/v1/messages',
      body: {},
    });
  });

  test.each([
    [false, 'claude-opus-4-6', 'tools'],
    [true, 'claude-sonnet-4-20250514', 'output_config'],
  ])('nativeStructuredOutput %s decides for %s', (nativeStructuredOutput, name, property) => {
    const models = [{ name, supportedFeatures: { nativeStructuredOutput } }];
    const { first } = withKey.probe.structured(input({ ...keyed, models }, name), ofKey.first);
    expect(shown(first.request).body).toHaveProperty(property);
  });
});

const [byName, byEndpoint] = azureOpenai.variants;
const everyProbe: readonly [string, VariantTest, Config][] = [
  ['openai', openai.variants[0].probe, apiKey],
  ['azure-openai', byName.probe, { ...apiKey, resourceName: 'rx', deploymentId: 'd' }],
  [
    'azure-openai, endpoint',
    byEndpoint.probe,
    { ...apiKey, endpoint: 'https://rx.openai.azure.com', deployment: 'd' },
  ],
  ['anthropic', anthropic.variants[0].probe, apiKey],
  ['azure-anthropic', azureAnthropic.variants[0].probe, foundry],
  ['openai-compatible', openaiCompatible.variants[0].probe, { ...keyed, models: [] }],
  ['anthropic-compatible, api-key', withKey.probe, keyed],
  ['anthropic-compatible, auth-token', withToken.probe, tokened],
];

describe.each(everyProbe)('%s', (_, probe, config) => {
  const asks = everyAsk(probe, input(config, 'claude-x-5-20260101'));

  test('has the key in one header of each request, and nowhere else', () => {
    expect(asks.length).toBeGreaterThan(3);
    for (const { title, request } of asks) {
      const { url, headers, body = '' } = request;
      expect(Object.values(headers).filter((value) => value.includes(key))).toHaveLength(1);
      const elsewhere = `${title} ${decodeURIComponent(url)} ${body} ${Object.keys(headers).join()}`;
      expect(elsewhere).not.toContain(key);
    }
  });

  test('sends neither sampling parameters nor an origin', () => {
    for (const { request } of asks) {
      expect(request.body ?? '').not.toMatch(/temperature|top_p|top_k|seed/);
      expect(request.headers).not.toHaveProperty('origin');
    }
  });

  test('never asks for more tokens than it says', () => {
    for (const { request, outputTokens } of asks) {
      const [, limit = '0'] =
        /"max_(?:output_|completion_)?tokens":(\d+)/.exec(request.body ?? '') ?? [];
      expect(Number(limit)).toBe(outputTokens);
    }
  });
});

test("servers of one's own may load a model first, and limit before they look at it", () => {
  for (const { probe } of [openaiCompatible.variants[0], withKey, withToken]) {
    expect(probe.of(input(keyed, 'm'))).toMatchObject({
      patience: 'endpoint',
      limitsBeforeRouting: true,
    });
  }
  for (const { probe } of [openai.variants[0], byName, anthropic.variants[0]]) {
    const test = probe.of(input(apiKey, 'm'));
    expect(test.patience).toBe('cloud');
    expect(test).not.toHaveProperty('limitsBeforeRouting');
  }
});
