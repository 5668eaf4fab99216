import type { ParseResult } from '../core/origin.ts';
import { candidates, pick, take, type Flags, type SettingsInput } from '../core/setting.ts';
import type { Env, Sourced } from '../core/sources.ts';
import type { SharedValues } from './profile.ts';
import { sharedSettings } from './schema.ts';
import {
  defaultProfile,
  readPath,
  readProfileName,
  readRetries,
  readSandbox,
  readSwitch,
  readTimeout,
  type SandboxRole,
} from './values.ts';

/** The settings that do not belong to one control plane, each with its source. */
export interface Settings {
  readonly profile: Sourced<string>;
  readonly sandbox: Sourced<SandboxRole>;
  /** Seconds. */
  readonly timeout: Sourced<number>;
  readonly retries: Sourced<number>;
  readonly caFile: Sourced<string | undefined>;
  readonly noInput: Sourced<boolean>;
  readonly debug: Sourced<boolean>;
}

type SharedKey = keyof typeof sharedSettings;

/** The nearest value of a setting, else what holds without one. */
function nearestValue<T>(
  key: SharedKey,
  input: SettingsInput,
  read: (text: string) => ParseResult<T>,
  otherwise: T,
): Sourced<T> {
  return pick(candidates(sharedSettings, key, input), read, otherwise);
}

/** The profile that a flag or a variable names. Throws when it is no name at all. */
export function namedProfile(flags: Flags, env: Env): Sourced<string> | undefined {
  const nearest = candidates(sharedSettings, 'profile', { flags, env })[0];
  return nearest && take(nearest, readProfileName);
}

/**
 * All settings, each with its source: flag, then environment, then profile, then default. Throws a
 * usage error that names the flag, variable or profile whose value cannot be used.
 */
export function resolveSettings(input: SettingsInput): Settings {
  const { flags, env, profile } = input;
  return {
    profile:
      namedProfile(flags, env) ??
      (profile && profile.name !== defaultProfile
        ? { value: profile.name, source: { kind: 'current' } }
        : { value: defaultProfile, source: { kind: 'default' } }),
    sandbox: nearestValue('sandbox', input, readSandbox, false),
    timeout: nearestValue('timeout', input, readTimeout, 30),
    retries: nearestValue('retries', input, readRetries, 4),
    caFile: nearestValue<string | undefined>('caFile', input, readPath, undefined),
    noInput: nearestValue('noInput', input, readSwitch, false),
    debug: nearestValue('debug', input, readSwitch, false),
  };
}

/**
 * Whether the settings file has something to say. It has not when flags and variables answer all
 * that a profile could, or in the sandbox, which has its own address and credentials.
 *
 * @param answersOfPlane for each thing that a profile says of the plane in use, whether flags and variables say it
 */
export function needsProfile(flags: Flags, env: Env, answersOfPlane: readonly boolean[]): boolean {
  const input = { flags, env };
  if (namedProfile(flags, env)) return true;
  if (nearestValue('sandbox', input, readSandbox, false).value !== false) return false;
  const shared = (['timeout', 'retries', 'caFile'] as const).map(
    (key) => candidates(sharedSettings, key, input).length > 0,
  );
  return ![...answersOfPlane, ...shared].every(Boolean);
}

/** What the flags say, as a profile holds it. Throws on a value that cannot be used. */
export function sharedProfileValues(flags: Flags): SharedValues {
  const value = <T>(key: SharedKey, read: (text: string) => ParseResult<T>) =>
    nearestValue<T | undefined>(key, { flags, env: {} }, read, undefined).value;
  return {
    timeout: value('timeout', readTimeout),
    retries: value('retries', readRetries),
    caFile: value('caFile', readPath),
  };
}
