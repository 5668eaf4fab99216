import { describe, expect, test } from 'vitest';
import { chat } from '../../../src/vendors/openai/chat-completions.ts';
import { messages } from '../../../src/vendors/anthropic/messages.ts';

/** Whose key it is that the provider behind Portkey refused depends on who keeps it. */

const answer = {
  status: 401,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    error: { message: 'openai error: Incorrect API key provided.', code: 'invalid_api_key' },
    provider: 'openai',
  }),
};

const call = (headers: Readonly<Record<string, string>>) => ({
  title: 'a gateway',
  url: 'https://gateway.example/v1/x',
  headers,
  model: 'm',
});

const causes = (headers: Readonly<Record<string, string>>) => [
  chat({ ...call(headers), dialect: 'openai-compatible', limit: 'max_tokens' }).read(answer).cause,
  messages({ ...call(headers), dialect: 'anthropic-compatible' }).read(answer).cause,
];

describe('a key that the provider behind Portkey refuses', () => {
  test.each([
    ['without headers of its own', {}],
    ['with a virtual key', { 'x-portkey-provider': 'openai', 'x-portkey-virtual-key': 'vk' }],
    ['with a stored configuration', { 'x-portkey-provider': 'openai', 'x-portkey-config': 'pc' }],
    ['with an integration', { 'x-portkey-provider': '@openai-prod' }],
  ])('is the one inside the gateway, %s', (_how, headers) => {
    expect(causes(headers)).toEqual(['UPSTREAM_KEY_INVALID', 'UPSTREAM_KEY_INVALID']);
  });

  test('is the stored one where a header alone leads to the provider', () => {
    expect(causes({ 'x-portkey-provider': 'openai' })).toEqual(['KEY_INVALID', 'KEY_INVALID']);
  });
});
