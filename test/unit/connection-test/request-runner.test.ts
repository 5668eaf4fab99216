import { describe, expect, test } from 'vitest';
import type { Cause } from '../../../src/vendors/causes.ts';
import { PortaiError, type ExitClass } from '../../../src/core/errors.ts';
import type { TestCall } from '../../../src/vendors/test-requests.ts';
import { openBudget } from '../../../src/connection-test/run.ts';
import { ask, asked, begun, inTurn, probed, says } from '../../support/connection-test.ts';

const transport = (name: string, exit: ExitClass = 'unreachable') =>
  new PortaiError({ name, exit, message: `Cannot reach it: ${name}` });

describe('a request is sent once more', () => {
  const again: readonly (readonly [Cause, number])[] = [
    ['OVERLOADED', 503],
    ['PROVIDER_ERROR', 500],
    ['OVERLOADED', 529],
    ['UPSTREAM_FAILED', 502],
    ['OVERLOADED', 200],
  ];
  test.each(again)('after %s with %i, a little later', async (cause, status) => {
    const { report, sent, slept } = await probed(inTurn(says(cause, { status }), says('OK')));
    expect(sent).toHaveLength(2);
    expect(slept).toEqual([250]);
    expect(report.testedModels['a']).toMatchObject({ cause: 'OK', usage: { requests: 2 } });
  });

  test('a second after the one before, once the provider says that it is asked too often', async () => {
    const { report, slept } = await probed(
      inTurn(says('RATE_LIMITED', { status: 429 }), says('OK'), says('OK')),
      { models: ['a', 'b', 'c'] },
    );
    expect(report.ok).toBe(true);
    const waited = slept.reduce((sum, milliseconds) => sum + milliseconds, 0);
    expect(waited).toBeGreaterThanOrEqual(3_000);
  });

  test('after as many seconds as the provider asks for, up to ten', async () => {
    const wait = (retryAfter: number) => says('RATE_LIMITED', { status: 429, retryAfter });
    expect((await probed(inTurn(wait(7), says('OK')))).slept).toEqual([7_000]);
    expect((await probed(inTurn(wait(11), says('OK')))).sent).toHaveLength(1);
  });

  test('and not a third time', async () => {
    const { report, sent } = await probed(inTurn(says('OVERLOADED', { status: 503 })));
    expect(sent).toHaveLength(2);
    expect(report.testedModels['a']).toMatchObject({ verdict: 'unknown', retryable: true });
  });

  test('twice when the connection broke', async () => {
    const { sent, report } = await probed(inTurn(transport('CONNECTION_RESET')));
    expect(sent).toHaveLength(3);
    expect(report.testedModels['a']).toMatchObject({
      cause: 'CONNECTION_RESET',
      verdict: 'unknown',
    });
  });

  test('for as long as a model is loading, with longer and longer waits, until its time is over', async () => {
    const loading = inTurn(says('MODEL_LOADING', { status: 503 }));
    const short = await probed(loading, { options: { timeoutMs: 9_000 } });
    expect(short.slept).toEqual([1_000, 2_000, 4_000]);
    expect(short.report.testedModels['a']).toMatchObject({
      cause: 'MODEL_LOADING',
      verdict: 'unknown',
      retryable: true,
    });
    // The budget of a run is enough for the longest wait that a person can ask for.
    const long = await probed(loading, { options: { timeoutMs: 600_000 } });
    expect(long.sent.length).toBeLessThan(30);
    expect(long.report.durationMs).toBeGreaterThan(550_000);
    expect(long.report.testedModels['a']).toMatchObject({ cause: 'MODEL_LOADING' });
  });

  test('and what was known stays when the repeat is not allowed any more', async () => {
    const { report, sent } = await probed(inTurn(says('OVERLOADED', { status: 503 })), {
      world: { budget: openBudget({ requests: 1 }) },
    });
    expect(sent).toHaveLength(1);
    expect(report.testedModels['a']).toMatchObject({ cause: 'OVERLOADED' });
  });
});

describe('a request is not sent again', () => {
  const never: readonly (readonly [Cause, number])[] = [
    ['REQUEST_REFUSED', 400],
    ['KEY_INVALID', 401],
    ['BILLING', 402],
    ['MODEL_ACCESS_DENIED', 403],
    ['MODEL_NOT_FOUND', 404],
    ['QUOTA_EXHAUSTED', 429],
    ['UPSTREAM_FAILED', 400],
  ];
  test.each(never)('after %s with %i', async (cause, status) => {
    const { sent } = await probed(inTurn(says(cause, { status }), says('OK')));
    expect(sent).toHaveLength(1);
  });

  test.each(['TIMEOUT', 'TLS_UNTRUSTED', 'PROXY_AUTH', 'REDIRECTED', 'BODY_TOO_LARGE'] as const)(
    'after %s',
    async (cause) => {
      const { sent, report } = await probed(inTurn(transport(cause), says('OK')));
      expect(sent).toHaveLength(1);
      expect(report.testedModels['a']).toMatchObject({ cause, isValid: false });
      expect(report.testedModels['a']?.words).toContain(cause);
      expect(report.credential.verdict).toBe('untested');
    },
  );
});

describe('time', () => {
  test('is 30 seconds for a model in a cloud, 120 for an endpoint, or what the person says', async () => {
    const limit = async (circumstances: Parameters<typeof probed>[1]) =>
      (await probed(inTurn(says('OK')), circumstances)).sent[0]?.timeoutMs;
    expect(await limit({})).toBe(30_000);
    expect(await limit({ probe: { patience: 'endpoint' } })).toBe(120_000);
    expect(await limit({ options: { timeoutMs: 600_000 } })).toBe(600_000);
  });

  test.each([
    ['http://localhost:11434', 300_000],
    ['https://10.1.2.3', 300_000],
    ['https://172.20.0.5', 300_000],
    ['https://[fd00::1]', 300_000],
    ['https://litellm', 300_000],
    ['https://llm.corp.internal', 300_000],
    ['https://172.40.0.5', 120_000],
    ['https://10.example.com', 120_000],
    ['https://llm.example.com', 120_000],
  ])('is long where a model may have to be loaded near by: %s', async (origin, expected) => {
    const generate = ({ model }: { model: string }) => ({
      first: ask(model, 'x', { request: { ...ask(model).request, url: `${origin}/v1` } }),
      fallbacks: [],
    });
    const { sent } = await probed(inTurn(says('OK')), {
      probe: { patience: 'endpoint', generate },
    });
    expect(sent[0]?.timeoutMs).toBe(expected);
  });

  test('is up for the whole provider after five minutes', async () => {
    const afterFirst = async (tookMs: number) => {
      const clock = { ms: begun.getTime() };
      const send = () => {
        clock.ms += tookMs;
        return Promise.resolve(says('OK'));
      };
      const world = { now: () => new Date(clock.ms) };
      return probed(send, { models: ['a', 'b'], world });
    };
    expect((await afterFirst(280_000)).sent[1]?.timeoutMs).toBe(20_000);
    const { report, sent } = await afterFirst(300_000);
    expect(sent).toHaveLength(1);
    expect(report.testedModels['b']).toMatchObject({ cause: 'TIMEOUT', verdict: 'unknown' });
  });

  test('is told by the provider: a clock that is far off is mentioned', async () => {
    const date = new Date(begun.getTime() + 200_000).toUTCString();
    const { report } = await probed(inTurn({ ...says('OK'), headers: { date } }));
    expect(report.warnings).toEqual(["This machine's clock is 200 s behind: synchronise it."]);
    expect(report.ok).toBe(true);
  });

  test('is corrected once when the signature was refused for it', async () => {
    const date = new Date(begun.getTime() + 900_000).toUTCString();
    const signed: string[] = [];
    const { report, sent } = await probed(
      inTurn({ ...says('CLOCK_SKEW', { status: 403 }), headers: { date } }, says('OK')),
      {
        probe: {
          generate: ({ model, now }) => {
            signed.push(now.toISOString());
            return { first: ask(model), fallbacks: [] };
          },
        },
      },
    );
    expect(sent).toHaveLength(2);
    expect(signed).toContain('2026-01-02T03:19:05.000Z');
    expect(report.testedModels['a']?.isValid).toBe(true);
    expect(report.warnings.join()).toContain('900 s behind');
  });
});

describe('a parameter that was refused', () => {
  const repairable = (model: string): TestCall =>
    ask(model, 'with', {
      repair: ({ cause }) =>
        cause === 'UNSUPPORTED_PARAM'
          ? { call: ask(model, 'without'), remark: 'Set useLegacyMaxTokens to false.' }
          : undefined,
    });
  const probe = {
    generate: ({ model }: { model: string }) => ({ first: repairable(model), fallbacks: [] }),
  };

  test('is left out once, and the configuration is told', async () => {
    const { report, sent } = await probed(
      inTurn(says('UNSUPPORTED_PARAM', { status: 400 }), says('OK')),
      { probe },
    );
    expect(sent.map(asked)).toEqual(['with/a', 'without/a']);
    expect(report.testedModels['a']).toMatchObject({
      isValid: true,
      verdict: 'warn',
      warnings: ['Set useLegacyMaxTokens to false.'],
    });
  });

  test('is left out only once', async () => {
    const { sent } = await probed(inTurn(says('UNSUPPORTED_PARAM', { status: 400 })), { probe });
    expect(sent).toHaveLength(2);
  });
});

describe('another way of asking', () => {
  const ways = (counts: 'pass' | 'warn' | 'suggest') => ({
    generate: ({ model }: { model: string }) => ({
      first: ask(model, 'one'),
      fallbacks: [
        { call: ask(model, 'two'), after: ['WRONG_BASE_URL' as const], counts, remark: 'Use two.' },
      ],
    }),
  });
  const wrong = says('WRONG_BASE_URL', { status: 404 });

  test('is taken after its cause only', async () => {
    const { sent } = await probed(inTurn(says('KEY_INVALID', { status: 401 })), {
      probe: ways('pass'),
    });
    expect(sent.map(asked)).toEqual(['one/a']);
  });

  test('counts as a pass, or as one with a remark', async () => {
    const plain = await probed(inTurn(wrong, says('OK')), { probe: ways('pass') });
    expect(plain.report.testedModels['a']).toMatchObject({ verdict: 'pass', warnings: [] });
    const remarked = await probed(inTurn(wrong, says('OK')), { probe: ways('warn') });
    expect(remarked.report.testedModels['a']).toMatchObject({
      verdict: 'warn',
      warnings: ['Use two.'],
    });
  });

  test('only mends the advice where the configuration does not lead there', async () => {
    const { report } = await probed(inTurn(wrong, says('OK')), { probe: ways('suggest') });
    expect(report.testedModels['a']).toMatchObject({
      isValid: false,
      cause: 'WRONG_BASE_URL',
      advice: 'Use two.',
    });
  });

  test('that finds another refusal is the more telling one', async () => {
    const { report } = await probed(inTurn(wrong, says('KEY_INVALID', { status: 401 })), {
      probe: ways('pass'),
    });
    expect(report.testedModels['a']).toMatchObject({ cause: 'KEY_INVALID' });
  });

  test('that ends like the first leaves the first', async () => {
    const { report } = await probed(inTurn(wrong), { probe: ways('pass') });
    const generate = report.testedModels['a']?.stages.find(({ stage }) => stage === 'reach');
    expect(generate?.url).toBe('https://llm.example.com/one/a');
  });
});

describe('what cannot be sent is not sent', () => {
  const from = (request: Partial<TestCall['request']>) => ({
    probe: {
      generate: ({ model }: { model: string }) => ({
        first: ask(model, 'x', { request: { ...ask(model).request, ...request } }),
        fallbacks: [],
      }),
    },
  });

  test.each([
    ['a line end in the key', { headers: { 'x-key': 'sk-canary\nsecond' } }, 'SECRET_MALFORMED'],
    ['a byte order mark', { headers: { 'x-key': '\ufeffsk-canary' } }, 'SECRET_MALFORMED'],
    ['a no-break space', { headers: { 'x-key': 'sk-canary\u00a0' } }, 'SECRET_MALFORMED'],
    ['an address without scheme', { url: 'litellm.corp:4000/v1' }, 'CONFIG_INVALID'],
    ['a file', { url: 'file:///etc/passwd' }, 'CONFIG_INVALID'],
    ['an address with a password', { url: 'https://u:hunter22@x.example/' }, 'CONFIG_INVALID'],
  ] as const)('%s', async (_, request, cause) => {
    const { report, sent } = await probed(inTurn(says('OK')), from(request));
    expect(sent).toHaveLength(0);
    expect(report.testedModels['a']).toMatchObject({ cause, isValid: false });
    expect(report.testedModels['a']?.stages[0]).toMatchObject({ stage: 'config', verdict: 'fail' });
    expect(JSON.stringify(report)).not.toMatch(/canary|hunter22/);
  });

  test('the place of a character is named, and the character, not the value', async () => {
    const { report } = await probed(
      inTurn(says('OK')),
      from({ headers: { 'x-key': 'abc\u200bdef' } }),
    );
    expect(report.testedModels['a']?.words).toBe('the value for x-key holds U+200B at position 4');
  });

  test('a key over plain http is sent, with a warning', async () => {
    const { report, sent } = await probed(inTurn(says('OK')), from({ url: 'http://x.example/v1' }));
    expect(sent.map(({ plainHttp }) => plainHttp)).toEqual([true]);
    expect(report.warnings.join()).toContain('plain http');
  });
});
