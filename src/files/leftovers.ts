import { randomUUID } from 'node:crypto';
import { open, readdir, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What unfinished files begin with. */
export const temporary = '.tmp-';

/** Writing takes moments: what is a minute old was left by a writer that was killed. */
const abandonedAfterMs = 60_000;

const isUnfinished = (name: string) => name.startsWith(temporary);

/**
 * Removes what killed writers left in a folder. Age is measured against a file made just now, since
 * the clock of the folder's machine may not be ours. Never rejects: it is not what anybody asked for.
 *
 * @param fresh a file made just now, where there is one
 * @param isLeftover names that are left-overs besides unfinished files
 */
export async function sweep(
  folder: string,
  { fresh, isLeftover = isUnfinished }: SweepOptions = {},
): Promise<void> {
  try {
    const names = (await readdir(folder)).filter((name) => isUnfinished(name) || isLeftover(name));
    const left = names.map((name) => join(folder, name)).filter((path) => path !== fresh);
    if (left.length === 0) return;
    const now = fresh === undefined ? await timeIn(folder) : (await stat(fresh)).mtimeMs;
    for (const path of left) {
      const old = await stat(path).catch(() => undefined);
      if (old && now - old.mtimeMs > abandonedAfterMs) {
        await rm(path, { recursive: true, force: true }).catch(() => undefined);
      }
    }
  } catch {
    // A folder that is absent or cannot be changed keeps what it holds.
  }
}

export interface SweepOptions {
  readonly fresh?: string;
  readonly isLeftover?: (name: string) => boolean;
}

/** What time it is for the files of a folder. */
async function timeIn(folder: string): Promise<number> {
  const path = join(folder, `${temporary}${randomUUID()}`);
  const file = await open(path, 'wx', 0o600);
  try {
    return (await file.stat()).mtimeMs;
  } finally {
    await file.close();
    await unlink(path);
  }
}
