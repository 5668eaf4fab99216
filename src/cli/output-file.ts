import { randomUUID } from 'node:crypto';
import { lstat, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { dirname } from 'node:path';
import { PortaiError } from '../core/errors.ts';
import { makeFolder } from '../files/folder.ts';
import { untilFree } from '../files/until-free.ts';
import { fail } from '../core/fail.ts';

export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes files that only this user can read, in folders that are made where they are missing: all of
 * them or none. A file that is there with the same text stays; one with another text, and whatever is
 * not a plain file, is replaced only when asked for. Nothing is written through a link.
 *
 * @param options.instead a sentence that says how to name another place
 * @returns the paths
 */
export async function writeOutputFiles(
  files: readonly OutputFile[],
  {
    replace = false,
    instead = '--out names another folder.',
  }: { readonly replace?: boolean; readonly instead?: string } = {},
): Promise<readonly string[]> {
  const missing: OutputFile[] = [];
  for (const file of files) {
    const found = await lookAt(file);
    if (found === 'other' && !replace) throw taken(file.path, instead);
    if (found === 'folder') {
      throw fail('FileAccess', `${file.path} is a folder`, {
        hint: `Nothing was written. ${instead}`,
      });
    }
    if (found !== 'same') missing.push(file);
  }
  for (const file of missing) await put(file);
  return files.map(({ path }) => path);
}

/**
 * Refuses, before there is anything to write, places at which something is already: for what takes long to
 * make, or costs something.
 */
export async function requireFreePlaces(
  paths: readonly string[],
  { instead }: { readonly instead: string },
): Promise<void> {
  for (const path of paths) {
    if ((await lookAt({ path, text: '' })) !== 'nothing') throw taken(path, instead);
  }
}

type Found = 'nothing' | 'same' | 'other' | 'folder';

async function lookAt({ path, text }: OutputFile): Promise<Found> {
  try {
    const about = await lstat(path);
    if (about.isDirectory()) return 'folder';
    if (!about.isFile() || about.size !== Buffer.byteLength(text)) return 'other';
    // What others may read is not the same file, whatever it says. Windows has no such modes.
    const own = platform() === 'win32' || (about.mode & 0o077) === 0;
    return own && (await readFile(path, 'utf8')) === text ? 'same' : 'other';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'nothing';
    throw unwritable(path, error);
  }
}

/** Whole or not at all; a rename takes the place of a link instead of following it. */
async function put({ path, text }: OutputFile): Promise<void> {
  const temporary = `${path}.${randomUUID()}`;
  try {
    await makeFolder(dirname(path));
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
    await untilFree(() => rename(temporary, path));
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): PortaiError {
  if (error instanceof PortaiError) return error; // says it in words already
  const code = codeOf(error);
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'permission denied',
    ENOTDIR: 'a part of the path is a file, not a folder',
    ENOSPC: 'the disk is full',
    EROFS: 'the file system is read-only',
  };
  const message = `Cannot write ${path}: ${reasons[code] ?? (code || 'unknown reason')}`;
  return fail('FileAccess', message, { cause: error });
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

function taken(path: string, instead: string): Error {
  return fail('ExistsAlready', `${path} is there already, and not the same`, {
    hint: `Nothing was written. --force replaces it; ${instead}`,
    next: [],
  });
}
