import type { Profile } from './profile.ts';
import { settingsTable, type Setting, type SettingKey } from './schema.ts';
import type { Reading } from './values.ts';
import { fail } from '../core/fail.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** What the command line gave, by setting; switches as booleans. */
export type Flags = Readonly<Partial<Record<SettingKey, Given>>>;

type Given = string | number | boolean | undefined;

export type Source =
  | { readonly kind: 'flag'; readonly name: string }
  | { readonly kind: 'environment'; readonly name: string }
  | { readonly kind: 'profile'; readonly name: string }
  /** What `portai profiles use` wrote down. */
  | { readonly kind: 'current' }
  | { readonly kind: 'default' };

/** A value, and who said so. */
export interface Sourced<T> {
  readonly value: T;
  readonly source: Source;
}

/** Where settings come from, nearest first. The profile is the chosen one, if there is one. */
export interface SettingsInput {
  readonly flags: Flags;
  readonly env: Env;
  readonly profile?: Profile | undefined;
}

/** A text that somebody gave for a setting. */
export type Candidate = Sourced<string> & { readonly key: SettingKey };

/** How a person names the source: `--region`, `PORT_REGION`, `profile "prod"`, `default`. */
export function describeSource(source: Source): string {
  switch (source.kind) {
    case 'flag':
    case 'environment':
      return source.name;
    case 'profile':
      return `profile "${source.name}"`;
    case 'current':
      return 'portai profiles use';
    case 'default':
      return 'default';
  }
}

/** A variable without the blanks around it; undefined when nothing is left. */
export function variable(env: Env, name: string): string | undefined {
  const text = env[name]?.trim();
  return text === '' ? undefined : text;
}

/** Everything that was said about a setting, nearest first. Empty variables say nothing. */
export function candidates(key: SettingKey, { flags, env, profile }: SettingsInput): Candidate[] {
  const { flag, env: variables }: Setting = settingsTable[key];
  const held: Flags = profile ?? {};
  const said: [Given, Source][] = [
    [flags[key], { kind: 'flag', name: flag?.split(' ')[0] ?? key }],
    ...variables.map((name): [Given, Source] => [
      variable(env, name),
      { kind: 'environment', name },
    ]),
    [held[key], { kind: 'profile', name: profile?.name ?? '' }],
  ];
  return said.flatMap(([value, source]) =>
    value === undefined ? [] : [{ key, value: String(value), source }],
  );
}

/** Reads a text, or throws a usage error that names its source and never repeats the text. */
export function take<T>(candidate: Candidate, read: (text: string) => Reading<T>): Sourced<T> {
  const { key, value, source } = candidate;
  const reading = read(value);
  if ('value' in reading) return { value: reading.value, source };
  const what = describeSource(source);
  throw fail(
    'InvalidSetting',
    `${source.kind === 'profile' ? `${key} of ${what}` : what} ${reading.problem}`,
  );
}

/** The nearest value of a setting, else what holds without one. */
export function pick<T>(
  key: SettingKey,
  input: SettingsInput,
  read: (text: string) => Reading<T>,
  otherwise: T,
): Sourced<T> {
  const nearest = candidates(key, input)[0];
  return nearest ? take(nearest, read) : { value: otherwise, source: { kind: 'default' } };
}
