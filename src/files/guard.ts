import { constants } from 'node:fs';
import { lstat, open, stat, type FileHandle } from 'node:fs/promises';
import { platform, userInfo } from 'node:os';
import { codeOf, notAPlainFile, unsafeFile } from './failures.ts';
import { fail } from '../core/fail.ts';

/** Nothing that portai writes comes near this. */
const largestFile = 8 * 1024 ** 2;

/** The user of this process; a uid without an account (in some containers) has no name to look up. */
function ownUid(): number | undefined {
  try {
    return userInfo().uid;
  } catch {
    return undefined;
  }
}

/** Windows says by other means who may read a file. */
const hasModes = platform() !== 'win32';

/**
 * Refuses (UnsafeFile) a folder in which somebody else could put files: another user's, or one that
 * others may change. Root may anyway, so that its folders are as good. An absent one is fine.
 */
export async function requireOwnFolder(folder: string): Promise<void> {
  if (!hasModes) return;
  const found = await stat(folder).catch(() => undefined); // what else is wrong shows when it is used
  if (!found?.isDirectory()) return;
  const own = ownUid();
  if (own !== undefined && found.uid !== own && found.uid !== 0) {
    throw unsafeFile(
      folder,
      'belongs to another user',
      'Nothing in it was read. PORTAI_CONFIG_DIR names a folder of your own.',
    );
  }
  if ((found.mode & 0o022) !== 0) {
    throw unsafeFile(
      folder,
      'can be changed by other users',
      `Nothing in it was read. Look at what it holds, then run: chmod 700 ${folder}`,
    );
  }
}

/** The text of a plain file of this user that only he can read; all else is refused (UnsafeFile). */
export async function readOwnFile(path: string): Promise<string> {
  const notAFile = notAPlainFile(path);
  if (!(await lstat(path)).isFile()) throw notAFile;
  // The flags hold against a swap between the two looks: a link is refused, a pipe does not block.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch((error: unknown) => {
    throw codeOf(error) === 'ELOOP' ? notAFile : error;
  });
  try {
    const found = await file.stat();
    if (!found.isFile()) throw notAFile;
    requirePrivate(path, found);
    return await textOf(path, file, found.size);
  } finally {
    await file.close();
  }
}

/** Refuses (UnsafeFile) a file of another user, and one that others may read or change. */
export function requirePrivate(path: string, found: { mode: number; uid: number }): void {
  if (!hasModes) return;
  const own = ownUid();
  if (own !== undefined && found.uid !== own) {
    throw unsafeFile(
      path,
      'belongs to another user',
      'Remove it, or give it to the user who runs this.',
    );
  }
  if ((found.mode & 0o077) !== 0) {
    throw unsafeFile(path, 'can be read or changed by other users', `Run: chmod 600 ${path}`);
  }
}

async function textOf(path: string, file: FileHandle, size: number): Promise<string> {
  if (size > largestFile) {
    throw fail('FileAccess', `${path} is larger than 8 MiB, and not what portai wrote`, {
      details: { path },
    });
  }
  return file.readFile('utf8');
}
