import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, modesBelow } from '../support/folders.ts';
import { freshFolder } from '../support/run.ts';
import { servedSandbox } from '../support/served-sandbox.ts';
import { sh, shell } from '../support/spawn.ts';

const env = { PORTAI_SANDBOX: '1', VALUE: 'a-value-of-this-test' };

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

  test.each(['{"version": 1,', '', '{"version": 1, "timeout": "x"}', 'secret-looking'])(
    'with a corrupt profile (%j): named, and left byte for byte',
    async (content) => {
      const dir = freshFolder();
      const path = join(dir, 'settings', 'profiles', 'p.json');
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      writeFileSync(path, content, { mode: 0o600 });
      for (const words of ['profiles list', 'profiles set p --timeout 9', 'profiles show p']) {
        const ran = await shell(words, { dir });
        expect(ran).toMatchObject({ code: 2, stdout: '' });
        expect(ran.stderr).toContain(path);
        expect(ran.stderr).not.toContain('secret-looking');
      }
      expect(readFileSync(path, 'utf8')).toBe(content);
      expect([...filesBelow(dir).keys()]).toEqual(['settings/profiles/p.json']);
    },
  );

  test.each([
    ['HOME', { HOME: '', PORTAI_CONFIG_DIR: '' }],
    ['PORTAI_CONFIG_DIR', { PORTAI_CONFIG_DIR: 'portai' }],
  ])('is never one below the current folder: %s is named instead', async (variable, given) => {
    const ran = await shell('--sandbox providers list', { env: given });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(variable);
    expect(await shell('explain 2', { env: given })).toMatchObject({ code: 0 });
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
      await sh('umask 000; "$@"', 'profiles use p', { dir });
      await sh('umask 000; "$@"', 'secrets add key --value-env VALUE', { dir, env });
    } finally {
      await server.close();
    }
    const found = modesBelow(dirname(dir));
    expect(found.filter(({ mode }) => mode !== 'file 600' && mode !== 'folder 700')).toEqual([]);
    expect(found.map(({ path }) => path).sort()).toEqual(
      expect.arrayContaining([
        'new/credentials',
        'new/sandbox',
        'new/settings/global.json',
        'new/settings/profiles',
        'new/tokens',
      ]),
    );
  });
});
