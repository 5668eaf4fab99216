import { join } from 'node:path';
import { z } from 'zod';
import { once } from '../core/once.ts';
import { privateFolder } from '../files/private.ts';
import { readSettings } from './damage.ts';
import {
  profileFileName,
  profileForm,
  profileNamesIn,
  type PlaneFields,
  type Profile,
} from './profile.ts';

/**
 * The settings of profiles, a file each: processes that change different profiles never touch the
 * same file, and a damaged one stops nobody who uses another.
 */
export interface ProfileFiles {
  readonly names: () => Promise<readonly string[]>;
  readonly read: (name: string) => Promise<Profile | undefined>;
  readonly write: (profile: Profile) => Promise<void>;
  /** False when there was none. */
  readonly remove: (name: string) => Promise<boolean>;
}

/** A profile as its file holds it; its name is the file's. */
export function profileText({ name: _, ...values }: Profile): string {
  return `${JSON.stringify({ version: 1, ...values }, null, 2)}\n`;
}

/** The profiles in a folder below the folder of settings; the fields are asked for by the first file. */
export function profileFiles(dir: string, folder: string, fields: () => PlaneFields): ProfileFiles {
  const form = once(() => profileForm(fields()).extend({ version: z.literal(1) }));
  const files = privateFolder(dir);
  const pathOf = (name: string) => join(folder, profileFileName(name));
  return {
    names: async () => profileNamesIn(await files.list(folder)),
    async read(name) {
      const text = await files.read(pathOf(name));
      if (text === undefined) return undefined;
      const hint = `Mend it, or remove it: portai profiles delete ${name}`;
      const { version: _, ...values } = readSettings(text, form(), files.place(pathOf(name)), hint);
      return { name, ...values };
    },
    write: (changed) => files.write(pathOf(changed.name), profileText(changed)),
    remove: (name) => files.remove(pathOf(name)),
  };
}
