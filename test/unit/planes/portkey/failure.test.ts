import { describe, expect, test } from 'vitest';
import type { Failure } from '../../../../src/core/errors.ts';
import type { HttpRequest, Method } from '../../../../src/core/http.ts';
import { portkeyErrors } from '../../../../src/planes/portkey/errors.ts';
import { findPortkeyError, portkeyFailure } from '../../../../src/planes/portkey/failure.ts';

const entries = Object.entries(portkeyErrors);
const unread = ['portkey_unexpected_answer'];

function request(path = '/integrations', method: Method = 'POST'): HttpRequest {
  return { method, url: new URL(`https://api.portkey.ai/v1${path}`), headers: {} };
}

function failure(status: number, body: unknown, to = request(), headers = {}): Failure {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return portkeyFailure({ status, headers, body: text }, to);
}

describe('every entry of the catalogue', () => {
  test.each(entries.filter(([name]) => !unread.includes(name)))(
    '%s: its example is read as itself',
    (name, { example, exit }) => {
      expect(failure(example.status, example.body)).toMatchObject({
        name,
        exit,
        status: example.status,
        hint: expect.stringMatching(/^\S.*\.$/),
      });
    },
  );

  test.each(entries)('%s: is explained in full, and its commands have reasons', (_, entry) => {
    const next = entry.next({ message: '' });
    for (const words of [entry.title, entry.cause, entry.fix, ...next.map(({ why }) => why)]) {
      expect(words).toMatch(/^\S.*\S$/);
    }
  });
});

describe('the exit class of a code is that of its meaning', () => {
  test.each([
    ['AB01', 'refused'],
    ['AB02', 'notFound'],
    ['AB03', 'forbidden'],
    ['AB04', 'unreachable'],
    ['AB05', 'unauthenticated'],
    ['AB06', 'limited'],
    ['AB07', 'conflict'],
    ['AB08', 'notFound'],
    ['AB09', 'limited'],
  ])('%s', (name, exit) => {
    expect(findPortkeyError(name.toLowerCase())?.[1].exit).toBe(exit);
  });
});

describe('envelopes', () => {
  test.each([
    ['of the control plane', { success: false, data: { message: 'words', errorCode: 'AB07' } }],
    ['flat', { errorCode: 'AB07', message: 'words' }],
    [
      'with an error object',
      {
        status_code: 409,
        success: false,
        error: { message: 'words', slug: 'x', code: 'AB07', type: 'y' },
      },
    ],
  ])('%s', (_, body) => {
    expect(failure(400, body)).toMatchObject({ name: 'AB07', exit: 'conflict', message: 'words' });
  });

  test('a success of HTTP that says it failed is a failure', () => {
    const body = { success: false, data: { message: 'words', errorCode: 'AB01' } };
    expect(failure(200, body)).toMatchObject({ name: 'AB01', message: 'words' });
  });

  test('a code that is newer than the catalogue keeps its name, and its status decides', () => {
    const body = { success: false, data: { message: 'words', errorCode: 'AB12' } };
    expect(failure(409, body)).toMatchObject({ name: 'AB12', exit: 'conflict' });
  });

  test('a key that the gateway refuses with 403 is a 403', () => {
    const body = {
      status: 'failure',
      message: 'Forbidden!',
      error: { message: 'Forbidden!', code: '033' },
    };
    expect(failure(403, body)).toMatchObject({ name: 'AB03', exit: 'forbidden' });
  });
});

describe('an answer without a code', () => {
  test.each([
    [400, 'AB01', 'refused'],
    [401, 'AB05', 'unauthenticated'],
    [402, 'AB09', 'limited'],
    [403, 'AB03', 'forbidden'],
    [404, 'AB08', 'notFound'],
    [409, 'AB07', 'conflict'],
    [422, 'AB01', 'refused'],
    [429, 'AB06', 'limited'],
    [500, 'AB04', 'unreachable'],
    [502, 'AB04', 'unreachable'],
  ])('%i is %s', (status, name, exit) => {
    expect(failure(status, '')).toMatchObject({ name, exit, status });
    expect(failure(status, { success: false, data: { message: 'm' } })).toMatchObject({ name });
  });

  test.each([
    ['Model m is not allowed for this integration', 'model_not_allowed_error'],
    ['Portkey Integration a Usage Limit Exceeded', 'integration_exhaust_error'],
    ['Portkey Workspace a Usage Limit Exceeded', 'workspace_exhaust_error'],
  ])('a 412 that says "%s" is %s', (message, name) => {
    expect(failure(412, { error: { message } })).toMatchObject({ name });
  });
});

describe('a 403', () => {
  const body = { success: false, data: { message: 'Forbidden', errorCode: 'AB03' } };

  test('of a name has both readings in its hint: missing, and not allowed', () => {
    const { hint } = failure(403, body, request('/integrations/openai-prod/models', 'GET'));
    expect(hint).toMatch(/"openai-prod" is missing/);
    expect(hint).toMatch(/not allowed/);
  });

  test('of a workspace names the workspace', () => {
    const { hint } = failure(403, body, request('/admin/workspaces/ws-a', 'GET'));
    expect(hint).toMatch(/"ws-a" is missing/);
  });

  test('of a list speaks of scope and plan, since no name can be missing', () => {
    const { hint } = failure(403, body, request('/integrations', 'GET'));
    expect(hint).not.toMatch(/missing/);
    expect(hint).toMatch(/scope/);
    expect(hint).toMatch(/plan/);
  });
});

test('HTML is named as such, with its title, whatever the status', () => {
  const page = '<!doctype html><title>Sign in</title>';
  expect(failure(403, page)).toMatchObject({
    name: 'portkey_html_answer',
    message: expect.stringMatching(/api\.portkey\.ai answered HTML.*"Sign in"/),
  });
});

test('an answer that cannot be read says why, and repeats nothing of it', () => {
  const answer = { status: 200, headers: {}, body: '{"object":"list","da' };
  const found = portkeyFailure(answer, request('/integrations', 'GET'), 'is cut off');
  expect(found).toMatchObject({
    name: 'portkey_unexpected_answer',
    exit: 'unreachable',
    message: expect.stringContaining('is cut off'),
    hint: expect.stringContaining('only reads'),
  });
});

test('words of the server lose their control sequences', () => {
  const body = { success: false, data: { message: 'a\u001b[31mred', errorCode: 'AB01' } };
  expect(failure(400, body).message).toBe('ared');
});

test('a wait that the server asks for is told', () => {
  expect(failure(429, '', request(), { 'retry-after': '7' }).hint).toContain('7 s');
});

describe('validation is named only where the answer says so', () => {
  test.each([
    [200, { success: false, data: { message: 'not now' } }],
    [200, { success: false }],
    [405, { message: 'Method Not Allowed' }],
    [412, { error: { message: 'Something else' } }],
    [418, ''],
  ])('%i %j is a refusal without a name', (status, body) => {
    expect(failure(status, body)).toMatchObject({
      name: 'portkey_unnamed_refusal',
      exit: 'refused',
    });
  });
});

test('a 404 where nothing was named speaks of the address, one of a name of the name', () => {
  const { hint, next } = failure(404, '', request('/integrations', 'GET'));
  expect(hint).toContain('--portkey-url or PORTKEY_BASE_URL');
  expect(JSON.stringify(next)).not.toContain('"list"');
  expect(failure(404, '', request('/integrations/a', 'GET')).hint).toContain('Compare the name');
});
