import { PortaiError, usageError } from '../domain/errors.ts';
import { didYouMean } from '../domain/nearest.ts';
import { mayBeRepeated, nameInWords } from '../domain/typed-text.ts';
import { profile, requireProfileName, type Profile, type ProfileValues } from './profile.ts';
import { namedProfile } from './resolve.ts';
import { settingsFile } from './settings-file.ts';
import type { Env, Flags } from './sources.ts';
import { defaultProfile } from './values.ts';

/** Values to write; `null` takes one out, and what is not mentioned or undefined stays. */
export type ProfileChange = {
  readonly [K in keyof ProfileValues]?: ProfileValues[K] | null;
};

/** The profiles of a settings folder. */
export interface Profiles {
  /** Sorted by name. */
  readonly list: () => Promise<readonly Profile[]>;
  readonly get: (name: string) => Promise<Profile | undefined>;
  /** The name that `use` wrote down. */
  readonly current: () => Promise<string | undefined>;
  /**
   * The profile that applies: the one a flag or a variable names, else the current one; undefined
   * when there is neither. ProfileNotFound when a name has no profile; "default" needs none.
   */
  readonly chosen: (flags: Flags, env: Env) => Promise<Profile | undefined>;
  /** Makes a profile the current one; ProfileNotFound unless it exists or is "default". */
  readonly use: (name: string) => Promise<void>;
  /** Creates or changes a profile. A new region replaces an address, and the other way round. */
  readonly set: (name: string, change: ProfileChange) => Promise<Profile>;
  /** False when there was none. A deleted profile is no longer the current one. */
  readonly delete: (name: string) => Promise<boolean>;
}

/** Opens the profiles of a folder. Nothing is read, loaded or created before the first call. */
export function openProfiles(dir: string): Profiles {
  const file = settingsFile(dir);
  return {
    list: async () => (await file.read()).profiles,
    get: async (name) => find((await file.read()).profiles, name),
    current: async () => (await file.read()).current,
    async chosen(flags, env) {
      const named = namedProfile(flags, env)?.value;
      const { profiles, current } = await file.read();
      const name = named ?? current ?? defaultProfile;
      const found = find(profiles, name);
      if (found || name === defaultProfile) return found;
      throw profileNotFound(name, profiles);
    },
    async use(name) {
      requireProfileName(name);
      return file.change((content) => {
        if (name !== defaultProfile && !find(content.profiles, name)) {
          throw profileNotFound(name, content.profiles);
        }
        return { content: { ...content, current: name }, result: undefined };
      });
    },
    async set(name, change) {
      requireProfileName(name);
      return file.change((content) => {
        const changed = changedProfile(find(content.profiles, name) ?? { name }, change);
        const profiles = [...without(content.profiles, name), changed].sort((a, b) =>
          a.name < b.name ? -1 : 1,
        );
        return { content: { ...content, profiles }, result: changed };
      });
    },
    delete: (name) =>
      file.change((content) => {
        const profiles = without(content.profiles, name);
        if (profiles.length === content.profiles.length) return { content, result: false };
        const { current, ...rest } = content;
        const kept = current === undefined || current === name ? {} : { current };
        return { content: { ...rest, ...kept, profiles }, result: true };
      }),
  };
}

function find(profiles: readonly Profile[], name: string): Profile | undefined {
  return profiles.find((each) => each.name === name);
}

function without(profiles: readonly Profile[], name: string): Profile[] {
  return profiles.filter((each) => each.name !== name);
}

/** Address and region say the same thing, so that giving one takes the other out. */
const rivals: Readonly<Record<string, string>> = { apiUrl: 'region', region: 'apiUrl' };

/** The profile that a change makes of another. InvalidSetting when a value cannot be used. */
export function changedProfile(before: Profile, change: ProfileChange): Profile {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const set = given.filter(([, value]) => value !== null);
  const gone = new Set([...given.map(([key]) => key), ...set.map(([key]) => rivals[key])]);
  const kept = Object.entries(before).filter(([key]) => !gone.has(key));
  const checked = profile.safeParse(Object.fromEntries([...kept, ...set]));
  if (checked.success) return checked.data;
  const problems = checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw usageError(problems.join('; '), { name: 'InvalidSetting' });
}

function profileNotFound(name: string, profiles: readonly Profile[]): PortaiError {
  const known = profiles.map((each) => each.name);
  const there = known.length > 0 ? `there are: ${known.join(', ')}.` : 'none are set up yet.';
  return new PortaiError({
    name: 'ProfileNotFound',
    message: `There is no profile ${mayBeRepeated(name, known) ? `"${name}"` : nameInWords(name)}; ${there}${didYouMean(name, known)}`,
    exit: 'notFound',
    next:
      known.length > 0
        ? [{ command: ['profiles', 'list'], why: 'shows the profiles and what they hold' }]
        : [
            {
              command: ['profiles', 'set', mayBeRepeated(name) ? name : '<name>'],
              why: 'creates the profile',
            },
          ],
  });
}
