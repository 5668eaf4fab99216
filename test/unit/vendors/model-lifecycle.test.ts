import { describe, expect, test } from 'vitest';
import {
  calendarEntry,
  checkedAt,
  explainRetirement,
  retirementOf,
  retirementRemarks,
} from '../../../src/vendors/model-lifecycle.ts';
import type { Reading } from '../../../src/vendors/reading.ts';

const sonnet4 = 'claude-sonnet-4-20250514';
const sonnet45 = 'claude-sonnet-4-5-20250929';
const on = (date: string) => new Date(`${date}T12:00:00Z`);
const today = on(checkedAt);

const notFound: Reading = { cause: 'MODEL_NOT_FOUND', recognised: true, status: 404 };

describe('the end of a model', () => {
  test('is in the past, or so many days ahead', () => {
    expect(retirementOf(sonnet4, 'anthropic', today)).toMatchObject({ retiredOn: '2026-06-15' });
    expect(retirementOf(sonnet45, 'anthropic', today)).toMatchObject({
      retiresOn: '2026-11-30',
      days: 10,
    });
    expect(retirementOf('gpt-5', 'azure', today)).toMatchObject({ retiresOn: '2027-02-09' });
    expect(retirementOf(sonnet4, 'bedrock', today)).toMatchObject({ retiredOn: '2026-10-14' });
    expect(retirementOf(sonnet45, 'bedrock', today)).toMatchObject({ retiresOn: '2027-04-08' });
  });

  test('comes at midnight UTC: the evening before is one day ahead', () => {
    const before = new Date('2026-11-29T23:59:59Z');
    expect(retirementOf(sonnet45, 'anthropic', before)).toMatchObject({ days: 1 });
    const after = new Date('2026-11-30T00:00:00Z');
    expect(retirementOf(sonnet45, 'anthropic', after)).toMatchObject({ retiredOn: '2026-11-30' });
  });

  test('is unknown where nobody announced one', () => {
    expect(retirementOf('claude-opus-4-6', 'anthropic', today)).toBeUndefined();
    expect(retirementOf('claude-opus-4-5-20251101', 'anthropic', today)).toBeUndefined();
    expect(retirementOf('claude-haiku-4-5-20251001', 'bedrock', today)).toBeUndefined();
    expect(retirementOf(sonnet4, 'vertex', today)).toBeUndefined();
    expect(retirementOf('llama-9', 'openai', today)).toBeUndefined();
  });

  test.each([
    'claude-sonnet-4-5-20250929',
    'claude-sonnet-4-5',
    'Claude-Sonnet-4-5',
    'claude-sonnet-4-5@20250929',
    'claude-sonnet-4-5@latest',
    'anthropic/claude-sonnet-4-5-20250929',
    'anthropic.claude-sonnet-4-5-20250929-v1:0',
    'eu.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'publishers/anthropic/models/claude-sonnet-4-5@20250929',
    'arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0',
  ])('is found under the spelling %s', (id) => {
    expect(retirementOf(id, 'anthropic', today)).toMatchObject({ retiresOn: '2026-11-30' });
  });

  test.each(['gpt-5-mini', 'gpt-5.1', 'claude-sonnet-4-6', 'claude-opus-4', 'my-gpt-5'])(
    'is not that of another model: %s',
    (id) => {
      for (const where of ['openai', 'anthropic', 'azure'] as const) {
        expect(retirementOf(id, where, today)).toBeUndefined();
      }
    },
  );
});

describe('a model that is not found', () => {
  test('is retired where it is known to have ended, with the date and what to use', () => {
    expect(explainRetirement(notFound, sonnet4, 'anthropic', today)).toEqual({
      ...notFound,
      cause: 'MODEL_RETIRED',
      detail: 'since 2026-06-15; use claude-opus-4-6 or claude-haiku-4-5-20251001',
    });
    const gemini = explainRetirement(notFound, 'gemini-2.5-flash', 'vertex', today);
    expect(gemini).toMatchObject({ cause: 'MODEL_RETIRED', detail: 'since 2026-10-20' });
  });

  test('stays not found before its end, and where no end is known', () => {
    expect(explainRetirement(notFound, sonnet45, 'anthropic', today)).toBe(notFound);
    expect(explainRetirement(notFound, 'claude-x', 'anthropic', today)).toBe(notFound);
    expect(explainRetirement(notFound, sonnet4, 'bedrock', on('2026-10-13'))).toBe(notFound);
  });
});

test('a provider that itself calls a model retired is given the successor', () => {
  const retired: Reading = { ...notFound, cause: 'MODEL_RETIRED' };
  expect(explainRetirement(retired, sonnet4, 'bedrock', today)).toMatchObject({
    detail: 'since 2026-10-14; use claude-opus-4-6 or claude-haiku-4-5-20251001',
  });
  expect(explainRetirement(retired, sonnet4, 'bedrock', on('2026-08-01'))).toMatchObject({
    detail: 'legacy; use claude-opus-4-6 or claude-haiku-4-5-20251001',
  });
  expect(explainRetirement(retired, sonnet45, 'bedrock', today)).toMatchObject({
    detail: 'use claude-opus-4-6 or claude-haiku-4-5-20251001',
  });
  expect(explainRetirement(retired, 'gpt-5', 'azure', today)).toBe(retired);
});

test.each(['OK', 'KEY_INVALID', 'DEPLOYMENT_NOT_FOUND', 'RATE_LIMITED'] as const)(
  '%s is never explained away, whatever the catalogue says',
  (cause) => {
    const reading: Reading = { cause, recognised: true };
    expect(explainRetirement(reading, sonnet4, 'anthropic', today)).toBe(reading);
  },
);

describe('before a test', () => {
  test('a near end is said, with the days that are left', () => {
    expect(retirementRemarks(sonnet45, 'anthropic', today)).toEqual([
      'claude-sonnet-4-5-20250929 retires in 10 days, on 2026-11-30; use claude-opus-4-6 or claude-haiku-4-5-20251001 (as announced by 2026-11-20).',
    ]);
    expect(retirementRemarks('gpt-5', 'openai', on('2026-12-10'))).toEqual([
      'gpt-5 retires in 1 day, on 2026-12-11 (as announced by 2026-11-20).',
    ]);
  });

  test('an end that is far off, past or unknown is not', () => {
    expect(retirementRemarks('gpt-5', 'azure', today)).toEqual([]);
    expect(retirementRemarks(sonnet4, 'anthropic', today)).toEqual([]);
    expect(retirementRemarks('claude-opus-4-6', 'anthropic', today)).toEqual([]);
  });

  test('AWS calling a model legacy is said from that day on, and only of Bedrock', () => {
    expect(retirementRemarks(sonnet4, 'bedrock', on('2026-08-01'))).toEqual([
      expect.stringContaining('AWS calls claude-sonnet-4-20250514 legacy since 2026-04-14'),
    ]);
    expect(retirementRemarks(sonnet4, 'bedrock', on('2026-04-13'))).toEqual([]);
    expect(retirementRemarks(sonnet4, 'bedrock', today)).toEqual([]);
    expect(retirementRemarks(sonnet4, 'vertex', today)).toEqual([]);
  });
});

describe('the calendar of a host', () => {
  test.each([
    ['gpt-5', 'openai', '2026-09-01', undefined],
    [
      ...(['gpt-5', 'openai', '2026-11-27'] as const),
      'gpt-5 ends at OpenAI in 14 days, on 2026-12-11 (dates of 2026-11-20, 7 days old)',
    ],
    [
      ...(['gpt-5', 'openai', '2026-12-12'] as const),
      'gpt-5 has ended at OpenAI on 2026-12-11 (dates of 2026-11-20, 22 days old)',
    ],
    ['gpt-5', 'anthropic', '2026-12-12', undefined],
    ['some-model', 'openai', '2026-12-12', undefined],
  ] as const)('%s at %s on %s', (model, host, day, says) => {
    expect(calendarEntry(model, host, on(day))?.says).toBe(says);
  });

  test('a calendar of the same day has no age', () => {
    expect(calendarEntry('gpt-5', 'openai', on('2026-11-20'))?.says).toContain(
      '(dates of 2026-11-20)',
    );
  });
});
