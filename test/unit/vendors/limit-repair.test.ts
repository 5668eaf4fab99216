import { describe, expect, test } from 'vitest';
import { chat } from '../../../src/vendors/openai/chat-completions.ts';
import { messages } from '../../../src/vendors/anthropic/messages.ts';

/** A server that refuses the name or the size of the limit gets the other, once. */

const headers = { 'content-type': 'application/json' };
const call = {
  title: 'chat',
  url: 'https://llm.example/v1/chat/completions',
  headers: {},
  model: 'm',
};

describe('the other name of the limit is tried', () => {
  const asked = chat({ ...call, dialect: 'openai-compatible', limit: 'max_tokens' });
  const refused = (status: number, body: object) =>
    asked.repair?.(asked.read({ status, headers, body: JSON.stringify(body) }));

  test.each([
    ['in other words', 400, { error: { message: 'field max_tokens is no longer supported' } }],
    ['as deprecated', 400, { error: { message: 'For this model max_tokens is deprecated.' } }],
    [
      'as a fault of the server',
      500,
      { error: { message: "Unsupported parameter: 'max_tokens'" } },
    ],
    [
      'in an object where the message should be',
      422,
      {
        object: 'error',
        message: {
          detail: [
            {
              type: 'extra_forbidden',
              loc: ['body', 'max_tokens'],
              msg: 'Extra inputs are not permitted',
            },
          ],
        },
      },
    ],
    [
      'by the provider behind Portkey',
      400,
      {
        error: {
          message: "azure-openai error: Unsupported parameter: 'max_tokens'",
          param: 'max_tokens',
        },
        provider: 'azure-openai',
      },
    ],
  ])('when the first is refused %s', (_how, status, body) => {
    expect(refused(status, body)?.call.request.body).toContain('max_completion_tokens');
  });

  test('never when the model itself has ended', () => {
    const body = { error: { message: 'The model m is no longer supported (max_tokens 64).' } };
    expect(refused(404, body)).toBeUndefined();
  });
});

describe('more room is made for thinking', () => {
  const asked = messages({ ...call, dialect: 'anthropic-compatible' });
  const refused = (message: string) => {
    const error = { type: 'invalid_request_error', message };
    const body = JSON.stringify({ type: 'error', error });
    return asked.repair?.(asked.read({ status: 400, headers, body }));
  };

  test('when the limit is below the budget', () => {
    const repaired = refused('`max_tokens` must be greater than `thinking.budget_tokens`.');
    expect(repaired?.call.outputTokens).toBeGreaterThan(asked.outputTokens);
  });

  test('never when the form of thinking is refused', () => {
    const words = '"thinking.type.enabled" is not supported for this model. Use "adaptive".';
    expect(refused(words)).toBeUndefined();
  });
});

test('a question that reached the server without its words is no proof of a good key', () => {
  const asked = messages({ ...call, dialect: 'anthropic-compatible' });
  const error = { type: 'invalid_request_error', message: 'messages: Field required' };
  const body = JSON.stringify({ type: 'error', error });
  expect(asked.read({ status: 400, headers, body }).cause).toBe('REQUEST_REFUSED');
});
