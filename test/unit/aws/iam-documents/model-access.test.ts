import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogueRows } from '../../../../src/vendors/bedrock/catalogue-rows.ts';
import { modelAccess } from '../../../../src/aws/iam-documents/model-access.ts';
import { regionNames } from '../../../../src/vendors/bedrock/regions.ts';

const haiku = 'claude-haiku-4-5-20251001';
const base = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const sonnet4 = 'claude-sonnet-4-20250514';
const now = new Date('2026-11-26T12:00:00Z');
const local = { global: false, now } as const;
const ids = (model: string, region: string, global = false) =>
  modelAccess([model], region, { global, now }).access.flatMap(({ profiles }) =>
    profiles.map(({ id }) => id),
  );

describe('what is known', () => {
  test.each([
    ['eu-west-1', 'eu', 8],
    ['us-east-1', 'us', 5],
    ['ap-northeast-1', 'jp', 2],
    ['ap-southeast-2', 'au', 2],
    ['ap-south-1', 'in', 2],
  ])('in %s: the profile of its geography with its destinations', (region, geography, count) => {
    const { access, without } = modelAccess([haiku], region, local);
    expect(without).toEqual([]);
    expect(access).toMatchObject([
      {
        model: haiku,
        baseId: base,
        profiles: [{ id: `${geography}.${base}`, reach: 'geography' }],
      },
    ]);
    expect(access[0]?.profiles[0]?.destinations).toHaveLength(count);
    expect(access[0]?.profiles[0]?.destinations).toContain(region);
  });

  test('profiles of Japan are not for Seoul, and none of Sydney for Auckland', () => {
    expect(ids(haiku, 'ap-northeast-2')).toEqual([]);
    expect(ids(haiku, 'ap-southeast-6')).toEqual([]);
    expect(ids(haiku, 'ap-northeast-2', true)).toEqual([`global.${base}`]);
  });

  test('where nobody says to which regions it routes, none are named', () => {
    const { access } = modelAccess(['claude-sonnet-4-6'], 'ap-northeast-1', local);
    expect(access[0]?.profiles).toEqual([
      { id: 'jp.anthropic.claude-sonnet-4-6', reach: 'geography' },
    ]);
  });

  test('a worldwide profile only where it is allowed', () => {
    expect(ids(haiku, 'eu-west-1')).toEqual([`eu.${base}`]);
    expect(ids(haiku, 'eu-west-1', true)).toEqual([`eu.${base}`, `global.${base}`]);
  });

  test('a model without a profile in the region is named', () => {
    expect(modelAccess([haiku, 'claude-opus-4-6'], 'ap-northeast-1', local)).toMatchObject({
      access: [{ model: haiku }],
      without: ['claude-opus-4-6'],
    });
  });

  test.each([
    ['claude-opus-4-6', 'eu-west-2', 'disputed'],
    ['claude-opus-5-5', 'eu-west-1', 'unknown'],
    ['claude-next-9', 'eu-west-1', 'unknown'],
  ])('of %s in %s the doubt is kept: %s', (model, region, doubt) => {
    const { access } = modelAccess([model], region, local);
    expect(access[0]?.profiles).toMatchObject([{ doubt }]);
  });

  test('a profile that one source has and another denies is not taken', () => {
    expect(ids('claude-opus-5', 'ap-northeast-1', true)).toEqual([
      'global.anthropic.claude-opus-5',
    ]);
  });
});

describe('a model that has ended', () => {
  test('is given nowhere, with the day and what to use', () => {
    const { access, without, ended } = modelAccess([sonnet4, haiku], 'eu-west-1', local);
    expect(access.map(({ model }) => model)).toEqual([haiku]);
    expect(without).toEqual([]);
    expect(ended).toEqual([
      {
        model: sonnet4,
        says: 'claude-sonnet-4-20250514 has ended on Bedrock since 2026-10-14; use claude-opus-4-6 or claude-haiku-4-5-20251001',
      },
    ]);
  });

  test.each([
    ['2026-10-13T23:59:59Z', 0],
    ['2026-10-14T00:00:00Z', 1],
  ])('ends at midnight UTC: at %s', (at, count) => {
    const { ended } = modelAccess([sonnet4], 'eu-west-1', { global: true, now: new Date(at) });
    expect(ended).toHaveLength(count);
  });
});

describe('what was found in the account', () => {
  test('overrules the known destinations', () => {
    const found = [{ id: `eu.${base}`, destinations: ['eu-west-1', 'eu-west-9'] }];
    const { access } = modelAccess([haiku], 'eu-west-1', { ...local, found });
    expect(access[0]?.profiles[0]?.destinations).toEqual(['eu-west-1', 'eu-west-9']);
  });

  test('overrules the known profiles: what is not there is without', () => {
    expect(modelAccess([haiku], 'eu-west-1', { global: true, now, found: [] })).toEqual({
      access: [],
      without: [haiku],
      ended: [],
    });
  });

  test('also of a geography that nobody has listed, and without doubt', () => {
    const found = [
      { id: `global.${base}`, destinations: [] },
      { id: `ca.${base}`, destinations: ['ca-central-1'] },
    ];
    const { access } = modelAccess([haiku], 'ca-central-1', { global: true, now, found });
    expect(access[0]?.profiles).toEqual([
      { id: `ca.${base}`, reach: 'geography', destinations: ['ca-central-1'] },
      { id: `global.${base}`, reach: 'global', destinations: [] },
    ]);
  });
});

test('every model is given, without, or ended, once', () => {
  const names = fc.array(fc.constantFrom(...catalogueRows.map(({ name }) => name)));
  const regions = fc.constantFrom(...regionNames);
  fc.assert(
    fc.property(names, regions, fc.boolean(), (models, region, global) => {
      const { access, without, ended } = modelAccess(models, region, { global, now });
      const all = [...access, ...ended].map(({ model }) => model).concat(without);
      expect(all.sort()).toEqual([...new Set(models)].sort());
    }),
  );
});
