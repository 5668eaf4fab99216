import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { switchesIn } from '../../../../../src/planes/port/rules/model-switches.ts';
import {
  differences,
  planChange,
  type ProviderChange,
} from '../../../../../src/planes/port/rules/provider-change.ts';
import { azureOpenai } from '../../../../../src/planes/port/provider-types/azure-openai.ts';
import { openai } from '../../../../../src/planes/port/provider-types/openai.ts';
import { findProviderType } from '../../../../../src/planes/port/provider-types/index.ts';
import { everyVariant, sampleConfig } from '../../../../support/sample-configs.ts';
import type { Overrides, ProviderContent } from '../../../../../src/planes/port/nouns.ts';

const noModels = { enable: [], disable: [] };
const asIs = { config: undefined, enabled: undefined, models: noModels };

/** What a server holds after a body was sent to it. */
function applied(stored: ProviderContent | undefined, { update }: ProviderChange): ProviderContent {
  const overrides: Overrides | undefined = update.overrides;
  return {
    config: update.config ?? stored?.config ?? null,
    overrides: overrides ?? stored?.overrides ?? null,
    enabled: update.enabled,
    effectiveModels: Object.fromEntries(
      [
        ...(switchesIn(stored?.effectiveModels) ?? []),
        ...(switchesIn(overrides?.models) ?? []),
      ].map(([model, enabled]) => [model, { enabled }]),
    ),
  };
}

describe.each(everyVariant)('$name', ({ type, variant }) => {
  const config = sampleConfig(variant, 'all');
  const stored = { config, enabled: true, effectiveModels: {} };

  test('stored as it is wanted is unchanged', () => {
    const change = planChange(type, stored, {
      config: { ...config },
      enabled: true,
      models: noModels,
    });
    expect(change).toMatchObject({ action: 'unchanged', changed: [] });
  });

  test('with nothing asked is unchanged, also when it is switched off', () => {
    expect(planChange(type, { ...stored, enabled: false }, asIs)).toMatchObject({
      action: 'unchanged',
      update: { enabled: false },
    });
  });

  test('absent, it is created, enabled, with its whole configuration', () => {
    expect(planChange(type, undefined, { ...asIs, config })).toMatchObject({
      action: 'create',
      update: { config, enabled: true },
    });
  });
});

describe('a change', () => {
  const stored = {
    config: { apiKeySecretName: 'old', future: 1 },
    enabled: true,
    effectiveModels: { 'gpt-5': { enabled: true } },
  };

  test('names the paths that differ', () => {
    const change = planChange(openai, stored, {
      config: { apiKeySecretName: 'new', future: 1 },
      enabled: false,
      models: { enable: [], disable: ['gpt-5'] },
    });
    expect(change.action).toBe('update');
    expect(change.changed).toEqual([
      'config.apiKeySecretName',
      'enabled',
      'overrides.models.gpt-5.enabled',
    ]);
  });

  test('sends the configuration in full, with fields that this version does not know', () => {
    const change = planChange(openai, stored, { ...asIs, enabled: false });
    expect(change.update).toMatchObject({ config: stored.config, enabled: false });
  });

  const on = { enabled: true };
  const off = { enabled: false };
  test.each<[string, Partial<ProviderContent>, string]>([
    ['is on in the list of Port', { effectiveModels: { 'gpt-6': on } }, 'off'],
    ['is named alone in the list of Port', { effectiveModels: ['gpt-6'] }, 'off'],
    ['is off in the list of Port', { effectiveModels: { 'gpt-6': off } }, 'on'],
    [
      'is off in what is stored, and named alone in the list of Port',
      { effectiveModels: ['gpt-6'], overrides: { models: { 'gpt-6': off } } },
      'on',
    ],
    ['is on in what is stored alone', { overrides: { models: { 'gpt-6': on } } }, 'off'],
    ['is mentioned by nobody', {}, 'on, off'],
    ['is mentioned by nobody, where there is no list', { effectiveModels: undefined }, 'on, off'],
    [
      'is named in the configuration, where the list of Port is empty',
      { effectiveModels: {}, config: { models: [{ name: 'gpt-6' }] } },
      'off',
    ],
    [
      'is named in the configuration, where there is no list',
      { effectiveModels: undefined, config: { models: [{ name: 'gpt-6' }] } },
      'on, off',
    ],
  ])('of a model that %s', (_, parts, changes) => {
    const before = { ...stored, ...parts };
    const asked = {
      on: { enable: ['gpt-6'], disable: [] },
      off: { enable: [], disable: ['gpt-6'] },
    };
    const made = Object.entries(asked).filter(([, models]) => {
      const { action, changed } = planChange(openai, before, { ...asIs, models });
      expect(changed).toEqual(action === 'update' ? ['overrides.models.gpt-6.enabled'] : []);
      return action === 'update';
    });
    expect(made.map(([switched]) => switched).join(', ')).toBe(changes);
  });
});

describe('the two key pairs of azure-openai', () => {
  const resource = { apiKeySecretName: 'k', resourceName: 'res', deploymentId: 'gpt-5' };
  const endpoint = 'https://res.openai.azure.com';
  const hosted = { apiKeySecretName: 'k', endpoint, deployment: 'gpt-5' };

  test.each([
    ['resource stored, endpoint wanted', resource, hosted],
    ['endpoint stored, resource wanted', hosted, resource],
    ['endpoint with a slash stored', { ...hosted, endpoint: `${endpoint}/` }, resource],
    ['endpoint with a slash wanted', resource, { ...hosted, endpoint: `${endpoint}/` }],
  ])('%s: the same configuration, which stays in its stored keys', (_, before, config) => {
    const stored = { config: before, enabled: true, effectiveModels: {} };
    expect(planChange(azureOpenai, stored, { ...asIs, config })).toMatchObject({
      action: 'unchanged',
      update: { config: before },
    });
  });

  test('an endpoint of another resource is a change', () => {
    const stored = { config: resource, enabled: true, effectiveModels: {} };
    const config = { ...hosted, endpoint: 'https://other.openai.azure.com' };
    expect(planChange(azureOpenai, stored, { ...asIs, config }).action).toBe('update');
  });

  test('a gateway in front of Azure has no resource name to compare', () => {
    expect(
      azureOpenai.alternate({ ...hosted, endpoint: 'https://gw.example.com' }),
    ).toBeUndefined();
  });

  test('each pair is the other of the other', () => {
    expect(azureOpenai.alternate(resource)).toEqual(hosted);
    expect(azureOpenai.alternate(hosted)).toEqual(resource);
  });
});

describe('what an answer says otherwise', () => {
  const config = { apiKeySecretName: 'k' };
  const sent = { config, overrides: { models: { 'gpt-5': { enabled: false } } }, enabled: false };
  const done = { ...sent, effectiveModels: { 'gpt-5': { enabled: false } } };

  test.each<[string, object, string[]]>([
    ['the same', done, []],
    ['less', {}, []],
    ['more than was sent', { ...done, config: { ...config, added: 1 } }, []],
    ['the switch', { ...done, enabled: true }, ['it is enabled, not disabled']],
    [
      'a value',
      { ...done, config: { apiKeySecretName: 'x' } },
      ['config.apiKeySecretName is another than was sent'],
    ],
    [
      'a value left out',
      { ...done, config: {} },
      ['config.apiKeySecretName is another than was sent'],
    ],
    [
      'what was taken away',
      { ...done, config: { ...config, gone: 1 } },
      ['config.gone is still there'],
    ],
    ['a model', { ...done, overrides: { models: { 'gpt-5': {} } } }, ['gpt-5 is enabled']],
    ['an effective model', { effectiveModels: { 'gpt-5': true } }, ['gpt-5 is enabled']],
  ])('%s', (_, answer, said) => {
    const before = { config: { ...config, gone: 1 }, enabled: true };
    const as = { type: openai, askedModels: ['gpt-5'] };
    expect(differences(sent, before, answer, as)).toEqual(said);
  });

  const on = { enabled: true };
  const known = { 'gpt-5': on };
  test.each<[string, boolean, object, string[]]>([
    ['says nothing about models', true, {}, []],
    ['has an empty list', true, { effectiveModels: {} }, []],
    ['has it in the list', true, { effectiveModels: { ...known, 'gpt-9': on } }, []],
    ['has it among the switches', true, { overrides: { models: { 'gpt-9': on } } }, []],
    ['has a list without it', true, { effectiveModels: known }, ['gpt-9']],
    ['has switches without it', true, { overrides: { models: known } }, ['gpt-9']],
    ['has a list without it, where it was to be off', false, { effectiveModels: known }, []],
    [
      'has switches without it, where it was to be off',
      false,
      { overrides: { models: known } },
      ['gpt-9'],
    ],
  ])('of a model that was asked for: the answer %s', (_, enabled, answer, missing) => {
    const body = { enabled: true, overrides: { models: { 'gpt-5': on, 'gpt-9': { enabled } } } };
    const as = { type: openai, askedModels: ['gpt-9'] };
    expect(differences(body, undefined, answer, as)).toEqual(
      missing.map((model) => `${model} is not among its models`),
    );
  });

  test('is nothing where the same is said in the other keys of the type', () => {
    const resource = { apiKeySecretName: 'k', resourceName: 'res', deploymentId: 'gpt-5' };
    const hosted = {
      apiKeySecretName: 'k',
      endpoint: 'https://res.openai.azure.com',
      deployment: 'gpt-5',
    };
    const body = { config: resource, enabled: true };
    const as = { type: azureOpenai, askedModels: [] };
    expect(differences(body, undefined, { config: hosted, enabled: true }, as)).toEqual([]);
  });
});

test('once applied, the same wish plans nothing more, for any type and state', () => {
  const model = fc.constantFrom('gpt-5', 'gpt-6', 'claude-opus-4-6', 'llama');
  const switches = fc.dictionary(model, fc.record({ enabled: fc.boolean() }));
  const config = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.jsonValue({ maxDepth: 1 }));
  const stored = fc.option(
    fc.record({
      config: fc.option(config),
      overrides: fc.option(fc.record({ models: switches })),
      enabled: fc.boolean(),
      effectiveModels: switches,
    }),
    { nil: undefined },
  );
  const wanted = fc.record({
    config: fc.option(config, { nil: undefined }),
    enabled: fc.option(fc.boolean(), { nil: undefined }),
    models: fc
      .dictionary(model, fc.boolean())
      .map((states) => Object.entries(states))
      .map((states) => ({
        enable: states.filter(([, on]) => on).map(([name]) => name),
        disable: states.filter(([, on]) => !on).map(([name]) => name),
      })),
  });
  const id = fc.constantFrom('openai', 'azure-openai', 'openai-compatible', 'port', 'newer');
  fc.assert(
    fc.property(id, stored, wanted, (each, before, wish) => {
      const type = findProviderType(each);
      const after = applied(before, planChange(type, before, wish));
      expect(planChange(type, after, wish)).toMatchObject({ action: 'unchanged', changed: [] });
    }),
  );
});
