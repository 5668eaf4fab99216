import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PortaiError } from '../../../src/core/errors.ts';
import type { HttpRequest, HttpResponse, Method } from '../../../src/core/http.ts';
import {
  isTransportCause,
  transportCauses,
  type TransportCause,
} from '../../../src/core/transport-causes.ts';
import { askedWaitMs, withRetry } from '../../../src/http/retry.ts';

const start = Date.parse('2026-11-20T12:00:00Z');

/** What one try gives: an answer or an error, after so many milliseconds. */
type Step = { takes?: number } & (Partial<HttpResponse> | { fails: TransportCause; sent: boolean });

function failure(name: TransportCause, sent: boolean) {
  const message = `it was ${name}`;
  return new PortaiError({ name, message, exit: 'unreachable', details: { cause: name, sent } });
}

/** A retrying sender in a world where time passes only by waiting. The last step repeats. */
function world(steps: readonly Step[], options: { retries?: number; timeoutMs?: number } = {}) {
  let time = start;
  const waits: number[] = [];
  const limits: (number | undefined)[] = [];
  const told: string[] = [];
  const send = withRetry(
    (request) => {
      const step = steps[Math.min(limits.length, steps.length - 1)] ?? {};
      limits.push(request.timeoutMs);
      time += step.takes ?? 0;
      return 'fails' in step
        ? Promise.reject(failure(step.fails, step.sent))
        : Promise.resolve({ status: 200, headers: {}, body: '', ...step });
    },
    {
      retries: 4,
      timeoutMs: 30_000,
      ...options,
      now: () => new Date(time),
      sleep: (milliseconds) => {
        waits.push(milliseconds);
        time += milliseconds;
        return Promise.resolve();
      },
      random: () => 0.999_999,
      onRetry: ({ attempt, waitMs, why }) => told.push(`${attempt} ${why} ${waitMs}`),
    },
  );
  return { send, waits, limits, told, passed: () => time - start };
}

function request(method: Method, extra: Partial<HttpRequest> = {}): HttpRequest {
  return { method, url: new URL('https://api.port.io/v1'), headers: {}, ...extra };
}

describe('what is repeated', () => {
  test.each(['GET', 'PUT', 'DELETE'] as const)('%s after 429, 502, 503 and 504', async (method) => {
    const { send, limits } = world([
      { status: 429 },
      { status: 502 },
      { status: 503 },
      { status: 504 },
      {},
    ]);
    expect((await send(request(method))).status).toBe(200);
    expect(limits).toHaveLength(5);
  });

  test.each([200, 400, 401, 404, 408, 500, 501])('nothing after %i', async (status) => {
    const { send, limits } = world([{ status }]);
    expect((await send(request('GET'))).status).toBe(status);
    expect(limits).toHaveLength(1);
  });

  test.each(Object.keys(transportCauses).filter(isTransportCause))(
    'GET after %s only where it may pass',
    async (fails) => {
      const { send, limits } = world([{ fails, sent: true }, {}]);
      const passing = transportCauses[fails].passing;
      await send(request('GET')).catch(() => undefined);
      expect(limits).toHaveLength(passing ? 2 : 1);
      if (/^TLS_|^PROXY_|^REDIRECTED|^CONFIG_/.test(fails)) expect(passing).toBe(false);
    },
  );

  test.each(['POST', 'PATCH'] as const)('%s only when it never left', async (method) => {
    const never = world([{ fails: 'CONNECT_REFUSED', sent: false }, {}]);
    expect((await never.send(request(method))).status).toBe(200);
    const gone = world([{ fails: 'CONNECTION_RESET', sent: true }, {}]);
    await expect(gone.send(request(method))).rejects.toThrow('it was CONNECTION_RESET');
    const answered = world([{ status: 503 }, {}]);
    expect((await answered.send(request(method))).status).toBe(503);
  });

  test('a PUT marked as not repeatable only when it never left', async () => {
    const marked = request('PUT', { repeatable: false });
    const answered = world([{ status: 503 }, {}]);
    expect((await answered.send(marked)).status).toBe(503);
    const never = world([{ fails: 'DNS_FAILED', sent: false }, {}]);
    expect((await never.send(marked)).status).toBe(200);
  });

  test('a POST marked as repeatable like a GET', async () => {
    const { send } = world([{ status: 503 }, { fails: 'CONNECTION_RESET', sent: true }, {}]);
    expect((await send(request('POST', { repeatable: true }))).status).toBe(200);
  });

  test('nothing after an error that is none of the network', async () => {
    const bug = new TypeError('a bug');
    let tries = 0;
    const send = withRetry(() => (tries++, Promise.reject(bug)), {
      retries: 4,
      timeoutMs: 1000,
      now: () => new Date(start),
      sleep: () => Promise.resolve(),
      random: () => 0,
    });
    await expect(send(request('GET'))).rejects.toBe(bug);
    expect(tries).toBe(1);
  });

  test('as often as the policy says, and the error tells how often it was tried', async () => {
    const { send, limits } = world([{ fails: 'DNS_FAILED', sent: false }], { retries: 2 });
    await expect(send(request('GET'))).rejects.toMatchObject({
      name: 'DNS_FAILED',
      failure: { details: { cause: 'DNS_FAILED', attempts: 3 } },
    });
    expect(limits).toHaveLength(3);
  });

  test('never with no retries', async () => {
    const { send, limits } = world([{ status: 503 }], { retries: 0 });
    expect((await send(request('GET'))).status).toBe(503);
    expect(limits).toHaveLength(1);
  });
});

describe('how long it waits', () => {
  test('half a second, doubled each time up to five, and somewhat less at random', async () => {
    const { send, waits, told } = world([{ status: 503 }], { retries: 6, timeoutMs: 60_000 });
    await send(request('GET'));
    expect(waits).toEqual([500, 1000, 2000, 4000, 5000, 5000]);
    expect(told[0]).toBe('1 HTTP 503 500');
  });

  test('what Retry-After says in seconds', async () => {
    const { send, waits } = world([{ status: 429, headers: { 'retry-after': '7' } }, {}]);
    await send(request('GET'));
    expect(waits).toEqual([7000]);
  });

  test.each<[string, Partial<HttpResponse>]>([
    ['Retry-After: 0', { headers: { 'retry-after': '0' } }],
    ['a Retry-After in the past', { headers: { 'retry-after': 'Fri, 20 Nov 2026 11:00:00 GMT' } }],
    ['x-ratelimit-reset: 0', { headers: { 'x-ratelimit-reset': '0' } }],
    ['a reset in the past', { headers: { 'x-ratelimit-reset': String(start / 1000 - 9) } }],
    ['retryAfter 0 in the body', { body: '{"retryAfter":0}' }],
  ])('as without any wish where none is asked for: %s', async (_, answer) => {
    const { send, waits } = world([{ status: 429, ...answer }], { retries: 3 });
    await send(request('GET'));
    expect(waits).toEqual([500, 1000, 2000]);
  });

  test('no longer than the limit, where the body asks for more: that answer stands at once', async () => {
    const answer = {
      status: 429,
      headers: {},
      body: '{"type":"RATE_LIMIT_ERROR","retryAfter":3600}',
    };
    const { send, limits } = world([answer]);
    expect(await send(request('GET'))).toEqual(answer);
    expect(limits).toHaveLength(1);
  });

  test.each([
    '{"error":"Monthly quota exceeded","type":"QUOTA_ERROR","resetDate":"2026-01-01T00:00:00Z"}',
    '{"error":"Monthly quota exceeded"}',
    '{"error":{"code":"quota_exceeded"}}',
    '{"ok":false,"error":"limited","resetDate":"2026-12-01T00:00:00Z"}',
  ])('not at all when a quota is spent: %s', async (body) => {
    const { send, limits } = world([{ status: 429, body }]);
    await send(request('GET'));
    expect(limits).toHaveLength(1);
  });

  test('no longer than the limit: the answer that asks for more stands at once', async () => {
    const answer = { status: 429, headers: { 'retry-after': '31' }, body: 'slow down' };
    const { send, waits, limits } = world([answer]);
    expect(await send(request('GET'))).toEqual(answer);
    expect([waits, limits.length]).toEqual([[], 1]);
  });

  test('counts from the first try: each try gets what is left', async () => {
    const { send, limits } = world([{ status: 503, takes: 400 }, { takes: 10 }]);
    await send(request('GET', { timeoutMs: 2000 }));
    expect(limits).toEqual([2000, 1100]);
  });

  test('not at all once the signal has aborted: its reason is what comes back', async () => {
    const stop = new AbortController();
    const send = withRetry(() => Promise.resolve({ status: 503, headers: {}, body: '' }), {
      retries: 4,
      timeoutMs: 30_000,
      now: () => new Date(start),
      sleep: () => {
        stop.abort('interrupted');
        return Promise.reject(new Error('the sleep was cut short'));
      },
      random: () => 0,
    });
    await expect(send(request('GET', { signal: stop.signal }))).rejects.toBe('interrupted');
  });

  test('a sleep that overslept the limit ends it', async () => {
    let time = start;
    let tries = 0;
    const send = withRetry(
      () => (tries++, Promise.resolve({ status: 503, headers: {}, body: '' })),
      {
        retries: 4,
        timeoutMs: 30_000,
        now: () => new Date(time),
        sleep: () => {
          time += 3_600_000;
          return Promise.resolve();
        },
        random: () => 0,
      },
    );
    expect((await send(request('GET'))).status).toBe(503);
    expect(tries).toBe(1);
  });
});

describe('what an answer asks for', () => {
  const now = new Date(start);
  test.each([
    [429, { 'retry-after': '2' }, 2000],
    [503, { 'retry-after': '0' }, 0],
    [503, { 'retry-after': 'Fri, 20 Nov 2026 12:00:09 GMT' }, 9000],
    [503, { 'retry-after': 'Fri, 20 Nov 2026 11:00:00 GMT' }, 0],
    [429, { 'retry-after': '3', 'x-ratelimit-reset': '99' }, 3000],
    [429, { 'x-ratelimit-reset': '120' }, 120_000],
    [429, { 'x-ratelimit-reset': String(start / 1000 + 5) }, 5000],
    [429, { 'x-ratelimit-reset': String(start / 1000 - 5) }, 0],
    [503, { 'x-ratelimit-reset': '120' }, undefined],
    [429, { 'retry-after': 'soon', 'x-ratelimit-reset': '-1' }, undefined],
    [429, {}, undefined],
  ])('%i with %j', (status, headers, milliseconds) => {
    expect(askedWaitMs({ status, headers, body: '' }, now)).toBe(milliseconds);
  });

  test.each([
    [429, {}, '{"retryAfter":2}', 2000],
    [429, {}, '{"error":{"name":"rate_limit","retryAfter":"3"}}', 3000],
    [429, {}, '{"error":"rate_limit","details":{"retryAfter":1.5}}', 1500],
    [429, { 'retry-after': '4' }, '{"retryAfter":2}', 4000],
    [429, { 'x-ratelimit-reset': '9' }, '{"retryAfter":2}', 2000],
    [429, {}, '{"retryAfter":"soon"}', undefined],
    [429, {}, '{"retryAfter":-1}', undefined],
    [503, {}, '{"retryAfter":2}', undefined],
    [429, {}, 'retryAfter 2', undefined],
  ])('%i with %j and the body %s', (status, headers, body, milliseconds) => {
    expect(askedWaitMs({ status, headers, body }, now)).toBe(milliseconds);
  });
});

describe('whatever happens', () => {
  const cause = fc.constantFrom(...Object.keys(transportCauses).filter(isTransportCause));
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({
      takes: fc.nat(5_000),
      status: fc.constantFrom(200, 404, 429, 500, 502, 503, 504),
      headers: fc.oneof(
        fc.constant({}),
        fc.nat(20).map((seconds) => ({ 'retry-after': String(seconds) })),
      ),
    }),
    fc.record({ takes: fc.nat(5_000), fails: cause, sent: fc.boolean() }),
  );
  const steps = fc.array(step, { minLength: 1, maxLength: 8 });

  test('no wait ends after the limit, and there are never more tries than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.nat(6),
        fc.integer({ min: 1, max: 40_000 }),
        async (all, retries, timeoutMs) => {
          const { send, waits, limits, passed } = world(all, { retries, timeoutMs });
          await send(request('GET')).catch(() => undefined);
          const slowest = Math.max(...all.map(({ takes = 0 }) => takes));
          expect(limits.length).toBeLessThanOrEqual(retries + 1);
          expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(timeoutMs);
          expect(passed()).toBeLessThan(timeoutMs + slowest + 1);
          limits.forEach((limit) => expect(limit).toBeGreaterThan(0));
        },
      ),
    );
  });

  test('a POST is never repeated once it was sent', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const { send, limits } = world(all, { timeoutMs: 1_000_000 });
        await send(request('POST')).catch(() => undefined);
        const before = all.slice(0, limits.length - 1);
        expect(before.every((each) => 'fails' in each && !each.sent)).toBe(true);
      }),
    );
  });
});
