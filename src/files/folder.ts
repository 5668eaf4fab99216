import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, fileAccess } from './failures.ts';

/**
 * Creates a folder, and those above it that are missing, with mode 0700. Node's recursive mkdir never
 * returns where a folder exists that takes no others (as /proc does), so each is made by itself.
 */
export async function makeFolder(folder: string): Promise<void> {
  const missing = await made(folder);
  if (missing === undefined) return;
  const above = dirname(folder);
  if (above !== folder) await makeFolder(above);
  const still = await made(folder);
  if (still === undefined) return;
  throw fileAccess('create', folder, still, { ENOENT: 'no folder can be made there' });
}

/** Makes one folder; what stands in the way when a folder above it is missing, else nothing. */
async function made(folder: string): Promise<unknown> {
  try {
    await mkdir(folder, { mode: 0o700 });
    return undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return error;
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory()) return undefined;
    throw error;
  }
}
