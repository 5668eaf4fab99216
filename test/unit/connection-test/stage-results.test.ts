import { describe, expect, test } from 'vitest';
import type { Cause } from '../../../src/vendors/causes.ts';
import type { Send } from '../../../src/core/http.ts';
import type { ConnectionTest, TestInput } from '../../../src/vendors/test-requests.ts';
import type { Verdict } from '../../../src/vendors/stages.ts';
import {
  ask,
  asked,
  inTurn,
  probed,
  says,
  type Circumstances,
} from '../../support/connection-test.ts';

/** Answers by the first word of the path; everything else is fine. */
const by =
  (causes: Readonly<Record<string, Cause>>): Send =>
  (request) => {
    const cause = causes[asked(request).split('/')[0] ?? ''] ?? 'OK';
    return Promise.resolve(says(cause, { status: cause.endsWith('OK') ? 200 : 418 }));
  };

async function stagesAfter(cause: Cause, circumstances: Circumstances = {}) {
  const { report } = await probed(by({ generate: cause }), circumstances);
  const stages = report.testedModels['a']?.stages ?? [];
  return stages.map(({ stage, verdict }) => `${stage} ${verdict}`).join(', ');
}

describe('one answer proves what it needed', () => {
  test.each<[Cause, string]>([
    ['OK', 'reach pass, auth pass, model pass, generate pass'],
    ['TRUNCATED_OK', 'reach pass, auth pass, model pass, generate pass'],
    ['CONTENT_POLICY', 'reach pass, auth unknown, model unknown, generate unknown'],
    ['RATE_LIMITED', 'reach pass, auth unknown, model unknown, generate unknown'],
    ['KEY_INVALID', 'reach pass, auth fail, model skip, generate skip'],
    ['MODEL_NOT_FOUND', 'reach pass, auth pass, model fail, generate skip'],
    ['QUOTA_EXHAUSTED', 'reach pass, auth pass, model unknown, generate fail'],
    ['OVERLOADED', 'reach pass, auth unknown, model unknown, generate unknown'],
    ['WRONG_BASE_URL', 'reach fail, auth skip, model skip, generate skip'],
    ['NETWORK_ACL', 'reach pass, auth unknown, model skip, generate skip'],
  ])('%s: %s', async (cause, stages) => {
    expect(await stagesAfter(cause)).toBe(stages);
  });
});

describe('free calls only', () => {
  const free = { options: { generate: false } };
  const asks: Partial<ConnectionTest> = {
    credential: ({ model }) => ask(model, 'models', { outputTokens: 0, patience: 'control' }),
    model: ({ model }) => ask(model, 'count', { outputTokens: 0, patience: 'control' }),
  };

  test('a credential once, each model once, and no word is generated', async () => {
    const { report, sent } = await probed(by({ count: 'ZERO_TOKEN_OK' }), {
      ...free,
      probe: asks,
      models: ['a', 'b'],
    });
    expect(sent.map(asked)).toEqual(['models/a', 'count/a', 'count/b']);
    expect(report.testedModels['b']).toMatchObject({
      isValid: false,
      verdict: 'unknown',
      cause: 'NOT_GENERATED',
      message: 'Could not be tested: only free calls were made',
    });
    expect(
      report.testedModels['b']?.stages.map(({ stage, verdict }) => `${stage} ${verdict}`),
    ).toEqual(['reach pass', 'auth pass', 'model pass', 'generate unknown']);
    expect(report.credential.verdict).toBe('accepted');
    expect(report.usage).toEqual({ requests: 3, inputTokens: 0, outputTokens: 0 });
  });

  test('nothing is sent where a type has none', async () => {
    const { report, sent } = await probed(by({}), free);
    expect(sent).toHaveLength(0);
    expect(report.testedModels['a']).toMatchObject({ cause: 'NOT_GENERATED', verdict: 'unknown' });
    expect(report.credential.verdict).toBe('untested');
  });

  test('a bad key ends it with one request', async () => {
    const { report, sent } = await probed(by({ models: 'KEY_INVALID' }), {
      ...free,
      probe: asks,
      models: ['a', 'b'],
    });
    expect(sent).toHaveLength(1);
    expect(report.testedModels['b']).toMatchObject({ cause: 'KEY_INVALID', verdict: 'fail' });
    expect(report.credential.verdict).toBe('refused');
  });

  test('a key that may not look at the list of models may still generate', async () => {
    const { report, sent } = await probed(by({ models: 'KEY_FORBIDDEN', count: 'KEY_FORBIDDEN' }), {
      ...free,
      probe: asks,
    });
    expect(sent).toHaveLength(2);
    expect(report.testedModels['a']).toMatchObject({ cause: 'NOT_GENERATED', verdict: 'unknown' });
    expect(report.credential.verdict).toBe('accepted');
  });

  test('a model that is not there fails, the others are asked about', async () => {
    const { report, sent } = await probed(by({ count: 'MODEL_NOT_FOUND' }), {
      ...free,
      probe: asks,
      models: ['a', 'b'],
    });
    expect(sent).toHaveLength(3);
    expect(report.testedModels['a']).toMatchObject({ cause: 'MODEL_NOT_FOUND', verdict: 'fail' });
  });
});

describe('output after a schema', () => {
  const structured: ConnectionTest['structured'] = ({ model }) => ({
    first: ask(model, 'native', { patience: 'structured' }),
    fallbacks: [{ call: ask(model, 'tool'), after: ['STRUCTURED_UNSUPPORTED'], counts: 'pass' }],
  });
  const circumstances = { probe: { structured }, options: { structured: true } };
  const verdictOf = async (causes: Readonly<Record<string, Cause>>) => {
    const { report, sent } = await probed(by(causes), circumstances);
    const { verdict, cause, stages } = report.testedModels['a'] ?? {};
    return { verdict, cause, last: stages?.at(-1)?.verdict, sent: sent.length };
  };

  test('is asked for only when it is wanted, with more time', async () => {
    const { sent } = await probed(by({}), { probe: { structured } });
    expect(sent.map(asked)).toEqual(['generate/a']);
    const wanted = await probed(by({}), circumstances);
    expect(wanted.sent.map(({ timeoutMs }) => timeoutMs)).toEqual([30_000, 60_000]);
  });

  test('passes when one of the ways does', async () => {
    expect(await verdictOf({ native: 'STRUCTURED_UNSUPPORTED' })).toEqual({
      verdict: 'pass',
      cause: 'OK',
      last: 'pass',
      sent: 3,
    });
  });

  test('that no way gives is a remark, and a broken promise a failure', async () => {
    const none = { native: 'STRUCTURED_UNSUPPORTED', tool: 'STRUCTURED_UNSUPPORTED' } as const;
    expect(await verdictOf(none)).toMatchObject({
      verdict: 'warn',
      cause: 'STRUCTURED_UNSUPPORTED',
      last: 'warn',
    });
    expect(await verdictOf({ native: 'STRUCTURED_INVALID' })).toMatchObject({
      verdict: 'fail',
      cause: 'STRUCTURED_INVALID',
      last: 'fail',
      sent: 2,
    });
  });

  test('is left out, and shown so, when the model is rate limited', async () => {
    const { report, sent } = await probed(
      inTurn(says('RATE_LIMITED', { status: 429, retryAfter: 60 })),
      circumstances,
    );
    expect(sent).toHaveLength(1);
    expect(report.testedModels['a']?.stages.at(-1)).toEqual({
      stage: 'structured',
      verdict: 'skip',
    });
  });
});

describe('a guardrail', () => {
  const guardrail = ({ model }: TestInput) =>
    ask(model, 'guard', { outputTokens: 0, patience: 'control' });
  const circumstances = { probe: { guardrail }, models: ['a', 'b'] };

  test('is tried once for all models', async () => {
    const { report, sent } = await probed(by({}), circumstances);
    expect(sent.map(asked)).toEqual(['generate/a', 'guard/a', 'generate/b']);
    for (const model of Object.values(report.testedModels)) {
      expect(model.stages.at(-1)).toMatchObject({ stage: 'guardrail', verdict: 'pass' });
    }
    expect(report.shared.at(-1)).toMatchObject({ stage: 'guardrail', verdict: 'pass' });
  });

  test('that is not there fails every model; what was not asked is not shown as passed', async () => {
    const { report, sent } = await probed(by({ guard: 'GUARDRAIL_NOT_FOUND' }), circumstances);
    expect(sent.map(asked)).toEqual(['generate/a', 'guard/a']);
    const verdicts = (model: string): readonly (Verdict | undefined)[] =>
      ['generate', 'guardrail'].map(
        (name) => report.testedModels[model]?.stages.find(({ stage }) => stage === name)?.verdict,
      );
    expect(verdicts('a')).toEqual(['pass', 'fail']);
    expect(verdicts('b')).toEqual(['skip', 'fail']);
    expect(report.testedModels['b']).toMatchObject({
      isValid: false,
      cause: 'GUARDRAIL_NOT_FOUND',
      usage: { requests: 0 },
    });
    expect(report.testedModels['a']?.usage.requests).toBe(1);
  });

  test('that could not be tried leaves every model in doubt', async () => {
    const { report } = await probed(by({ guard: 'PROVIDER_ERROR' }), circumstances);
    expect(Object.values(report.testedModels).map(({ verdict }) => verdict)).toEqual([
      'unknown',
      'unknown',
    ]);
  });

  test('is tried although the first model is not there', async () => {
    const { sent } = await probed(by({ generate: 'MODEL_NOT_FOUND' }), circumstances);
    expect(sent.map(asked)).toContain('guard/a');
  });
});

test('a deployment of another model is a remark at the stage of the model', async () => {
  const { report } = await probed(by({}), {
    probe: {
      afterPass: (_, { resolvedModel = '' }) => ({
        cause: 'WRONG_DEPLOYMENT',
        detail: `gpt-4o${resolvedModel}`,
      }),
    },
  });
  expect(report.testedModels['a']).toMatchObject({
    isValid: true,
    verdict: 'warn',
    cause: 'WRONG_DEPLOYMENT',
    message: 'The deployment serves another model: gpt-4o',
  });
  expect(report.testedModels['a']?.stages.map(({ verdict }) => verdict)).toEqual([
    'pass',
    'pass',
    'warn',
    'pass',
  ]);
});
