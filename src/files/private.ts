import { randomUUID } from 'node:crypto';
import { link, open, readdir, rename, unlink } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { PortaiError } from '../core/errors.ts';
import { appendOwnFile } from './append.ts';
import { accessing, codeOf } from './failures.ts';
import { makeFolder } from './folder.ts';
import { readOwnFile, requireOwnFolder } from './guard.ts';
import { sweep, temporary, type SweepOptions } from './leftovers.ts';
import { untilFree } from './until-free.ts';

/**
 * A folder of files that only their owner may read, one per thing. No locks: a file appears or
 * changes whole, through a link or a rename, so any number of processes may work at once and be
 * killed at any time. Paths are relative to the folder. It and the folders on the way to a file must
 * be this user's and closed to the writing of others, else nothing is read or written (UnsafeFile).
 * Other failures are FileAccess.
 */
export interface PrivateFolder {
  /** Where a file lies. */
  readonly place: (path: string) => string;
  /** The text of a file; undefined when there is none. What is not a private plain file is UnsafeFile. */
  readonly read: (path: string) => Promise<string | undefined>;
  /** Creates or replaces a file, mode 0600, its folder 0700. Readers see the old text or the new one. */
  readonly write: (path: string, text: string) => Promise<void>;
  /** Creates a file with its content in one step; false when it exists already, and then it is untouched. */
  readonly create: (path: string, text: string) => Promise<boolean>;
  /**
   * Adds a text to the end of a file in one write, mode 0600, its folder 0700. The texts of processes
   * that do so at once stand one after the other. False, and nothing is added, when it holds `full`
   * bytes or more already.
   */
  readonly append: (
    path: string,
    text: string,
    options?: { readonly full?: number },
  ) => Promise<boolean>;
  /** Removes a file, and what killed writers left beside it; false when there was none. */
  readonly remove: (path: string) => Promise<boolean>;
  /** Names in a folder in code point order, without unfinished files; none when it is absent. */
  readonly list: (path: string) => Promise<string[]>;
  /** Removes what killed writers left in a folder. */
  readonly sweep: (path: string, options?: SweepOptions) => Promise<void>;
}

/** Opens a folder of private files. Nothing is read or created before the first call. */
export function privateFolder(root: string): PrivateFolder {
  const place = (path: string) => join(root, path);

  /** The folder and all below it, down to the one that holds the path. */
  const requireOwn = async (path: string) => {
    const steps = relative(root, dirname(place(path)))
      .split(sep)
      .filter(Boolean);
    const folders = steps.map((_, index) => join(root, ...steps.slice(0, index + 1)));
    for (const folder of [root, ...folders]) await requireOwnFolder(folder);
  };
  const writing = <T>(path: string, step: () => Promise<T>) =>
    accessing('write', place(path), async () => {
      await requireOwn(path);
      return step();
    });

  return {
    place,
    async read(path) {
      try {
        return await accessing('read', place(path), async () => {
          await requireOwn(path);
          return readOwnFile(place(path));
        });
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    write: (path, text) =>
      writing(path, () =>
        throughTemporary(place(path), text, (fresh) => untilFree(() => rename(fresh, place(path)))),
      ),
    create: (path, text) =>
      writing(path, () =>
        throughTemporary(place(path), text, async (fresh) => {
          try {
            await link(fresh, place(path));
            return true;
          } catch (error) {
            if (codeOf(error) === 'EEXIST') return false;
            throw error;
          }
        }),
      ),
    append: (path, text, { full = Number.POSITIVE_INFINITY } = {}) =>
      writing(path, async () => {
        await makeFolder(dirname(place(path)));
        return appendOwnFile(place(path), text, full);
      }),
    remove: (path) =>
      accessing('remove', place(path), async () => {
        try {
          await untilFree(() => unlink(place(path)));
          return true;
        } catch (error) {
          if (codeOf(error) === 'ENOENT') return false;
          throw error;
        } finally {
          await sweep(dirname(place(path)));
        }
      }),
    list: (path) =>
      accessing('list', place(path), async () => {
        try {
          await requireOwn(join(path, 'any'));
          const names = await readdir(place(path));
          return names
            .filter((name) => !name.startsWith(temporary))
            .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        } catch (error) {
          if (codeOf(error) === 'ENOENT') return [];
          throw error;
        }
      }),
    sweep: (path, options) => sweep(place(path), options),
  };
}

function isAbsent(error: unknown): boolean {
  return error instanceof PortaiError && error.failure.details?.['code'] === 'ENOENT';
}

/** Writes a temporary file beside the target and hands it to `step`; it is gone afterwards. */
async function throughTemporary<T>(
  path: string,
  text: string,
  step: (temporaryPath: string) => Promise<T>,
): Promise<T> {
  const folder = dirname(path);
  await makeFolder(folder);
  const fresh = join(folder, `${temporary}${randomUUID()}`);
  try {
    const file = await open(fresh, 'wx', 0o600);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await sweep(folder, { fresh });
    return await step(fresh);
  } finally {
    await unlink(fresh).catch(() => undefined);
  }
}
