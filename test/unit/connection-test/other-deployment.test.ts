import { expect, test } from 'vitest';
import { ask, inTurn, modelOf, probed, says } from '../../support/connection-test.ts';

/** A deployment of another model: a remark on an answer, and the finding where there was none. */

const refused = () => says('WRONG_DEPLOYMENT', { status: 400, words: 'does not chat' });

test('a refusal for being another model is no pass', async () => {
  const { report } = await probed(inTurn(refused()));
  expect(report).toMatchObject({ ok: false, credential: { verdict: 'accepted' } });
  expect(report.testedModels['a']).toMatchObject({
    isValid: false,
    verdict: 'fail',
    cause: 'WRONG_DEPLOYMENT',
    scope: 'model',
    message: 'The deployment serves another model',
    words: 'does not chat',
  });
  expect(report.testedModels['a']?.stages.map(({ verdict }) => verdict)).toEqual([
    'pass',
    'pass',
    'fail',
    'skip',
  ]);
});

test('a way in which that model answers passes with its remark', async () => {
  const { report, sent } = await probed(inTurn(refused(), says('OK')), {
    probe: {
      generate: ({ model }) => ({
        first: ask(model),
        fallbacks: [
          {
            call: ask(model, 'responses'),
            after: ['WRONG_DEPLOYMENT'],
            counts: 'warn',
            remark: 'It answers elsewhere.',
          },
        ],
      }),
    },
  });
  expect(sent.map(modelOf)).toEqual(['a', 'a']);
  expect(report.testedModels['a']).toMatchObject({
    isValid: true,
    verdict: 'warn',
    cause: 'OK',
    warnings: ['It answers elsewhere.'],
  });
});

test('a second refusal leaves the first as it is', async () => {
  const { report } = await probed(inTurn(refused(), refused()), {
    probe: {
      generate: ({ model }) => ({
        first: ask(model),
        fallbacks: [{ call: ask(model, 'responses'), after: ['WRONG_DEPLOYMENT'], counts: 'warn' }],
      }),
    },
  });
  expect(report.testedModels['a']).toMatchObject({ isValid: false, cause: 'WRONG_DEPLOYMENT' });
});
