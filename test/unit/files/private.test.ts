import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { platform, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PortaiError } from '../../../src/domain/errors.ts';
import {
  createPrivate,
  listPrivate,
  readPrivate,
  removePrivate,
  writePrivate,
} from '../../../src/files/private.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portai-private-'));
});

afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

const at = (name: string) => join(folder, name);
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

describe('reading', () => {
  test('gives back what was written, whatever the characters', async () => {
    await writePrivate(at('a'), 'ключ\n🔑\r\n');
    expect(await readPrivate(at('a'))).toBe('ключ\n🔑\r\n');
  });

  test('of an absent file, or one in an absent folder, gives undefined', async () => {
    expect(await readPrivate(at('absent'))).toBeUndefined();
    expect(await readPrivate(at('no/such/file'))).toBeUndefined();
  });

  test.runIf(posix).each([0o640, 0o604, 0o620, 0o602])(
    'refuses a file with mode %o and says how to mend it',
    async (mode) => {
      await writeFile(at('open'), 'x');
      await chmod(at('open'), mode);
      expect(await failureOf(readPrivate(at('open')))).toMatchObject({
        name: 'UnsafeFile',
        exit: 'usage',
        hint: `Run: chmod 600 ${at('open')}`,
      });
    },
  );

  test('refuses a symbolic link even to a private file of this user', async () => {
    await writePrivate(at('real'), 'x');
    await symlink(at('real'), at('link'));
    const failure = await failureOf(readPrivate(at('link')));
    expect(failure).toMatchObject({ name: 'UnsafeFile', exit: 'usage' });
    expect(failure.message).toContain(at('link'));
  });

  test('refuses a folder in place of the file', async () => {
    await mkdir(at('folder'));
    expect(await failureOf(readPrivate(at('folder')))).toMatchObject({ name: 'UnsafeFile' });
  });
});

describe('writing', () => {
  test.runIf(posix)('leaves a file of mode 0600 in a folder of mode 0700', async () => {
    await writePrivate(at('deep/er/file'), 'x');
    expect((await stat(at('deep/er/file'))).mode & 0o777).toBe(0o600);
    expect((await stat(at('deep/er'))).mode & 0o777).toBe(0o700);
    expect((await stat(at('deep'))).mode & 0o777).toBe(0o700);
  });

  test('replaces the whole text and leaves no other file behind', async () => {
    await writePrivate(at('a'), 'a long first text');
    await writePrivate(at('a'), 'short');
    expect(await readPrivate(at('a'))).toBe('short');
    expect(await readdir(folder)).toEqual(['a']);
  });

  test('replaces a symbolic link instead of writing through it', async () => {
    await writePrivate(at('other'), 'untouched');
    await symlink(at('other'), at('a'));
    await writePrivate(at('a'), 'new');
    expect(await readPrivate(at('a'))).toBe('new');
    expect(await readPrivate(at('other'))).toBe('untouched');
  });

  test('shows every reader either the old text or the new one, with many writers at once', async () => {
    const texts = Array.from({ length: 30 }, (_, index) => String(index).repeat(2000));
    await writePrivate(at('a'), texts[0] ?? '');
    const reads = Array.from({ length: 30 }, () => readPrivate(at('a')));
    await Promise.all(texts.map((text) => writePrivate(at('a'), text)));
    for (const text of await Promise.all([...reads, readPrivate(at('a'))])) {
      expect(texts).toContain(text);
    }
    expect(await readdir(folder)).toEqual(['a']);
  });
});

describe('creating', () => {
  test('makes the file with its content and says so', async () => {
    expect(await createPrivate(at('a'), 'x')).toBe(true);
    expect(await readPrivate(at('a'))).toBe('x');
    expect((await stat(at('a'))).nlink).toBe(1);
  });

  test('leaves an existing file alone and says so', async () => {
    await writePrivate(at('a'), 'first');
    expect(await createPrivate(at('a'), 'second')).toBe(false);
    expect(await readPrivate(at('a'))).toBe('first');
    expect(await readdir(folder)).toEqual(['a']);
  });

  test('by many at once succeeds for exactly one', async () => {
    const made = await Promise.all(
      Array.from({ length: 50 }, (_, index) => createPrivate(at('a'), String(index))),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await readPrivate(at('a'))).toBe(String(made.indexOf(true)));
  });
});

describe('left-overs of killed writers', () => {
  const old = new Date(Date.now() - 2 * 3_600_000);

  test('are not listed and change nothing', async () => {
    await writePrivate(at('a'), 'whole');
    await writeFile(at('.tmp-half'), 'ha');
    expect(await listPrivate(folder)).toEqual(['a']);
    expect(await readPrivate(at('a'))).toBe('whole');
  });

  test('are removed by the next writer after an hour, fresh ones of others are kept', async () => {
    await writeFile(at('.tmp-old'), '');
    await utimes(at('.tmp-old'), old, old);
    await writeFile(at('.tmp-fresh'), '');
    await writeFile(at('old-but-real'), '');
    await utimes(at('old-but-real'), old, old);
    await writePrivate(at('a'), 'x');
    expect((await readdir(folder)).sort()).toEqual(['.tmp-fresh', 'a', 'old-but-real']);
  });

  test('that were already linked do not take the file with them', async () => {
    await writePrivate(at('a'), 'whole');
    await link(at('a'), at('.tmp-linked'));
    await utimes(at('.tmp-linked'), old, old);
    await writePrivate(at('b'), 'x');
    expect(await readPrivate(at('a'))).toBe('whole');
    expect(await readdir(folder)).not.toContain('.tmp-linked');
  });
});

test('removing says whether there was something', async () => {
  await writePrivate(at('a'), 'x');
  expect(await removePrivate(at('a'))).toBe(true);
  expect(await removePrivate(at('a'))).toBe(false);
});

test('names are listed in code point order; an absent folder has none', async () => {
  for (const name of ['b', 'a', 'C', '_', 'a-1']) await writePrivate(at(name), '');
  expect(await listPrivate(folder)).toEqual(['C', '_', 'a', 'a-1', 'b']);
  expect(await listPrivate(at('absent'))).toEqual([]);
});

describe('failures name the file and the reason in words', () => {
  test('a file where a folder is needed', async () => {
    await writePrivate(at('file'), '');
    const failure = await failureOf(writePrivate(at('file/below'), 'the text'));
    expect(failure).toMatchObject({ name: 'FileAccess', exit: 'usage' });
    expect(failure.message).toContain(at('file/below'));
    expect(failure.message).toMatch(/folder/);
    expect(JSON.stringify(failure)).not.toContain('the text');
  });

  test('a folder where the file should be', async () => {
    await mkdir(at('folder'));
    for (const work of [() => writePrivate(at('folder'), ''), () => removePrivate(at('folder'))]) {
      expect(await failureOf(work())).toMatchObject({ name: 'FileAccess', exit: 'usage' });
    }
    expect(await readdir(folder)).toEqual(['folder']);
  });

  test.runIf(posix && !root)('a folder without the right to write', async () => {
    await chmod(folder, 0o500);
    expect(await failureOf(createPrivate(at('a'), ''))).toMatchObject({
      name: 'FileAccess',
      message: `Cannot write ${at('a')}: permission denied`,
    });
  });
});
