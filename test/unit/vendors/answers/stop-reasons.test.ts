import { describe, expect, test } from 'vitest';
import type { Cause } from '../../../../src/vendors/causes.ts';
import { readCompletion, type Dialect } from '../../../../src/vendors/answers/read-answer.ts';

/** Why a model stopped, as the documents of each vendor list the reasons, and in none of them. */

const read = (dialect: Dialect, body: unknown) =>
  readCompletion(dialect, { status: 200, headers: {}, body: JSON.stringify(body) });

const forms: Readonly<Record<string, (reason: string) => ReturnType<typeof read>>> = {
  'Chat Completions': (finish_reason) =>
    read('openai-compatible', { choices: [{ message: { content: 'pong' }, finish_reason }] }),
  Responses: (status) => read('openai', { status, output: [{ content: [{ text: 'pong' }] }] }),
  'incomplete Responses': (reason) =>
    read('openai', { status: 'incomplete', incomplete_details: { reason }, output: [] }),
  Messages: (stop_reason) =>
    read('anthropic', { type: 'message', content: [{ type: 'text', text: 'pong' }], stop_reason }),
  Converse: (stopReason) =>
    read('aws', { output: { message: { content: [{ text: 'pong' }] } }, stopReason }),
  Gemini: (finishReason) =>
    read('google', { candidates: [{ content: { parts: [{ text: 'pong' }] }, finishReason }] }),
};

const documented: readonly [string, Cause, readonly string[]][] = [
  ['Chat Completions', 'OK', ['stop', 'length', 'tool_calls', 'function_call']],
  ['Chat Completions', 'CONTENT_POLICY', ['content_filter']],
  ['Chat Completions', 'PROVIDER_ERROR', ['error']],
  ['Responses', 'OK', ['completed']],
  ['incomplete Responses', 'OK', ['max_output_tokens']],
  ['incomplete Responses', 'CONTENT_POLICY', ['content_filter']],
  [
    'Messages',
    'OK',
    [
      'end_turn',
      'max_tokens',
      'stop_sequence',
      'tool_use',
      'pause_turn',
      'model_context_window_exceeded',
    ],
  ],
  ['Messages', 'CONTENT_POLICY', ['refusal']],
  ['Converse', 'OK', ['end_turn', 'max_tokens', 'stop_sequence', 'tool_use']],
  ['Converse', 'CONTENT_POLICY', ['content_filtered']],
  ['Converse', 'GUARDRAIL_INTERVENED', ['guardrail_intervened']],
  ['Gemini', 'OK', ['STOP', 'MAX_TOKENS']],
  [
    'Gemini',
    'CONTENT_POLICY',
    [
      'SAFETY',
      'RECITATION',
      'BLOCKLIST',
      'PROHIBITED_CONTENT',
      'SPII',
      'IMAGE_SAFETY',
      'MODEL_ARMOR',
    ],
  ],
];

describe.each(documented)('%s reads as %s', (form, cause, reasons) => {
  test.each(reasons)('%s', (reason) => {
    expect(forms[form]?.(reason).cause).toBe(cause);
  });
});

const unknown: readonly [string, string][] = [
  ['Chat Completions', 'insufficient_system_resource'],
  ['Chat Completions', 'constructor'],
  ['Responses', 'queued'],
  ['incomplete Responses', 'out_of_luck'],
  ['Messages', 'compaction'],
  ['Converse', 'malformed_model_output'],
  ['Gemini', 'OTHER'],
  ['Gemini', 'LANGUAGE'],
  ['Gemini', 'MALFORMED_FUNCTION_CALL'],
];

test.each(unknown)('of %s, %s proves nothing, and is named', (form, reason) => {
  expect(forms[form]?.(reason)).toMatchObject({ cause: 'STOP_UNKNOWN', detail: reason });
});

describe('without a reason', () => {
  test.each<[string, Dialect, unknown, Cause]>([
    ['a word', 'openai-compatible', { choices: [{ message: { content: 'pong' } }] }, 'OK'],
    [
      'a thought',
      'openai-compatible',
      { choices: [{ message: { reasoning_content: 'hm' } }] },
      'OK',
    ],
    [
      'nothing',
      'openai-compatible',
      { choices: [{ message: { content: '' } }] },
      'NOTHING_WRITTEN',
    ],
    ['an empty choice', 'openai-compatible', { choices: [{}] }, 'NOTHING_WRITTEN'],
    ['no part', 'anthropic', { type: 'message', content: [] }, 'NOTHING_WRITTEN'],
    ['an empty candidate', 'google', { candidates: [{}] }, 'NOTHING_WRITTEN'],
    ['no output', 'openai', { output: [] }, 'NOTHING_WRITTEN'],
  ])('%s decides', (_, dialect, body, cause) => {
    expect(read(dialect, body).cause).toBe(cause);
  });
});

describe('a good end without a word proves nothing, whatever was counted', () => {
  test.each<[string, Dialect, unknown]>([
    [
      'of a chat',
      'openai-compatible',
      {
        choices: [{ message: { content: '' }, finish_reason: 'stop' }],
        usage: { completion_tokens: 1 },
      },
    ],
    [
      'of a chat with blanks',
      'openai-compatible',
      { choices: [{ message: { content: ' \n' }, finish_reason: 'stop' }] },
    ],
    [
      'of a chat whose content is no text',
      'openai-compatible',
      { choices: [{ message: { content: { error: 'gone' } }, finish_reason: 'stop' }] },
    ],
    [
      'of Messages',
      'anthropic',
      { type: 'message', content: [], stop_reason: 'end_turn', usage: { output_tokens: 2 } },
    ],
    ['of Responses', 'openai', { status: 'completed', output: [] }],
    ['of Converse', 'aws', { output: { message: { content: [] } }, stopReason: 'end_turn' }],
    ['of Gemini', 'google', { candidates: [{ finishReason: 'STOP' }] }],
  ])('%s', (_, dialect, body) => {
    expect(read(dialect, body).cause).toBe('NOTHING_WRITTEN');
  });

  test('but tokens that are used up may all have been thoughts', () => {
    const choices = [{ message: { content: '' }, finish_reason: 'length' }];
    expect(read('openai-compatible', { choices }).cause).toBe('OK');
  });
});

test('what a model says when it refuses is shown', () => {
  const choices = [{ message: { content: null, refusal: 'I will not.' }, finish_reason: 'stop' }];
  expect(read('openai-compatible', { choices })).toMatchObject({
    cause: 'CONTENT_POLICY',
    words: 'I will not.',
  });
});

describe('tokens that were counted show that the model worked, although its words are lost', () => {
  test.each<[string, Dialect, unknown]>([
    [
      'a chat without a choice',
      'openai-compatible',
      { choices: [], usage: { prompt_tokens: 5, completion_tokens: 64 } },
    ],
    [
      'Converse without a message',
      'aws',
      { output: {}, stopReason: 'max_tokens', usage: { inputTokens: 5, outputTokens: 16 } },
    ],
    [
      'Gemini without a candidate',
      'google',
      { usageMetadata: { promptTokenCount: 5, thoughtsTokenCount: 60 } },
    ],
  ])('%s', (_, dialect, body) => {
    expect(read(dialect, body).cause).toBe('OK');
  });

  test.each<[string, Dialect, unknown]>([
    [
      'no choice and no token',
      'openai-compatible',
      { choices: [], usage: { completion_tokens: 0 } },
    ],
    ['a question that was only counted', 'google', { usageMetadata: { promptTokenCount: 5 } }],
    ['no message and no token', 'aws', { stopReason: 'max_tokens', usage: { outputTokens: 0 } }],
  ])('%s is no completion', (_, dialect, body) => {
    expect(read(dialect, body).cause).toBe('RESPONSE_MALFORMED');
  });
});

test('a reason for blocking that is none does not stand against an answer', () => {
  const promptFeedback = { blockReason: 'BLOCK_REASON_UNSPECIFIED' };
  const candidates = [{ content: { parts: [{ text: 'pong' }] }, finishReason: 'STOP' }];
  expect(read('google', { promptFeedback, candidates }).cause).toBe('OK');
  expect(read('google', { promptFeedback }).cause).toBe('CONTENT_POLICY');
});
