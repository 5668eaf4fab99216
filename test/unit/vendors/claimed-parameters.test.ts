import { describe, expect, test } from 'vitest';
import { chat, type ClaimedParameter } from '../../../src/vendors/openai/chat-completions.ts';

/** What a configuration claims of a model is sent along, and a claim that is refused is named. */

const headers = { 'content-type': 'application/json' };
const temperature = {
  name: 'temperature',
  value: 0,
  refused: 'Set temperature to false.',
} satisfies ClaimedParameter;
const effort = {
  name: 'reasoning_effort',
  value: 'low',
  refused: 'Set reasoningEffort to false.',
} satisfies ClaimedParameter;

const asking = (...claims: ClaimedParameter[]) =>
  chat({
    title: 'chat',
    url: 'https://llm.example/v1/chat/completions',
    headers: {},
    model: 'm',
    dialect: 'openai-compatible',
    limit: 'max_tokens',
    claims,
  });

const refusedBy = (claims: ClaimedParameter[], status: number, body: object) => {
  const asked = asking(...claims);
  return asked.repair?.(asked.read({ status, headers, body: JSON.stringify(body) }));
};

test('claims are in the request, and nothing else is', () => {
  expect(JSON.parse(asking(temperature, effort).request.body ?? '')).toMatchObject({
    temperature: 0,
    reasoning_effort: 'low',
  });
  expect(asking().request.body).not.toMatch(/temperature|reasoning/);
});

describe('a claim that is refused is left out, once, and named', () => {
  test.each([
    // OpenAI of its reasoning models.
    [
      'as a value that is not taken',
      400,
      {
        error: {
          message:
            "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
          type: 'invalid_request_error',
          param: 'temperature',
          code: 'unsupported_value',
        },
      },
    ],
    // LiteLLM without drop_params.
    [
      'by LiteLLM',
      400,
      {
        error: {
          message:
            "litellm.UnsupportedParamsError: openai does not support parameters: ['temperature'], for model=o1. To drop these, set `litellm.drop_params=True`",
          type: null,
          param: null,
          code: '400',
        },
      },
    ],
  ])('%s', (_how, status, body) => {
    const repair = refusedBy([temperature], status, body);
    expect(repair?.remark).toBe('Set temperature to false.');
    expect(repair?.call.request.body).not.toContain('temperature');
  });

  test('the effort of reasoning as well', () => {
    const body = {
      error: { message: 'Unrecognized request argument supplied: reasoning_effort', param: null },
    };
    expect(refusedBy([effort], 400, body)?.remark).toBe('Set reasoningEffort to false.');
  });

  test('of two claims the other is said not to have been tried', () => {
    const body = {
      error: { message: "Unsupported parameter: 'temperature' is not supported with this model." },
    };
    const repair = refusedBy([temperature, effort], 400, body);
    expect(repair?.remark).toContain('reasoning_effort was not tried');
    expect(repair?.call.request.body).not.toMatch(/temperature|reasoning/);
  });

  test('never for another refusal', () => {
    const body = { error: { message: 'Incorrect API key provided', code: 'invalid_api_key' } };
    expect(refusedBy([temperature], 401, body)).toBeUndefined();
    const ended = {
      error: { message: 'The model m has been deprecated', code: 'model_not_found' },
    };
    expect(refusedBy([temperature], 404, ended)).toBeUndefined();
  });
});
