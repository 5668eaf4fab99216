import fc from 'fast-check';
import { refuse } from '../../../../../src/core/problem.ts';
import { describe, expect, test } from 'vitest';
import {
  configuredModels,
  correctedOverrides,
  knowsModels,
  modelsOf,
  overridesWith,
  unknownModels,
  switchesIn,
} from '../../../../../src/planes/port/rules/model-switches.ts';
import { anthropic } from '../../../../../src/planes/port/provider-types/anthropic.ts';
import { providerTypes } from '../../../../../src/planes/port/provider-types/index.ts';
import { openai } from '../../../../../src/planes/port/provider-types/openai.ts';
import { openaiCompatible } from '../../../../../src/planes/port/provider-types/openai-compatible.ts';

const on = { enabled: true };
const off = { enabled: false };
const nothing = { enable: [], disable: [] };

describe('the models a provider offers', () => {
  test('are not those of other vendors, though the server lists them', () => {
    const provider = {
      effectiveModels: { 'gpt-5': on, 'claude-sonnet-4-20250514': on, 'gpt-6': off },
    };
    expect(modelsOf(openai, provider, providerTypes)).toEqual([
      { model: 'gpt-5', enabled: true },
      { model: 'gpt-6', enabled: false },
    ]);
    expect(modelsOf(anthropic, provider, providerTypes).map(({ model }) => model)).toEqual([
      'claude-sonnet-4-20250514',
      'gpt-6',
    ]);
  });

  test('are those of the configuration, where it names them', () => {
    const provider = {
      config: { models: [{ name: 'llama' }, { name: 'mixtral' }, 'odd', { name: 1 }] },
      effectiveModels: { llama: off, mixtral: on, 'gpt-5': on },
    };
    expect(modelsOf(openaiCompatible, provider, providerTypes)).toEqual([
      { model: 'llama', enabled: false },
      { model: 'mixtral', enabled: true },
    ]);
  });

  test('come from configuration and overrides, while the server lists none', () => {
    const provider = {
      config: { models: [{ name: 'llama' }, { name: 'mixtral' }] },
      overrides: { models: { llama: off } },
      effectiveModels: {},
    };
    expect(modelsOf(openaiCompatible, provider, providerTypes)).toEqual([
      { model: 'llama', enabled: false },
      { model: 'mixtral', enabled: true },
    ]);
  });

  test('of a type that nobody knows are all that the server lists', () => {
    const provider = { effectiveModels: { 'gpt-5': on, other: {} } };
    expect(modelsOf(undefined, provider, providerTypes)).toEqual([
      { model: 'gpt-5', enabled: true },
      { model: 'other', enabled: true },
    ]);
  });

  test.each([[null], [undefined], [{}], [{ models: 'gpt-5' }]])('%j names no models', (config) => {
    expect(configuredModels(config)).toEqual([]);
  });
});

describe('switches in any form', () => {
  test.each<[unknown, [string, boolean][] | undefined]>([
    [
      { a: on, b: off, c: {} },
      [
        ['a', true],
        ['b', false],
        ['c', true],
      ],
    ],
    [
      { a: true, b: false },
      [
        ['a', true],
        ['b', false],
      ],
    ],
    [
      { a: null, b: 'x' },
      [
        ['a', true],
        ['b', true],
      ],
    ],
    [
      ['a', 'b', 7],
      [
        ['a', true],
        ['b', true],
      ],
    ],
    [{}, []],
    [[], []],
    [undefined, undefined],
    [null, undefined],
    ['a', undefined],
  ])('%j', (map, states) => {
    const read = switchesIn(map);
    expect(read && [...read]).toEqual(states);
  });

  test.each([
    [{ effectiveModels: {} }, true],
    [{ effectiveModels: null }, false],
    [{}, false],
    [{ config: { models: [{ name: 'llama' }] } }, true],
  ])('%j tells which models there are: %j', (provider, known) => {
    expect(knowsModels(provider)).toBe(known);
  });
});

describe('the override map', () => {
  test('on create has every model of the published schema, with the change applied', () => {
    const change = { enable: [], disable: ['claude-haiku-4-5-20251001'] };
    expect(overridesWith(change, undefined, anthropic)).toEqual({
      models: {
        'claude-sonnet-4-20250514': on,
        'claude-haiku-4-5-20251001': off,
        'claude-sonnet-4-5-20250929': on,
      },
    });
  });

  test('on create is left out while nothing is asked', () => {
    expect(overridesWith(nothing, undefined, anthropic)).toBeUndefined();
  });

  test('on update has every key the server has shown, foreign ones too, each as it was', () => {
    const stored = {
      overrides: { models: { 'gpt-4': off, 'gpt-5': off } },
      effectiveModels: { 'gpt-5': on, 'claude-opus-4-6': off },
    };
    expect(overridesWith({ enable: ['gpt-7'], disable: ['gpt-5'] }, stored, openai)).toEqual({
      models: { 'gpt-5': off, 'claude-opus-4-6': off, 'gpt-4': off, 'gpt-7': on },
    });
  });

  test('is changed in place: what nobody asked for stays as it is, known or not', () => {
    const stored = {
      overrides: {
        models: { 'gpt-5': { enabled: true, reasoning: 'low' }, 'gpt-6': {}, odd: true },
        routing: { x: 1 },
      },
      effectiveModels: { 'gpt-5': on, 'gpt-7': off },
    };
    expect(overridesWith({ enable: [], disable: ['gpt-5'] }, stored, openai)).toEqual({
      models: {
        'gpt-5': { enabled: false, reasoning: 'low' },
        'gpt-6': {},
        odd: true,
        'gpt-7': off,
      },
      routing: { x: 1 },
    });
    expect(overridesWith(nothing, stored, openai)).toEqual({
      ...stored.overrides,
      models: { ...stored.overrides.models, 'gpt-7': off },
    });
  });

  test.each([{ routing: 1 }, { models: ['gpt-5'], routing: 1 }, { models: null }, {}])(
    'without a map of models is sent again as it is: %j',
    (overrides) => {
      expect(overridesWith(nothing, { overrides, effectiveModels: {} }, openai)).toEqual(overrides);
    },
  );

  test('on update has the models of the type, where the server lists none', () => {
    expect(overridesWith({ enable: [], disable: ['gpt-9'] }, {}, openai)).toEqual({
      models: { 'gpt-5': on, 'gpt-9': off },
    });
  });

  test('on update is sent again as it is, so that a replacing server keeps it', () => {
    const stored = { overrides: { models: { 'gpt-5': off } }, effectiveModels: { 'gpt-5': off } };
    expect(overridesWith(nothing, stored, openai)).toEqual({ models: { 'gpt-5': off } });
  });

  test('refuses a model that is both enabled and disabled', () => {
    expect(() => overridesWith({ enable: ['a'], disable: ['a'] }, undefined, openai)).toThrow(
      'a is both enabled and disabled',
    );
  });
});

describe('the correction by a refusal', () => {
  const overrides = { models: { 'gpt-5': off, 'gpt-old': on, 'gpt-older': on } };
  const asked = ['gpt-5'];
  const without = (...gone: string[]) =>
    Object.keys(overrides.models).filter((model) => !gone.includes(model));

  test.each([
    ["body/overrides/models must have required property 'gpt-6'"],
    ['Missing model "gpt-6"'],
    ['missing models: "gpt-6"'],
    ['overrides.models requires `gpt-6`'],
  ])('%s: adds what is missing, enabled', (refusal) => {
    expect(correctedOverrides(overrides, refusal, asked)?.models).toEqual({
      ...overrides.models,
      'gpt-6': on,
    });
  });

  test.each([
    ['body/overrides/models must NOT have additional properties: gpt-old', ['gpt-old']],
    ["body/overrides/models must NOT have additional properties 'gpt-old'", ['gpt-old']],
    ['Unknown model gpt-old.', ['gpt-old']],
    ["unknown models 'gpt-old', 'gpt-older'", ['gpt-old', 'gpt-older']],
    ["Unrecognized key(s) in object: 'gpt-old'", ['gpt-old']],
    ['Unrecognized keys: "gpt-old", "gpt-older"', ['gpt-old', 'gpt-older']],
    [
      'body/overrides/models must NOT have additional properties: gpt-old, body/overrides/models must NOT have additional properties: gpt-older',
      ['gpt-old', 'gpt-older'],
    ],
  ])('%s: drops what is unknown', (refusal, gone) => {
    const corrected = correctedOverrides(overrides, refusal, asked);
    expect([...(switchesIn(corrected?.models)?.keys() ?? [])]).toEqual(without(...gone));
  });

  test('adds and drops by one message', () => {
    const refusal =
      "must have required property 'a-1', must have required property 'a-2', must NOT have additional properties: 'gpt-old'";
    expect(correctedOverrides(overrides, refusal, asked)?.models).toEqual({
      'gpt-5': off,
      'gpt-older': on,
      'a-1': on,
      'a-2': on,
    });
  });

  test.each([
    'Bad Request',
    'must NOT have additional properties',
    "body/config must have required property 'endpoint'",
    "body/config must have required property 'endpoint', body/config must NOT have additional properties: 'resourceName'",
    "required property 'gpt-5'",
    "Unknown model 'gpt-5'",
    'body/overrides/models/gpt-old must be object',
    'apiKeySecretName is required',
    '',
  ])('%j corrects nothing', (refusal) => {
    expect(correctedOverrides(overrides, refusal, asked)).toBeUndefined();
  });

  test('never drops a model that was asked for, whatever the server says', () => {
    const models = fc.uniqueArray(fc.stringMatching(/^[a-z]{3}-[0-9]$/), { minLength: 1 });
    fc.assert(
      fc.property(models, fc.string(), (names, words) => {
        const map = { models: Object.fromEntries(names.map((name) => [name, on])) };
        const refusal = `${words} must NOT have additional properties: ${names.join(', ')}`;
        const kept = correctedOverrides(map, refusal, names) ?? map;
        const left = [...(switchesIn(kept.models)?.keys() ?? [])];
        expect(left).toEqual(expect.arrayContaining(names));
      }),
    );
  });
});

describe('a model that is switched', () => {
  test('must be one that the provider offers', () => {
    expect(() => refuse(unknownModels('openai', ['gpt5'], ['gpt-5', 'gpt-4']))).toThrow(
      expect.objectContaining({
        name: 'UnknownModel',
        message: 'gpt5 is not a model of this provider. Did you mean gpt-5?',
      }),
    );
  });

  test.each([
    [['gpt-5'], ['gpt-5']],
    [['any'], []],
    [[], ['gpt-5']],
  ])('%j passes where %j are offered', (asked, offered) => {
    expect(() => refuse(unknownModels('openai', asked, offered))).not.toThrow();
  });
});
