import { describe, expect, test } from 'vitest';
import { aboutOf } from '../../../../src/planes/port/refusal.ts';
import { comparableName, isHtml, readRefusal } from '../../../../src/core/refusal.ts';

const details = { testedModels: { 'gpt-5': { isValid: false } } };

describe('the envelopes of a refusal', () => {
  test.each<[string, unknown, object]>([
    [
      'A: the name in error',
      { ok: false, error: 'not_found', message: 'gone', details },
      { name: 'not_found', message: 'gone', details },
    ],
    [
      'B: an error object',
      { ok: false, error: { name: 'XError', message: 'gone', details } },
      { name: 'XError', message: 'gone', details },
    ],
    [
      'B with a code for a name',
      { ok: false, error: { code: 'x', message: 'gone' } },
      { name: 'x', message: 'gone' },
    ],
    ['C: bare', { name: 'x', message: 'gone' }, { name: 'x', message: 'gone' }],
    [
      'D: of the AI routes',
      { error: 'Rate limit exceeded', type: 'RATE_LIMIT_ERROR', retryAfter: 3600 },
      { name: 'RATE_LIMIT_ERROR', message: 'Rate limit exceeded', details: { retryAfter: 3600 } },
    ],
    [
      'a problem of RFC 9457',
      { type: 'about:blank', title: 'Forbidden', status: 403, detail: 'Not from here' },
      { name: undefined, message: 'Not from here' },
    ],
    [
      'a problem with a title only',
      { type: 'https://gw.example.com/p/1', title: 'Blocked', status: 403 },
      { name: undefined, message: 'Blocked' },
    ],
    [
      'a list of errors',
      { errors: [{ code: 'x', message: 'first' }, { message: 'second' }] },
      { name: 'x', message: 'first' },
    ],
    ['sentences in a list', { errors: ['one', 'two'] }, { message: 'one; two' }],
    [
      'FastAPI',
      { detail: [{ loc: ['body'], msg: 'field required' }] },
      { message: 'field required' },
    ],
    [
      'AWS API Gateway',
      { Message: 'User is not authorized' },
      { message: 'User is not authorized' },
    ],
    ['Apigee', { fault: { faultstring: 'Over limit' } }, { message: 'Over limit' }],
    [
      'F: of the framework',
      { statusCode: 400, error: 'Bad Request', message: 'body is empty' },
      { name: undefined, message: 'body is empty' },
    ],
    [
      'F with a code',
      { statusCode: 415, code: 'FST_ERR_CTP', error: 'Unsupported Media Type', message: 'no' },
      { name: 'FST_ERR_CTP', message: 'no' },
    ],
    ['only a name', { ok: false, error: 'conflict' }, { name: 'conflict', message: undefined }],
    ['nothing inside', { ok: false }, { name: undefined, message: undefined }],
    ['fields of the wrong type', { error: 7, message: {}, name: [] }, { name: undefined }],
  ])('%s', (_, body, refusal) => {
    expect(readRefusal(JSON.stringify(body))).toMatchObject(refusal);
  });

  test.each([
    ['E: plain text', 'IP not whitelisted', 'IP not whitelisted'],
    ['a JSON string', '"try later"', 'try later'],
    ['an array', '["a"]', '["a"]'],
    ['cut off', '{"ok":false,"err', '{"ok":false,"err'],
    ['empty', '', undefined],
    ['blank', ' \n', undefined],
    ['a line of controls', '\u001b[31mno\u001b[0m\r\nway', 'no way'],
  ])('%s: its words are the message', (_, body, message) => {
    expect(readRefusal(body)).toEqual({ name: undefined, message, details: undefined });
  });
});

describe('names', () => {
  test.each([
    ['LLMProviderNotFoundError', 'llm_provider_not_found'],
    ['LLMProviderNotFoundError', 'LLM-PROVIDER-NOT-FOUND-ERROR'],
    ['rate_limit', 'RateLimitError'],
    ['bad_request', 'Bad Request'],
  ])('%s is also written %s', (name, spelling) => {
    expect(comparableName(spelling)).toBe(comparableName(name));
  });

  test('that differ in more than spelling stay apart', () => {
    expect(comparableName('not_found')).not.toBe(comparableName('not_founded'));
  });
});

describe('a web page', () => {
  test.each([
    ['text/html; charset=utf-8', 'x'],
    ['', '<!DOCTYPE html><p>'],
    ['', '\n  <html lang="en">'],
    ['application/json', '<head>'],
  ])('is told by its type %j or its start %j', (type, body) => {
    expect(isHtml({ status: 200, headers: { 'content-type': type }, body })).toBe(true);
  });

  test.each(['{"a":"<html>"}', '', '<ErrorResponse>', 'a <b>'])('is not %j', (body) => {
    expect(isHtml({ status: 200, headers: {}, body })).toBe(false);
  });
});

describe('what a refusal is about', () => {
  const about = (message: string, path: string, body?: object) =>
    aboutOf(
      { name: undefined, message, details: undefined },
      {
        url: new URL(`https://api.port.io${path}`),
        ...(body ? { body: JSON.stringify(body) } : {}),
      },
    );

  test.each([
    ['its words', "LLM provider 'openai' not found", '/v1/llm-providers', { provider: 'openai' }],
    ['the path', 'no', '/v1/llm-providers/azure%2Dopenai', { provider: 'azure-openai' }],
    [
      'words about both',
      "Model 'gpt-5' is not enabled for provider 'anthropic'",
      '/v1/llm-providers/defaults',
      { provider: 'anthropic', model: 'gpt-5' },
    ],
    ['a secret in the path', 'no', '/v1/organization/secrets/my%20key', { secret: 'my key' }],
    ['nothing', 'no', '/v1/llm-providers/defaults', { provider: undefined, model: undefined }],
  ])('is read from %s', (_, message, path, expected) => {
    expect(about(message, path)).toMatchObject(expected);
  });

  test('is read from the body that was sent', () => {
    const sent = { provider: 'openai', model: 'gpt-5', secretName: 'k' };
    expect(about('no', '/v1/x', sent)).toMatchObject({
      provider: 'openai',
      model: 'gpt-5',
      secret: 'k',
    });
  });

  test('holds nothing that steers a terminal', () => {
    const said = about("provider '\u001b[2Jopenai\u0007' not found", '/v1/x');
    expect(said.provider).toBe('openai');
  });
});
