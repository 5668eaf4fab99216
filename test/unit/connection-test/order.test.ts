import { describe, expect, test } from 'vitest';
import type { Cause } from '../../../src/vendors/causes.ts';
import { PortaiError } from '../../../src/core/errors.ts';
import { openBudget } from '../../../src/connection-test/run.ts';
import {
  ask,
  asked,
  begun,
  modelOf,
  probed,
  readingIn,
  says,
} from '../../support/connection-test.ts';

const five = ['a', 'b', 'c', 'd', 'e'];
/** When everything that can go on without an answer has. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const good = () => Promise.resolve(says('OK'));

test('five models with one bad key send exactly one request', async () => {
  const { report, sent } = await probed(
    () => Promise.resolve(says('KEY_INVALID', { status: 401 })),
    {
      models: five,
    },
  );
  expect(sent).toHaveLength(1);
  expect(Object.keys(report.testedModels)).toEqual(five);
  for (const model of Object.values(report.testedModels)) {
    expect(model).toMatchObject({
      isValid: false,
      verdict: 'fail',
      cause: 'KEY_INVALID',
      scope: 'provider',
      message: 'Invalid API key',
    });
  }
  expect(report).toMatchObject({ ok: false, verdict: 'fail', credential: { verdict: 'refused' } });
});

test('a model that is missing says nothing of the others, and everything of the key', async () => {
  const { report, sent } = await probed(
    (request) =>
      Promise.resolve(
        modelOf(request) === 'a' ? says('MODEL_NOT_FOUND', { status: 404 }) : says('OK'),
      ),
    { models: five },
  );
  expect(sent).toHaveLength(5);
  expect(report.testedModels['a']).toMatchObject({ isValid: false, cause: 'MODEL_NOT_FOUND' });
  expect(report.testedModels['b']).toMatchObject({ isValid: true, cause: 'OK', message: 'OK' });
  expect(report).toMatchObject({ ok: false, credential: { verdict: 'accepted' } });
});

test('the first model goes alone, then the others, so that five take the time of two', async () => {
  let [inFlight, rounds] = [0, 0];
  const most: number[] = [];
  const { report } = await probed(
    async () => {
      inFlight += 1;
      if (inFlight === 1) rounds += 1;
      most.push(inFlight);
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      inFlight -= 1;
      return says('OK');
    },
    { models: five },
  );
  expect(most).toEqual([1, 1, 2, 3, 4]);
  expect(rounds).toBe(2);
  expect(report.ok).toBe(true);
});

test('five good models take about the time of two slow answers', async () => {
  const clock = { ms: begun.getTime() };
  const waiting: (() => void)[] = [];
  const slowMs = 20_000;
  const running = probed(() => new Promise((resolve) => waiting.push(() => resolve(says('OK')))), {
    models: five,
    world: { now: () => new Date(clock.ms) },
  });
  const rounds: number[] = [];
  while (rounds.reduce((sum, count) => sum + count, 0) < five.length) {
    await settled();
    clock.ms += slowMs;
    rounds.push(waiting.length);
    for (const answer of waiting.splice(0)) answer();
  }
  expect(rounds).toEqual([1, 4]);
  expect((await running).report.durationMs).toBe(2 * slowMs);
});

test('never more than four are under way', async () => {
  let [inFlight, most] = [0, 0];
  await probed(
    async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await settled();
      inFlight -= 1;
      return says('OK');
    },
    { models: Array.from({ length: 12 }, (_, index) => `m${index}`) },
  );
  expect(most).toBe(4);
});

test('what condemns the account in the middle ends it there', async () => {
  const { report, sent } = await probed(
    (request) => Promise.resolve(says(modelOf(request) === 'a' ? 'OK' : 'QUOTA_EXHAUSTED')),
    { models: Array.from('abcdefghij') },
  );
  expect(sent.length).toBeLessThanOrEqual(5);
  expect(report.testedModels['a']?.isValid).toBe(true);
  expect(report.testedModels['j']).toMatchObject({ cause: 'QUOTA_EXHAUSTED', isValid: false });
});

test('a slow model says nothing of the others', async () => {
  const late = new PortaiError({ name: 'TIMEOUT', message: 'timed out', exit: 'unreachable' });
  const { report, sent } = await probed(
    (request) => (modelOf(request) === 'a' ? Promise.reject(late) : good()),
    { models: five },
  );
  expect(sent).toHaveLength(5);
  expect(report.testedModels['a']).toMatchObject({ cause: 'TIMEOUT', verdict: 'unknown' });
  expect(report.testedModels['b']).toMatchObject({ isValid: true });
});

test('each request is told when it leaves and when its answer was read', async () => {
  const { events } = await probed(good, { models: ['a', 'b'] });
  expect(events.map(({ kind, id, model, stage }) => [kind, id, model, stage])).toEqual([
    ['sent', 1, 'a', 'generate'],
    ['answered', 1, 'a', 'generate'],
    ['sent', 2, 'b', 'generate'],
    ['answered', 2, 'b', 'generate'],
  ]);
  expect(events[1]).toMatchObject({
    provider: 'test-type',
    reading: { cause: 'OK' },
    latencyMs: 0,
  });
});

test('models are reported in code point order, each asked once however often it is named', async () => {
  const { report, sent } = await probed(good, {
    models: ['b', '\u{1f600}', 'a', '\uff21', 'B', 'b'],
  });
  expect(Object.keys(report.testedModels)).toEqual(['B', 'a', 'b', '\uff21', '\u{1f600}']);
  expect(sent).toHaveLength(5);
});

const condemning: readonly Cause[] = ['QUOTA_EXHAUSTED', 'GEO_UNSUPPORTED', 'WRONG_BASE_URL'];
test.each(condemning)('%s is about the whole provider and asked once', async (cause) => {
  const { sent } = await probed(() => Promise.resolve(says(cause)), { models: five });
  expect(sent).toHaveLength(1);
});

test('a quota that is counted by model condemns that model alone', async () => {
  const { report, sent } = await probed(
    (request) => Promise.resolve(says(modelOf(request) === 'a' ? 'QUOTA_EXHAUSTED' : 'OK')),
    { models: five, probe: { quotaByModel: true } },
  );
  expect(sent).toHaveLength(5);
  expect(report.testedModels['b']?.isValid).toBe(true);
});

test('a rate limit proves no model, and the key where the vendor itself counts', async () => {
  const about = { status: 429, retryAfter: 60, coded: true };
  const limited = () => Promise.resolve(says('RATE_LIMITED', about));
  const cloud = await probed(limited);
  expect(cloud.report.testedModels['a']).toMatchObject({
    isValid: false,
    verdict: 'unknown',
    message: 'Could not be tested: rate limited',
  });
  expect(cloud.report.credential.verdict).toBe('accepted');
  const gateway = await probed(limited, { probe: { limitsBeforeRouting: true } });
  expect(gateway.report.testedModels['a']).toMatchObject({
    isValid: false,
    verdict: 'unknown',
    retryable: true,
  });
  expect(gateway.report.testedModels['a']?.message).toMatch(/^Could not be tested: /);
  expect(gateway.report.credential.verdict).toBe('untested');
});

describe('a sign-in', () => {
  const signIn = () => ({
    request: ask('x', 'token').request,
    read: ({ body }: { body: string }) =>
      body === 'come in' ? { session: { accessToken: 'ya29-session-token' } } : readingIn(body),
  });

  test('goes first, and its session is in the requests and nowhere else', async () => {
    const { report, sent } = await probed(
      (request) =>
        Promise.resolve(
          asked(request) === 'token/x'
            ? { status: 200, headers: {}, body: 'come in' }
            : says('MODEL_NOT_FOUND', { words: `no: ${request.headers['x-token'] ?? 'none'}` }),
        ),
      {
        probe: {
          signIn,
          generate: ({ model, session }) => ({
            first: ask(model, 'generate', {
              request: {
                ...ask(model).request,
                headers: { 'x-token': session['accessToken'] ?? '' },
              },
            }),
            fallbacks: [],
          }),
        },
      },
    );
    expect(sent.map(asked)).toEqual(['token/x', 'generate/a']);
    expect(sent[1]?.headers['x-token']).toBe('ya29-session-token');
    expect(JSON.stringify(report)).not.toContain('ya29-session-token');
    expect(report.usage.requests).toBe(2);
  });

  test('that is refused is the finding of every model, and the last request', async () => {
    const { report, sent } = await probed(() => Promise.resolve(says('ROLE_NOT_ASSUMABLE')), {
      models: five,
      probe: { signIn },
    });
    expect(sent).toHaveLength(1);
    expect(Object.values(report.testedModels).map(({ cause }) => cause)).toEqual(
      five.map(() => 'ROLE_NOT_ASSUMABLE'),
    );
    expect(report.shared.find(({ stage }) => stage === 'auth')).toMatchObject({ verdict: 'fail' });
  });
});

test('a budget that is used up leaves the rest untested, and says so', async () => {
  const { report, sent } = await probed(good, {
    models: five,
    world: { budget: openBudget({ requests: 2 }) },
  });
  expect(sent).toHaveLength(2);
  const causes = Object.values(report.testedModels).map(({ cause }) => cause);
  expect(causes.filter((cause) => cause === 'BUDGET_REACHED')).toHaveLength(3);
  expect(report).toMatchObject({ ok: false, verdict: 'unknown' });
});

test('output tokens are counted before they are spent', async () => {
  const { sent } = await probed(good, {
    models: five,
    world: { budget: openBudget({ outputTokens: 130 }) },
  });
  expect(sent).toHaveLength(2);
});

test('an interruption keeps what is known, and marks the rest', async () => {
  const stop = new AbortController();
  const { report, sent } = await probed(
    (request) => {
      if (modelOf(request) === 'a') return Promise.resolve(says('OK'));
      stop.abort('interrupted');
      return Promise.reject(new Error('aborted'));
    },
    { models: five, world: { signal: stop.signal } },
  );
  expect(sent.map(modelOf)).toEqual(['a', 'b']);
  expect(report.testedModels['a']?.isValid).toBe(true);
  expect(report.testedModels['e']).toMatchObject({ isValid: false, cause: 'INTERRUPTED' });
});

test('an interruption does not wait for a sender that takes no notice', async () => {
  const stop = new AbortController();
  const running = probed(() => new Promise(() => undefined), {
    models: five,
    world: { signal: stop.signal },
  });
  await settled();
  stop.abort('interrupted');
  const { report, sent } = await running;
  expect(sent).toHaveLength(1);
  expect(report.testedModels['a']).toMatchObject({
    cause: 'INTERRUPTED',
    verdict: 'unknown',
    message: 'Could not be tested: interrupted',
  });
});

test('a secret that is not there is a finding of the configuration; nothing is sent', async () => {
  const { report, sent } = await probed(good, {
    models: five,
    probe: {
      generate: () => {
        throw new PortaiError({
          name: 'not_found',
          message: "Secret 'key' was not found",
          exit: 'notFound',
        });
      },
    },
  });
  expect(sent).toHaveLength(0);
  expect(report.testedModels['e']).toMatchObject({ cause: 'CONFIG_INVALID', isValid: false });
  expect(report.testedModels['e']?.words).toBe("Secret 'key' was not found");
});

test('a mistake of portai itself is not taken for an answer', async () => {
  const broken = probed(() => Promise.reject(new TypeError('a bug')));
  await expect(broken).rejects.toThrow('a bug');
});
