import { execFileSync } from 'node:child_process';
import {
  chmod,
  chown,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { platform, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PortaiError } from '../../../src/core/errors.ts';
import { privateFolder } from '../../../src/files/private.ts';
import { age } from '../../support/folders.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portai-private-'));
});

afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

const at = (name: string) => join(folder, name);
const files = () => privateFolder(folder);
const posix = platform() !== 'win32';
const root = posix && userInfo().uid === 0;

async function failureOf(work: Promise<unknown>) {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PortaiError)) throw new Error('expected a PortaiError');
  return error.failure;
}

describe('adding to a file', () => {
  test('makes it private, and keeps the texts of all who add at once whole', async () => {
    const texts = Array.from({ length: 40 }, (_, index) => `${String(index).repeat(500)}\n`);
    await Promise.all(texts.map((text) => files().append('log/a', text)));
    const lines = (await readFile(at('log/a'), 'utf8')).split(/(?<=\n)/);
    expect(lines.sort()).toEqual([...texts].sort());
    if (posix) expect((await stat(at('log/a'))).mode & 0o777).toBe(0o600);
  });

  test.runIf(posix)('refuses a link, and a file that others may read', async () => {
    await writeFile(at('other'), '');
    await symlink(at('other'), at('link'));
    expect(await failureOf(files().append('link', 'x'))).toMatchObject({ name: 'UnsafeFile' });
    await writeFile(at('open'), '', { mode: 0o644 });
    await chmod(at('open'), 0o644);
    expect(await failureOf(files().append('open', 'x'))).toMatchObject({ name: 'UnsafeFile' });
    expect(await readFile(at('open'), 'utf8')).toBe('');
  });
});

describe('reading', () => {
  test('gives back what was written, whatever the characters', async () => {
    await files().write('a', 'ключ\n🔑\r\n');
    expect(await files().read('a')).toBe('ключ\n🔑\r\n');
  });

  test('of an absent file, or one in an absent folder, gives undefined', async () => {
    expect(await files().read('absent')).toBeUndefined();
    expect(await files().read('no/such/file')).toBeUndefined();
  });

  test.runIf(posix).each([0o640, 0o604, 0o620, 0o602])(
    'refuses a file with mode %o and says how to mend it',
    async (mode) => {
      await writeFile(at('open'), 'x');
      await chmod(at('open'), mode);
      expect(await failureOf(files().read('open'))).toMatchObject({
        name: 'UnsafeFile',
        exit: 'usage',
        hint: `Run: chmod 600 ${at('open')}`,
      });
    },
  );

  test('refuses a symbolic link even to a private file of this user', async () => {
    await files().write('real', 'x');
    await symlink(at('real'), at('link'));
    const failure = await failureOf(files().read('link'));
    expect(failure).toMatchObject({ name: 'UnsafeFile', exit: 'usage' });
    expect(failure.message).toContain(at('link'));
  });

  test('refuses a folder in place of the file', async () => {
    await mkdir(at('folder'));
    expect(await failureOf(files().read('folder'))).toMatchObject({ name: 'UnsafeFile' });
  });

  test.runIf(root)('refuses a file of another user, whatever its mode', async () => {
    await files().write('theirs', 'x');
    await chown(at('theirs'), 65_534, 65_534);
    const failure = await failureOf(files().read('theirs'));
    expect(failure).toMatchObject({ name: 'UnsafeFile', exit: 'usage' });
    expect(failure.message).toBe(`${at('theirs')} belongs to another user`);
  });

  test.runIf(posix)(
    'refuses a pipe at once instead of waiting for what comes out of it',
    async () => {
      execFileSync('mkfifo', ['-m', '600', at('pipe')]);
      expect(await failureOf(files().read('pipe'))).toMatchObject({ name: 'UnsafeFile' });
    },
  );

  test('refuses a file that is larger than anything portai writes, unread', async () => {
    await writeFile(at('large'), '', { mode: 0o600 });
    await truncate(at('large'), 8 * 1024 ** 2 + 1);
    const failure = await failureOf(files().read('large'));
    expect(failure).toMatchObject({ name: 'FileAccess', exit: 'usage' });
    expect(failure.message).toContain('larger than 8 MiB');
  });
});

describe.runIf(posix)('a folder in which somebody else could put files', () => {
  const everything = [
    ['reading', () => files().read('deep/file')],
    ['writing', () => files().write('deep/file', 'new')],
    ['creating', () => files().create('deep/other', 'new')],
    ['listing', () => files().list('deep')],
  ] as const;

  beforeEach(() => files().write('deep/file', 'old'));

  describe.each(everything)('stops %s', (_, work) => {
    test.each([
      ['.', 0o777],
      ['.', 0o720],
      ['.', 0o702],
      ['deep', 0o770],
    ])('when others may write to %s (mode %o)', async (name, mode) => {
      await chmod(at(name), mode);
      const failure = await failureOf(work());
      expect(failure).toMatchObject({ name: 'UnsafeFile', exit: 'usage' });
      expect(failure.message).toBe(`${at(name)} can be changed by other users`);
      expect(failure.hint).toContain(`chmod 700 ${at(name)}`);
    });

    test.runIf(root).each(['.', 'deep'])('when %s belongs to another user', async (name) => {
      await chown(at(name), 65_534, 65_534);
      const failure = await failureOf(work());
      expect(failure.message).toBe(`${at(name)} belongs to another user`);
      await chown(at(name), 0, 0);
    });
  });

  test('keeps what it holds, and lets it be removed', async () => {
    await chmod(folder, 0o777);
    expect(await readFile(at('deep/file'), 'utf8')).toBe('old');
    expect(await files().remove('deep/file')).toBe(true);
  });

  test('that others may only read is fine: its files are closed to them', async () => {
    await chmod(folder, 0o755);
    expect(await files().read('deep/file')).toBe('old');
  });
});

describe('writing', () => {
  test.runIf(posix)('leaves a file of mode 0600 in a folder of mode 0700', async () => {
    await files().write('deep/er/file', 'x');
    expect((await stat(at('deep/er/file'))).mode & 0o777).toBe(0o600);
    expect((await stat(at('deep/er'))).mode & 0o777).toBe(0o700);
    expect((await stat(at('deep'))).mode & 0o777).toBe(0o700);
  });

  test('replaces the whole text and leaves no other file behind', async () => {
    await files().write('a', 'a long first text');
    await files().write('a', 'short');
    expect(await files().read('a')).toBe('short');
    expect(await readdir(folder)).toEqual(['a']);
  });

  test('replaces a symbolic link instead of writing through it', async () => {
    await files().write('other', 'untouched');
    await symlink(at('other'), at('a'));
    await files().write('a', 'new');
    expect(await files().read('a')).toBe('new');
    expect(await files().read('other')).toBe('untouched');
  });

  test('shows every reader either the old text or the new one, with many writers at once', async () => {
    const texts = Array.from({ length: 30 }, (_, index) => String(index).repeat(2000));
    await files().write('a', texts[0] ?? '');
    const reads = Array.from({ length: 30 }, () => files().read('a'));
    await Promise.all(texts.map((text) => files().write('a', text)));
    for (const text of await Promise.all([...reads, files().read('a')])) {
      expect(texts).toContain(text);
    }
    expect(await readdir(folder)).toEqual(['a']);
  });
});

describe('creating', () => {
  test('makes the file with its content and says so', async () => {
    expect(await files().create('a', 'x')).toBe(true);
    expect(await files().read('a')).toBe('x');
    expect((await stat(at('a'))).nlink).toBe(1);
  });

  test('leaves an existing file alone and says so', async () => {
    await files().write('a', 'first');
    expect(await files().create('a', 'second')).toBe(false);
    expect(await files().read('a')).toBe('first');
    expect(await readdir(folder)).toEqual(['a']);
  });

  test('that fails for another reason is a failure, not a file that is there', async () => {
    // Longer than a name may be, which only the last step meets.
    const failure = await failureOf(files().create('n'.repeat(300), 'new'));
    expect(failure).toMatchObject({ name: 'FileAccess', exit: 'usage' });
    expect(await readdir(folder)).toEqual([]);
  });

  test('by many at once succeeds for exactly one', async () => {
    const made = await Promise.all(
      Array.from({ length: 50 }, (_, index) => files().create('a', String(index))),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await files().read('a')).toBe(String(made.indexOf(true)));
  });
});

describe('left-overs of killed writers', () => {
  test('are not listed and change nothing', async () => {
    await files().write('a', 'whole');
    await writeFile(at('.tmp-half'), 'ha');
    expect(await files().list('.')).toEqual(['a']);
    expect(await files().read('a')).toBe('whole');
  });

  test('are removed by the next writer after a minute, fresh ones of others are kept', async () => {
    await writeFile(at('.tmp-old'), '');
    age(at('.tmp-old'), 61_000);
    await writeFile(at('.tmp-fresh'), '');
    await writeFile(at('old-but-real'), '');
    age(at('old-but-real'), 61_000);
    await files().write('a', 'x');
    expect((await readdir(folder)).sort()).toEqual(['.tmp-fresh', 'a', 'old-but-real']);
  });

  test.each(['a', 'absent'])('are removed when %s is removed, too', async (name) => {
    await files().write('a', 'x');
    await writeFile(at('.tmp-old'), 'half a secret');
    age(at('.tmp-old'), 61_000);
    await mkdir(at('.tmp-folder'));
    age(at('.tmp-folder'), 61_000);
    await writeFile(at('.tmp-fresh'), '');
    await files().remove(name);
    expect((await readdir(folder)).filter((each) => each !== 'a')).toEqual(['.tmp-fresh']);
  });

  test('of other programs are removed where they are asked for', async () => {
    for (const name of ['conf.json.tmp-1', 'other.json.tmp-1']) {
      await writeFile(at(name), '');
      age(at(name), 61_000);
    }
    await files().sweep('.', { isLeftover: (name) => name.startsWith('conf.json') });
    expect(await readdir(folder)).toEqual(['other.json.tmp-1']);
  });

  test('that were already linked do not take the file with them', async () => {
    await files().write('a', 'whole');
    await link(at('a'), at('.tmp-linked'));
    age(at('.tmp-linked'), 61_000);
    await files().write('b', 'x');
    expect(await files().read('a')).toBe('whole');
    expect(await readdir(folder)).not.toContain('.tmp-linked');
  });
});

test('removing says whether there was something', async () => {
  await files().write('a', 'x');
  expect(await files().remove('a')).toBe(true);
  expect(await files().remove('a')).toBe(false);
});

test('names are listed in code point order; an absent folder has none', async () => {
  // None that some file systems would take for another.
  for (const name of ['b', 'a', 'C', '_', 'a-1']) await files().write(name, '');
  expect(await files().list('.')).toEqual(['C', '_', 'a', 'a-1', 'b']);
  expect(await files().list('absent')).toEqual([]);
});

describe('failures name the file and the reason in words', () => {
  test('a file where a folder is needed', async () => {
    await files().write('file', '');
    const failure = await failureOf(files().write('file/below', 'the text'));
    expect(failure).toMatchObject({ name: 'FileAccess', exit: 'usage' });
    expect(failure.message).toContain(at('file/below'));
    expect(failure.message).toMatch(/folder/);
    expect(JSON.stringify(failure)).not.toContain('the text');
  });

  test('a folder where the file should be', async () => {
    await mkdir(at('folder'));
    for (const work of [() => files().write('folder', ''), () => files().remove('folder')]) {
      expect(await failureOf(work())).toMatchObject({ name: 'FileAccess', exit: 'usage' });
    }
    expect(await readdir(folder)).toEqual(['folder']);
  });

  test.runIf(posix && !root)('a folder without the right to write', async () => {
    await chmod(folder, 0o500);
    expect(await failureOf(files().create('a', ''))).toMatchObject({
      name: 'FileAccess',
      message: `Cannot write ${at('a')}: permission denied`,
    });
  });
});

describe('where a file system takes no folders', () => {
  test.runIf(platform() === 'linux').each(['nope', 'nope/further'])(
    'writing below /proc/%s ends with the place and the reason',
    async (path) => {
      const failure = await failureOf(privateFolder('/proc').write(`${path}/a`, 'x'));
      expect(failure).toMatchObject({ name: 'FileAccess', exit: 'usage' });
      expect(failure.message).toBe('Cannot create /proc/nope: no folder can be made there');
    },
  );

  test.runIf(posix)('a link that leads nowhere stands for no folder', async () => {
    await symlink(at('absent'), at('link'));
    const failure = await failureOf(files().write('link/a', 'x'));
    expect(failure.message).toContain('a file stands where a folder is needed');
  });

  test('folders that several writers need are made once', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    await Promise.all(names.map((name) => files().write(`x/y/z/${name}`, name)));
    expect(await files().list('x/y/z')).toEqual(names);
  });
});
