import { describe, expect, test } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../../src/core/http.ts';
import type { Config } from '../../../src/planes/port/config.ts';
import { readCompletion } from '../../../src/vendors/answers/read-answer.ts';
import { dialectOf, ownAnswers } from '../../support/recorded-answers.ts';
import { ask, key, probed } from '../../support/connection-test.ts';
import {
  anthropic,
  anthropicCompatible,
  azureOpenai,
  openai,
  openaiCompatible,
  type VariantTest,
} from '../../support/tested-variants.ts';
import { Secret } from '../../../src/core/secret.ts';

/** Refusals of the plain question that speak of something else: a schema, a policy, a missing field. */

const json = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const chatError = (status: number, message: string, type: string | null = null) =>
  json(status, { error: { message, type, param: null, code: null } });
const messagesError = (status: number, message: string, type = 'invalid_request_error') =>
  json(status, { type: 'error', error: { type, message } });
const endpoint = { apiKeySecretName: 'key', baseUrl: 'https://llm.example.com/v1' };

async function asked(
  probe: VariantTest,
  config: Config,
  answer: HttpResponse | ((request: HttpRequest) => HttpResponse),
) {
  const { report, sent } = await probed(
    (request) => Promise.resolve(typeof answer === 'function' ? answer(request) : answer),
    { probe: probe.connect(config, () => new Secret(key)), models: ['m'] },
  );
  const result = report.testedModels['m'];
  if (result === undefined) throw new Error('the model was not tested');
  return { report, result, sent };
}

const [compatible] = openaiCompatible.variants;
const [messages] = anthropicCompatible.variants;
const policy = "This site is blocked: it violates your organization's acceptable usage policy";

test.each<[string, VariantTest, Config, HttpResponse, string | RegExp]>([
  [
    'a schema that was never sent',
    compatible.probe,
    { ...endpoint, models: [{ name: 'm' }] },
    chatError(
      400,
      "litellm.UnsupportedParamsError: x does not support parameters: ['response_format']",
    ),
    'UNSUPPORTED_PARAM',
  ],
  [
    'tools that were never sent',
    compatible.probe,
    { ...endpoint, models: [{ name: 'm' }] },
    chatError(400, "litellm.UnsupportedParamsError: x does not support parameters: ['tools']"),
    'UNSUPPORTED_PARAM',
  ],
  [
    'thinking that a proxy has added',
    messages.probe,
    { ...endpoint, models: [{ name: 'm' }] },
    messagesError(
      400,
      '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
    ),
    'UNSUPPORTED_PARAM',
  ],
  [
    'a question that a proxy has lost',
    messages.probe,
    { ...endpoint, models: [{ name: 'm' }] },
    messagesError(400, 'messages: Field required'),
    'REQUEST_REFUSED',
  ],
  [
    'a wall in front of an endpoint',
    compatible.probe,
    { ...endpoint, models: [{ name: 'm' }] },
    chatError(403, policy, 'forbidden'),
    'NETWORK_ACL',
  ],
  [
    'a wall in front of OpenAI',
    openai.variants[0].probe,
    { apiKeySecretName: 'key' },
    chatError(403, policy, 'forbidden'),
    'NETWORK_ACL',
  ],
  [
    'a wall in front of Anthropic',
    anthropic.variants[0].probe,
    { apiKeySecretName: 'key' },
    messagesError(403, policy, 'forbidden'),
    /^(?:NETWORK_ACL|KEY_FORBIDDEN|GEO_UNSUPPORTED)$/,
  ],
])('%s makes no model pass, and accepts no key', async (_, probe, config, answer, cause) => {
  const { report, result } = await asked(probe, config, answer);
  // What a filter in between refuses, the provider has not judged.
  const verdict = result.cause === 'NETWORK_ACL' ? 'unknown' : 'fail';
  expect(result).toMatchObject({ isValid: false, verdict });
  expect(result.cause).toMatch(cause);
  expect(report).toMatchObject({ ok: false, verdict });
  expect(report.credential.verdict).toBe('untested');
});

describe('a limit that thinking used up', () => {
  const reached = chatError(
    400,
    'Could not finish the message because max_tokens or model output limit was reached.',
    'invalid_request_error',
  );
  const word = json(200, {
    choices: [{ message: { content: 'pong' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 9, completion_tokens: 300 },
  });
  const config = { ...endpoint, models: [{ name: 'm' }] };

  test('is raised once, and the word that then comes is a pass', async () => {
    const { result, sent } = await asked(compatible.probe, config, ({ body = '' }) =>
      body.includes('"max_tokens":64') ? reached : word,
    );
    expect(result).toMatchObject({ isValid: true, cause: 'OK' });
    const bodies = sent.filter(({ method }) => method === 'POST').map(({ body = '' }) => body);
    expect(bodies.map((body) => /"max_tokens":(\d+)/.exec(body)?.[1])).toEqual(['64', '2048']);
  });

  test('and is used up again leaves it open', async () => {
    const { result } = await asked(compatible.probe, config, reached);
    expect(result).toMatchObject({
      isValid: false,
      verdict: 'unknown',
      cause: 'TRUNCATED_OK',
      message: 'Could not be tested: output limit reached',
    });
  });
});

test("Azure's filter on the question leaves the model open, and shows that the key was accepted", async () => {
  const filtered = json(400, {
    error: {
      code: 'content_filter',
      message: 'The response was filtered.',
      innererror: { code: 'ResponsibleAIPolicyViolation' },
    },
  });
  const config = { apiKeySecretName: 'key', resourceName: 'res', deploymentId: 'chat' };
  const { report, result } = await asked(azureOpenai.variants[0].probe, config, filtered);
  expect(result).toMatchObject({
    isValid: false,
    verdict: 'unknown',
    cause: 'CONTENT_POLICY',
    message: 'Could not be tested: the answer was filtered',
  });
  expect(report.credential.verdict).toBe('accepted');
});

test('no recorded answer with a status that refuses makes a model pass', async () => {
  const refusals = ownAnswers.filter(({ status }) => status >= 300);
  expect(refusals.length).toBeGreaterThan(50);
  for (const row of refusals) {
    const { report } = await probed(() => Promise.resolve(row), {
      probe: {
        generate: ({ model }) => ({
          first: ask(model, 'generate', { read: (got) => readCompletion(dialectOf(row), got) }),
          fallbacks: [],
        }),
      },
    });
    expect([row.id, report.ok]).toEqual([row.id, false]);
  }
});
