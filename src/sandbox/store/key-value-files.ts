import { join } from 'node:path';
import { fileNameOf, nameOfFile } from '../../files/file-name.ts';
import { privateFolder } from '../../files/private.ts';

/** Named texts in named groups: where the sandbox's state lies. Every operation is atomic. */
export interface KeyValueFiles {
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

/** State in a folder: one private file each, whole at any moment and shared by any number of processes. */
export function filesInFolder(folder: string): KeyValueFiles {
  const files = privateFolder(folder);
  const path = (group: string, name: string) => join(group, fileNameOf(name));
  return {
    place: (group, name) => files.place(path(group, name)),
    read: (group, name) => files.read(path(group, name)),
    write: (group, name, text) => files.write(path(group, name), text),
    create: (group, name, text) => files.create(path(group, name), text),
    remove: (group, name) => files.remove(path(group, name)),
    async list(group) {
      const found = await files.list(group);
      return found.flatMap((file) => (file.startsWith('.') ? [] : (nameOfFile(file) ?? [])));
    },
  };
}

/** State that ends with the process. */
export function filesInMemory(): KeyValueFiles {
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
