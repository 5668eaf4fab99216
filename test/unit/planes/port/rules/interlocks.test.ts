import { describe, expect, test } from 'vitest';
import { PortaiError } from '../../../../../src/core/errors.ts';
import { refuse } from '../../../../../src/core/problem.ts';
import {
  defaultInUse,
  missingSecrets,
  changedMeanwhile,
  secretInUse,
  usagesOf,
} from '../../../../../src/planes/port/rules/interlocks.ts';

const refusal = (name: string, more: object): unknown =>
  expect.objectContaining({
    name,
    failure: expect.objectContaining({ exit: 'conflict', ...more }),
  });

describe('secrets that a configuration names', () => {
  const config = { apiKeySecretName: 'openai-key', otherSecretName: 'gone', region: 'x' };

  test('must exist; each missing one comes with the command that stores it', () => {
    expect(() => refuse(missingSecrets(config, ['openai_key']))).toThrow(
      refusal('SecretMissing', {
        message:
          'The configuration names secrets that do not exist: openai-key, gone. Did you mean openai_key?',
        details: { missing: ['openai-key', 'gone'] },
        next: ['openai-key', 'gone'].map((name) => ({
          command: ['secrets', 'add', name, '--value-file', '<file>'],
          why: 'store the value',
        })),
      }),
    );
  });

  test('are named once, however often the configuration does', () => {
    const twice = { aSecretName: 'k', bSecretName: 'k' };
    expect(() => refuse(missingSecrets(twice, []))).toThrow(
      'The configuration names a secret that does not exist: k',
    );
  });

  test('that exist let it pass', () => {
    expect(() => refuse(missingSecrets(config, ['gone', 'openai-key', 'more']))).not.toThrow();
  });
});

describe('the default', () => {
  const current = { provider: 'openai', model: 'gpt-5' };

  test.each([
    [{ models: 'all', how: 'deleted' } as const, /^openai is .*cannot be deleted$/],
    [{ models: ['gpt-5'], how: 'disabled' }, /^gpt-5 of openai is .*cannot be disabled$/],
  ])('may not be taken away: %j', (going, words) => {
    const take = () => refuse(defaultInUse(current, { provider: 'openai', ...going }));
    expect(take).toThrow(words);
    expect(take).toThrow(refusal('DefaultInUse', { details: { default: current } }));
  });

  test.each([
    { provider: 'anthropic', models: 'all' as const },
    { provider: 'openai', models: ['gpt-4'] },
    { provider: 'openai', models: [] },
  ])('is not touched by %j', (going) => {
    expect(() => refuse(defaultInUse(current, { ...going, how: 'x' }))).not.toThrow();
  });
});

describe('a secret in use', () => {
  const providers = [
    { provider: 'openai', enabled: true, config: { apiKeySecretName: 'k' } },
    { provider: 'bedrock', enabled: false, config: { aSecretName: 'k', bSecretName: 'other' } },
    { provider: 'port', enabled: true, config: null },
    { provider: 'newer', enabled: true },
  ];

  test('is found wherever a provider names it, enabled or not', () => {
    expect(usagesOf('k', providers)).toEqual([
      { provider: 'openai', field: 'apiKeySecretName', enabled: true },
      { provider: 'bedrock', field: 'aSecretName', enabled: false },
    ]);
  });

  test('is not deleted, and every use is named', () => {
    expect(() => refuse(secretInUse('k', usagesOf('k', providers)))).toThrow(
      refusal('SecretInUse', {
        message: 'k is named by openai (apiKeySecretName), bedrock (aSecretName)',
      }),
    );
  });

  test('that nobody names may go', () => {
    expect(() => refuse(secretInUse('free', usagesOf('free', providers)))).not.toThrow();
  });
});

describe('--if-unchanged-since', () => {
  const since = '2026-01-15T12:00:00Z';

  test.each([
    ['nothing was asked', '2030-01-01T00:00:00Z', undefined],
    ['it is older', '2026-01-15T11:59:59Z', since],
    ['it is of that very time', '2026-01-15T12:00:00.000Z', since],
    ['it is older, in another time zone', '2026-01-15T13:00:00+02:00', since],
  ])('passes when %s', (_, updatedAt, asked) => {
    expect(() => refuse(changedMeanwhile(updatedAt, asked, 'openai'))).not.toThrow();
  });

  test.each([
    ['it was changed later', '2026-01-15T12:00:01Z', /changed at 2026-01-15T12:00:01Z/],
    ['it does not say when', null, /not there any more/],
    ['it is gone', undefined, /not there any more/],
    ['its time cannot be read', 'yesterday', /changed at yesterday/],
  ])('refuses when %s', (_, updatedAt, words) => {
    const check = () => refuse(changedMeanwhile(updatedAt, since, 'openai'));
    expect(check).toThrow(words);
    expect(check).toThrow(refusal('ChangedMeanwhile', {}));
  });
});

test.each(['--api-url=https://evil.example', '$(id)', '-y'])(
  'a stored name that is none, %s, gets into no command to paste',
  (name) => {
    const failures = [
      () => refuse(missingSecrets({ apiKeySecretName: name }, [])),
      () =>
        refuse(
          secretInUse('a-key', [{ provider: name, field: 'apiKeySecretName', enabled: true }]),
        ),
    ].map((check) => {
      try {
        check();
      } catch (error) {
        if (error instanceof PortaiError) return error.failure;
      }
      throw new Error('nothing was refused');
    });
    expect(failures.map(({ next }) => next)).toEqual([[], []]);
  },
);
