import { describe, expect, test } from 'vitest';
import type { Cause } from '../../../../../src/vendors/causes.ts';
import type { HttpResponse } from '../../../../../src/core/http.ts';
import type { Config } from '../../../../../src/planes/port/config.ts';
import type { TestCall } from '../../../../../src/vendors/test-requests.ts';
import {
  chatAnswer,
  input,
  json,
  message,
  otherAfter,
  page,
  refusal,
  shown,
} from '../../../../support/described-requests.ts';
import {
  anthropic,
  anthropicCompatible,
  azureAnthropic,
  azureOpenai,
  openai,
  openaiCompatible,
  type VariantTest,
} from '../../../../support/tested-variants.ts';

/** What the types with an API key make of answers: repairs, other ways, remarks. */

const apiKey = { apiKeySecretName: 'the-key' };
const endpoint = { ...apiKey, baseUrl: 'https://llm.example.com/v1' };
const [{ probe: gpt }] = openai.variants;
const [{ probe: azure }] = azureOpenai.variants;
const [{ probe: claude }] = anthropic.variants;
const [{ probe: foundry }] = azureAnthropic.variants;
const [{ probe: compatible }] = openaiCompatible.variants;
const [{ probe: gateway }] = anthropicCompatible.variants;

const causeOf = (ask: TestCall, answer: HttpResponse) => ask.read(answer).cause;
/** The ask that mends a refusal, with its remark. */
const repaired = (ask: TestCall, answer: HttpResponse) => ask.repair?.(ask.read(answer));
const bodyOf = (ask: TestCall | undefined) => (ask ? shown(ask.request).body : undefined);

const unsupported = (parameter: string, instead: string) =>
  refusal(
    400,
    `Unsupported parameter: '${parameter}' is not supported with this model. Use '${instead}' instead.`,
    'unsupported_parameter',
  );

describe('openai: the Responses API', () => {
  const asked = input(apiKey, 'gpt-x');
  const { first, fallbacks: others } = gpt.generate(asked);
  const after = new Set<Cause>(others.flatMap((other) => [...other.after]));

  test.each([
    ['completed', undefined],
    ['incomplete', { reason: 'max_output_tokens' }],
  ])('%s is a pass', (status, details) => {
    const output = details ? [] : [{ content: [{ type: 'output_text', text: 'pong' }] }];
    const answer = { object: 'response', status, incomplete_details: details, output };
    expect(causeOf(first, json(200, answer))).toBe('OK');
  });

  test.each([
    [404, 'The model `gpt-x` is not supported with the Responses API.', 'model_not_found'],
    [400, 'This model is only supported in v1/chat/completions and not in v1/responses.', null],
    [404, 'The requested model is not available in v1/responses. Use v1/chat/completions.', null],
  ])('%i: a model of the other API is asked for there: %s', (status, words, code) => {
    const { cause } = first.read(refusal(status, words, code));
    expect(cause).toBe('REQUEST_REFUSED');
    expect(after).toContain(cause);
  });

  test.each([
    [401, 'You have insufficient permissions. Missing scopes: api.responses.write.', true],
    [404, 'Invalid URL (POST /v1/responses)', true],
    [404, 'The model `gpt-x` does not exist or you do not have access to it.', false],
    [401, 'Incorrect API key provided: sk-abcd****wxyz.', false],
    [403, 'Project `p` does not have access to model `gpt-x`', false],
    [429, 'You exceeded your current quota, please check your plan.', false],
  ])('%i "%s": the other API is asked: %s', (status, words, follows) => {
    expect(after.has(first.read(refusal(status, words)).cause)).toBe(follows);
  });

  test('the free calls look for what they asked for', () => {
    const list = gpt.credential(asked);
    const one = gpt.model(asked);
    expect(causeOf(list, json(200, { object: 'list', data: [] }))).toBe('ZERO_TOKEN_OK');
    expect(causeOf(one, json(200, { id: 'gpt-x', object: 'model' }))).toBe('ZERO_TOKEN_OK');
    expect(causeOf(list, json(200, { status: 'ok' }))).toBe('RESPONSE_MALFORMED');
    expect(causeOf(one, json(200, { object: 'list', data: [] }))).toBe('RESPONSE_MALFORMED');
    expect(causeOf(one, refusal(404, 'The model does not exist', 'model_not_found'))).toBe(
      'MODEL_NOT_FOUND',
    );
  });
});

describe('output after a schema', () => {
  const won = gpt.generate(input(apiKey, 'gpt-x')).first;
  const { first } = gpt.structured(input(apiKey, 'gpt-x'), won);
  const wrote = (text: string) =>
    json(200, {
      object: 'response',
      status: 'completed',
      output: [{ type: 'message', content: [{ type: 'output_text', text }] }],
    });

  test.each([
    ['{"ok":true}', 'OK'],
    ['{"ok":"yes"}', 'STRUCTURED_INVALID'],
    ['{"ok":true,"more":1}', 'STRUCTURED_INVALID'],
    ['pong', 'STRUCTURED_INVALID'],
  ])('%s is %s', (text, cause) => {
    expect(causeOf(first, wrote(text))).toBe(cause);
  });

  test('a model without that effort is asked once more without any', () => {
    const answer = refusal(
      400,
      "Unsupported value: 'reasoning.effort' does not support 'low' with this model.",
      'unsupported_value',
    );
    const mended = repaired(first, answer)?.call;
    expect(bodyOf(mended)).not.toHaveProperty('reasoning');
    expect(bodyOf(mended)).toHaveProperty('text.format.schema');
    expect(mended && repaired(mended, answer)).toBeUndefined();
  });

  test('Chat Completions of Azure leave the effort out in the same way', () => {
    const asked = input({ ...apiKey, resourceName: 'rx', deploymentId: 'd' }, 'gpt-x');
    const ask = azure.structured(asked, azure.generate(asked).first).first;
    const answer = unsupported('reasoning_effort', 'nothing');
    expect(bodyOf(repaired(ask, answer)?.call)).not.toHaveProperty('reasoning_effort');
  });

  test('another refusal is not mended', () => {
    expect(repaired(first, refusal(400, 'text.format is not supported'))).toBeUndefined();
  });
});

describe('openai-compatible: the limit of tokens', () => {
  const models = [{ name: 'new', supportedFeatures: { useLegacyMaxTokens: false } }];
  const { first } = compatible.generate(input(endpoint, 'm'));

  test('goes under its newer name where the older is refused, and Port has to be told', () => {
    const mended = repaired(first, unsupported('max_tokens', 'max_completion_tokens'));
    expect(bodyOf(mended?.call)).toMatchObject({ max_completion_tokens: 64 });
    expect(bodyOf(mended?.call)).not.toHaveProperty('max_tokens');
    expect(mended?.remark).toBe(
      'Set useLegacyMaxTokens to false for m (--model m,useLegacyMaxTokens=false): the server refuses the field that Port will send.',
    );
  });

  test('goes under its older name where the newer is refused', () => {
    const ask = compatible.generate(input({ ...endpoint, models }, 'new')).first;
    const mended = repaired(ask, unsupported('max_completion_tokens', 'max_tokens'));
    expect(bodyOf(mended?.call)).toMatchObject({ max_tokens: 64 });
    expect(mended?.remark).toContain('Set useLegacyMaxTokens to true for new');
  });

  test('has room for thinking where a proxy adds it, without a remark', () => {
    const mended = repaired(
      first,
      refusal(400, '`max_tokens` must be greater than `thinking.budget_tokens`.'),
    );
    expect(mended).toEqual({ call: expect.objectContaining({ outputTokens: 2048 }) });
    expect(bodyOf(mended?.call)).toMatchObject({ max_tokens: 2048 });
  });

  test('is not mended after anything else', () => {
    const answers = [
      chatAnswer('pong'),
      refusal(401, 'Invalid API key'),
      refusal(404, 'The model `m` does not exist.'),
      refusal(429, 'Rate limit on max_tokens per minute'),
      page,
    ];
    for (const answer of answers) expect(repaired(first, answer)).toBeUndefined();
  });

  test('what was mended holds for the stream and for the schema', () => {
    const asked = input(endpoint, 'm');
    const renamed = repaired(first, unsupported('max_tokens', 'max_completion_tokens'))?.call;
    const roomy = repaired(first, refusal(400, 'max_tokens must be greater than budget_tokens'));
    expect(renamed && bodyOf(compatible.stream(asked, renamed))).toMatchObject({
      max_completion_tokens: 64,
      stream: true,
    });
    expect(renamed && bodyOf(compatible.structured(asked, renamed).first)).toMatchObject({
      max_completion_tokens: 1024,
    });
    expect(roomy && bodyOf(compatible.stream(asked, roomy.call))).toMatchObject({
      max_tokens: 2048,
    });
    expect(roomy && bodyOf(compatible.structured(asked, roomy.call).first)).toMatchObject({
      max_tokens: 2048,
    });
  });
});

describe('openai-compatible: output after a schema', () => {
  const ask = (config: Config) =>
    compatible.structured(input(config, 'm'), compatible.generate(input(config, 'm')).first).first;
  const claimed = ask({ ...endpoint, supportsStructuredOutputs: true });
  const unclaimed = ask(endpoint);
  const byModel = (supportsStructuredOutputs: boolean) =>
    ask({
      ...endpoint,
      supportsStructuredOutputs: !supportsStructuredOutputs,
      models: [{ name: 'm', supportedFeatures: { supportsStructuredOutputs } }],
    });

  test.each([
    ['{"zq7":true}', 'OK', 'OK'],
    ['{"ok":true}', 'STRUCTURED_INVALID', 'STRUCTURED_UNSUPPORTED'],
    ['Yes, water is wet.', 'STRUCTURED_INVALID', 'STRUCTURED_UNSUPPORTED'],
    ['```json\n{"zq7":true}\n```', 'STRUCTURED_INVALID', 'STRUCTURED_UNSUPPORTED'],
  ])('%s is %s where it is claimed, and %s where not', (text, whenClaimed, otherwise) => {
    expect(causeOf(claimed, chatAnswer(text))).toBe(whenClaimed);
    expect(causeOf(unclaimed, chatAnswer(text))).toBe(otherwise);
  });

  test('what a model claims for itself counts more than what the server does', () => {
    expect(causeOf(byModel(true), chatAnswer('pong'))).toBe('STRUCTURED_INVALID');
    expect(causeOf(byModel(false), chatAnswer('pong'))).toBe('STRUCTURED_UNSUPPORTED');
  });

  test('a server that can do what is not claimed is told of', () => {
    expect(unclaimed.read(chatAnswer('{"zq7":true}')).detail).toContain(
      'supportsStructuredOutputs',
    );
    expect(claimed.read(chatAnswer('{"zq7":true}'))).not.toHaveProperty('detail');
  });

  test('a refusal of the schema is a remark, a refused key is not', () => {
    expect(causeOf(claimed, refusal(400, 'response_format is not supported'))).toBe(
      'STRUCTURED_UNSUPPORTED',
    );
    expect(causeOf(claimed, refusal(401, 'Invalid API key'))).toBe('KEY_INVALID');
  });
});

describe('a free call that a server does not have says nothing of the server', () => {
  const list = compatible.credential(input(endpoint, 'm'));
  const count = gateway.model(input(endpoint, 'm'));

  test.each([
    ['a page', page],
    ['a missing route', json(404, { detail: 'Not Found' })],
    ['a method that is not allowed', json(405, {})],
    ['nothing at all', { status: 501, headers: {}, body: '' }],
  ])('%s', (_, answer) => {
    expect(list.read(answer)).toMatchObject({
      cause: 'NOT_GENERATED',
      detail: 'the server has no list of models',
    });
    expect(count.read(answer)).toMatchObject({
      cause: 'NOT_GENERATED',
      detail: 'the server has no token count',
    });
  });

  test('what it says of the key or the model still counts', () => {
    expect(causeOf(list, refusal(401, 'Invalid API key'))).toBe('KEY_INVALID');
    expect(causeOf(list, json(200, { data: [] }))).toBe('ZERO_TOKEN_OK');
    expect(causeOf(count, json(200, { input_tokens: 9 }))).toBe('ZERO_TOKEN_OK');
    expect(
      causeOf(
        count,
        json(404, { type: 'error', error: { type: 'not_found_error', message: 'model: m' } }),
      ),
    ).toBe('MODEL_NOT_FOUND');
  });

  test('a page where an answer is due is a wrong base URL all the same', () => {
    const answer = { ...page, status: 200 };
    expect(causeOf(list, answer)).toBe('WRONG_BASE_URL');
    expect(causeOf(compatible.generate(input(endpoint, 'm')).first, page)).toBe('WRONG_BASE_URL');
  });
});

describe('the Messages API', () => {
  const asked = input(apiKey, 'claude-x-5');
  const { first } = claude.generate(asked);
  const ways = claude.structured(asked);
  const refused = (status: number, type: string, text: string) =>
    json(status, { type: 'error', error: { type, message: text } });

  test('a message is a pass, also one that the limit ended', () => {
    expect(first.read(message({ type: 'text', text: 'pong' }))).toMatchObject({
      cause: 'OK',
      usage: { inputTokens: 9, outputTokens: 3 },
    });
    const limited = { type: 'message', content: [], stop_reason: 'max_tokens' };
    expect(causeOf(first, json(200, limited))).toBe('OK');
  });

  test('an empty question is answered by what is missing in it', () => {
    const ask = gateway.credential(input(endpoint, 'm'));
    const answer = refused(400, 'invalid_request_error', 'messages: Field required');
    expect(causeOf(ask, answer)).toBe('ZERO_TOKEN_OK');
  });

  test('gets room for thinking where a proxy adds it, also in the stream', () => {
    const mended = repaired(
      first,
      refused(400, 'invalid_request_error', 'max_tokens must be greater than budget_tokens'),
    );
    expect(bodyOf(mended?.call)).toMatchObject({ max_tokens: 2048 });
    expect(mended && bodyOf(gateway.stream(input(endpoint, 'm'), mended.call))).toMatchObject({
      max_tokens: 2048,
      stream: true,
    });
    expect(
      mended && bodyOf(gateway.structured(input(endpoint, 'm'), mended.call).first),
    ).toMatchObject({ max_tokens: 2048 });
  });

  test('each form of a schema is checked, and named with its pass', () => {
    const tool = otherAfter(ways, 'STRUCTURED_INVALID').call;
    const use = { type: 'tool_use', id: 't', name: 'probe', input: { ok: true } };
    expect(ways.first.read(message({ type: 'text', text: '{"ok":true}' }))).toMatchObject({
      cause: 'OK',
      detail: 'in the native form',
    });
    expect(tool.read(message(use))).toMatchObject({
      cause: 'OK',
      detail: 'in the form of a tool',
    });
    expect(causeOf(ways.first, message({ type: 'text', text: 'pong' }))).toBe('STRUCTURED_INVALID');
    expect(causeOf(tool, message({ ...use, input: { ok: 1 } }))).toBe('STRUCTURED_INVALID');
  });

  test('the form of a tool is as good where nothing can be set, and a remark where it can', () => {
    expect(otherAfter(ways, 'TIMEOUT')).toMatchObject({ counts: 'pass' });
    const ofGateway = gateway.structured(input(endpoint, 'claude-x-5'), first);
    expect(otherAfter(ofGateway, 'TIMEOUT')).toMatchObject({
      counts: 'warn',
      remark:
        'Output after a schema works as a tool only: set nativeStructuredOutput to false for claude-x-5.',
    });
  });
});

describe('azure-openai: the model that answered', () => {
  const config = { ...apiKey, resourceName: 'rx', deploymentId: 'prod' };
  const found = (resolvedModel: string, changes: Config = {}) =>
    azure.afterPass(input({ ...config, ...changes }, 'gpt-5'), {
      cause: 'OK',
      recognised: true,
      ...(resolvedModel === '' ? {} : { resolvedModel }),
    });

  test.each(['gpt-5', 'gpt-5-2025-08-07', 'GPT-5', ''])('%j is gpt-5', (model) => {
    expect(found(model)).toBeUndefined();
  });

  test.each(['gpt-4o-mini-2024-07-18', 'gpt-5-mini', 'gpt-5-mini-2025-08-07', 'gpt-4-0613'])(
    '%s is another one',
    (model) => {
      expect(found(model)).toEqual({
        cause: 'WRONG_DEPLOYMENT',
        detail: `deployment prod serves ${model}`,
      });
    },
  );

  test('the name of the deployment says nothing of its model', () => {
    expect(found('prod')).toBeUndefined();
    expect(found('gpt-4o', { deploymentId: 'gpt-4o' })).toBeUndefined();
  });

  test('an operation that its model does not know leads to the other API', () => {
    const ways = azure.generate(input(config, 'gpt-5'));
    const answer = refusal(
      400,
      'The chatCompletion operation does not work with the specified model, gpt-5-codex.',
      'OperationNotSupported',
    );
    expect(otherAfter(ways, ways.first.read(answer).cause).call.title).toBe('Responses, v1');
  });

  test.each([
    [404, 'Resource not found', '404'],
    [400, 'API version not supported', 'BadRequest'],
  ])('%i %s leads to the other routes', (status, words, code) => {
    const ways = azure.generate(input(config, 'gpt-5'));
    const { cause } = ways.first.read(json(status, { error: { code, message: words } }));
    expect(otherAfter(ways, cause)).toMatchObject({ counts: 'warn' });
  });
});

describe('remarks before anything is sent', () => {
  test.each([
    [compatible, { ...apiKey, baseUrl: 'http://10.0.0.5:4000/v1' }],
    [gateway, { ...apiKey, baseUrl: 'http://litellm.internal/v1' }],
    [azure, { ...apiKey, endpoint: 'https://azure.corp', deployment: 'd' }],
    [foundry, { ...apiKey, endpoint: 'https://azure.corp/anthropic' }],
  ])('a private host is out of reach for Port', ({ remarks }, config) => {
    expect(remarks(input(config, 'gpt-x'))).toContainEqual(
      expect.stringContaining("Port's cloud cannot reach"),
    );
  });

  test.each([
    [compatible, endpoint],
    [gateway, endpoint],
    [azure, { ...apiKey, resourceName: 'rx', deploymentId: 'd' }],
    [foundry, { ...apiKey, endpoint: 'https://rx.services.ai.azure.com' }],
    [foundry, { ...apiKey, endpoint: 'https://rx.services.ai.azure.com/anthropic' }],
  ])('there are none where all is as usual', ({ remarks }, config) => {
    expect(remarks(input(config, 'gpt-x'))).toEqual([]);
  });

  test('a custom header may take the place of the key, in the header where the key goes', () => {
    const config = { ...endpoint, customHeaders: { Authorization: 'x' } };
    const place = 'The custom header authorization takes the place of the stored credential.';
    const { apiKeySecretName: _none, ...open } = config;
    expect(compatible.remarks(input(config, 'm'))).toContain(place);
    expect(compatible.remarks(input(open, 'm'))).not.toContain(place);
    expect(gateway.remarks(input(config, 'm'))).not.toContain(place);
  });

  test('an address of Foundry that had to be rebuilt is shown as it was used', () => {
    const given = 'https://rx.services.ai.azure.com/anthropic/v1/messages';
    expect(foundry.remarks(input({ ...apiKey, endpoint: given }, 'm'))).toEqual([
      expect.stringContaining(`Tested at ${given}`),
    ]);
  });
});

test('what a pass leaves open is said where it is known', () => {
  const leftOpen = (variant: VariantTest) => variant.of(input(endpoint, 'm')).notProved?.('Port');
  expect(leftOpen(foundry)).toEqual(['the address that Port makes of the endpoint']);
  expect(leftOpen(compatible)).toEqual([
    'which model answers to the name, where a server has only one',
  ]);
  expect(leftOpen(gateway)).toEqual(leftOpen(compatible));
});
