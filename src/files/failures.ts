import { PortaiError } from '../core/errors.ts';
import { fail } from '../core/fail.ts';

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

/** The code of a failed system call; empty for anything else. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** A FileAccess error that names the path and says why in words; other words may stand for a code. */
export function fileAccess(
  verb: string,
  path: string,
  error: unknown,
  words: Readonly<Record<string, string>> = {},
): PortaiError {
  const code = codeOf(error);
  return fail(
    'FileAccess',
    `Cannot ${verb} ${path}: ${words[code] ?? reasons[code] ?? (code || 'unknown reason')}`,
    { details: { path, code }, cause: error },
  );
}

/** Runs one step and says its failure in words, with the file's name. */
export async function accessing<T>(verb: string, path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof PortaiError || codeOf(error) === '') throw error;
    throw fileAccess(verb, path, error);
  }
}

/** What is refused because somebody else could have put it there, or could read it. */
export function unsafeFile(path: string, why: string, hint: string): PortaiError {
  return fail('UnsafeFile', `${path} ${why}`, { hint, details: { path } });
}

/** What is refused because a link, a folder or a pipe stands in the place of a file. */
export const notAPlainFile = (path: string): PortaiError =>
  unsafeFile(
    path,
    'is not a plain file',
    'A link or a folder in its place is not followed; remove it.',
  );
