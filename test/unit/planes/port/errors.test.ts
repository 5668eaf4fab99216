import { describe, expect, test } from 'vitest';
import type { Failure } from '../../../../src/core/errors.ts';
import type { HttpRequest } from '../../../../src/core/http.ts';
import { flagName } from '../../../../src/planes/port/provider-types/define.ts';
import { providerTypes } from '../../../../src/planes/port/provider-types/index.ts';
import { portErrors } from '../../../../src/planes/port/errors.ts';
import { findPortError, portFailure } from '../../../../src/planes/port/failure.ts';

const entries = Object.entries(portErrors);

function request(path = '/v1/llm-providers', body?: object): HttpRequest {
  const url = new URL(`https://api.port.io${path}`);
  const sent = body ? { body: JSON.stringify(body) } : {};
  return { method: 'POST', url, headers: {}, ...sent };
}

function failure(status: number, body: unknown, to = request()): Failure {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return portFailure({ status, headers: {}, body: text }, to);
}

describe('every entry of the catalogue', () => {
  test.each(entries)('%s: its example is read as itself', (name, { example, exit }) => {
    expect(failure(example.status, example.body)).toMatchObject({
      name,
      exit,
      status: example.status,
      hint: expect.stringMatching(/^\S.*\.$/),
    });
  });

  const answers = ['html_answer', 'unexpected_answer', 'ip_not_allowed'];
  const named = entries.filter(([name]) => !answers.includes(name));
  const envelopes: Readonly<Record<string, (name: string) => object>> = {
    'in error': (name) => ({ ok: false, error: name, message: 'words' }),
    'in an error object': (name) => ({ ok: false, error: { name, message: 'words' } }),
    'as the code of an error object': (name) => ({ error: { code: name, message: 'words' } }),
    bare: (name) => ({ name, message: 'words' }),
    'as a type': (name) => ({ error: 'many words', type: name }),
    'as a code beside the status': (name) => ({ statusCode: 418, code: name, message: 'words' }),
  };

  test.each(
    named.flatMap(([name, { exit }]) => Object.keys(envelopes).map((e) => [name, e, exit])),
  )('%s is recognised %s', (name, envelope, exit) => {
    expect(failure(418, envelopes[envelope]?.(name))).toMatchObject({ name, exit });
  });

  test.each(named)('%s is recognised in other spellings', (name) => {
    const words = name.replace(/([a-z])([A-Z])|(LLM)(?=[A-Z])/g, '$1$3_$2').toLowerCase();
    const spellings = [words, words.replaceAll('_', '-'), words.toUpperCase()];
    const without = name.replace(/_?error$/i, '');
    for (const spelling of [...spellings, without, `${without}Error`]) {
      expect(findPortError(spelling)?.[0]).toBe(name);
    }
  });

  test.each(entries)('%s: is explained in full, and its commands have reasons', (_, entry) => {
    const about = { message: '', details: undefined, provider: undefined };
    const next = entry.next({ ...about, model: undefined, secret: undefined, named: [] });
    for (const words of [entry.title, entry.cause, entry.fix, ...next.map(({ why }) => why)]) {
      expect(words).toMatch(/^\S.*\S$/);
    }
  });
});

describe('an answer without a name', () => {
  test.each([
    [400, 'bad_request', 'refused'],
    [401, 'unauthorized', 'unauthenticated'],
    [402, 'payment_required', 'limited'],
    [403, 'forbidden', 'forbidden'],
    [404, 'no_such_route', 'notFound'],
    [409, 'conflict', 'conflict'],
    [413, 'payload_too_large', 'refused'],
    [422, 'unprocessable', 'refused'],
    [429, 'rate_limit', 'limited'],
    [500, 'internal_error', 'unreachable'],
    [503, 'internal_error', 'unreachable'],
    [200, 'unexpected_answer', 'unreachable'],
    [204, 'unexpected_answer', 'unreachable'],
  ])('%i: %s', (status, name, exit) => {
    for (const body of ['', '[]', '"words"', '{"ok":', '{}', 'null', '7']) {
      expect(failure(status, body)).toMatchObject({ name, exit, status });
    }
  });

  test('keeps a name that is new, and goes by its status', () => {
    expect(failure(409, { ok: false, error: 'identifier_taken', message: 'taken' })).toMatchObject({
      name: 'identifier_taken',
      exit: 'conflict',
      message: 'taken',
    });
  });

  test('says no in a 200: it is a refusal all the same', () => {
    expect(failure(200, { ok: false, message: 'no' })).toMatchObject({
      name: 'bad_request',
      exit: 'refused',
      message: 'no',
    });
  });

  test('in a 200 by name: the name decides', () => {
    expect(failure(200, { ok: false, error: 'LLMProviderNotFoundError' })).toMatchObject({
      name: 'LLMProviderNotFoundError',
      exit: 'notFound',
    });
  });
});

describe('a web page', () => {
  const page = '<!doctype html><title>Sign in</title><b>hello</b>';

  test.each([
    [200, 'html_answer', 'unreachable'],
    [302, 'html_answer', 'unreachable'],
    [400, 'html_answer', 'unreachable'],
    [401, 'html_answer', 'unreachable'],
    [403, 'html_answer', 'unreachable'],
    [404, 'html_answer', 'unreachable'],
    [429, 'rate_limit', 'limited'],
    [500, 'internal_error', 'unreachable'],
    [502, 'internal_error', 'unreachable'],
    [504, 'internal_error', 'unreachable'],
  ])('with %i is %s, names the host and holds no markup', (status, name, exit) => {
    expect(failure(status, page)).toMatchObject({
      name,
      exit,
      message: `api.port.io answered HTML (HTTP ${status}): the web page "Sign in", not the API`,
    });
  });
});

describe('what is shown of the words of a server', () => {
  const hostile = 'a\u001b[31m\u009b2Jb\u202e\r\nc';

  test('has no control characters, in any of its places', () => {
    const { message, name, next } = failure(403, {
      name: `x${hostile}`,
      message: `provider '${hostile}' refused`,
    });
    expect([name, message]).toEqual(['xab c', "provider 'ab c' refused"]);
    const tested = { [hostile]: { isValid: false }, ok: { isValid: true } };
    const failed = failure(400, {
      error: { name: 'LLMProviderModelTestError', details: { testedModels: tested } },
    });
    const commands = [...(next ?? []), ...(failed.next ?? [])].flatMap(({ command }) => command);
    expect(commands.length).toBeGreaterThan(0);
    // What is no plain name stays out of commands altogether.
    expect(commands).not.toContain('ab c');
    expect(commands.join('')).not.toMatch(/\p{Cc}/u);
  });

  test('is short, however much was sent', () => {
    const { message } = failure(400, 'word '.repeat(10_000));
    expect(message.length).toBeLessThan(600);
    expect(message).toMatch(/^word word .*…$/);
  });

  test('carries the trace id, for support', () => {
    const headers = { 'x-trace-id': 'abc\u0007-1' };
    const answer = { status: 500, headers, body: '' };
    expect(portFailure(answer, request()).requestId).toBe('abc-1');
  });
});

describe('a required field', () => {
  const withKey = providerTypes.filter(({ variants }) =>
    variants.some(({ fields }) => 'apiKeySecretName' in fields),
  );
  test.each(withKey.map(({ id }) => [id]))('of %s is named by its flag', (id) => {
    const body = {
      error: { name: 'LLMProviderInvalidConfigError', message: 'apiKeySecretName is required' },
    };
    for (const to of [request(`/v1/llm-providers/${id}`), request(undefined, { provider: id })]) {
      expect(failure(400, body, to).message).toBe('--api-key-secret is required');
    }
  });

  const all = providerTypes.flatMap((type) => {
    const fields = type.variants.flatMap((variant) => Object.entries(variant.fields));
    const flags = new Map(fields.map(([key, field]) => [key, flagName(field)]));
    return [...flags].map(([key, flag]) => [type.id, key, flag]);
  });
  test.each(all)('of %s: %s is %s', (id, key, flag) => {
    const { message } = failure(
      422,
      { message: `'${key}' is required` },
      request(`/v1/llm-providers/${id}`),
    );
    expect(message).toBe(`'${flag}' is required`);
  });

  test('of an unknown type, or of another type, keeps its name', () => {
    const body = { message: 'apiKeySecretName is required' };
    for (const id of ['newer', 'bedrock']) {
      const { message } = failure(400, body, request(`/v1/llm-providers/${id}`));
      expect(message).toBe('apiKeySecretName is required');
    }
  });
});

describe('the next commands', () => {
  test('name the provider and the model that the refusal is about', () => {
    const { next } = failure(400, portErrors.LLMProviderModelNotEnabledError.example.body);
    expect(next?.map(({ command }) => command.join(' '))).toEqual([
      'providers models list anthropic',
      'providers models enable anthropic gpt-5',
    ]);
  });

  test('offer to go on without the models that failed, unless all did', () => {
    const body = (second: boolean) => ({
      error: {
        name: 'LLMProviderModelTestError',
        message: "Connection test failed for provider 'openai'",
        details: { testedModels: { a: { isValid: false }, b: { isValid: second } } },
      },
    });
    const commands = (answer: object) =>
      failure(400, answer).next?.map(({ command }) => command.join(' '));
    expect(commands(body(true))).toContain('providers put openai --disable-model a --validate');
    expect(commands(body(false))?.join()).not.toContain('--disable-model');
  });

  test('of a failed test rotate the secrets that were named, and none where none was', () => {
    const body = { error: { name: 'LLMProviderModelTestError', message: 'failed' } };
    const commands = (config: object) =>
      failure(400, body, request('/v1/llm-providers/openai-compatible', { config }))
        .next?.map(({ command }) => command.join(' '))
        .join();
    expect(commands({ apiKeySecretName: 'k' })).toBe('secrets set k --value-file <file>');
    expect(commands({ baseUrl: 'https://x.example' })).toBe(
      'providers put openai-compatible --help',
    );
  });

  test('lead to secrets where a secret was asked for', () => {
    const { next } = failure(404, '', request('/v1/organization/secrets/k'));
    expect(next?.map(({ command }) => command.join(' '))).toEqual(['secrets list']);
  });
});
