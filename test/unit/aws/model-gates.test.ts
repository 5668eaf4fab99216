import { describe, expect, test } from 'vitest';
import { shutGates, type GateWords } from '../../../src/aws/model-gates.ts';

const open: GateWords = {
  region: 'AVAILABLE',
  authorization: 'AUTHORIZED',
  agreement: 'AVAILABLE',
  agreementProblem: undefined,
  entitlement: 'AVAILABLE',
};
const shut = (changes: Partial<GateWords>) =>
  shutGates({ ...open, ...changes }).map(({ gate, cause }) => [gate, cause]);

describe('the gates between an account and a model', () => {
  test('are none where AWS says yes four times', () => {
    expect(shutGates(open)).toEqual([]);
  });

  test.each([
    ['region', { region: 'NOT_AVAILABLE' }, 'MODEL_NOT_IN_REGION'],
    ['form', { authorization: 'NOT_AUTHORIZED' }, 'USE_CASE_FORM'],
    ['agreement', { agreement: 'NOT_AVAILABLE' }, 'MARKETPLACE'],
    ['agreement', { agreement: 'ERROR' }, 'MARKETPLACE'],
    ['entitlement', { entitlement: 'NOT_AVAILABLE' }, 'MARKETPLACE'],
  ] as const)('are told apart: %s, for %j', (gate, words, cause) => {
    expect(shut(words)).toEqual([[gate, cause]]);
  });

  test('are all named at once, the first to open first', () => {
    expect(
      shut({
        region: 'NOT_AVAILABLE',
        authorization: 'NOT_AUTHORIZED',
        agreement: 'NOT_AVAILABLE',
      }).map(([gate]) => gate),
    ).toEqual(['region', 'form', 'agreement']);
  });

  test.each(['region', 'authorization', 'agreement', 'entitlement'] as const)(
    'are shut at a word for the %s that nobody knows yet, and the word is shown',
    (field) => {
      const [gate, ...others] = shutGates({ ...open, [field]: 'PARTLY' });
      expect(gate?.says).toContain('(AWS says PARTLY)');
      expect(gate?.waitable).toBeUndefined();
      expect(others).toEqual([]);
    },
  );

  test('say that an agreement under way needs only time, whatever the entitlement says', () => {
    const gates = shutGates({ ...open, agreement: 'PENDING', entitlement: 'NOT_AVAILABLE' });
    expect(gates).toMatchObject([{ gate: 'agreement', waitable: true }]);
    expect(gates[0]?.fix).toContain('15 minutes');
  });

  test('give both readings of an account that is not authorized', () => {
    const [gate] = shutGates({ ...open, authorization: 'NOT_AUTHORIZED' });
    expect(gate?.says).toMatch(/form is missing, or the account is not eligible/);
  });

  test('carry the reason that AWS gives for a failed agreement', () => {
    const [gate] = shutGates({ ...open, agreement: 'ERROR', agreementProblem: 'No card' });
    expect(gate?.says).toContain('No card');
  });

  test('are shut for a model that AWS does not know', () => {
    expect(shutGates(undefined)).toMatchObject([{ gate: 'region', cause: 'MODEL_NOT_FOUND' }]);
  });
});
