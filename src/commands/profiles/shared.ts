import { z } from 'zod';
import { once } from '../../core/once.ts';
import type { Context } from '../../cli/context.ts';
import type { Profile } from '../../settings/profile.ts';
import { namedProfile } from '../../settings/resolve.ts';
import { settingFlags } from '../../cli/globals.ts';
import { allSettings } from '../../cli/settings-table.ts';
import { allPlanes } from '../../planes/index.ts';
import { defaultProfile, readProfileName } from '../../settings/values.ts';
import type { PlaneView, ProfileView } from '../../ui/render/profiles.ts';
import { storedFor } from '../auth/stored.ts';

/** The argument that names a profile. */
export const nameArgument = once(() =>
  z.string().superRefine((name, issues) => {
    const reading = readProfileName(name);
    if ('problem' in reading) issues.addIssue({ code: 'custom', message: reading.problem });
  }),
);

/** The name of the profile that commands use now: from a flag, a variable, `profiles use`, or none of them. */
export async function nameInUse({ profiles, globals, runtime }: Context): Promise<string> {
  const named = namedProfile(settingFlags(globals), runtime.env)?.value;
  return named ?? (await (await profiles()).current()) ?? defaultProfile;
}

/** The profile of that name; "default" without settings is an empty one. ProfileNotFound for others. */
export async function existing({ profiles }: Context, name: string): Promise<Profile> {
  return (await (await profiles()).chosen({ profile: name }, {})) ?? { name };
}

/** A profile with where it leads and what is stored for it. */
export async function viewOf(
  context: Context,
  profile: Profile,
  inUse: string,
): Promise<ProfileView> {
  const { name, ...values } = profile;
  const input = { flags: {}, env: {}, profile };
  const views = allPlanes.map(async (plane): Promise<[string, PlaneView]> => {
    const address = plane.address(input).value;
    const { origin } = new URL(address);
    const credentials = (await storedFor(context, plane, name)) ?? null;
    return [plane.id, { address, origin, credentials }];
  });
  const planes = Object.fromEntries(await Promise.all(views));
  return { name, current: name === inUse, planes, settings: values };
}

/** The settings that a profile may hold: their key, the word that names them, and their flag. */
export const profileSettings: readonly {
  readonly key: string;
  readonly word: string;
  readonly flag: string;
  readonly help: string;
}[] = allSettings.flatMap(({ key, flag, description, inProfile }) =>
  inProfile === undefined || flag === undefined
    ? []
    : [
        {
          key,
          word: key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
          flag: flag.split(' ')[0] ?? flag,
          help: `${flag.padEnd(21)} ${description}`,
        },
      ],
);
