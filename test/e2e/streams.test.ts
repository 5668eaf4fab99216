import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { freshFolder } from '../support/run.ts';
import { keepOpen, sh, shell, start } from '../support/spawn.ts';

const sandbox = { PORTAI_SANDBOX: '1' };

describe('stdout closed early', () => {
  test('a reader that left before the answer ends the program quietly with 0', async () => {
    const running = start('--quiet secrets add key --value-stdin', {
      env: sandbox,
      stdin: keepOpen,
    });
    running.stdout.destroy();
    await once(running.stdout, 'close');
    running.stdin.end('a-value-for-nobody');
    expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
  });

  test.each([
    'explain --list',
    'explain --list --json',
    '--sandbox providers list',
    'providers put --help',
    '--help',
    '--version',
  ])('%s | : leaves nothing on stderr and ends with 0', async (words) => {
    const ran = await sh('{ "$@"; echo "ended with $?" >&2; } | :', words);
    expect(ran).toEqual({ code: 0, signal: null, stdout: '', stderr: 'ended with 0\n' });
  });

  test('a closed stdout is no failure of a command that writes', async () => {
    const dir = freshFolder();
    const words = 'secrets add key --value-stdin --quiet';
    const ran = await sh('"$@" >&-', words, { env: sandbox, dir, stdin: 'a-value' });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect((await shell('secrets list', { env: sandbox, dir })).stdout).toContain('key');
  });
});

describe('an answer that cannot be written', () => {
  test('is a failure, since nobody got it, and says that the work is done', async (context) => {
    if (!existsSync('/dev/full')) context.skip('there is no /dev/full here to write to');
    const dir = freshFolder();
    const words = 'secrets add key --value-stdin --quiet';
    const ran = await sh('"$@" > /dev/full', words, { env: sandbox, dir, stdin: 'a-value' });
    // Not 2, which promises that nothing was sent.
    expect(ran).toMatchObject({ code: 6 });
    expect(ran.stderr).toContain('Cannot write the answer to stdout: ENOSPC');
    expect((await shell('secrets list', { env: sandbox, dir })).stdout).toContain('key');
  });
});

test.each(['--help', '--version', 'providers --help', 'explain --list'])(
  '%s that cannot be written is a failure in words, without a stack',
  async (words) => {
    if (!existsSync('/dev/full')) return;
    const ran = await sh('"$@" > /dev/full', words);
    expect(ran).toMatchObject({ code: 6, stdout: '' });
    expect(ran.stderr).toContain('Cannot write the answer to stdout: ENOSPC');
    expect(ran.stderr).not.toContain(' at ');
  },
);

describe('a stderr that nobody reads', () => {
  test('because its reader left changes nothing about how a command ends', async () => {
    const running = start('secrets add key --value-stdin', { env: sandbox, stdin: keepOpen });
    running.stderr.destroy();
    await once(running.stderr, 'close');
    running.stdin.end('');
    expect(await running.ended).toMatchObject({ code: 2, stdout: '' });
  });

  test('because it is closed changes nothing about how a command ends', async () => {
    const ran = await sh('"$@" 2>&-', 'providers get nowhere', { env: sandbox });
    expect(ran).toMatchObject({ code: 4, stdout: '' });
  });
});

describe('stdin', () => {
  test.each(['providers list', 'secrets list', 'defaults get', 'explain 8'])(
    '%s does not wait for a stdin that is open and silent',
    async (words) => {
      const running = start(words, { env: sandbox, stdin: keepOpen });
      expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
    },
  );

  test('a command that needs none runs with stdin closed', async () => {
    const ran = await sh('"$@" <&-', 'providers list', { env: sandbox });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
  });

  test('closed where a value was promised is an empty value: exit 2', async () => {
    const words = 'secrets add key --value-stdin';
    const ran = await sh('"$@" <&-', words, { env: sandbox });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('The value is empty');
  });

  test('closed where a wizard would ask is an error that names every flag', async () => {
    const ran = await sh('"$@" <&-', 'providers put bedrock', { env: sandbox });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('--role-arn <arn> --region <region>');
  });

  test('open and silent where a value was promised is given up after --timeout, and said', async () => {
    const words = 'secrets add key --value-stdin --timeout 1';
    const running = start(words, { env: sandbox, stdin: keepOpen });
    const ran = await running.ended;
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('--value-stdin: stdin was open for 1 s and never came to its end');
  });

  test('open after a few bytes is given up as well, and stores nothing', async () => {
    const dir = freshFolder();
    const words = 'secrets add key --value-stdin --timeout 1';
    const running = start(words, { env: sandbox, dir, stdin: keepOpen });
    running.stdin.write('half-a-val');
    const ran = await running.ended;
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).not.toContain('half-a-val');
    expect(await shell('secrets list', { env: sandbox, dir })).toMatchObject({ stdout: '' });
  });

  test('a value that comes in pieces is put together', async () => {
    const running = start('secrets add key --value-stdin', { env: sandbox, stdin: keepOpen });
    running.stdin.write('first-half-');
    running.stdin.end('second-half\n');
    expect((await running.ended).stderr).toContain('Received 22 characters');
  });
});
