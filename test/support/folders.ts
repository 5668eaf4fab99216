import { readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Every file below a folder, by its path from there, with its text. */
export function filesBelow(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path), readFileSync(path, 'utf8')]),
  );
}

/** Permission bits of everything below a folder, by its path from there. */
export function modesBelow(folder: string): { readonly path: string; readonly mode: string }[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries.map((path) => {
    const stats = statSync(join(folder, path));
    const kind = stats.isDirectory() ? 'folder' : 'file';
    return { path, mode: `${kind} ${(stats.mode & 0o777).toString(8)}` };
  });
}

/**
 * Makes a file or folder older than it is. The clock that counts is the file system's, which need not be
 * that of this process.
 */
export function age(path: string, milliseconds: number): void {
  const then = new Date(statSync(path).mtimeMs - milliseconds);
  utimesSync(path, then, then);
}
