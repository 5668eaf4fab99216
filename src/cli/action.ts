import { Command } from 'commander';
import type { z } from 'zod';
import { config } from 'zod/v4/core';
import type { ExitClass } from '../core/errors.ts';
import { createContext, type Context, type ContextOptions } from './context.ts';
import { hasOwnFlag, readGlobals } from './globals.ts';
import { planeSettings, type KeyedSetting } from './settings-table.ts';
import { issueWords } from './issue-words.ts';
import { pathOf } from './meant-command.ts';
import { withWayOut } from './way-out.ts';
import type { Invocation } from './invocation.ts';
import { fail } from '../core/fail.ts';

// Compiling a schema pays off over many parses; a command parses each of them once.
config({ jitless: true, customError: issueWords });

/** Reads what commander parsed, or says what is wrong with it: a schema, or less than one. */
interface Reader<T> {
  safeParse(
    given: unknown,
  ):
    | { readonly success: true; readonly data: T; readonly error?: undefined }
    | { readonly success: false; readonly error: z.ZodError };
}

/** How arguments and flags are read; a schema is made when the command runs, for help uses none. */
export interface Reads<Args, Flags> extends ContextOptions {
  readonly args: () => Reader<Args>;
  readonly flags: () => Reader<Flags>;
}

/** Reads what commander parsed, opens the context, runs the command, keeps the class it ends with. */
export function action<Args, Flags>(
  invocation: Invocation,
  reads: Reads<Args, Flags>,
  run: (context: Context, args: Args, flags: Flags) => Promise<ExitClass | undefined>,
): (...parsed: unknown[]) => Promise<void> {
  return async (...parsed) => {
    const command = parsed.at(-1);
    if (!(command instanceof Command)) throw new TypeError('commander gave no command');
    const globals = readGlobals(command);
    invocation.command = pathOf(command);
    const given = Object.entries(globals.forPlane);
    const doubtful = planeSettings.filter(({ mistaken }) => mistaken);
    // A value that cannot be used is kept in no suggested command.
    const others = given.filter(([key]) => !doubtful.some((each) => each.key === key));
    invocation.globals = { ...globals, forPlane: Object.fromEntries(others) };
    for (const each of doubtful) requireUnmistaken(each, globals.forPlane[each.key], command);
    invocation.globals = globals;
    const args = reads.args().safeParse(command.processedArgs);
    const flags = reads.flags().safeParse(command.opts());
    const issue = args.error?.issues[0] ?? flags.error?.issues[0];
    if (!args.success || !flags.success) {
      throw fail('Usage', issue ? worded(issue, command) : 'Input that cannot be read');
    }
    const context = createContext(invocation, invocation.globals, reads);
    invocation.output = context.out;
    invocation.ask = context.ask;
    const work = async () => {
      // Before anything is asked: a slip in a flag must not cost what somebody has typed.
      await context.checkFlags();
      return run(context, args.data, flags.data);
    };
    invocation.exit =
      (await work().catch((error: unknown) => {
        throw withWayOut(error, command);
      })) ?? 'ok';
  };
}

/** Refuses a value that was meant for a flag of the command's own by the same name. */
function requireUnmistaken(
  { flag, formerFlag, mistaken }: KeyedSetting,
  value: string | undefined,
  command: Command,
): void {
  if (!mistaken || flag === undefined || value === undefined) return;
  const reading = mistaken.read(value);
  if ('value' in reading) return;
  const path = pathOf(command);
  const named = flag.split(' ')[0] ?? flag;
  const before = formerFlag === undefined ? '' : `, or ${formerFlag} before the command,`;
  throw fail('InvalidSetting', `${named}${before} is ${mistaken.is}: it ${reading.problem}`, {
    hint:
      formerFlag !== undefined && hasOwnFlag(command, formerFlag)
        ? `${capital(mistaken.other)} goes after the command: portai ${path.join(' ')} ${formerFlag} <${formerFlag.slice(2)}>`
        : `${capital(mistaken.other)} goes after a command that takes one.`,
    next: [{ command: [...path, '--help'], why: 'what it takes' }],
  });
}

const capital = (words: string) => words.replace(/^./, (letter) => letter.toUpperCase());

/** An issue in the words of the command line: the flag or argument it is about, then what is wrong. */
function worded(issue: z.core.$ZodIssue, command: Command): string {
  const [place] = issue.path;
  const flag = command.options.find((option) => option.attributeName() === place)?.long;
  const argument =
    typeof place === 'number' ? command.registeredArguments[place]?.name() : undefined;
  const name = flag ?? (argument === undefined ? undefined : `<${argument}>`);
  return name === undefined ? issue.message : `${name}: ${issue.message}`;
}

/** What commander itself has checked needs no schema. */
function plain<T>(read: (given: unknown) => T): () => Reader<T> {
  const reader: Reader<T> = { safeParse: (given) => ({ success: true, data: read(given) }) };
  return () => reader;
}

/** For commands without arguments: commander has refused every word. */
export const noArguments = plain((): readonly [] => []);

/** For commands without flags of their own. */
export const noFlags = plain(() => ({}));

/** Arguments in any words, each of which may be left out. */
export const anyWords = plain((given): readonly (string | undefined)[] =>
  Array.isArray(given)
    ? given.map((word: unknown) => (typeof word === 'string' ? word : undefined))
    : [],
);

/** Flags without a value, by the names under which commander keeps them. */
export function switches<Name extends string>(...names: readonly Name[]) {
  return plain((given): Readonly<Record<Name, boolean>> => {
    const known = new Map(Object.entries(given ?? {}));
    const flags = Object.fromEntries(names.map((name) => [name, known.get(name) === true]));
    if (!haveAll(flags, names)) throw new TypeError('A switch has no value');
    return flags;
  });
}

function haveAll<Name extends string>(
  flags: Readonly<Record<string, boolean>>,
  names: readonly Name[],
): flags is Readonly<Record<Name, boolean>> {
  return names.every((name) => typeof flags[name] === 'boolean');
}
