import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { secretName } from '../../../../../src/planes/port/provider-types/field-schemas.ts';
import type { Field, ProviderType } from '../../../../../src/planes/port/provider-types/define.ts';
import {
  findProviderType,
  providerTypes,
} from '../../../../../src/planes/port/provider-types/index.ts';
import {
  freeName,
  inOrderOfFit,
  usualName,
} from '../../../../../src/planes/port/rules/secret-names.ts';

function fieldOf(id: string, key: string): [ProviderType, string, Field] {
  const type = findProviderType(id);
  const field = type?.variants.map(({ fields }) => fields[key]).find(Boolean);
  if (!type || !field) throw new Error(`${id} has no field ${key}`);
  return [type, key, field];
}

const keyOf = (id: string, key: string): [ProviderType, string] => {
  const [type] = fieldOf(id, key);
  return [type, key];
};

const named = providerTypes.flatMap((type) =>
  type.variants.flatMap(({ fields }) =>
    Object.entries(fields).flatMap(([key, field]) =>
      field.holds !== undefined ? [[type, key, field] as const] : [],
    ),
  ),
);

describe('the usual name of a secret', () => {
  test.each([
    ['openai', 'apiKeySecretName', 'openai-api-key'],
    ['anthropic', 'apiKeySecretName', 'anthropic-api-key'],
    ['bedrock', 'accessKeyIdSecretName', 'aws-access-key-id'],
    ['bedrock', 'secretAccessKeySecretName', 'aws-secret-access-key'],
    ['bedrock', 'externalIdSecretName', 'aws-external-id'],
    ['vertex-gemini', 'clientEmailSecretName', 'vertex-gemini-client-email'],
  ])('of %s, %s: %s', (id, key, name) => {
    expect(usualName(...fieldOf(id, key))).toBe(name);
  });

  test('is one that Port takes, for every field that names one', () => {
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((each) => !secretName().safeParse(usualName(...each)).success)).toEqual([]);
  });

  test('is numbered where it is taken', () => {
    expect(freeName('key', [])).toBe('key');
    expect(freeName('key', ['key', 'key-3'])).toBe('key-2');
    expect(freeName('key', ['key', 'key-2', 'key-3'])).toBe('key-4');
  });
});

describe('secrets in order of fit', () => {
  test('the one of that name first, then those of the vendor, then all others by name', () => {
    const names = ['zeta', 'openai-staging', 'anthropic-api-key', 'openai-api-key', 'OPENAI_KEY'];
    expect(inOrderOfFit(names, ...keyOf('openai', 'apiKeySecretName'))).toEqual({
      fitting: ['openai-api-key', 'OPENAI_KEY', 'openai-staging'],
      others: ['anthropic-api-key', 'zeta'],
    });
  });

  test.each([
    ['accessKeyIdSecretName', 'aws-access-key-id'],
    ['secretAccessKeySecretName', 'aws-secret-access-key'],
    ['externalIdSecretName', 'aws-external-id'],
  ])('of the three of AWS, %s has its own first', (key, first) => {
    const names = ['aws-secret-access-key', 'aws-external-id', 'aws-access-key-id'];
    expect(inOrderOfFit(names, ...keyOf('bedrock', key)).fitting[0]).toBe(first);
  });

  test.each([
    ['vertex-gemini', 'privateKeySecretName', 'vertex-gemini-client-email'],
    ['vertex-gemini', 'clientEmailSecretName', 'vertex-gemini-private-key'],
    ['vertex-gemini', 'apiKeySecretName', 'vertex-private-key'],
    ['azure-openai', 'apiKeySecretName', 'openai-api-key'],
    ['openai', 'apiKeySecretName', 'azure-openai-api-key'],
    ['azure-anthropic', 'apiKeySecretName', 'anthropic-api-key'],
    ['vertex-anthropic', 'privateKeySecretName', 'anthropic-api-key'],
    ['bedrock', 'secretAccessKeySecretName', 'aws-access-key-id'],
    ['bedrock', 'externalIdSecretName', 'aws-secret-access-key'],
  ])('for %s, %s: %s is made for something else', (id, key, name) => {
    expect(inOrderOfFit([name], ...keyOf(id, key)).fitting).toEqual([]);
  });

  test('the usual name of each fits its own field, and of no other type or purpose', () => {
    const usual = new Map(named.map((each) => [usualName(...each), each]));
    for (const [name, [type, key]] of usual) {
      expect(inOrderOfFit([name], type, key).fitting).toEqual([name]);
      const strangers = named.filter(
        ([other, otherKey, field]) =>
          usualName(other, otherKey, field) !== name && (other.id !== type.id || otherKey !== key),
      );
      for (const [other, otherKey] of strangers) {
        expect([name, other.id, otherKey, inOrderOfFit([name], other, otherKey).fitting]).toEqual([
          name,
          other.id,
          otherKey,
          [],
        ]);
      }
    }
  });

  test('leaves none out and adds none, whatever they are called', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[\w-]{1,20}$/)),
        fc.constantFrom(...named),
        (names, [type, key]) => {
          const { fitting, others } = inOrderOfFit(names, type, key);
          expect([...fitting, ...others].sort()).toEqual([...names].sort());
        },
      ),
    );
  });
});
