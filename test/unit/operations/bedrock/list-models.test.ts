import { describe, expect, test } from 'vitest';
import { listModels } from '../../../../src/operations/bedrock/list-models.ts';
import type { AccountAnswer } from '../../../../src/operations/bedrock/region-catalogue.ts';

const now = new Date('2026-11-26T12:00:00Z');

const account = (models: AccountAnswer['models']): AccountAnswer => ({
  account: '111122223333',
  askedAt: now.toISOString(),
  profiles: [],
  models,
});

function lifecycleOf(model: string, found?: AccountAnswer, at = now): string | undefined {
  return listModels({ region: 'us-east-1', found, now: at }).find((row) => row.model === model)
    ?.lifecycle;
}

describe('what is said of the life of a model', () => {
  // The day from AWS' page of legacy models, as public repositories of AWS quote it.
  test('is the day on which AWS ended it', () => {
    expect(lifecycleOf('claude-3-5-sonnet-20241022')).toBe('ended 2026-07-30');
  });

  test('is the day that is announced', () => {
    expect(lifecycleOf('claude-opus-4-1-20250805')).toBe('ends 2027-01-08');
  });

  test('is no word of AWS where nobody asked it: no announcement is known', () => {
    expect(lifecycleOf('claude-opus-4-6')).toBe('no end known');
  });

  test('is legacy between the two days of AWS', () => {
    const between = new Date('2026-09-01T00:00:00Z');
    expect(lifecycleOf('claude-sonnet-4-20250514', undefined, between)).toBe(
      'legacy, ends 2026-10-14',
    );
  });

  test('is the word of the account that was asked', () => {
    const models = [{ baseId: 'anthropic.claude-opus-4-6-v1', lifecycle: 'LEGACY' }];
    expect(lifecycleOf('claude-opus-4-6', account(models))).toBe('legacy');
  });

  test('shows both where the account still has what the announcements ended', () => {
    const models = [{ baseId: 'anthropic.claude-sonnet-4-20250514-v1:0', lifecycle: 'ACTIVE' }];
    expect(lifecycleOf('claude-sonnet-4-20250514', account(models))).toBe(
      'active by the account, ended 2026-10-14 by the list',
    );
  });

  test('is that an account does not list it, or says nothing of its life', () => {
    expect(lifecycleOf('claude-opus-4-6', account([]))).toBe('not listed by the account');
    const silent = account([{ baseId: 'anthropic.claude-opus-4-6-v1' }]);
    expect(lifecycleOf('claude-opus-4-6', silent)).toBe('no end known');
  });
});
