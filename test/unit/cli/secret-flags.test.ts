import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addSecretOptions, pairSecrets, type SecretWord } from '../../../src/cli/secret-flags.ts';

/** The words of a command line, as the flags read them. */
function typed(...argv: string[]): readonly SecretWord[] {
  const command = new Command().exitOverride();
  const words = addSecretOptions(command);
  command.parse(argv, { from: 'user' });
  return words();
}

const named = ['key-id', 'secret-key'];

describe('the flags that give values to secrets', () => {
  test('are read in the order in which they are typed, whatever their kinds', () => {
    const line = '--secret a --value-stdin --secret b --value-file f --secret c --value-env V';
    expect(typed(...line.split(' '))).toEqual([
      { kind: 'secret', name: 'a' },
      { kind: 'stdin' },
      { kind: 'secret', name: 'b' },
      { kind: 'file', file: 'f' },
      { kind: 'secret', name: 'c' },
      { kind: 'env', variable: 'V' },
    ]);
  });

  test('pair each name with the value after it', () => {
    const words = typed(
      '--secret',
      'key-id',
      '--value-env',
      'ID',
      '--secret',
      'secret-key',
      '--value-stdin',
    );
    expect([...pairSecrets(words, named)]).toEqual([
      ['key-id', { kind: 'env', variable: 'ID' }],
      ['secret-key', { kind: 'stdin' }],
    ]);
  });

  test('need no name where the configuration names one secret', () => {
    expect([...pairSecrets(typed('--value-env', 'KEY'), ['openai-key'])]).toEqual([
      ['openai-key', { kind: 'env', variable: 'KEY' }],
    ]);
  });

  test.each([
    [['--secret', 'key-id'], '--secret key-id has no value'],
    [
      ['--secret', 'key-id', '--secret', 'secret-key', '--value-stdin'],
      '--secret key-id has no value',
    ],
    [['--value-env', 'A'], '--value-env needs --secret <name> before it: key-id and secret-key'],
    [
      ['--secret', 'key-id', '--value-env', 'A', '--secret', 'key-id', '--value-env', 'B'],
      'The value of key-id is given twice',
    ],
    [
      ['--secret', 'other', '--value-env', 'A'],
      '--secret: the configuration names key-id and secret-key, and no other',
    ],
    [
      ['--secret', 'key-id', '--value-stdin', '--secret', 'secret-key', '--value-stdin'],
      '--value-stdin can give one value only',
    ],
  ])('%j is refused: %s', (argv, message) => {
    expect(() => pairSecrets(typed(...argv), named)).toThrow(message);
  });

  test('a value is refused where the configuration names no secret', () => {
    expect(() => pairSecrets(typed('--value-file', 'f'), [])).toThrow(
      '--value-file: the configuration names no secret that it could be for',
    );
  });

  test('a second value for the only secret is refused', () => {
    expect(() => pairSecrets(typed('--value-env', 'A', '--value-env', 'B'), ['k'])).toThrow(
      'The value of k is given twice',
    );
  });
});
