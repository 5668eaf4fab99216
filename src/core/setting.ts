import { fail } from './fail.ts';
import type { ParseResult } from './origin.ts';
import { describeSource, variable, type Env, type Source, type Sourced } from './sources.ts';

/** One thing a person can set, and every place where it can be set. */
export interface Setting {
  /** As commander reads it: `--timeout <seconds>`. */
  readonly flag?: string;
  /** What the flag was called before; still taken, but where a command has a flag of that name. */
  readonly formerFlag?: string;
  /** Variables; the first one that is set counts. */
  readonly env: readonly string[];
  /** What holds without any of them, in the words of help. */
  readonly default?: string;
  readonly description: string;
  /** A profile may hold it, under the key of its table. */
  readonly inProfile?: true;
  /** The value is never shown. */
  readonly secret?: true;
  /** The value is an address, in which somebody may have written credentials. */
  readonly url?: true;
  /** Of a flag that is easily taken for a command's own of the same name: how a value of it is told. */
  readonly mistaken?: {
    /** What the flag is: `the region of your organization in Port`. */
    readonly is: string;
    /** What the command's own flag is: `the region of the cloud`. */
    readonly other: string;
    readonly read: (text: string) => ParseResult<unknown>;
  };
}

/** Settings by the key under which flags and profiles hold them. */
export type SettingsTable = Readonly<Record<string, Setting>>;

type GivenSetting = string | number | boolean | undefined;

/** What the command line gave, by setting; switches as booleans. */
export type Flags = Readonly<Record<string, GivenSetting>>;

/** What a profile holds, by setting. */
export type HeldValues = Readonly<Record<string, GivenSetting>> & { readonly name: string };

/** Where settings come from, nearest first. The profile is the chosen one, if there is one. */
export interface SettingsInput {
  readonly flags: Flags;
  readonly env: Env;
  readonly profile?: HeldValues | undefined;
}

/** A text that somebody gave for a setting. */
export type Candidate = Sourced<string> & { readonly key: string };

/** Everything that was said about a setting, nearest first. Empty variables say nothing. */
export function candidates<Table extends SettingsTable>(
  table: Table,
  key: keyof Table & string,
  { flags, env, profile }: SettingsInput,
): Candidate[] {
  const setting: Setting | undefined = table[key];
  if (setting === undefined) return [];
  const said: [GivenSetting, Source][] = [
    [flags[key], { kind: 'flag', name: setting.flag?.split(' ')[0] ?? key }],
    ...setting.env.map((name): [GivenSetting, Source] => [
      variable(env, name),
      { kind: 'environment', name },
    ]),
    [profile?.[key], { kind: 'profile', name: profile?.name ?? '' }],
  ];
  return said.flatMap(([value, source]) =>
    value === undefined ? [] : [{ key, value: String(value), source }],
  );
}

/** A value of a profile, or of a further variable, that a nearer variable hides. */
export interface ShadowedSetting {
  readonly key: string;
  /** The source whose value counts. */
  readonly by: Source;
  readonly hidden: Source;
}

/**
 * Values that do not count because a variable says otherwise: nobody sees that on the command line. A
 * flag hides on purpose, and the same value hides nothing.
 */
export function shadowedSettings(table: SettingsTable, input: SettingsInput): ShadowedSetting[] {
  return Object.keys(table).flatMap((key) => {
    const [nearest, ...others] = candidates(table, key, input);
    if (nearest?.source.kind !== 'environment') return [];
    return others
      .filter(({ value }) => value !== nearest.value)
      .map(({ source }) => ({ key, by: nearest.source, hidden: source }));
  });
}

/** Reads a text, or throws a usage error that names its source and never repeats the text. */
export function take<T>(candidate: Candidate, read: (text: string) => ParseResult<T>): Sourced<T> {
  const { key, value, source } = candidate;
  const reading = read(value);
  if ('value' in reading) return { value: reading.value, source };
  const what = describeSource(source);
  throw fail(
    'InvalidSetting',
    `${source.kind === 'profile' ? `${key} of ${what}` : what} ${reading.problem}`,
  );
}

/** The nearest of several texts, else what holds without one. */
export function pick<T>(
  said: readonly Candidate[],
  read: (text: string) => ParseResult<T>,
  otherwise: T,
): Sourced<T> {
  const [nearest] = said;
  return nearest ? take(nearest, read) : { value: otherwise, source: { kind: 'default' } };
}
