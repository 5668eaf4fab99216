import { Option, type Command } from 'commander';
import { fail } from '../core/fail.ts';
import { answerFormats, isDocument, type AnswerFormat } from '../ui/answer-format.ts';
import type { KeptFlags } from '../ui/output.ts';
import type { Flags } from '../core/setting.ts';
import { allSettings, planeSettings } from './settings-table.ts';

/** Flags that are no settings: they belong to one call. */
const oneCall: readonly (readonly [
  flags: string,
  description: string,
  choices?: readonly string[],
])[] = [
  ['--json', 'print the answer, and any error, as JSON'],
  ['-o, --output <format>', 'form of the answer (without it table, on a pipe tsv)', answerFormats],
  ['--fields <names>', 'only these of the fields that --json shows, as name,status'],
  ['-y, --yes', 'answer yes where portai asks before it creates or deletes'],
  ['-q, --quiet', 'no notes on stderr, only warnings and errors'],
];

/** Options that stand before and after every subcommand, in the order of help. */
export function globalOptions(): Option[] {
  return [
    ...allSettings.flatMap(({ flag, description, default: otherwise }) =>
      flag === undefined
        ? []
        : [new Option(flag, otherwise ? `${description} (default ${otherwise})` : description)],
    ),
    ...oneCall.map(([flags, description, choices]) => {
      const option = new Option(flags, description);
      return choices ? option.choices(choices) : option;
    }),
  ];
}

/** Former names of flags, which still work where a command has no flag of its own by that name. */
function formerOptions(): Option[] {
  return allSettings.flatMap(({ flag, formerFlag }) => {
    if (flag === undefined || formerFlag === undefined) return [];
    const value = flag.split(' ').slice(1);
    return [new Option([formerFlag, ...value].join(' ')).hideHelp()];
  });
}

/** The global options that portai hung up, each with the key under which its value is read. */
const keys = new WeakMap<Option, string>();

/** Whether an option of a command is one that portai hung there, and not the command's own. */
export function isGlobal(option: Option): boolean {
  return keys.has(option);
}

function keyOf(option: Option): string {
  const setting = allSettings.find(({ flag, formerFlag }) =>
    [flag?.split(' ')[0], formerFlag].includes(option.long ?? ''),
  );
  return setting?.key ?? option.attributeName();
}

/**
 * Hangs the global options on one command: shown in the help of the root only. A command's own flag
 * of the same name wins, as --region does where a cloud has regions.
 */
export function addGlobalOptions(command: Command): void {
  for (const option of [...globalOptions(), ...formerOptions()]) {
    if (command.options.some(({ long }) => long === option.long)) continue;
    const short = command.options.some(
      (own) => own.short !== undefined && own.short === option.short,
    );
    // Of a letter that a command uses for itself the long name stays.
    const left = short ? new Option(option.long ?? option.flags, option.description) : option;
    keys.set(left, keyOf(left));
    command.addOption(command.parent ? left.hideHelp() : left);
  }
}

/** Whether a command has a flag of that name that means something of its own. */
export function hasOwnFlag({ options }: Command, long: string): boolean {
  return options.some((option) => option.long === long && !keys.has(option));
}

/** The global flags of one call; settings as they were typed, since resolving reads them. */
export interface Globals {
  /** Settings of control planes, by their key. */
  readonly forPlane: Readonly<Record<string, string>>;
  readonly profile?: string;
  readonly sandbox?: boolean;
  readonly timeout?: string;
  readonly retries?: string;
  readonly caFile?: string;
  readonly noInput?: boolean;
  readonly debug?: boolean;
  readonly noColor?: boolean;
  /** Of --json and --output; an answer in words otherwise, for a screen or a pipe. */
  readonly format?: AnswerFormat;
  readonly fields?: readonly string[];
  /** Whether programs read the answer and the errors: for JSON and YAML. */
  readonly json: boolean;
  readonly yes: boolean;
  readonly quiet: boolean;
}

const texts = ['profile', 'timeout', 'retries', 'caFile'] as const;
const switches = ['sandbox', 'noInput', 'debug', 'noColor'] as const;

/** The values of global flags, by key; the nearest to the verb counts. */
function valuesOf(command: Command | null): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  for (let each = command; each; each = each.parent) {
    for (const option of each.options) {
      const key = keys.get(option);
      const name = option.attributeName();
      if (key === undefined || each.getOptionValueSource(name) !== 'cli') continue;
      if (!values.has(key)) values.set(key, option.negate ? true : each.getOptionValue(name));
    }
  }
  return values;
}

/**
 * Reads the global flags of a command and the groups above it.
 *
 * @throws a usage error for a form of the answer that there is not.
 */
export function readGlobals(command: Command | null): Globals {
  const values = valuesOf(command);
  return {
    ...settingsIn(values),
    ...answerFlags(values),
    yes: values.get('yes') === true,
    quiet: values.get('quiet') === true,
  };
}

/** The part of the global flags that suggested commands keep, whatever the other flags are. */
export const readKeptGlobals = (command: Command | null): KeptGlobals =>
  settingsIn(valuesOf(command));

type KeptGlobals = Pick<Globals, 'profile' | 'sandbox' | 'forPlane'>;

function settingsIn(values: ReadonlyMap<string, unknown>) {
  const given = <Key extends string, T>(keys: readonly Key[], is: (value: unknown) => value is T) =>
    keys.flatMap((key): [Key, T][] => {
      const value = values.get(key);
      return is(value) ? [[key, value]] : [];
    });
  const planeKeys = planeSettings.map(({ key }) => key);
  return {
    forPlane: Object.fromEntries(given(planeKeys, (value) => typeof value === 'string')),
    ...Object.fromEntries(given(texts, (value) => typeof value === 'string')),
    ...Object.fromEntries(given(switches, (value) => value === true)),
  };
}

/** How the answer is wanted. Throws a usage error for a form that there is not. */
function answerFlags(
  values: ReadonlyMap<string, unknown>,
): Pick<Globals, 'format' | 'fields' | 'json'> {
  const [json, output, names] = ['json', 'output', 'fields'].map((key) => values.get(key));
  const named = answerFormats.find((each) => each === output);
  if (json === true && named !== undefined && named !== 'json') {
    throw fail('Usage', `--json and --output ${named} are two forms: give one`);
  }
  const format = json === true ? 'json' : named;
  const fields = typeof names === 'string' ? fieldNames(names) : undefined;
  return {
    ...(format === undefined ? {} : { format }),
    ...(fields === undefined ? {} : { fields }),
    json: isDocument(format),
  };
}

function fieldNames(given: string): readonly string[] {
  const names = given.split(',').map((name) => name.trim());
  if (!names.includes('')) return [...new Set(names)];
  throw fail('Usage', '--fields takes names with commas between them, as name,status', {
    hint: 'The names are those that --json shows; a dot goes into an object, as config.region.',
  });
}

/**
 * Whether the words ask for an answer that programs read, where no command has read them: with
 * --json, --output json or --output yaml.
 */
export function asksForDocument(words: readonly string[]): boolean {
  return words.some(
    (word, at) =>
      word === '--json' ||
      /^(?:--output=|-o=?)(?:json|yaml)$/.test(word) ||
      (/^(?:--output|-o)$/.test(word) && /^(?:json|yaml)$/.test(words[at + 1] ?? '')),
  );
}

/** The global flags that are settings, as resolving reads them. */
export function settingFlags(globals: Globals): Flags {
  const {
    forPlane,
    format: _,
    fields: __,
    json: ___,
    yes: ____,
    quiet: _____,
    ...shared
  } = globals;
  return { ...forPlane, ...shared };
}

/** The flags that say which organization is meant, to be kept in every suggested command. */
export function keptFlags({ profile, sandbox, forPlane }: KeptGlobals): KeptFlags {
  const ofPlanes = planeSettings.flatMap(({ key, flag }): [string, string][] => {
    const value = forPlane[key];
    return flag === undefined || value === undefined ? [] : [[flag.split(' ')[0] ?? flag, value]];
  });
  return [
    ...(sandbox ? [['--sandbox']] : []),
    ...(profile === undefined ? [] : [['--profile', profile]]),
    ...ofPlanes,
  ];
}
