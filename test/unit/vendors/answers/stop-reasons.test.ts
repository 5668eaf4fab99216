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

test('the few tokens of a word that is nowhere show that it was lost', () => {
  const usage = { prompt_tokens: 5, completion_tokens: 1 };
  expect(read('openai-compatible', { choices: [], usage }).cause).toBe('NOTHING_WRITTEN');
});

test('a reason for blocking that is none does not stand against an answer', () => {
  const promptFeedback = { blockReason: 'BLOCK_REASON_UNSPECIFIED' };
  const candidates = [{ content: { parts: [{ text: 'pong' }] }, finishReason: 'STOP' }];
  expect(read('google', { promptFeedback, candidates }).cause).toBe('OK');
  expect(read('google', { promptFeedback }).cause).toBe('CONTENT_POLICY');
});

describe('a good end behind parts that hold nothing proves nothing', () => {
  const chat = (content: unknown) =>
    read('openai-compatible', { choices: [{ message: { content }, finish_reason: 'stop' }] });
  const messages = (...content: unknown[]) =>
    read('anthropic', { type: 'message', content, stop_reason: 'end_turn' });

  test.each([
    ['a text of Chat Completions', chat([{ type: 'text', text: '' }])],
    ['no part of Chat Completions', chat([null, {}])],
    ['a text of Messages', messages({ type: 'text', text: ' ' })],
    ['a thought of Messages', messages({ type: 'thinking', thinking: '' })],
    ['nothing of Messages', messages({}, null)],
    [
      'a message of Responses',
      read('openai', {
        status: 'completed',
        output: [
          {
            type: 'message',
            id: 'm1',
            role: 'assistant',
            content: [{ type: 'output_text', text: '' }],
          },
        ],
      }),
    ],
    [
      'a block of Converse',
      read('aws', {
        output: { message: { role: 'assistant', content: [{ text: '' }] } },
        stopReason: 'end_turn',
      }),
    ],
    [
      'a part of Gemini',
      read('google', {
        candidates: [{ content: { parts: [{ text: '' }] }, finishReason: 'STOP' }],
      }),
    ],
  ])('%s', (_, { cause }) => {
    expect(cause).toBe('NOTHING_WRITTEN');
  });

  test.each([
    ['a thought that is kept back', messages({ type: 'redacted_thinking', data: 'Em9j' })],
    ['the call of a tool', messages({ type: 'tool_use', id: 't', name: 'answer', input: {} })],
    [
      'an item of thinking',
      read('openai', {
        status: 'completed',
        output: [{ type: 'reasoning', id: 'r', summary: [] }],
      }),
    ],
    [
      'a signed thought of Gemini',
      read('google', {
        candidates: [{ content: { parts: [{ thoughtSignature: 'Cg' }] }, finishReason: 'STOP' }],
      }),
    ],
  ])('but %s is something', (_, { cause }) => {
    expect(cause).toBe('OK');
  });

  test('a part that refuses is a refusal of the model, in its words', () => {
    const refused = chat([{ type: 'refusal', refusal: 'I will not.' }]);
    expect(refused).toMatchObject({ cause: 'CONTENT_POLICY', words: 'I will not.' });
  });
});

describe('an answer of no form', () => {
  const bare = (dialect: Dialect, status: number, body = '') =>
    readCompletion(dialect, { status, headers: {}, body }).cause;

  test.each<Dialect>(['openai', 'openai-compatible', 'anthropic', 'azure', 'google', 'aws'])(
    'of %s that is empty is neither a pass nor a wrong address',
    (dialect) => {
      for (const status of [200, 201, 202, 204, 205, 206]) {
        expect(bare(dialect, status)).toBe('NOTHING_WRITTEN');
        expect(bare(dialect, status, ' \n')).toBe('NOTHING_WRITTEN');
      }
    },
  );

  test.each([
    [425, 'PROVIDER_ERROR'],
    [499, 'PROVIDER_ERROR'],
    [511, 'NETWORK_ACL'],
  ])('with status %i means %s', (status, cause) => {
    expect(bare('openai-compatible', status)).toBe(cause);
    if (status === 511) expect(bare('openai', status, '<html><title>Log in</title>')).toBe(cause);
  });

  test.each<Dialect>(['openai', 'openai-compatible', 'anthropic', 'azure', 'google', 'aws'])(
    'of %s that breaks off within its JSON is neither a pass nor a wrong address',
    (dialect) => {
      const whole = JSON.stringify({
        choices: [{ message: { content: 'po"n{g' }, finish_reason: 'stop' }],
        content: [{ type: 'text', text: 'pong' }],
      });
      for (let length = 1; length < whole.length; length++) {
        const cut = whole.slice(0, length);
        expect([cut, bare(dialect, 200, cut)]).toEqual([cut, 'ANSWER_CUT']);
        expect(bare(dialect, 200, `\uFEFF ${cut}`)).toBe('ANSWER_CUT');
      }
      for (const other of ['pong', '{"a":1}}', '[1,2,]', '{"a" 1}', 'null', '"po']) {
        expect([other, bare(dialect, 200, other)]).toEqual([other, 'RESPONSE_MALFORMED']);
      }
    },
  );

  test('of a refusal that breaks off is read by its status', () => {
    expect(bare('openai', 401, '{"error":{"mess')).toBe('KEY_INVALID');
  });

  test('beside an error without content is not taken for one', () => {
    const body = { choices: [{ message: { content: 'pong' }, finish_reason: 'stop' }], error: {} };
    expect(read('openai-compatible', body).cause).toBe('OK');
  });
});
