import { describe, expect, test } from 'vitest';
import {
  missingFields,
  openVariants,
  problemsOf,
  secretReferences,
  variantOf,
} from '../../../../../src/planes/port/rules/config-fields.ts';
import { azureOpenai } from '../../../../../src/planes/port/provider-types/azure-openai.ts';
import { bedrock } from '../../../../../src/planes/port/provider-types/bedrock.ts';
import { isOptional } from '../../../../../src/planes/port/provider-types/define.ts';
import type { Config } from '../../../../../src/planes/port/config.ts';
import { openaiCompatible } from '../../../../../src/planes/port/provider-types/openai-compatible.ts';
import { vertexGemini } from '../../../../../src/planes/port/provider-types/vertex-gemini.ts';
import { everyVariant, sampleConfig } from '../../../../support/sample-configs.ts';

const [assumeRole, accessKeys] = bedrock.variants;
const [endpoint] = openaiCompatible.variants;
const ids = (variants: readonly { id: string }[]) => variants.map(({ id }) => id);

describe.each(everyVariant)('$name', ({ type, variant }) => {
  test.each(['all', 'required'] as const)(
    'a configuration with %s of its fields is told apart and has no problems',
    (extent) => {
      const config = sampleConfig(variant, extent);
      expect(variantOf(type, config).id).toBe(variant.id);
      expect(problemsOf(variant, config)).toEqual([]);
      expect(missingFields(variant, config)).toEqual([]);
      expect(ids(openVariants(type, config))).toContain(variant.id);
    },
  );

  test('with nothing given, what it requires is missing, in the order of its fields', () => {
    const required = Object.entries(variant.fields)
      .filter(([, field]) => !isOptional(field))
      .map(([key]) => key);
    expect(missingFields(variant, {}).map(([key]) => key)).toEqual(required);
    expect(problemsOf(variant, {}).map(({ message }) => message)).toEqual(
      required.map(() => 'is required'),
    );
  });
});

describe('which variants are open', () => {
  test.each([
    ['all, while nothing is given', {}, ['assume-role', 'access-keys']],
    ['all, while only shared fields are given', { region: 'x' }, ['assume-role', 'access-keys']],
    ['one, once a field of its own is given', { roleArn: 'x' }, ['assume-role']],
    ['undefined is not given', { roleArn: undefined, accessKeyIdSecretName: 'x' }, ['access-keys']],
  ])('%s', (_, given, open) => {
    expect(ids(openVariants(bedrock, given))).toEqual(open);
  });

  test.each([
    [bedrock, { roleArn: 'x', accessKeyIdSecretName: 'y' }, '--role-arn or --access-key-id-secret'],
    [azureOpenai, { resourceName: 'x', endpoint: 'y' }, '--resource-name or --endpoint'],
    [
      vertexGemini,
      { project: 'x', apiKeySecretName: 'y', models: [] },
      '--project or --api-key-secret',
    ],
  ])(
    'values of two variants of %o exclude each other, named by their flags',
    (type, given, flags) => {
      expect(() => openVariants(type, given)).toThrow(
        expect.objectContaining({
          message: `Choose one way to connect to ${type.title}: ${flags}`,
          failure: expect.objectContaining({ exit: 'usage' }),
        }),
      );
    },
  );
});

describe('the variant of a stored configuration', () => {
  test.each([
    ['an old role without a region', { roleArn: 'x' }, 'assume-role'],
    ['keys without a region', { accessKeyIdSecretName: 'x' }, 'access-keys'],
    ['fields of a newer version', { accessKeyIdSecretName: 'x', endpointUrl: 'y' }, 'access-keys'],
    ['an empty one counts as the first', {}, 'assume-role'],
  ])('%s', (_, config, id) => {
    expect(variantOf(bedrock, config).id).toBe(id);
  });
});

describe('problems of a configuration', () => {
  const role = sampleConfig(assumeRole, 'required');

  test.each([
    [
      'a guardrail without its version',
      { ...role, guardrailIdentifier: 'gr-1' },
      { flag: '--guardrail-version', message: 'is required together with --guardrail-id' },
    ],
    [
      'a version without its guardrail',
      { ...role, guardrailVersion: '1' },
      { flag: '--guardrail-id', message: 'is required together with --guardrail-version' },
    ],
    [
      'a field of the other variant',
      { ...role, accessKeyIdSecretName: 'k' },
      { flag: 'accessKeyIdSecretName', message: 'is not a setting of "Assume role"' },
    ],
    [
      'a name that every object inherits',
      { ...role, constructor: 'x' },
      { flag: 'constructor', message: 'is not a setting of "Assume role"' },
    ],
  ])('%s', (_, config, problem) => {
    expect(problemsOf(assumeRole, config)).toEqual([problem]);
  });

  test('are all named at once, each by its flag', () => {
    const flags = problemsOf(accessKeys, { region: 'x', accessKeyIdSecretName: 'a b' });
    expect(flags.map(({ flag }) => flag).sort()).toEqual([
      '--access-key-id-secret',
      '--region',
      '--secret-access-key-secret',
    ]);
  });

  test('say where inside a value they are', () => {
    const config = {
      ...sampleConfig(endpoint, 'required'),
      models: [{ name: 'ok-1' }, { name: 'x' }],
    };
    expect(problemsOf(endpoint, config)).toEqual([
      { flag: '--model', message: 'a model name has at least 3 characters (at 1.name)' },
    ]);
  });
});

test('secrets are found by the names of the fields, in types of any version', () => {
  const config = { futureSecretName: 'a', apiKeySecretName: 'b', model: 'c', oddSecretName: 1 };
  expect(secretReferences(config)).toEqual([
    { field: 'futureSecretName', secret: 'a' },
    { field: 'apiKeySecretName', secret: 'b' },
  ]);
});

describe('what is stored already', () => {
  const judged = (config: Config, stored: Config, sameVariant = true) =>
    problemsOf(assumeRole, config, { config: stored, sameVariant }).map(({ flag }) => flag);
  const govCloud = { roleArn: 'arn:aws-us-gov:iam::123456789012:role/r', region: 'us-gov-west-1' };

  test('is not judged again', () => {
    expect(judged(govCloud, govCloud)).toEqual([]);
    expect(judged({ ...govCloud, region: 'nowhere' }, govCloud)).toEqual(['--region']);
  });

  test('keeps its gaps, unless it connects another way now', () => {
    const { roleArn } = govCloud;
    expect(judged({ roleArn }, { roleArn })).toEqual([]);
    expect(judged({ roleArn }, { roleArn }, false)).toEqual(['--region']);
    expect(judged({ roleArn }, govCloud)).toEqual(['--region']);
  });

  test('of a list is what is in it: only new items are judged', () => {
    const newer = { name: 'abc-1', supportedFeatures: { vision: true } };
    const stored = { baseUrl: 'https://l.example.com/v1', models: [newer] };
    const problems = (models: unknown[]) =>
      problemsOf(endpoint, { ...stored, models }, { config: stored, sameVariant: true });
    expect(problems([{ name: 'abc-2' }, newer])).toEqual([]);
    expect(problems([newer, { ...newer, name: 'abc-2' }])).toHaveLength(1);
    expect(problems([newer, newer])).toHaveLength(1);
  });
});
