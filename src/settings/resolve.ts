import type { ProfileValues } from './profile.ts';
import type { SettingKey } from './schema.ts';
import {
  candidates,
  pick,
  take,
  type Env,
  type Flags,
  type SettingsInput,
  type Sourced,
} from './sources.ts';
import {
  defaultProfile,
  readOrigin,
  readPath,
  readProfileName,
  readRegion,
  readRetries,
  readSandbox,
  readSwitch,
  readTimeout,
  regionOrigins,
  type Reading,
  type SandboxRole,
} from './values.ts';

export interface Settings {
  /** Scheme and host of Port's API, without a path. */
  readonly origin: Sourced<string>;
  readonly profile: Sourced<string>;
  readonly sandbox: Sourced<SandboxRole>;
  /** Seconds. */
  readonly timeout: Sourced<number>;
  readonly retries: Sourced<number>;
  readonly caFile: Sourced<string | undefined>;
  readonly noInput: Sourced<boolean>;
  readonly debug: Sourced<boolean>;
}

/** Address and region say the same thing: the nearer source wins, and at one source the address. */
function pickOrigin(input: SettingsInput): Sourced<string> {
  const said = [...candidates('apiUrl', input), ...candidates('region', input)];
  const nearest = (['flag', 'environment', 'profile'] as const)
    .map((kind) => said.find(({ source }) => source.kind === kind))
    .find((each) => each !== undefined);
  if (!nearest) return { value: regionOrigins.eu, source: { kind: 'default' } };
  if (nearest.key === 'apiUrl') return take(nearest, readOrigin);
  const { value, source } = take(nearest, readRegion);
  return { value: regionOrigins[value], source };
}

/** The profile that a flag or a variable names. Throws when it is no name at all. */
export function namedProfile(flags: Flags, env: Env): Sourced<string> | undefined {
  const nearest = candidates('profile', { flags, env })[0];
  return nearest && take(nearest, readProfileName);
}

/**
 * All settings, each with its source: flag, then environment, then profile, then default. Throws a
 * usage error that names the flag, variable or profile whose value cannot be used.
 */
export function resolveSettings(input: SettingsInput): Settings {
  const { flags, env, profile } = input;
  return {
    origin: pickOrigin(input),
    profile:
      namedProfile(flags, env) ??
      (profile && profile.name !== defaultProfile
        ? { value: profile.name, source: { kind: 'current' } }
        : { value: defaultProfile, source: { kind: 'default' } }),
    sandbox: pick('sandbox', input, readSandbox, false),
    timeout: pick('timeout', input, readTimeout, 30),
    retries: pick('retries', input, readRetries, 4),
    caFile: pick<string | undefined>('caFile', input, readPath, undefined),
    noInput: pick('noInput', input, readSwitch, false),
    debug: pick('debug', input, readSwitch, false),
  };
}

/**
 * Whether the settings file has something to say. It has not when flags and variables answer all
 * that a profile could, or in the sandbox, which has its own address and credentials.
 */
export function needsProfile(flags: Flags, env: Env): boolean {
  const input = { flags, env };
  if (namedProfile(flags, env)) return true;
  if (pick('sandbox', input, readSandbox, false).value !== false) return false;
  const answers: readonly (readonly SettingKey[])[] = [
    ['apiUrl', 'region'],
    ['accessToken', 'clientId'],
    ['timeout'],
    ['retries'],
    ['caFile'],
  ];
  return !answers.every((keys) => keys.some((key) => candidates(key, input).length > 0));
}

/** What the flags say, as a profile holds it. Throws on a value that cannot be used. */
export function profileValuesFrom(flags: Flags): ProfileValues {
  const value = <T>(key: SettingKey, read: (text: string) => Reading<T>) =>
    pick<T | undefined>(key, { flags, env: {} }, read, undefined).value;
  return {
    apiUrl: value('apiUrl', readOrigin),
    region: value('region', readRegion),
    timeout: value('timeout', readTimeout),
    retries: value('retries', readRetries),
    caFile: value('caFile', readPath),
  };
}
