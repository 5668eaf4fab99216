import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { Command, CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import {
  addValueOptions,
  hasValueFlag,
  readSecretValue,
  valueFlags,
} from '../../../src/cli/secret-value.ts';
import { freshFolder } from '../../support/run.ts';
import { keys, terminal } from '../../support/terminal.ts';
import { testContext } from '../../support/runtime.ts';

const value = 'sk-test-value-0123456789';

function flagsOf(...words: string[]) {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addValueOptions(command);
  return valueFlags().parse(command.parse(words, { from: 'user' }).opts());
}

function file(content: string | Buffer): string {
  const path = join(freshFolder(), 'value');
  writeFileSync(path, content);
  return path;
}

/** The four ways in, each for the same bytes. */
const ways: Readonly<Record<string, (content: string) => ReturnType<typeof readSecretValue>>> = {
  '--value-stdin': (content) => {
    const { context } = testContext({ stdin: Readable.from([Buffer.from(content)]) });
    return readSecretValue(context, flagsOf('--value-stdin'), 'Value');
  },
  '--value-file': (content) => {
    const { context } = testContext();
    return readSecretValue(context, flagsOf('--value-file', file(content)), 'Value');
  },
  '--value-env': (content) => {
    const env = { PORTAI_CONFIG_DIR: freshFolder(), MY_KEY: content };
    const { context } = testContext({ env });
    return readSecretValue(context, flagsOf('--value-env', 'MY_KEY'), 'Value');
  },
};

describe.each(Object.entries(ways))('%s', (_, read) => {
  test.each([
    [value, value],
    [`${value}\n`, value],
    [`${value}\r\n`, value],
    ['two\nlines of JSON'.replace(/^.*$/s, '{"a":\n1}\n'), '{"a":\n1}'],
  ])('%j: one line end goes', async (content, stored) => {
    expect((await read(content)).reveal()).toBe(stored);
  });

  test.each(['', '\n', '\r\n'])('%j is empty, and refused', async (content) => {
    await expect(read(content)).rejects.toMatchObject({
      name: 'EmptyValue',
      failure: { exit: 'usage' },
    });
  });

  test.each([`"${value}"`, `OPENAI_API_KEY=${value}`, `${value}\u200b`, `${value} `])(
    '%j is damaged, refused and not repeated',
    async (content) => {
      const reading = read(content);
      await expect(reading).rejects.toMatchObject({ name: 'SECRET_MALFORMED' });
      await expect(reading).rejects.not.toThrow(value);
    },
  );

  test('larger than 1 MiB is refused', async () => {
    await expect(read('a'.repeat(1024 * 1024 + 1))).rejects.toThrow('1 MiB');
  });
});

describe('the hidden prompt', () => {
  test('asks where no way was given, and says how much was received', async () => {
    const { asker, shows, type, screen } = terminal();
    const { context, stderr } = testContext();
    const reading = readSecretValue({ ...context, ask: asker }, flagsOf(), 'Value of openai-key');
    await shows('Value of openai-key:');
    type(`${value}${keys.enter}`);
    expect((await reading).reveal()).toBe(value);
    expect(stderr()).toBe('Received 24 characters.\n');
    expect(screen()).not.toContain(value);
  });

  test('without a person is an error that names every way', async () => {
    const { context } = testContext();
    await expect(readSecretValue(context, flagsOf(), 'Value')).rejects.toMatchObject({
      name: 'MissingFlags',
      message: 'The value is missing: give one of --value-stdin, --value-file, --value-env',
    });
  });
});

describe('ways and flags', () => {
  test.each([
    [['--value-stdin', '--value-file', 'x']],
    [['--value-stdin', '--value-env', 'X']],
    [['--value-file', 'x', '--value-env', 'X']],
    [['--value-env', 'X', '--value-stdin']],
  ])('%j exclude each other', (words) => {
    expect(() => flagsOf(...words)).toThrow(CommanderError);
  });

  test('are known to be given, or not', () => {
    expect(hasValueFlag(flagsOf())).toBe(false);
    expect(hasValueFlag(flagsOf('--keep-newline'))).toBe(false);
    for (const words of [['--value-stdin'], ['--value-file', 'x'], ['--value-env', 'X']]) {
      expect(hasValueFlag(flagsOf(...words))).toBe(true);
    }
  });

  test('--keep-newline keeps the line end', async () => {
    const { context } = testContext();
    const flags = flagsOf('--value-file', file(`${value}\n`), '--keep-newline');
    expect((await readSecretValue(context, flags, 'Value')).reveal()).toBe(`${value}\n`);
  });

  test('--skip-client-checks stores what looks damaged, but nothing empty', async () => {
    const { context } = testContext();
    const read = (content: string) =>
      readSecretValue(context, flagsOf('--value-file', file(content), '--skip-client-checks'), '');
    expect((await read(`"${value}"`)).reveal()).toBe(`"${value}"`);
    await expect(read('\n')).rejects.toMatchObject({ name: 'EmptyValue' });
  });

  test('a value is known to the redactor, also when it is refused', async () => {
    const { context, stderr } = testContext();
    const damaged = `plain-value-${'x'.repeat(9)}\nsecond-line-of-value`;
    const flags = flagsOf('--value-file', file(damaged));
    await expect(readSecretValue(context, flags, 'Value')).rejects.toThrow('line break');
    context.out.note(`echo ${damaged} second-line-of-value`);
    expect(stderr()).toBe('echo [secret] [secret]\n');
  });
});

describe('what cannot be read', () => {
  const folder = freshFolder();
  mkdirSync(join(folder, 'inner'));

  test.each([
    [join(folder, 'absent'), 'there is no such file'],
    [join(folder, 'inner'), 'it is a folder'],
  ])('%s: the reason is given', async (path, reason) => {
    const { context } = testContext();
    await expect(
      readSecretValue(context, flagsOf('--value-file', path), 'Value'),
    ).rejects.toMatchObject({
      message: `Cannot read ${path}: ${reason}`,
      failure: { name: 'FileAccess', exit: 'usage' },
    });
  });

  test('bytes that are no text are refused', async () => {
    const { context } = testContext();
    const flags = flagsOf('--value-file', file(Buffer.from([0x73, 0xff, 0xfe])));
    await expect(readSecretValue(context, flags, 'Value')).rejects.toThrow('not UTF-8');
  });

  test.each([
    ['MISSING_NAME', 'the variable MISSING_NAME is not set'],
    [value, 'the variable (not a variable name) is not set'],
  ])('the variable %s is not set; what is no name is not repeated', async (name, words) => {
    const { context } = testContext();
    await expect(readSecretValue(context, flagsOf('--value-env', name), 'Value')).rejects.toThrow(
      words,
    );
  });

  test('stdin that is the terminal is not waited for', async () => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    const { context } = testContext({ stdin });
    await expect(readSecretValue(context, flagsOf('--value-stdin'), 'Value')).rejects.toThrow(
      'stdin is the terminal',
    );
  });
});

test('a value that is refused is known to the redactor as it came, blanks included', async () => {
  const env = { PORTAI_CONFIG_DIR: freshFolder(), MY_KEY: '  two parts-4711 \t' };
  const { context } = testContext({ env });
  const reading = readSecretValue(context, flagsOf('--value-env', 'MY_KEY'), 'Value');
  await expect(reading).rejects.toMatchObject({ name: 'SECRET_MALFORMED' });
  expect(context.redact('it was <two parts-4711>')).toBe('it was <[secret]>');
});
