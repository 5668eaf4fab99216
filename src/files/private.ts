import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { link, lstat, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { platform, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { PortaiError, usageError } from '../domain/errors.ts';

/**
 * Files that only their owner may read, one per thing. No locks: a file appears or changes whole,
 * through a link or a rename, so any number of processes may work at once and be killed at any time.
 */

const temporary = '.tmp-';
const abandonedAfterMs = 3_600_000;

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted here',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file stands where a folder is needed',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'the path is too long',
  EIO: 'the disk reports an error',
  EBUSY: 'another program holds it',
  ENOTSUP: 'the file system has no hard links',
  ENOENT: 'it was removed meanwhile',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Runs one step and says its failure in words, with the file's name. */
async function accessing<T>(verb: string, path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof PortaiError) throw error;
    const code = codeOf(error);
    if (code === '') throw error;
    throw new PortaiError(
      {
        name: 'FileAccess',
        message: `Cannot ${verb} ${path}: ${reasons[code] ?? code}`,
        exit: 'usage',
        details: { path, code },
      },
      { cause: error },
    );
  }
}

function unsafe(path: string, why: string, hint: string): PortaiError {
  return usageError(`${path} ${why}`, { name: 'UnsafeFile', hint, details: { path } });
}

/** The user of this process; a uid without an account (in some containers) has no name to look up. */
function ownUid(): number | undefined {
  try {
    return userInfo().uid;
  } catch {
    return undefined;
  }
}

function refuseUnlessPrivate(path: string, found: { mode: number; uid: number }): void {
  if (platform() === 'win32') return;
  const own = ownUid();
  if (own !== undefined && found.uid !== own) {
    throw unsafe(
      path,
      'belongs to another user',
      'Remove it, or give it to the user who runs this.',
    );
  }
  if ((found.mode & 0o077) !== 0) {
    throw unsafe(path, 'can be read or changed by other users', `Run: chmod 600 ${path}`);
  }
}

/**
 * The text of a file; undefined when there is none. Refuses (UnsafeFile) what is not a plain file of
 * this user that only he can read. Other failures are FileAccess.
 */
export async function readPrivate(path: string): Promise<string | undefined> {
  try {
    return await accessing('read', path, async () => {
      const notAFile = unsafe(
        path,
        'is not a plain file',
        'A link or a folder in its place is not followed; remove it.',
      );
      if (!(await lstat(path)).isFile()) throw notAFile;
      // The flags hold against a swap between the two looks: a link is refused, a pipe does not block.
      const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
      const file = await open(path, flags).catch((error: unknown) => {
        throw codeOf(error) === 'ELOOP' ? notAFile : error;
      });
      try {
        const found = await file.stat();
        if (!found.isFile()) throw notAFile;
        refuseUnlessPrivate(path, found);
        return await file.readFile('utf8');
      } finally {
        await file.close();
      }
    });
  } catch (error) {
    if (error instanceof PortaiError && error.failure.details?.['code'] === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

/** Removes what killed writers left. Age is measured against a fresh file, not against our clock. */
async function sweep(folder: string, fresh: string): Promise<void> {
  const { mtimeMs: now } = await stat(fresh);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(temporary)) continue;
    const left = join(folder, name);
    const old = await stat(left).catch(() => undefined);
    if (old && now - old.mtimeMs > abandonedAfterMs) await unlink(left).catch(() => undefined);
  }
}

/** Writes a temporary file beside the target and hands it to `place`; it is gone afterwards. */
async function throughTemporary<T>(
  path: string,
  text: string,
  place: (temporaryPath: string) => Promise<T>,
): Promise<T> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fresh = join(folder, `${temporary}${randomUUID()}`);
  try {
    const file = await open(fresh, 'wx', 0o600);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await sweep(folder, fresh);
    return await place(fresh);
  } finally {
    await unlink(fresh).catch(() => undefined);
  }
}

/** Creates or replaces a file, mode 0600, its folder 0700. Readers see the old text or the new one. */
export async function writePrivate(path: string, text: string): Promise<void> {
  await accessing('write', path, () =>
    throughTemporary(path, text, (fresh) => rename(fresh, path)),
  );
}

/** Creates a file with its content in one step; false when it exists already, and then it is untouched. */
export async function createPrivate(path: string, text: string): Promise<boolean> {
  return accessing('write', path, () =>
    throughTemporary(path, text, async (fresh) => {
      try {
        await link(fresh, path);
        return true;
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return false;
        throw error;
      }
    }),
  );
}

/** Removes a file; false when there was none. */
export async function removePrivate(path: string): Promise<boolean> {
  return accessing('remove', path, async () => {
    try {
      await unlink(path);
      return true;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    }
  });
}

/** Names in a folder in code point order, without unfinished files; none when the folder is absent. */
export async function listPrivate(folder: string): Promise<string[]> {
  return accessing('list', folder, async () => {
    try {
      const names = await readdir(folder);
      return names
        .filter((name) => !name.startsWith(temporary))
        .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    }
  });
}
