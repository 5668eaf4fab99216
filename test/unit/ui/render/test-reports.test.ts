import { describe, expect, test } from 'vitest';
import type { Cause } from '../../../../src/vendors/causes.ts';
import { causeEntry } from '../../../../src/vendors/causes.ts';
import type {
  ModelReport,
  TestReport,
  StageResult,
} from '../../../../src/connection-test/result.ts';
import type { Stage, Verdict } from '../../../../src/vendors/stages.ts';
import { renderTestReports } from '../../../../src/ui/render/test-reports.ts';
import { styleOf } from '../../../../src/ui/style.ts';
import { now, pipe, screen, sink } from '../../../support/screens.ts';

const usage = { requests: 1, inputTokens: 12, outputTokens: 4 };

function stages(verdicts: Partial<Record<Stage, Verdict>>): StageResult[] {
  const all: readonly Stage[] = ['model', 'generate', 'stream'];
  return all.flatMap((stage) => {
    const verdict = verdicts[stage];
    return verdict === undefined ? [] : [{ stage, verdict }];
  });
}

/** What the engine says of a model with that finding. */
function model(cause: Cause, changes: Partial<ModelReport> = {}): ModelReport {
  const { verdict, scope, advice, message, retryable } = causeEntry(cause);
  const passes = verdict === 'pass' || verdict === 'warn';
  return {
    isValid: passes,
    message: verdict === 'unknown' ? `Could not be tested: ${message}` : message,
    verdict,
    cause,
    scope,
    ...(advice === '' ? {} : { advice }),
    retryable,
    warnings: [],
    stages: stages(
      passes ? { model: 'pass', generate: 'pass' } : { model: verdict, generate: 'skip' },
    ),
    usage,
    ...changes,
  };
}

function report(
  testedModels: Readonly<Record<string, ModelReport>>,
  changes: Partial<TestReport> = {},
): TestReport {
  const order: readonly Verdict[] = ['fail', 'unknown', 'warn', 'pass'];
  const all = Object.values(testedModels);
  return {
    provider: 'openai',
    checkedAt: now.toISOString(),
    durationMs: 1234,
    origin: 'this-machine',
    provedFrom: 'this machine',
    ok: all.every(({ isValid }) => isValid),
    verdict: order.find((each) => all.some(({ verdict }) => verdict === each)) ?? 'unknown',
    credential: { verdict: 'accepted', why: 'The provider accepted it.' },
    testedModels,
    shared: [
      { stage: 'config', verdict: 'pass' },
      { stage: 'reach', verdict: 'pass' },
      { stage: 'auth', verdict: 'pass' },
    ],
    usage,
    warnings: [],
    notProved: ["Port's own network path", 'the value stored in the secret openai-key'],
    ...changes,
  };
}

const missing = model('MODEL_NOT_FOUND', {
  words: 'The model `gpt-6` does not exist or you do not have access to it.',
  requestId: 'req_1',
  stages: [
    { stage: 'model', verdict: 'fail', httpStatus: 404 },
    { stage: 'generate', verdict: 'skip' },
  ],
});

describe('a preflight on a screen', () => {
  test('says from where it was made, what it found, and what it does not prove', async () => {
    const tested = report({ 'gpt-5': model('OK'), 'gpt-6': missing });
    expect(renderTestReports([tested], await screen(80))).toBe(
      [
        'Preflight from this machine (not from Port)',
        '',
        '✗ openai works in part: 1 of 2 models',
        '  config ✓   reach ✓   auth ✓',
        '  Credential accepted: The provider accepted it.',
        '',
        'MODEL  FOUND  ANSWERS  RESULT',
        'gpt-5  ✓      ✓        OK',
        'gpt-6  ✗      –        Model not found',
        '',
        '  ✗ gpt-6: Model not found',
        '    Check its name against the list of the provider.',
        '    It says: “The model `gpt-6` does not exist or you do not have access to it.”',
        '    Request id: req_1',
        '',
        "  Not proved: Port's own network path; the value stored in the secret",
        '  openai-key.',
        '  1 request, 12 + 4 tokens, 1.2 s.',
      ].join('\n'),
    );
  });

  test('says a finding that all models share once, and which models they are', async () => {
    const refused = model('KEY_INVALID', { words: 'Incorrect API key provided' });
    const tested = report(
      { a: refused, b: refused, c: refused },
      { credential: { verdict: 'refused', why: 'Invalid API key.' } },
    );
    const text = renderTestReports([tested], await screen(80));
    expect(text.match(/Incorrect API key provided/g)).toHaveLength(1);
    expect(text).toContain('✗ All 3 models: Invalid API key');
    expect(text).toContain('These are a, b, c.');
    expect(text).not.toContain('FOUND');
  });

  test('quotes a provider, and not itself where nobody answered', async () => {
    const unreachable = model('DNS_FAILED', { words: 'Cannot reach llm.example.com' });
    const text = renderTestReports([report({ a: unreachable })], await screen(80));
    expect(text).toMatch(/^ {4}Cannot reach llm\.example\.com$/m);
  });

  test('keeps every line within the screen', async () => {
    const long = model('IAM_MODEL_DENIED', {
      message: `IAM: model not allowed: ${'arn:aws:bedrock:eu-west-1::foundation-model/x '.repeat(3)}`,
      words: 'User is not authorized to perform bedrock:InvokeModel. '.repeat(4),
      warnings: ['The answer came from another region than the one that was configured here.'],
    });
    const tested = report(
      { 'eu.anthropic.claude-opus-4-6-v1': long, 'claude-haiku-4-5-20251001': model('OK') },
      { warnings: ["This machine's clock is 300 s behind: synchronise it. ".repeat(2).trim()] },
    );
    const lines = renderTestReports([tested], await screen(80)).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  test('is green only where something passed', async () => {
    const style = await styleOf(sink({ isTTY: true, columns: 80 }).stream, {
      env: { FORCE_COLOR: '1' },
      color: true,
      now,
    });
    const tested = report(
      { a: model('NOT_GENERATED', { stages: [] }) },
      { shared: [], credential: { verdict: 'unverifiable', why: 'It takes every key.' } },
    );
    expect(renderTestReports([tested], style)).not.toContain('\u001b[32m');
    expect(renderTestReports([report({ a: model('OK') })], style)).toContain('\u001b[32m');
  });

  test('names the sandbox where its simulated providers answered', async () => {
    const tested = report({ a: model('OK') }, { provedFrom: "the sandbox's simulated providers" });
    expect(renderTestReports([tested], await screen(80))).toMatch(
      /^Preflight against the sandbox's simulated providers$/m,
    );
  });
});

describe('a preflight in a pipe', () => {
  test('is one row a model: provider, model, verdict, credential, cause, message, advice, words', async () => {
    const tested = report({ 'gpt-5': model('OK'), 'gpt-6': missing });
    expect(renderTestReports([tested], await pipe())).toBe(
      [
        'openai\tgpt-5\tpass\taccepted\tOK\tOK\t-\t-',
        'openai\tgpt-6\tfail\taccepted\tMODEL_NOT_FOUND\tModel not found\tCheck its name against the list of the provider.\tThe model `gpt-6` does not exist or you do not have access to it.',
      ].join('\n'),
    );
  });
});

test.each([
  ['on a screen', () => screen(80)],
  ['in a pipe', pipe],
])('words of others cannot steer the terminal %s', async (_, style) => {
  const bad = 'x\u001b[31my\u001b]0;t\u0007\u009b2J\u202e\r\nnew\trow';
  const hostile = model('MODEL_NOT_FOUND', {
    message: bad,
    advice: bad,
    words: bad,
    requestId: bad,
    warnings: [bad],
  });
  const tested = report(
    { [bad]: hostile, other: model('OK') },
    {
      provider: bad,
      provedFrom: bad,
      warnings: [bad],
      notProved: [bad],
      credential: { verdict: 'none', why: bad },
    },
  );
  const text = renderTestReports([tested], await style());
  expect(text).toContain('xy new row');
  expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
  if ((await style()).layout === 'rows') {
    expect(text.split('\n').map((row) => row.split('\t').length)).toEqual([8, 8]);
  }
});
