import { join } from 'node:path';
import type { PortaiError } from '../core/errors.ts';
import { didYouMean } from '../core/text/nearest.ts';
import { mayBeRepeated, nameInWords } from '../core/text/typed-names.ts';
import { profilesWithCredentials } from './credentials.ts';
import { moveEarlierSettings, type Unmoved } from './earlier-settings.ts';
import { globalFile } from './global-file.ts';
import {
  profileForm,
  requireProfileName,
  type PlaneFields,
  type Profile,
  type ProfileValues,
} from './profile.ts';
import { profileFiles, type ProfileFiles } from './profile-files.ts';
import { namedProfile } from './resolve.ts';
import type { Flags } from '../core/setting.ts';
import type { Env } from '../core/sources.ts';
import { defaultProfile } from './values.ts';
import { fail } from '../core/fail.ts';

/** Values to write; `null` takes one out, and what is not mentioned or undefined stays. */
export type ProfileChange = {
  readonly [K in keyof ProfileValues]?: ProfileValues[K] | null;
};

/** The profiles of a settings folder. One is there when settings or credentials are stored for it. */
export interface Profiles {
  /** Sorted by name. */
  readonly list: () => Promise<readonly Profile[]>;
  /** Its settings; undefined when none are stored. */
  readonly get: (name: string) => Promise<Profile | undefined>;
  /** Whether settings are stored for it, usable or not. */
  readonly hasSettings: (name: string) => Promise<boolean>;
  /** The name that `use` wrote down. */
  readonly current: () => Promise<string | undefined>;
  /**
   * The profile that applies: the one a flag or a variable names, else the current one; undefined
   * when there is neither. ProfileNotFound when a name has no profile; "default" needs none.
   */
  readonly chosen: (flags: Flags, env: Env) => Promise<Profile | undefined>;
  /** The name of that profile, for what must work whatever its settings are. */
  readonly chosenName: (flags: Flags, env: Env) => Promise<string>;
  /** Makes a profile the current one; ProfileNotFound unless it exists or is "default". */
  readonly use: (name: string) => Promise<void>;
  /** Creates or changes a profile. What says the same in another way is taken out. */
  readonly set: (name: string, change: ProfileChange) => Promise<Profile>;
  /** False when there was none. A deleted profile is no longer the current one. */
  readonly delete: (name: string) => Promise<boolean>;
}

const folder = 'settings';
const profilesFolder = 'profiles';

/** What the folder of settings holds for control planes. */
export interface PlaneFiles {
  /** What a profile may hold for them. */
  readonly fields: PlaneFields;
  /** Settings that say the same thing, so that giving one takes the other out. */
  readonly rivals: Readonly<Record<string, string>>;
  /** A flag with its value that a profile may hold: without one there would be nothing to create. */
  readonly example: readonly string[];
  /** The folders of their credentials: a profile is there when there are any for it. */
  readonly credentialFolders: readonly string[];
}

/** Opens the profiles of a folder. Nothing is read, loaded or created before the first call. */
export function openProfiles(dir: string, planes: PlaneFiles): Profiles {
  const global = globalFile(dir, folder);
  const fields = () => planes.fields;
  const files = profileFiles(dir, join(folder, profilesFolder), fields);
  let opened: Promise<ProfileSource> | undefined;
  const stored = () =>
    (opened ??= moveEarlierSettings(dir, folder, profilesFolder, fields).then((unmoved) =>
      unmoved
        ? readOnly(unmoved)
        : { ...files, current: async () => (await global.read()).current },
    ));

  const names = async () => {
    const set = await (await stored()).names();
    const withCredentials = planes.credentialFolders.map((each) =>
      profilesWithCredentials(dir, each),
    );
    const signedIn = (await Promise.all(withCredentials)).flat();
    // "default" is there anyway.
    const found = new Set([...set, ...signedIn.filter((name) => name !== defaultProfile)]);
    return [...found].sort((a, b) => (a < b ? -1 : 1));
  };
  const get = async (name: string) => (await stored()).read(name);
  const current = async () => (await stored()).current();
  const requireExisting = async (name: string) => {
    if (name === defaultProfile) return;
    const known = await names();
    if (!known.includes(name)) throw profileNotFound(name, known, planes.example);
  };
  const nameFor = async (flags: Flags, env: Env) =>
    namedProfile(flags, env)?.value ?? (await current()) ?? defaultProfile;

  return {
    get,
    current,
    list: async () =>
      Promise.all((await names()).map(async (name) => (await get(name)) ?? { name })),
    hasSettings: async (name) => (await (await stored()).names()).includes(name),
    async chosen(flags, env) {
      const name = await nameFor(flags, env);
      const found = await get(name);
      if (found || name === defaultProfile) return found;
      await requireExisting(name);
      return { name };
    },
    async chosenName(flags, env) {
      const name = await nameFor(flags, env);
      await requireExisting(name);
      return name;
    },
    async use(name) {
      requireProfileName(name);
      await requireExisting(name);
      (await stored()).requireWritable?.();
      await global.write({ version: 1, current: name });
    },
    async set(name, change) {
      requireProfileName(name);
      const changed = changedProfile(planes, (await get(name)) ?? { name }, change);
      (await stored()).requireWritable?.();
      await files.write(changed);
      return changed;
    },
    async delete(name) {
      (await stored()).requireWritable?.();
      // Before the file: a current profile that is not there would stop every command.
      if ((await current()) === name) await global.write({ version: 1 });
      return files.remove(name);
    },
  };
}

/** Where profiles are read from. */
interface ProfileSource extends Pick<ProfileFiles, 'names' | 'read'> {
  readonly current: () => Promise<string | undefined>;
  /** Throws where nothing can be written; absent where it can. */
  readonly requireWritable?: () => void;
}

/** What an earlier version wrote, in a folder that cannot be changed. */
function readOnly({ settings: { profiles, current }, error }: Unmoved): ProfileSource {
  return {
    names: () => Promise.resolve(profiles.map(({ name }) => name)),
    read: (name) => Promise.resolve(profiles.find((each) => each.name === name)),
    current: () => Promise.resolve(current),
    requireWritable: () => {
      throw error;
    },
  };
}

/** The profile that a change makes of another. InvalidSetting when a value cannot be used. */
export function changedProfile(
  { fields, rivals }: Pick<PlaneFiles, 'fields' | 'rivals'>,
  { name, ...before }: Profile,
  change: ProfileChange,
): Profile {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const set = given.filter(([, value]) => value !== null);
  const gone = new Set([...given.map(([key]) => key), ...set.map(([key]) => rivals[key])]);
  const kept = Object.entries(before).filter(([key]) => !gone.has(key));
  const checked = profileForm(fields).safeParse(Object.fromEntries([...kept, ...set]));
  if (checked.success) return { name, ...checked.data };
  const problems = checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw fail('InvalidSetting', problems.join('; '));
}

function profileNotFound(
  name: string,
  known: readonly string[],
  example: readonly string[],
): PortaiError {
  const there = known.length > 0 ? `there are: ${known.join(', ')}.` : 'none are set up yet.';
  return fail(
    'ProfileNotFound',
    `There is no profile ${mayBeRepeated(name, known) ? `"${name}"` : nameInWords(name)}; ${there}${didYouMean(name, known)}`,
    {
      next:
        known.length > 0
          ? [{ command: ['profiles', 'list'], why: 'shows the profiles and what they hold' }]
          : [
              {
                command: ['profiles', 'set', mayBeRepeated(name) ? name : '<name>', ...example],
                why: 'creates the profile',
              },
            ],
    },
  );
}
