import { describe, expect, test } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../../src/core/http.ts';
import type { Config } from '../../../src/planes/port/config.ts';
import { key, probed, type Circumstances } from '../../support/connection-test.ts';
import {
  anthropic,
  anthropicCompatible,
  azureAnthropic,
  azureOpenai,
  openai,
  openaiCompatible,
  type VariantTest,
} from '../../support/tested-variants.ts';
import { Secret } from '../../../src/core/secret.ts';

/** Whole tests of OpenAI, Claude, Azure and compatible servers: what is asked, and what is said in the end. */

const json = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const page = (status: number): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><title>Sign in</title>',
});
const error = (status: number, code: string, message: string) =>
  json(status, { error: { code, type: 'invalid_request_error', message } });

const completion = (model = 'gpt-5-2025-08-07') =>
  json(200, {
    model,
    choices: [{ message: { role: 'assistant', content: 'pong' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 12, completion_tokens: 2 },
  });
const streamedWord = {
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body: 'data: {"choices":[{"delta":{"content":"pong"}}]}\n\ndata: [DONE]\n\n',
};
const message = json(200, {
  type: 'message',
  model: 'claude',
  content: [{ type: 'text', text: 'pong' }],
  stop_reason: 'end_turn',
});
const models = json(200, { object: 'list', data: [{ id: 'm' }] });
const nothingThere = json(404, { detail: 'Not Found' });

/** Tests one model of a type against a server that answers by the route and the request. */
async function tested(
  probe: VariantTest,
  config: Config,
  model: string,
  answer: (route: string, request: HttpRequest) => HttpResponse,
  options: Circumstances['options'] = {},
) {
  const { report, sent } = await probed(
    (request) => {
      const given = answer(`${request.method} ${request.url.pathname}`, request);
      if (given.status < 300) request.enough?.(new TextEncoder().encode(given.body));
      return Promise.resolve(given);
    },
    { probe: probe.connect(config, () => new Secret(key)), models: [model], options },
  );
  const result = report.testedModels[model];
  if (result === undefined) throw new Error('the model was not tested');
  const routes = sent.map(({ method, url }) => `${method} ${url.pathname}`);
  return { report, result, sent, routes };
}

const stored = { apiKeySecretName: 'key' };
const bodyOf = (request: HttpRequest | undefined): unknown => JSON.parse(request?.body ?? 'null');

describe('openai', () => {
  const { probe } = openai.variants[0];
  const scopes = error(403, 'missing_scope', 'Missing scopes: api.responses.write.');

  test('a key without the scope of the Responses API passes by Chat Completions, with a remark', async () => {
    const { result, report, routes } = await tested(probe, stored, 'gpt-5', (route) =>
      route.endsWith('/responses') ? scopes : completion(),
    );
    expect(routes).toEqual(['POST /v1/responses', 'POST /v1/chat/completions']);
    expect(result).toMatchObject({ isValid: true, verdict: 'warn', cause: 'OK', message: 'OK' });
    expect(result.resolvedModel).toBe('gpt-5-2025-08-07');
    expect(result.warnings.join()).toContain('the Responses API does not');
    expect(report.credential.verdict).toBe('accepted');
  });

  test('what follows is asked where the word was given', async () => {
    const { routes, sent } = await tested(
      probe,
      stored,
      'gpt-5',
      (route) => (route.endsWith('/responses') ? scopes : completion()),
      { stream: true, structured: true },
    );
    expect(routes.slice(2)).toEqual(['POST /v1/chat/completions', 'POST /v1/chat/completions']);
    expect(bodyOf(sent[2])).toMatchObject({ stream: true });
    expect(bodyOf(sent[3])).toMatchObject({ response_format: { type: 'json_schema' } });
  });

  test('a key that lacks both scopes is genuine, and fails', async () => {
    const { result, report } = await tested(probe, stored, 'gpt-5', () => scopes);
    expect(result).toMatchObject({ isValid: false, cause: 'KEY_FORBIDDEN' });
    expect(report.credential.verdict).toBe('accepted');
  });

  test('a wrong key is asked about once', async () => {
    const { result, report, routes } = await tested(probe, stored, 'gpt-5', () =>
      error(401, 'invalid_api_key', 'Incorrect API key provided'),
    );
    expect(routes).toEqual(['POST /v1/responses']);
    expect(result).toMatchObject({
      isValid: false,
      cause: 'KEY_INVALID',
      message: 'Invalid API key',
    });
    expect(report.credential.verdict).toBe('refused');
  });

  test('a key that may not list models is not condemned by free calls', async () => {
    const { result, report } = await tested(
      probe,
      stored,
      'gpt-5',
      () => error(403, 'missing_scope', 'Missing scopes: api.model.read.'),
      { generate: false },
    );
    expect(result).toMatchObject({ verdict: 'unknown', cause: 'NOT_GENERATED' });
    expect(report.credential.verdict).toBe('accepted');
  });
});

describe('azure-openai', () => {
  const { probe } = azureOpenai.variants[0];
  const config = { ...stored, resourceName: 'res', deploymentId: 'chat' };
  const noSuchRoute = error(404, '404', 'Resource not found');
  const noChat = error(
    400,
    'OperationNotSupported',
    'The chatCompletion operation does not work with the specified model, text-embedding-3-large.',
  );

  test('a deployment of another model is usable, with a remark at the stage of the model', async () => {
    const { result } = await tested(probe, config, 'gpt-5', () =>
      completion('gpt-4o-mini-2024-07-18'),
    );
    expect(result).toMatchObject({ isValid: true, verdict: 'warn', cause: 'WRONG_DEPLOYMENT' });
    expect(result.message).toContain('chat serves gpt-4o-mini-2024-07-18');
  });

  test('a deployment that cannot answer at all fails, whatever it is called', async () => {
    const { result, routes } = await tested(probe, config, 'gpt-5', () => noChat);
    expect(routes).toEqual(['POST /openai/v1/chat/completions', 'POST /openai/v1/responses']);
    expect(result).toMatchObject({ isValid: false, verdict: 'fail' });
  });

  test('a resource without the v1 API is asked at its other host, then by the older route', async () => {
    const { result, sent } = await tested(probe, config, 'gpt-5', (route) =>
      route.includes('/deployments/') ? completion() : noSuchRoute,
    );
    expect(sent.map(({ url }) => `${url.host}${url.pathname}${url.search}`)).toEqual([
      'res.openai.azure.com/openai/v1/chat/completions',
      'res.services.ai.azure.com/openai/v1/chat/completions',
      'res.openai.azure.com/openai/deployments/chat/chat/completions?api-version=2024-12-01-preview',
    ]);
    expect(result).toMatchObject({ isValid: true, verdict: 'warn' });
    expect(result.warnings.join()).toContain('older route');
  });

  test('a resource that has no such route anywhere is a wrong address', async () => {
    const { result, routes } = await tested(probe, config, 'gpt-5', () => noSuchRoute);
    expect(routes).toHaveLength(3);
    expect(result).toMatchObject({ isValid: false, cause: 'WRONG_BASE_URL' });
  });
});

describe('openai-compatible', () => {
  const { probe } = openaiCompatible.variants[0];
  const config = { ...stored, baseUrl: 'https://llm.example.com/v1', models: [{ name: 'small' }] };
  const guarded = (answer: HttpResponse) => (route: string) =>
    route.startsWith('GET') ? json(401, { error: 'Unauthorized' }) : answer;

  test('the other name of the limit is tried once, and what Port will send is named', async () => {
    const { result, sent } = await tested(
      probe,
      config,
      'small',
      (route, { body = '' }) => {
        if (route.startsWith('GET')) return json(401, { error: 'Unauthorized' });
        if (body.includes('"stream":true')) return streamedWord;
        return body.includes('"max_tokens"')
          ? error(
              400,
              'unsupported_parameter',
              "Unsupported parameter: 'max_tokens' is not supported with this model.",
            )
          : completion('small');
      },
      { stream: true },
    );
    expect(result).toMatchObject({ isValid: true, verdict: 'warn' });
    expect(result.warnings.join()).toContain('Set useLegacyMaxTokens to false for small');
    const asked = sent.filter(({ method }) => method === 'POST').map(bodyOf);
    expect(asked).toMatchObject([
      { max_tokens: 64 },
      { max_completion_tokens: 64 },
      { max_completion_tokens: 64, stream: true },
    ]);
  });

  test('a proxy that adds thinking is given room for it, in the stream as well', async () => {
    const { result, sent } = await tested(
      probe,
      config,
      'small',
      (route, { body = '' }) => {
        if (route.startsWith('GET')) return json(401, { error: 'Unauthorized' });
        if (body.includes('"stream":true')) return streamedWord;
        return body.includes('"max_tokens":64')
          ? error(
              400,
              'invalid_request_error',
              '`max_tokens` must be greater than `thinking.budget_tokens`',
            )
          : completion('small');
      },
      { stream: true },
    );
    expect(result).toMatchObject({ isValid: true, cause: 'OK' });
    const asked = sent.filter(({ method }) => method === 'POST').map(bodyOf);
    expect(asked).toMatchObject([
      { max_tokens: 64 },
      { max_tokens: 2048 },
      { max_tokens: 2048, stream: true },
    ]);
  });

  test.each([
    ['accepted', 'a refusal without the key', json(401, { error: 'Unauthorized' })],
    ['unverifiable', 'the list of models without the key', models],
    ['unverifiable', 'a page of something in between', page(403)],
    ['unverifiable', 'no such route', nothingThere],
  ])('the key is %s after %s', async (verdict, _what, withoutKey) => {
    const { report, sent } = await tested(probe, config, 'small', (route) =>
      route.startsWith('GET') ? withoutKey : completion('small'),
    );
    expect(report.credential.verdict).toBe(verdict);
    expect(report.ok).toBe(true);
    expect(sent.at(-1)?.headers).toEqual({});
  });

  test('a base URL without /v1 fails, with the one that would do as advice', async () => {
    const { result, routes } = await tested(
      probe,
      { ...config, baseUrl: 'https://llm.example.com' },
      'small',
      (route) => (route.startsWith('POST /v1/') ? completion('small') : nothingThere),
    );
    expect(routes.slice(0, 2)).toEqual(['POST /chat/completions', 'POST /v1/chat/completions']);
    expect(result).toMatchObject({ isValid: false, cause: 'WRONG_BASE_URL' });
    expect(result.advice).toContain('https://llm.example.com/v1');
  });

  test('free calls condemn nothing where the server has no list of models', async () => {
    for (const answer of [nothingThere, page(404)]) {
      const { result, report, routes } = await tested(probe, config, 'small', () => answer, {
        generate: false,
      });
      expect(routes).toEqual(['GET /v1/models']);
      expect(result).toMatchObject({ verdict: 'unknown', cause: 'NOT_GENERATED' });
      expect(report.credential.verdict).toBe('untested');
    }
  });

  test('a server of the own network passes with what that leaves open', async () => {
    const { report, sent } = await tested(
      probe,
      { ...config, baseUrl: 'http://10.0.0.5:4000/v1' },
      'small',
      guarded(completion('small')),
    );
    expect(report).toMatchObject({ ok: true });
    expect(sent.every(({ plainHttp }) => plainHttp === true)).toBe(true);
    expect(report.warnings.join('\n')).toMatch(/10\.0\.0\.5[^]*plain http/);
  });

  test('a rate limit says nothing of a key that a gateway may not have looked at', async () => {
    const { result, report } = await tested(
      probe,
      config,
      'small',
      guarded(error(429, 'throttling_error', 'Rate limit exceeded for api_key')),
    );
    expect(result).toMatchObject({ isValid: false, verdict: 'unknown', cause: 'RATE_LIMITED' });
    expect(report.credential.verdict).toBe('untested');
  });

  test('a custom header with a line end is not sent, and its value not repeated', async () => {
    const { report, result, sent } = await tested(
      probe,
      { ...config, customHeaders: { 'X-Team': 'canary\r\nauthorization: other' } },
      'small',
      guarded(completion('small')),
    );
    expect(sent).toEqual([]);
    expect(result).toMatchObject({ isValid: false });
    expect(JSON.stringify(report)).not.toContain('canary');
  });
});

describe('Claude', () => {
  const unauthorized = json(401, {
    type: 'error',
    error: { type: 'authentication_error', message: 'invalid x-api-key' },
  });
  const notThere = (name: string) =>
    json(404, { type: 'error', error: { type: 'not_found_error', message: `model: ${name}` } });

  test('anthropic counts tokens for nothing, and generates nothing when told so', async () => {
    const { probe } = anthropic.variants[0];
    const { result, routes } = await tested(
      probe,
      stored,
      'claude-opus-4-6',
      (route) => (route.startsWith('GET') ? models : json(200, { input_tokens: 12 })),
      { generate: false },
    );
    expect(routes).toEqual(['GET /v1/models', 'POST /v1/messages/count_tokens']);
    expect(result).toMatchObject({ verdict: 'unknown', cause: 'NOT_GENERATED' });
    expect(result.stages).toContainEqual(
      expect.objectContaining({ stage: 'model', verdict: 'pass' }),
    );
  });

  test('a gateway that wants the key in the other header fails, and the flag is named', async () => {
    const { probe } = anthropicCompatible.variants[0];
    const config = { ...stored, baseUrl: 'https://llm.example.com/v1' };
    const { result, sent } = await tested(
      probe,
      config,
      'claude-opus-4-6',
      (_route, { headers }) => (headers['authorization'] === undefined ? unauthorized : message),
    );
    expect(result).toMatchObject({ isValid: false, cause: 'KEY_INVALID' });
    expect(result.advice).toContain('--auth-token-secret');
    expect(sent.slice(0, 2).map(({ headers }) => Object.keys(headers))).toEqual([
      expect.not.arrayContaining(['authorization']),
      expect.not.arrayContaining(['x-api-key']),
    ]);
  });

  test('a gateway without a token count is not condemned by free calls', async () => {
    const { probe } = anthropicCompatible.variants[0];
    const config = { ...stored, baseUrl: 'https://llm.example.com/v1' };
    const { result } = await tested(
      probe,
      config,
      'claude-opus-4-6',
      (route) =>
        route.endsWith('/count_tokens')
          ? nothingThere
          : json(400, {
              type: 'error',
              error: { type: 'invalid_request_error', message: 'messages: Field required' },
            }),
      { generate: false },
    );
    expect(result).toMatchObject({ verdict: 'unknown', cause: 'NOT_GENERATED' });
  });

  test('a Foundry deployment without the date in its name is found, named and not used', async () => {
    const { probe } = azureAnthropic.variants[0];
    const config = { ...stored, endpoint: 'https://res.services.ai.azure.com' };
    const { result } = await tested(
      probe,
      config,
      'claude-haiku-4-5-20251001',
      (_route, { body = '' }) =>
        body.includes('20251001') ? notThere('claude-haiku-4-5-20251001') : message,
    );
    expect(result.isValid).toBe(false);
    expect(result.advice).toContain('claude-haiku-4-5');
  });
});

test('the key is in headers alone, and in no report', async () => {
  const config = { ...stored, baseUrl: 'https://llm.example.com/v1' };
  const echo = (_route: string, { headers }: HttpRequest) =>
    error(401, 'invalid_api_key', `No such key: ${Object.values(headers).join(' ')}`);
  for (const type of [openai, anthropic, openaiCompatible, anthropicCompatible]) {
    const { report, sent } = await tested(type.variants[0].probe, config, 'some-model', echo);
    expect(sent.some(({ headers }) => JSON.stringify(headers).includes(key))).toBe(true);
    for (const { url, body } of sent) expect(`${url.href} ${body ?? ''}`).not.toContain(key);
    expect(JSON.stringify(report)).not.toContain(key);
  }
});
