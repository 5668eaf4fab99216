import { describe, expect, test } from 'vitest';
import { geographiesOf } from '../../../../src/vendors/bedrock/catalogue.ts';
import { baseModelId, inferenceIds } from '../../../../src/vendors/bedrock/inference-profiles.ts';

const ids = (model: string, region: string) => inferenceIds(model, region).map(({ id }) => id);

const sonnet4 = 'anthropic.claude-sonnet-4-20250514-v1:0';
const sonnet45 = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const haiku45 = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const opus45 = 'anthropic.claude-opus-4-5-20251101-v1:0';
const opus46 = 'anthropic.claude-opus-4-6-v1';
const sonnet46 = 'anthropic.claude-sonnet-4-6';

describe('a region calls the profiles of its geography', () => {
  test.each([
    ['us-east-1', ['us']],
    ['us-west-2', ['us']],
    ['ca-central-1', ['us']],
    ['ca-west-1', ['us']],
    ['eu-west-1', ['eu']],
    ['eu-central-2', ['eu']],
    ['ap-northeast-1', ['jp', 'apac']],
    ['ap-northeast-3', ['jp', 'apac']],
    ['ap-southeast-2', ['au', 'apac']],
    ['ap-southeast-4', ['au', 'apac']],
    ['ap-southeast-1', ['apac']],
    ['ap-northeast-2', ['apac']],
    ['ap-southeast-3', []],
    ['ap-east-1', []],
    ['ap-southeast-6', []],
    ['eu-west-9', ['eu']],
    ['us-south-1', ['us']],
    ['ap-south-1', ['in', 'apac']],
    ['ap-south-2', ['in', 'apac']],
    ['sa-east-1', []],
    ['me-central-1', []],
    ['af-south-1', []],
    ['il-central-1', []],
  ])('%s: %j', (region, geographies) => {
    expect(geographiesOf(region)).toEqual(geographies);
  });
});

describe('the ids of a model, nearest first, then the whole world, then the region alone', () => {
  test.each([
    ['claude-sonnet-4-20250514', 'eu-west-1', ['eu', 'global'], sonnet4],
    ['claude-sonnet-4-20250514', 'us-east-1', ['us', 'global'], sonnet4],
    ['claude-sonnet-4-20250514', 'ap-south-1', ['apac', 'global'], sonnet4],
    ['claude-sonnet-4-20250514', 'ap-northeast-1', ['apac', 'global'], sonnet4],
    ['claude-sonnet-4-5-20250929', 'eu-central-1', ['eu', 'global'], sonnet45],
    ['claude-sonnet-4-5-20250929', 'ca-central-1', ['us', 'global'], sonnet45],
    ['claude-sonnet-4-5-20250929', 'ap-northeast-1', ['jp', 'global'], sonnet45],
    ['claude-sonnet-4-5-20250929', 'ap-southeast-2', ['au', 'global'], sonnet45],
    ['claude-sonnet-4-5-20250929', 'ap-south-1', ['global'], sonnet45],
    ['claude-haiku-4-5-20251001', 'eu-west-1', ['eu', 'global'], haiku45],
    ['claude-haiku-4-5-20251001', 'ap-south-1', ['in', 'global'], haiku45],
    ['claude-haiku-4-5-20251001', 'ap-southeast-1', ['global'], haiku45],
    ['claude-opus-4-5-20251101', 'us-west-2', ['us', 'global'], opus45],
    ['claude-opus-4-6', 'eu-west-1', ['eu', 'global'], opus46],
    ['claude-opus-4-6', 'ap-southeast-4', ['au', 'global'], opus46],
    ['claude-opus-4-6', 'ap-northeast-1', ['global'], opus46],
    ['claude-haiku-4-5-20251001', 'ap-northeast-2', ['global'], haiku45],
    ['claude-opus-4-5-20251101', 'ap-northeast-1', ['global'], opus45],
    ['claude-sonnet-4-6', 'eu-west-1', ['eu', 'global'], sonnet46],
    ['claude-haiku-4-5-20251001', 'sa-east-1', ['global'], haiku45],
  ])('%s in %s', (model, region, prefixes, base) => {
    expect(ids(model, region)).toEqual([...prefixes.map((prefix) => `${prefix}.${base}`), base]);
  });

  test('where nobody says from which regions a profile can be called, it is tried', () => {
    expect(ids('claude-opus-4-8', 'ap-northeast-1')).toEqual([
      'jp.anthropic.claude-opus-4-8',
      'global.anthropic.claude-opus-4-8',
      'anthropic.claude-opus-4-8',
    ]);
  });

  test('a model that is not known gets every geography of the region', () => {
    expect(ids('claude-next-20270101', 'ap-south-1')).toEqual([
      'in.anthropic.claude-next-20270101-v1:0',
      'apac.anthropic.claude-next-20270101-v1:0',
      'global.anthropic.claude-next-20270101-v1:0',
      'anthropic.claude-next-20270101-v1:0',
    ]);
    expect(ids('claude-opus-5', 'eu-west-1')[0]).toBe('eu.anthropic.claude-opus-5');
  });

  test.each(['constructor', 'toString', '__proto__'])(
    'the word %s is a name like any other',
    (model) => {
      expect(ids(model, 'eu-west-1')[0]).toBe(`eu.anthropic.${model}`);
    },
  );
});

test('each id says how far the data may travel', () => {
  expect(inferenceIds('claude-opus-4-6', 'eu-west-1').map(({ reach }) => reach)).toEqual([
    'geography',
    'global',
    'region',
  ]);
});

describe("an id in Bedrock's own spelling stands for itself", () => {
  test.each([
    [`eu.${haiku45}`, 'geography'],
    [`global.${haiku45}`, 'global'],
    [haiku45, 'region'],
    ['amazon.nova-lite-v1:0', 'region'],
    ['arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/abc', 'region'],
  ])('%s', (id, reach) => {
    expect(inferenceIds(id, 'us-east-1')).toEqual([{ id, reach }]);
  });

  test('and its profile is left out where the model itself is meant', () => {
    expect(baseModelId(`eu.${haiku45}`)).toBe(haiku45);
    expect(baseModelId(haiku45)).toBe(haiku45);
    expect(baseModelId('claude-opus-4-6')).toBe(opus46);
  });
});
