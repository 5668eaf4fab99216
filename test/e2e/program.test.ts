import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { freshFolder } from '../support/run.ts';
import { servedSandbox } from '../support/served-sandbox.ts';
import { program, requireBuild, sh, shell } from '../support/spawn.ts';

const root = dirname(dirname(program));
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

const packs = z.array(z.object({ files: z.array(z.object({ path: z.string() })) }));

/** A copy of the program in a folder of its own, without what another run compiled. */
function copyOfProgram(): string {
  requireBuild();
  const folder = freshFolder();
  const filter = (path: string) => !path.endsWith('compile-cache');
  for (const file of ['bin', 'package.json', 'dist']) {
    cpSync(join(root, file), join(folder, file), { recursive: true, filter });
  }
  return folder;
}

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

  test('keeps what it compiled beside the bundle, where this Node can, and answers the same', async () => {
    const folder = copyOfProgram();
    const file = join(folder, 'bin/portai.js');
    const first = await shell('explain 8', { file });
    expect(existsSync(join(folder, 'dist/compile-cache'))).toBe('enableCompileCache' in nodeModule);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(await shell('explain 8', { file })).toEqual(first);
  });

  test('is packed without what it compiled', async () => {
    const folder = freshFolder();
    mkdirSync(join(folder, 'dist/compile-cache'), { recursive: true });
    writeFileSync(join(folder, 'dist/portai.js'), '');
    writeFileSync(join(folder, 'dist/compile-cache/entry'), '');
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));
    const packed = await sh(`cd ${folder}; npm pack --dry-run --json --ignore-scripts`, '');
    const paths = packs.parse(JSON.parse(packed.stdout))[0]?.files.map(({ path }) => path);
    expect(paths).toContain('dist/portai.js');
    expect(paths?.filter((path) => path.includes('compile-cache'))).toEqual([]);
  });

  test('runs where the program may write nothing beside itself', async () => {
    const folder = copyOfProgram();
    // A file in the folder's place refuses everybody, root too.
    writeFileSync(join(folder, 'dist/compile-cache'), '');
    const ran = await shell('explain 8', { file: join(folder, 'bin/portai.js') });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
  });

  test('runs from a folder that is gone', async () => {
    const ran = await sh('d=$(mktemp -d); cd "$d"; rmdir "$d"; "$@"', 'explain 8');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
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
