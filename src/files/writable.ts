import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PortaiError } from '../core/errors.ts';
import { codeOf, fileAccess } from './failures.ts';

/**
 * Says why nothing can be written in a folder, without writing anything: a FileAccess error, or
 * undefined where nothing speaks against it. A folder that is not there yet is looked at where it would
 * be made.
 */
export async function problemInWriting(folder: string): Promise<PortaiError | undefined> {
  try {
    const found = await stat(folder);
    if (!found.isDirectory()) {
      return fileAccess('write to', folder, undefined, { '': 'it is a file, not a folder' });
    }
    await access(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    const above = dirname(folder);
    if (codeOf(error) === 'ENOENT' && above !== folder) return problemInWriting(above);
    return fileAccess('write to', folder, error);
  }
}
