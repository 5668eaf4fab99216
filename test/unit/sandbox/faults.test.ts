import { describe, expect, test } from 'vitest';
import { PortaiError } from '../../../src/core/errors.ts';
import { faultKinds, parseFault } from '../../../src/sandbox/faults.ts';
import { freshSandbox } from '../../support/sandbox-routes.ts';

const faulty = (...texts: string[]) => freshSandbox({ faults: texts.map(parseFault) });
const path = '/v1/llm-providers/defaults';

describe('a fault is read from its words', () => {
  test.each([
    ['429:2', { kind: 'status', status: 429, times: 2 }],
    ['500:1', { kind: 'status', status: 500, times: 1 }],
    ['502', { kind: 'status', status: 502, times: Infinity }],
    ['html', { kind: 'html', times: Infinity }],
    ['html:1', { kind: 'html', times: 1 }],
    ['slow:3s', { kind: 'slow', milliseconds: 3000 }],
    ['slow:250ms', { kind: 'slow', milliseconds: 250 }],
    ['expired', { kind: 'expired', times: 1 }],
    ['ok-false:3', { kind: 'ok-false', times: 3 }],
  ])('%s', (text, fault) => {
    expect(parseFault(text)).toEqual(fault);
  });

  test.each(['', 'nonsense', '200', '600', '429:0', '429:', '429:1:2', 'slow', 'slow:3', '429:x'])(
    '%j is refused with the list of those there are',
    (text) => {
      expect(() => parseFault(text)).toThrow(PortaiError);
      try {
        parseFault(text);
      } catch (error) {
        const hint = error instanceof PortaiError ? error.failure.hint : '';
        for (const { form } of Object.values(faultKinds)) expect(hint).toContain(form);
      }
    },
  );
});

describe('a sandbox with a fault', () => {
  test('429:2 limits two answers and then is well', async () => {
    const { admin } = faulty('429:2');
    const answers = [await admin('GET', path), await admin('GET', path), await admin('GET', path)];
    expect(answers.map(({ status }) => status)).toEqual([429, 429, 200]);
    expect(answers[0]?.headers['retry-after']).toBe('1');
    expect(answers[2]?.headers).not.toHaveProperty('retry-after');
  });

  test.each([
    [401, 'unauthorized'],
    [402, 'bad_request'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [409, 'conflict'],
    [413, 'payload_too_large'],
    [422, 'unprocessable'],
    [429, 'rate_limit'],
    [503, 'internal_error'],
  ])('%i bears the name that Port gives to that status: %s', async (status, error) => {
    const answer = await faulty(String(status)).admin('GET', path);
    expect(answer).toMatchObject({ status, json: { ok: false, error } });
  });

  test('several faults follow each other', async () => {
    const { admin } = faulty('500:1', 'html:1');
    expect((await admin('GET', path)).status).toBe(500);
    expect((await admin('GET', path)).headers['content-type']).toContain('text/html');
    expect((await admin('GET', path)).json).toMatchObject({ ok: true });
  });

  test('expired refuses one token and lets the token route work', async () => {
    const { admin, send } = faulty('expired');
    const token = await send({
      method: 'POST',
      url: new URL('https://api.port.example/v1/auth/access_token'),
      headers: {},
      body: '{"clientId":"sandbox-admin","clientSecret":"sandbox-admin-secret"}',
    });
    expect(token.status).toBe(200);
    expect((await admin('GET', path)).status).toBe(401);
    expect((await admin('GET', path)).status).toBe(200);
  });

  test('ok-false says no in a 200 and does nothing', async () => {
    const { addSecret, admin } = faulty('ok-false:1');
    expect(await addSecret('key', 'x')).toMatchObject({ status: 200, json: { ok: false } });
    expect((await admin('GET', '/v1/organization/secrets/key')).status).toBe(404);
  });

  test('truncated and empty do what was asked, and lose the answer', async () => {
    const { addSecret, admin } = faulty('truncated:1', 'empty:1');
    const broken = await addSecret('one', 'x');
    expect(broken.status).toBe(201);
    expect(broken.body).not.toBe('');
    expect(broken.json).toBeUndefined();
    expect((await addSecret('two', 'x')).body).toBe('');
    expect((await admin('GET', '/v1/organization/secrets/one')).status).toBe(200);
    expect((await admin('GET', '/v1/organization/secrets/two')).status).toBe(200);
  });

  test('reset rejects as the network does', async () => {
    const { admin } = faulty('reset:1');
    await expect(admin('GET', path)).rejects.toMatchObject({
      failure: { name: 'CONNECTION_RESET', exit: 'unreachable' },
    });
    expect((await admin('GET', path)).status).toBe(200);
  });

  test('redirect points elsewhere', async () => {
    const answer = await faulty('redirect').admin('GET', path);
    expect(answer.status).toBe(302);
    expect(answer.headers['location']).toMatch(/^https:/);
  });

  test('slow waits before every answer', async () => {
    const waits: number[] = [];
    const { admin } = freshSandbox({
      faults: [parseFault('slow:3s'), parseFault('429:1')],
      sleep: (milliseconds) => {
        waits.push(milliseconds);
        return Promise.resolve();
      },
    });
    expect((await admin('GET', path)).status).toBe(429);
    expect((await admin('GET', path)).status).toBe(200);
    expect(waits).toEqual([3000, 3000]);
  });
});
