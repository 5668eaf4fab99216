import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelAccess } from '../../../../src/aws/iam-documents/model-access.ts';
import { bedrockModels } from '../../../../src/vendors/bedrock/inference-profiles.ts';

const haiku = 'claude-haiku-4-5-20251001';
const base = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const local = { global: false } as const;

describe('what is known', () => {
  test.each([
    ['eu-west-1', 'eu', 6],
    ['us-east-1', 'us', 3],
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
  });

  test('the region that Port calls is among the destinations, wherever it is', () => {
    const { access } = modelAccess([haiku], 'eu-west-2', local);
    expect(access[0]?.profiles[0]?.destinations).toContain('eu-west-2');
  });

  test('nobody knows where the profiles of Japan route to', () => {
    const { access } = modelAccess([haiku], 'ap-northeast-1', local);
    expect(access[0]?.profiles).toEqual([{ id: `jp.${base}`, reach: 'geography' }]);
  });

  test('a worldwide profile only where it is allowed', () => {
    const ids = (global: boolean) =>
      modelAccess([haiku], 'eu-west-1', { global }).access.flatMap(({ profiles }) =>
        profiles.map(({ id }) => id),
      );
    expect(ids(false)).toEqual([`eu.${base}`]);
    expect(ids(true)).toEqual([`eu.${base}`, `global.${base}`]);
  });

  test('a model without a profile in the region is named', () => {
    expect(modelAccess([haiku, 'claude-opus-4-6'], 'ap-northeast-1', local)).toMatchObject({
      access: [{ model: haiku }],
      without: ['claude-opus-4-6'],
    });
  });
});

describe('what was found in the account', () => {
  test('overrules the known destinations', () => {
    const found = [{ id: `eu.${base}`, destinations: ['eu-west-1', 'eu-west-9'] }];
    const { access } = modelAccess([haiku], 'eu-west-1', { ...local, found });
    expect(access[0]?.profiles[0]?.destinations).toEqual(['eu-west-1', 'eu-west-9']);
  });

  test('overrules the known profiles: what is not there is without', () => {
    expect(modelAccess([haiku], 'eu-west-1', { global: true, found: [] })).toEqual({
      access: [],
      without: [haiku],
    });
  });
});

test('every model is either given or without, once', () => {
  const names = fc.array(fc.constantFrom(...Object.keys(bedrockModels)));
  const regions = fc.constantFrom('eu-west-1', 'us-east-1', 'ap-south-1', 'sa-east-1');
  fc.assert(
    fc.property(names, regions, fc.boolean(), (models, region, global) => {
      const { access, without } = modelAccess(models, region, { global });
      const all = [...access.map(({ model }) => model), ...without];
      expect(all.sort()).toEqual([...new Set(models)].sort());
    }),
  );
});
