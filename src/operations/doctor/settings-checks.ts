import type { Failure } from '../../core/errors.ts';
import type { ShadowedSetting } from '../../core/setting.ts';
import { describeSource, type Sourced } from '../../core/sources.ts';
import type { LookedUp } from './looked-up.ts';
import type { ExaminedCheck } from './report.ts';
import { failed, passed, skipped, warned, type CheckName } from './verdicts.ts';
import { failureIn, seenIn } from './looked-up.ts';

/** The settings of a run, each with its source. */
export interface SettingsInUse {
  readonly profile: Sourced<string>;
  /** Seconds. */
  readonly timeout: Sourced<number>;
  readonly retries: Sourced<number>;
  readonly caFile: Sourced<string | undefined>;
  readonly sandbox: Sourced<false | 'admin' | 'member'>;
}

/** What was looked up of settings. */
export interface SettingsFacts {
  /** The profile that is meant, whether it can be read or not. */
  readonly profile: string;
  readonly settings: LookedUp<SettingsInUse>;
  readonly address: LookedUp<Sourced<string>>;
  readonly folder: LookedUp<SettingsFolder>;
  readonly hidden: readonly ShadowedSetting[];
}

/** The folder of settings and credentials. */
export interface SettingsFolder {
  readonly path: string;
  /** Why nothing can be written there, if so. */
  readonly unwritable?: Failure | undefined;
}

const named = (id: string, title: string): CheckName => ({ area: 'settings', id, title });

/** Says where each setting comes from, and what cannot be used. */
export function settingsChecks(facts: SettingsFacts): ExaminedCheck[] {
  const { profile, settings, address, folder, hidden } = facts;
  const about = { profile, address: seenIn(address) };
  const unread = failureIn(settings);
  const read = seenIn(settings);
  const badAddress = failureIn(address);
  const place = seenIn(address);
  return [
    ...(unread ? [failed(named('settings', 'Settings'), unread, about)] : []),
    ...(read ? [passed(named('profile', 'Profile'), sourced(read.profile))] : []),
    ...(place ? [addressCheck(place, read)] : []),
    // What stops all settings stops the address as well, and is said once.
    ...(badAddress && !unread ? [failed(named('address', 'Address'), badAddress, about)] : []),
    ...(read ? ofSettings(read) : []),
    ...folderChecks(folder, about),
    ...hidden.map(hiddenCheck),
  ];
}

function addressCheck(
  address: Sourced<string>,
  settings: SettingsInUse | undefined,
): ExaminedCheck {
  const name = named('address', 'Address');
  return settings && settings.sandbox.value !== false
    ? skipped(name, 'the sandbox is in its place')
    : passed(name, sourced(address));
}

function ofSettings({ timeout, retries, caFile, sandbox }: SettingsInUse): ExaminedCheck[] {
  const ca = named('ca-file', 'CA file');
  const local = named('sandbox', 'Sandbox');
  return [
    passed(named('timeout', 'Timeout'), sourced({ ...timeout, value: `${timeout.value} s` })),
    passed(named('retries', 'Retries'), sourced(retries)),
    caFile.value === undefined
      ? skipped(ca, 'none given')
      : passed(ca, sourced({ ...caFile, value: caFile.value })),
    sandbox.value === false
      ? skipped(local, 'not used')
      : passed(local, sourced({ ...sandbox, value: `in use, as ${sandbox.value}` })),
  ];
}

function folderChecks(
  folder: LookedUp<SettingsFolder>,
  about: Parameters<typeof failed>[2],
): ExaminedCheck[] {
  const name = named('folder', 'Settings folder');
  const unknown = failureIn(folder);
  if (unknown) return [failed(name, unknown, about)];
  const found = seenIn(folder);
  if (!found) return [];
  return [found.unwritable ? failed(name, found.unwritable, about) : passed(name, found.path)];
}

const sourced = ({ value, source }: Sourced<string | number>) =>
  `${value} (${describeSource(source)})`;

function hiddenCheck({ key, by, hidden }: ShadowedSetting): ExaminedCheck {
  const [winner, loser] = [describeSource(by), describeSource(hidden)];
  const what = hidden.kind === 'profile' ? `${key} of ${loser}` : loser;
  return warned(
    named(`hidden-${key}`, 'Hidden value'),
    `${winner} is set and goes before ${what}`,
    {
      fix: `Unset ${winner} to use the other.`,
      next: [{ command: ['help', 'environment'], why: 'each setting, its flag and variable' }],
    },
  );
}
