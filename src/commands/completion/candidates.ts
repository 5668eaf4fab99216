import type { Option } from 'commander';
import { globalOptions } from '../../cli/globals.ts';
import { regionNames } from '../../vendors/bedrock/regions.ts';
import { liveNames } from './live-names.ts';
import type { LiveSource } from './live-source.ts';
import type { CursorPlace } from './place.ts';
import type { Context } from '../../cli/context.ts';

/** One thing that may stand at the cursor, with a few words about it. */
export interface Completion {
  readonly value: string;
  readonly about?: string;
}

/** What may stand at the cursor; `files` where the shell knows better. */
export type Completions = 'files' | readonly Completion[];

/**
 * What may stand at a place, of what begins as it was typed.
 *
 * @param context the context for the global flags that were typed; undefined where they cannot be used.
 */
export async function candidatesAt(
  place: CursorPlace,
  context: () => Context | undefined,
): Promise<Completions> {
  const { flag, current, children, isPlain } = place;
  const matching = (all: readonly Completion[]) =>
    all.filter(({ value }) => value.startsWith(current) && canBeTyped(value));
  if (!flag && !isPlain && current.startsWith('-')) {
    return flagsAt(place).filter(({ value }) => value.startsWith(current));
  }
  const wanted = flag ? wantedByFlag(place, flag) : wantedByArgument(place);
  if (wanted === 'files') return 'files';
  const opened = Array.isArray(wanted) || wanted === undefined ? undefined : context();
  const values = Array.isArray(wanted)
    ? wanted
    : wanted && opened
      ? await liveNames(opened, wanted)
      : [];
  const ofCommands = flag
    ? []
    : children.map(({ name, summary }) => ({ value: name, about: summary }));
  const known = new Set(ofCommands.map(({ value }) => value));
  const names = values.filter((value) => !known.has(value) && !place.given.includes(value));
  return matching([...ofCommands, ...names.map((value) => ({ value }))]);
}

/** No shell does anything with these letters, and none is taken for a flag. */
const canBeTyped = (value: string) => /^[\w@%+./:][\w@%+=./:,-]{0,199}$/.test(value);

function flagsAt({ command }: CursorPlace): Completion[] {
  const own = command.options.filter(({ hidden }) => !hidden);
  const names = new Set(own.map(({ long }) => long));
  const others = globalOptions().filter(({ long }) => !names.has(long));
  return [
    ...[...own, ...others].flatMap(({ long, description }) =>
      long === undefined ? [] : [{ value: long, about: description }],
    ),
    { value: '--help', about: 'show help' },
  ];
}

/** Words that are known, what has to be looked up, or names of files. */
type WantedNames = 'files' | string[] | LiveSource | undefined;

function wantedByFlag(place: CursorPlace, option: Option): WantedNames {
  const { long = '', flags, argChoices } = option;
  if (argChoices) return [...argChoices];
  const value = /[<[]([^>\]]+)[>\]]/.exec(flags)?.[1] ?? '';
  if (value.includes('|')) return value.split('|');
  if (/^(?:file|dir|path|folder)$/.test(value)) return 'files';
  if (value === 'region') return [...regionNames];
  if (long === '--profile') return { of: 'profiles' };
  if (long.endsWith('-secret') && value === 'name') return { of: 'secrets' };
  if (long === '--provider' && value === 'type') return { of: 'providers' };
  if (/^--(?:enable-|disable-)?model$/.test(long)) return modelsFor(place);
  if (long === '--workspace') return { of: 'workspaces' };
  if (long === '--resume') return { of: 'integrations' };
  return undefined;
}

/** The models of the provider or integration that the words before name. */
function modelsFor({ path, given, command }: CursorPlace): WantedNames {
  const [group, verb, last] = path;
  const named: unknown = command.getOptionValue('provider');
  if (group === 'defaults') {
    return typeof named === 'string' ? { of: 'models', owner: named } : undefined;
  }
  if (group === 'integrations') {
    const [owner] = given;
    return owner === undefined ? undefined : { of: 'integration models', owner };
  }
  const owner = verb === 'put' ? last : given[0];
  return owner === undefined ? undefined : { of: 'models', owner };
}

function wantedByArgument(place: CursorPlace): WantedNames {
  const { command, given, path } = place;
  const taken = command.registeredArguments;
  const argument = taken[given.length] ?? (taken.at(-1)?.variadic ? taken.at(-1) : undefined);
  if (!argument) return undefined;
  const [group, verb] = path;
  switch (argument.name()) {
    case 'type':
      return verb === 'put' ? undefined : { of: 'providers' };
    case 'model':
      return group === 'explain' ? undefined : modelsFor(place);
    case 'slug':
      return { of: 'integrations' };
    case 'workspace':
      return { of: 'workspaces' };
    case 'name':
      return namesOf(group);
    default:
      return undefined;
  }
}

function namesOf(group: string | undefined): WantedNames {
  switch (group) {
    case 'profiles':
      return { of: 'profiles' };
    case 'secrets':
      return { of: 'secrets' };
    case 'explain':
      return { of: 'error names' };
    default:
      return undefined;
  }
}
