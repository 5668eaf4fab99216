import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { codeOf, fileAccess, notAPlainFile } from './failures.ts';
import { requirePrivate } from './guard.ts';

/**
 * Adds a text to the end of a private file in one write, so that the texts of several processes never
 * mix; makes the file, mode 0600, where there is none. What is not a private plain file is UnsafeFile.
 *
 * @param full bytes from which on nothing is added
 * @returns whether it was added
 */
export async function appendOwnFile(path: string, text: string, full: number): Promise<boolean> {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
  const flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK;
  const file = await open(path, flags, 0o600).catch((error: unknown) => {
    // A pipe that nobody reads refuses to be opened for writing.
    throw ['ELOOP', 'ENXIO'].includes(codeOf(error)) ? notAPlainFile(path) : error;
  });
  try {
    const found = await file.stat();
    if (!found.isFile()) throw notAPlainFile(path);
    requirePrivate(path, found);
    if (found.size >= full) return false;
    const bytes = Buffer.from(text, 'utf8');
    const { bytesWritten } = await file.write(bytes);
    if (bytesWritten < bytes.length) {
      throw fileAccess('write', path, Object.assign(new Error('cut off'), { code: 'ENOSPC' }));
    }
    return true;
  } finally {
    await file.close();
  }
}
