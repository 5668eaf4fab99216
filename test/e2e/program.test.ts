import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { filesBelow, modesBelow } from '../support/folders.ts';
import { freshFolder } from '../support/run.ts';
import { servedSandbox } from '../support/served-sandbox.ts';
import { program, requireBuild, sh, shell } from '../support/spawn.ts';

const root = dirname(dirname(program));
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const env = { PORTAI_SANDBOX: '1', VALUE: 'a-value-of-this-test' };

describe('the program file', () => {
  test('answers --version and --help without the bundle', async () => {
    requireBuild();
    const folder = freshFolder();
    mkdirSync(join(folder, 'dist'));
    for (const file of ['bin', 'package.json', 'dist/help.txt']) {
      cpSync(join(root, file), join(folder, file), { recursive: true });
    }
    const file = join(folder, 'bin/portai.js');
    const ran = await Promise.all(['--version', '-V'].map((flag) => shell(flag, { file })));
    expect(ran.map(({ stdout }) => stdout)).toEqual([`${version}\n`, `${version}\n`]);
    const help = await shell('--help', { file });
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('Usage: portai <command> [flags]');
  });

  test('prints the help that the bundle prints, and the same version', async () => {
    const [kept, computed] = await Promise.all([shell('--help'), shell('--help --quiet')]);
    expect(kept).toEqual(computed);
    expect(kept).toMatchObject({ code: 0, stderr: '' });
    expect((await shell('--version --quiet')).stdout).toBe(`${version}\n`);
  });

  test('without any words shows the help', async () => {
    const [bare, help] = await Promise.all([shell([]), shell('--help')]);
    expect(bare).toEqual(help);
  });

  test('runs through a symlink, as npm installs it', async () => {
    const link = join(freshFolder(), 'portai');
    symlinkSync(program, link);
    expect(await shell('--version', { file: link })).toMatchObject({ stdout: `${version}\n` });
    expect(await shell('explain 8', { file: link })).toMatchObject({ code: 0 });
    const direct = await sh(`PATH="$(dirname "$1"):$PATH"; ${link} --version`, '');
    expect(direct).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('runs from a folder that is gone', async () => {
    const ran = await sh('d=$(mktemp -d); cd "$d"; rmdir "$d"; "$@"', 'explain 8');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('the folder of settings', () => {
  test('that cannot be written is named, with the reason', async () => {
    const file = join(freshFolder(), 'a-file');
    writeFileSync(file, 'in the way');
    const dir = join(file, 'portai');
    for (const words of [
      '--sandbox secrets add key --value-env VALUE',
      'profiles set p --timeout 9',
    ]) {
      const ran = await shell(words, { dir, env: { VALUE: env.VALUE } });
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).toContain(dir);
    }
    expect(readFileSync(file, 'utf8')).toBe('in the way');
  });

  test('without room for tokens costs a request for each command and nothing more', async () => {
    const dir = freshFolder();
    writeFileSync(join(dir, 'tokens'), 'in the way');
    const server = await servedSandbox();
    try {
      const list = () => shell('providers list', { dir, env: server.admin });
      expect(await list()).toMatchObject({ code: 0, stderr: '' });
      expect(await list()).toMatchObject({ code: 0, stderr: '' });
      expect(server.arrived.filter(({ what }) => what.startsWith('POST'))).toHaveLength(2);
    } finally {
      await server.close();
    }
  });

  test.each([
    '{"version": 1, "profiles": [',
    '',
    '{"version": 1, "profiles": 7}',
    'secret-looking',
  ])('with a corrupt settings.json (%j): named, and left byte for byte', async (content) => {
    const dir = freshFolder();
    const path = join(dir, 'settings.json');
    writeFileSync(path, content, { mode: 0o600 });
    for (const words of ['profiles list', 'profiles set p --timeout 9', 'profiles use default']) {
      const ran = await shell(words, { dir });
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).toContain(path);
      expect(ran.stderr).not.toContain('secret-looking');
    }
    expect(readFileSync(path, 'utf8')).toBe(content);
    expect([...filesBelow(dir).keys()]).toEqual(['settings.json']);
  });

  test('holds files of mode 0600 in folders of mode 0700, whatever the umask', async () => {
    const dir = join(freshFolder(), 'new');
    const server = await servedSandbox();
    try {
      const login = `auth login --api-url ${server.url} --client-id sandbox-admin --value-stdin`;
      const stdin = 'sandbox-admin-secret';
      expect(await sh('umask 000; "$@"', login, { dir, stdin })).toMatchObject({ code: 0 });
      await sh('umask 000; "$@"', 'providers list', { dir });
      await sh('umask 000; "$@"', 'profiles set p --timeout 9', { dir });
      await sh('umask 000; "$@"', 'secrets add key --value-env VALUE', { dir, env });
    } finally {
      await server.close();
    }
    const found = modesBelow(dirname(dir));
    expect(found.filter(({ mode }) => mode !== 'file 600' && mode !== 'folder 700')).toEqual([]);
    expect(found.map(({ path }) => path).sort()).toEqual(
      expect.arrayContaining(['new/credentials', 'new/sandbox', 'new/settings.json', 'new/tokens']),
    );
  });
});

describe('a clock that disagrees with the server', () => {
  test.each([-1, 1])('by %i hour: everything works', async (hours) => {
    const server = await servedSandbox();
    server.moveClock(hours);
    try {
      const dir = freshFolder();
      for (const words of ['providers list', 'defaults get']) {
        expect(await shell(words, { dir, env: server.admin })).toMatchObject({
          code: 0,
          stderr: '',
        });
      }
      expect(server.arrived.filter(({ what }) => what.startsWith('POST'))).toHaveLength(1);
    } finally {
      await server.close();
    }
  });

  test('so that a cached token has ended there: refused once, fetched again, and it succeeds', async () => {
    const server = await servedSandbox();
    try {
      const dir = freshFolder();
      await shell('providers list', { dir, env: server.admin });
      server.moveClock(4);
      server.arrived.length = 0;
      const ran = await shell('providers list', { dir, env: server.admin });
      expect(ran).toMatchObject({ code: 0, stderr: '' });
      expect(server.arrived.map(({ what }) => what)).toEqual([
        'GET /v1/llm-providers',
        'POST /v1/auth/access_token',
        'GET /v1/llm-providers',
      ]);
    } finally {
      await server.close();
    }
  });
});
