import { join } from 'node:path';
import {
  createPrivate,
  listPrivate,
  readPrivate,
  removePrivate,
  writePrivate,
} from '../files/private.ts';

/** Named texts in named groups: where the sandbox's state lies. Every operation is atomic. */
export interface Drawer {
  read(group: string, name: string): Promise<string | undefined>;
  write(group: string, name: string, text: string): Promise<void>;
  /** False when there is one already. */
  create(group: string, name: string, text: string): Promise<boolean>;
  /** False when there was none. */
  remove(group: string, name: string): Promise<boolean>;
  list(group: string): Promise<string[]>;
  /** Where a text lies, for messages. */
  place(group: string, name: string): string;
}

/**
 * The file of a name. Some file systems take `Key` and `key` for one file; here "+" switches between
 * lower and upper case, so that `OPENAI_KEY` is `+openai_key` and no two names share a file.
 */
function fileName(name: string): string {
  let upper = false;
  let file = '';
  for (const letter of name) {
    if (/[A-Za-z]/.test(letter) && /[A-Z]/.test(letter) !== upper) {
      upper = !upper;
      file += '+';
    }
    file += letter.toLowerCase();
  }
  return file;
}

/** The name of a file; undefined for files that are not ours, such as those of a file browser. */
function nameOf(file: string): string | undefined {
  const name = file
    .split('+')
    .map((run, index) => (index % 2 === 0 ? run : run.toUpperCase()))
    .join('');
  return fileName(name) === file ? name : undefined;
}

/** State in a folder: one private file each, whole at any moment and shared by any number of processes. */
export function folderDrawer(folder: string): Drawer {
  const place = (group: string, name: string) => join(folder, group, fileName(name));
  return {
    place,
    read: (group, name) => readPrivate(place(group, name)),
    write: (group, name, text) => writePrivate(place(group, name), text),
    create: (group, name, text) => createPrivate(place(group, name), text),
    remove: (group, name) => removePrivate(place(group, name)),
    async list(group) {
      const files = await listPrivate(join(folder, group));
      return files.flatMap((file) => (file.startsWith('.') ? [] : (nameOf(file) ?? [])));
    },
  };
}

/** State that ends with the process. */
export function memoryDrawer(): Drawer {
  const texts = new Map<string, Map<string, string>>();
  const groupOf = (group: string) => {
    const found = texts.get(group) ?? new Map<string, string>();
    texts.set(group, found);
    return found;
  };
  return {
    place: (group, name) => `${group}/${name} in memory`,
    read: (group, name) => Promise.resolve(groupOf(group).get(name)),
    write(group, name, text) {
      groupOf(group).set(name, text);
      return Promise.resolve();
    },
    create(group, name, text) {
      const free = !groupOf(group).has(name);
      if (free) groupOf(group).set(name, text);
      return Promise.resolve(free);
    },
    remove: (group, name) => Promise.resolve(groupOf(group).delete(name)),
    list: (group) => Promise.resolve([...groupOf(group).keys()]),
  };
}
