import { dirname, join } from 'node:path';
import { z } from 'zod';
import { once } from '../core/once.ts';
import { accessing } from '../files/failures.ts';
import { makeFolder } from '../files/folder.ts';
import { privateFolder } from '../files/private.ts';
import { readSettings } from './damage.ts';
import { profileName } from './profile.ts';

const form = once(() =>
  z.strictObject({
    version: z.literal(1),
    /** The profile that is used when none is named. */
    current: profileName().optional(),
  }),
);

/** What is one for all profiles. */
export type GlobalSettings = Readonly<z.infer<ReturnType<typeof form>>>;

export const globalFileName = 'global.json';

/** How conf names a file that it has not finished. */
const unfinished = /^(?:settings|global)\.json\.tmp-/;

/** Whether a writer that was killed left a file of this name beside the global settings. */
export function isUnfinishedByConf(name: string): boolean {
  return unfinished.test(name);
}

/** `global.json` in a folder below the folder of settings. */
export interface GlobalFile {
  readonly read: () => Promise<GlobalSettings>;
  readonly write: (settings: GlobalSettings) => Promise<void>;
}

/**
 * Every command reads this file, and reads it guarded. conf writes it, and is loaded for that alone:
 * loading it costs a fifth of what a command takes.
 */
export function globalFile(dir: string, folder: string): GlobalFile {
  const files = privateFolder(dir);
  const path = join(folder, globalFileName);
  const place = files.place(path);
  const parse = (text: string) => readSettings(text, form(), place, 'Mend it, or remove it.');
  const read = async (): Promise<GlobalSettings> => {
    const text = await files.read(path);
    return text === undefined ? { version: 1 } : parse(text);
  };
  return {
    read,
    async write(settings) {
      await read(); // what may not be read is not replaced
      await accessing('write', place, async () => {
        await makeFolder(dirname(place));
        const { default: Conf } = await import('conf');
        const conf = new Conf<GlobalSettings>({
          cwd: dirname(place),
          configName: 'global',
          fileExtension: 'json',
          configFileMode: 0o600,
          projectSuffix: '',
          clearInvalidConfig: false,
          accessPropertiesByDotNotation: false,
          deserialize: parse,
        });
        conf.store = settings;
        await files.sweep(folder, { fresh: place, isLeftover: isUnfinishedByConf });
      });
    },
  };
}
