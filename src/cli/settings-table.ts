import { candidates, type Flags, type Setting, type SettingsTable } from '../core/setting.ts';
import type { Env } from '../core/sources.ts';
import { allPlanes } from '../planes/index.ts';
import type { ProfileValues } from '../settings/profile.ts';
import { sharedProfileValues } from '../settings/resolve.ts';
import { sharedSettings } from '../settings/schema.ts';

/** A setting with the key under which flags and profiles hold it. */
export type KeyedSetting = Setting & { readonly key: string };

const keyed = (table: Readonly<Record<string, Setting>>): KeyedSetting[] =>
  Object.entries(table).map(([key, setting]) => ({ key, ...setting }));

/** The settings of the control planes. */
export const planeSettings: readonly KeyedSetting[] = allPlanes.flatMap(({ settings }) =>
  keyed(settings),
);

/** Every setting, those of the control planes first. */
export const allSettings: readonly KeyedSetting[] = [...planeSettings, ...keyed(sharedSettings)];

/** What the folder of settings holds for the control planes. */
export const planeFiles = {
  get fields() {
    return Object.fromEntries(
      allPlanes.flatMap(({ profileFields }) => Object.entries(profileFields())),
    );
  },
  rivals: Object.fromEntries(allPlanes.flatMap(({ rivals }) => Object.entries(rivals))),
  example: allPlanes[0].profileExample,
  credentialFolders: allPlanes.map(({ credentialsFolder }) => credentialsFolder),
};

/** For each thing that a profile says of a control plane, whether flags and variables say it. */
export function answeredWithoutProfile(
  settings: SettingsTable,
  answers: readonly (readonly string[])[],
  flags: Flags,
  env: Env,
): boolean[] {
  return answers.map((keys) =>
    keys.some((key) => candidates(settings, key, { flags, env }).length > 0),
  );
}

/** What the flags say, as a profile holds it. Throws on a value that cannot be used. */
export function profileValuesFrom(flags: Flags): ProfileValues {
  const ofPlanes = allPlanes.flatMap(({ profileValues }) =>
    Object.entries(profileValues({ flags, env: {} })),
  );
  return { ...Object.fromEntries(ofPlanes), ...sharedProfileValues(flags) };
}
