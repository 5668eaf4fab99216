import { randomUUID } from 'node:crypto';
import { access, link, readdir, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PortaiError } from '../core/errors.ts';
import { nameOfFile } from '../files/file-name.ts';
import { accessing, codeOf } from '../files/failures.ts';
import { temporary } from '../files/leftovers.ts';
import { privateFolder } from '../files/private.ts';
import { readSettings } from './damage.ts';
import { globalFileName, isUnfinishedByConf } from './global-file.ts';
import {
  profileFileName,
  profileForm,
  profileName,
  type PlaneFields,
  type Profile,
} from './profile.ts';
import { profileText } from './profile-files.ts';
import { readProfileName } from './values.ts';

const earlierFile = 'settings.json';

/** The folder of credentials when settings were one file. */
const credentialsFolder = 'credentials';

export interface EarlierSettings {
  readonly current?: string | undefined;
  readonly profiles: readonly Profile[];
}

const earlierForm = (fields: PlaneFields) =>
  z.strictObject({
    version: z.literal(1),
    current: profileName().optional(),
    profiles: z
      .array(profileForm(fields).extend({ name: profileName() }))
      .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
        message: 'two profiles have the same name',
      }),
  });

/** Settings that stay where they are, since nothing can be written there. */
export interface Unmoved {
  readonly settings: EarlierSettings;
  /** Why they could not be moved. */
  readonly error: PortaiError;
}

/**
 * Profiles once shared one file, `settings.json`. Moves what is in it to where it belongs now: made
 * beside, in a folder of its own, and put in place by one rename. Of any number of processes that do
 * this at once one succeeds, and none sees half of it or brings back what was deleted since; one
 * that is killed leaves the old file for the next.
 *
 * @param dir the folder of settings
 * @param target the folder in it that holds the settings; where it exists, nothing is to be moved
 * @param profiles the folder of profiles in the target
 * @param fields what profiles hold for control planes
 */
export async function moveEarlierSettings(
  dir: string,
  target: string,
  profiles: string,
  fields: () => PlaneFields,
): Promise<Unmoved | undefined> {
  const files = privateFolder(dir);
  if (await exists(files.place(target))) return undefined;
  const text = await files.read(earlierFile);
  if (text === undefined) return undefined;
  const place = files.place(earlierFile);
  const hint = 'Mend it, or move it away and start anew with `portai profiles set`.';
  const settings = readSettings(text, earlierForm(fields()), place, hint);
  try {
    await accessing('move the settings in', place, async () => {
      await moveCredentials(join(dir, credentialsFolder));
      await putInPlace(dir, target, profiles, settings);
      await unlink(place).catch(ignoring('ENOENT'));
    });
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    return { settings, error };
  }
  await files.sweep('.', { isLeftover: isUnfinishedByConf });
  return undefined;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function putInPlace(
  dir: string,
  target: string,
  profiles: string,
  { current, profiles: all }: EarlierSettings,
): Promise<void> {
  const made = `${temporary}${randomUUID()}`;
  const files = privateFolder(dir);
  try {
    for (const each of all) {
      await files.write(join(made, profiles, profileFileName(each.name)), profileText(each));
    }
    const global = { version: 1, ...(current === undefined ? {} : { current }) };
    // Never removed again, so that the folder is not empty: an empty one could be replaced.
    await files.write(join(made, globalFileName), `${JSON.stringify(global, null, 2)}\n`);
    await rename(files.place(made), files.place(target));
  } catch (error) {
    if (!(await exists(files.place(target)))) throw error; // else another process was first
  } finally {
    await rm(files.place(made), { recursive: true, force: true });
  }
}

/** Names with capitals, and those of devices, have other files now. What is there already is newer. */
async function moveCredentials(folder: string): Promise<void> {
  for (const file of await readdir(folder).catch(() => [])) {
    const name = file.endsWith('.json') ? file.slice(0, -'.json'.length) : '';
    if ('problem' in readProfileName(name) || nameOfFile(name) !== undefined) continue;
    const now = join(folder, profileFileName(name));
    await link(join(folder, file), now).catch(ignoring('EEXIST', 'ENOENT'));
    await unlink(join(folder, file)).catch(ignoring('ENOENT'));
  }
}

/** Passes over a failure that says that another process has done it. */
function ignoring(...codes: readonly string[]): (error: unknown) => void {
  return (error) => {
    if (!codes.includes(codeOf(error))) throw error;
  };
}
