import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cause } from '../../../src/vendors/causes.ts';
import { PortaiError } from '../../../src/core/errors.ts';
import type { ConnectionTest } from '../../../src/vendors/test-requests.ts';
import { ask, asked, inTurn, key, probed, says } from '../../support/connection-test.ts';

describe('the credential', () => {
  const control =
    (found: 'open' | 'guarded' | 'unclear'): NonNullable<ConnectionTest['control']> =>
    () => ({
      request: { method: 'GET', url: 'https://llm.example.com/models/none', headers: {} },
      read: () => found,
    });

  test.each([
    ['open', 'unverifiable'],
    ['unclear', 'unverifiable'],
    ['guarded', 'accepted'],
  ] as const)('behind a server that is %s without one is %s', async (found, verdict) => {
    const { report, sent } = await probed(inTurn(says('OK')), {
      probe: { control: control(found) },
      models: ['a', 'b'],
    });
    expect(report.credential.verdict).toBe(verdict);
    expect(report.ok).toBe(true);
    expect(sent.map(asked)).toEqual(['generate/a', 'models/none', 'generate/b']);
    expect(sent[1]?.headers).toEqual({});
  });

  test('is not tried to be left out when it was refused, or when there is none', async () => {
    const probe = { control: control('open') };
    const refused = await probed(inTurn(says('KEY_INVALID', { status: 401 })), { probe });
    expect(refused.sent).toHaveLength(1);
    const none = await probed(inTurn(says('OK')), { probe: { ...probe, keyless: true } });
    expect(none.sent).toHaveLength(1);
    expect(none.report.credential.verdict).toBe('none');
  });

  test.each<[Cause, string]>([
    ['MODEL_NOT_FOUND', 'accepted'],
    ['KEY_FORBIDDEN', 'accepted'],
    ['RATE_LIMITED', 'untested'],
    ['KEY_EXPIRED', 'refused'],
    ['OVERLOADED', 'untested'],
    ['WRONG_BASE_URL', 'untested'],
  ])('after %s is %s', async (cause, verdict) => {
    const { report } = await probed(inTurn(says(cause)));
    expect(report.credential.verdict).toBe(verdict);
  });

  test('that another way of asking takes is not refused', async () => {
    const { report } = await probed(inTurn(says('AUTH_METHOD_DISABLED'), says('OK')), {
      probe: {
        generate: ({ model }) => ({
          first: ask(model),
          fallbacks: [{ call: ask(model, 'two'), after: ['AUTH_METHOD_DISABLED'], counts: 'pass' }],
        }),
      },
    });
    expect(report.credential.verdict).toBe('accepted');
  });
});

describe('what a pass does not prove', () => {
  const probe: Partial<ConnectionTest> = { notProved: () => ['role trust'] };

  test('from this machine: the network path, the stored values, and what the type says', async () => {
    const { report } = await probed(inTurn(says('OK')), { probe });
    expect(report.notProved).toEqual([
      "Port's own network path",
      'the value stored in the secret key',
      'role trust',
    ]);
    expect(report).toMatchObject({ origin: 'this-machine', provedFrom: 'this machine' });
  });

  test("from Port's place: only what the type says", async () => {
    const { report } = await probed(inTurn(says('OK')), { probe, world: { caller: 'plane' } });
    expect(report.notProved).toEqual(['role trust']);
    expect(report.origin).toBe('embedded-server');
  });
});

test('remarks on the configuration are made once', async () => {
  const { report } = await probed(inTurn(says('OK')), {
    models: ['a', 'b'],
    probe: { remarks: ({ model }) => ['This host is private.', `${model} retires soon.`] },
  });
  expect(report.warnings).toEqual(['This host is private.', 'a retires soon.', 'b retires soon.']);
});

test('a type without anything to ask is said to be untestable', async () => {
  const { report, sent } = await probed(inTurn(says('OK')), { models: [] });
  expect(sent).toHaveLength(0);
  expect(report).toMatchObject({ ok: false, verdict: 'unknown', testedModels: {} });
});

test("the provider's words are one line without control characters, of at most 300 characters", async () => {
  const words = `\u001b[31mno\u001b[0m\n such\u202e thing ${'x'.repeat(400)}`;
  const { report } = await probed(inTurn(says('REQUEST_REFUSED', { words, detail: words })));
  const { words: said = '', message = '' } = report.testedModels['a'] ?? {};
  expect(said).toMatch(/^no {2}such thing x+…$/);
  expect(Array.from(said)).toHaveLength(300);
  expect(message).toMatch(/^Request refused: no {2}such thing x+…$/);
  expect(Array.from(message).length).toBeLessThanOrEqual(200);
});

test('no registered value is anywhere in a report, wherever a provider puts it', async () => {
  const split = Array.from(key).join('\u001b[0m');
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Cause>(
        'KEY_INVALID',
        'REQUEST_REFUSED',
        'OK',
        'RATE_LIMITED',
        'KEY_FORBIDDEN',
      ),
      fc.constantFrom(key, encodeURIComponent(key), Buffer.from(key).toString('base64'), split),
      fc.nat(320),
      fc.constantFrom('words', 'detail', 'code', 'requestId', 'resolvedModel'),
      async (cause, form, indent, place) => {
        const text = `${'x '.repeat(indent / 2)}${form} and so on`;
        const { report } = await probed(inTurn(says(cause, { [place]: text, retryAfter: 99 })), {
          probe: {
            remarks: () => [text],
            notProved: () => [text],
            afterPass: () => ({ cause: 'WRONG_DEPLOYMENT', detail: text }),
          },
        });
        const printed = JSON.stringify(report);
        expect(printed).not.toContain(key.slice(0, 12));
        expect(printed).not.toContain(Buffer.from(key).toString('base64').slice(0, 12));
      },
    ),
  );
});

test('an error of the network is said in its own words, without what was sent', async () => {
  const failure = new PortaiError({
    name: 'TLS_UNTRUSTED',
    message: `Cannot reach llm.example.com: certificate issued by "Corp CA", not trusted here`,
    exit: 'unreachable',
  });
  const { report } = await probed(inTurn(failure));
  expect(report.testedModels['a']).toMatchObject({
    cause: 'TLS_UNTRUSTED',
    verdict: 'unknown',
    retryable: false,
    words: failure.failure.message,
  });
  expect(report.testedModels['a']?.advice).toContain('--ca-file');
});

describe('the worst comes first', () => {
  test('a stage that failed decides before one that is in doubt', async () => {
    const { report } = await probed(
      (request) => {
        const [path = ''] = asked(request).split('/');
        const found: Readonly<Record<string, Cause>> = {
          streamed: 'PROVIDER_ERROR',
          schema: 'STRUCTURED_INVALID',
        };
        return Promise.resolve(says(found[path] ?? 'OK', { status: 200 }));
      },
      {
        probe: {
          stream: () => ask('a', 'streamed'),
          structured: () => ({ first: ask('a', 'schema'), fallbacks: [] }),
        },
        options: { stream: true, structured: true },
      },
    );
    expect(report.testedModels['a']).toMatchObject({
      isValid: false,
      verdict: 'fail',
      cause: 'STRUCTURED_INVALID',
    });
  });

  test.each<[Cause, Cause, string]>([
    ['CONTENT_POLICY', 'OVERLOADED', 'unknown'],
    ['OVERLOADED', 'CONTENT_POLICY', 'unknown'],
    ['OVERLOADED', 'MODEL_NOT_FOUND', 'fail'],
    ['MODEL_NOT_FOUND', 'OK', 'fail'],
    ['OK', 'CONTENT_POLICY', 'warn'],
  ])('of models that end with %s and %s the provider is "%s"', async (first, second, verdict) => {
    const { report } = await probed(
      (request) =>
        Promise.resolve(says(request.url.pathname.endsWith('a') ? first : second, { status: 200 })),
      { models: ['a', 'b'] },
    );
    expect(report).toMatchObject({ verdict, ok: verdict === 'warn' });
  });
});

test('an error of another name than a cause is a configuration that cannot be used, in its words', async () => {
  const failure = new PortaiError({ name: 'not_found', message: 'no secret k', exit: 'notFound' });
  const { report, sent } = await probed(inTurn(says('OK')), {
    probe: {
      generate: () => {
        throw failure;
      },
    },
  });
  expect(sent).toHaveLength(0);
  expect(report.testedModels['a']).toMatchObject({
    isValid: false,
    cause: 'CONFIG_INVALID',
    words: 'no secret k',
  });
});

test('somebody who stops it, asked for a value, ends it: that is no finding about the provider', async () => {
  const stop = new PortaiError({ name: 'Cancelled', message: 'Cancelled', exit: 'interrupted' });
  const running = probed(inTurn(says('OK')), {
    probe: {
      generate: () => {
        throw stop;
      },
    },
  });
  await expect(running).rejects.toBe(stop);
});
