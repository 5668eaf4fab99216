import { Option, type Command } from 'commander';
import { z } from 'zod';
import { once } from '../core/once.ts';
import type { PortaiError } from '../core/errors.ts';
import { takenFor } from '../planes/port/rules/key-file.ts';
import type { Field } from '../planes/port/provider-types/define.ts';
import {
  doubtAboutValue,
  hasOuterBlanks,
  misplacedValue,
  problemInValue,
  withoutOuterBlanks,
} from '../planes/port/rules/secret-hygiene.ts';
import type { Secret } from '../core/secret.ts';
import type { Context } from './context.ts';
import { largestInput, readGivenFile, readStdin, tooLarge } from './stdin.ts';
import { fail } from '../core/fail.ts';

export function addValueOptions(command: Command): void {
  const [stdin, file, variable] = [
    new Option('--value-stdin', 'read the value from stdin, to its end'),
    new Option('--value-file <file>', 'read the value from a file'),
    new Option('--value-env <name>', 'take the value of an environment variable'),
  ];
  stdin.conflicts(['valueFile', 'valueEnv']);
  file.conflicts(['valueStdin', 'valueEnv']);
  command
    .addOption(stdin)
    .addOption(file)
    .addOption(variable)
    .option('--trim', 'leave out blanks and line ends around the value')
    .option('--keep-newline', 'keep the line end that a pipe or a file adds')
    .option('--skip-client-checks', 'store the value as it is, whatever it looks like');
}

export const valueFlags = once(() =>
  z.object({
    valueStdin: z.boolean().default(false),
    valueFile: z.string().optional(),
    valueEnv: z.string().optional(),
    trim: z.boolean().default(false),
    keepNewline: z.boolean().default(false),
    skipClientChecks: z.boolean().default(false),
  }),
);

export type ValueFlags = z.infer<ReturnType<typeof valueFlags>>;

/** Whether a way for the value was given on the command line. */
export function hasValueFlag({ valueStdin, valueFile, valueEnv }: ValueFlags): boolean {
  return valueStdin || valueFile !== undefined || valueEnv !== undefined;
}

/**
 * Gets the value by the way that was given, else by the hidden prompt, and says no more than its
 * length. What no provider would take is refused, unless the flags say to leave that out.
 *
 * @param about.field the field that names the secret; with it a key of another vendor is refused as well
 * @param about.without what may stand in front of it, and is left out
 * @param about.flag the beginning of the flags that give the value, for messages
 */
export async function readSecretValue(
  context: Context,
  flags: ValueFlags,
  label: string,
  about: { readonly field?: Field; readonly without?: RegExp; readonly flag?: string } = {},
): Promise<Secret> {
  const { out, hold } = context;
  const raw = await rawValue(context, flags, label, about.flag);
  hold(raw);
  const cut = flags.keepNewline ? raw : raw.replace(/\r?\n$/, '');
  const whole = flags.skipClientChecks ? cut : await trimmed(context, flags, cut);
  const given = about.without ? whole.replace(about.without, '') : whole;
  const { value, how } = flags.skipClientChecks ? { value: given } : takenFor(about.field, given);
  if (how !== undefined) out.note(`From what was given portai ${how}.`);
  const secret = hold(value);
  if (value === '') {
    throw fail('EmptyValue', 'The value is empty', {
      hint: 'Nothing was stored. Check what the pipe, file or variable holds.',
    });
  }
  if (!flags.skipClientChecks) requireClean(context, value, about.field);
  const ended = cut === raw ? '' : ', without the line end behind them';
  const count = `${secret.length} character${secret.length === 1 ? '' : 's'}`;
  out.note(`Received ${count}${ended}.`);
  return secret;
}

/** Reads the values that a conversation asks for: from a file that was named, else by a hidden question. */
export const readsValues =
  (context: Context) =>
  ({ label, file, field, asItIs }: WantedValue): Promise<Secret> =>
    readSecretValue(
      context,
      {
        valueStdin: false,
        valueFile: file,
        valueEnv: undefined,
        trim: file !== undefined,
        keepNewline: false,
        skipClientChecks: asItIs,
      },
      label,
      field ? { field } : {},
    );

interface WantedValue {
  readonly label: string;
  readonly file: string | undefined;
  readonly field?: Field;
  readonly asItIs: boolean;
}

/** Without the blanks around it, when that is wanted: a person is asked, a script says --trim. */
async function trimmed({ ask }: Context, flags: ValueFlags, value: string): Promise<string> {
  // With --keep-newline the line end at the end is meant.
  const seen = flags.keepNewline ? value.replace(/\r?\n$/, '') : value;
  if (!hasOuterBlanks(seen)) return value;
  if (flags.trim) return withoutOuterBlanks(value);
  if (!ask.available || hasValueFlag(flags)) {
    throw malformed(
      'starts or ends with a blank, which Port may send along',
      '--trim leaves it out; --skip-client-checks keeps it.',
    );
  }
  const without = await ask.pick(
    { message: 'the value starts or ends with a blank', flag: '--trim' },
    [
      { name: 'use it without the blank', value: true },
      { name: 'use it as it is', value: false },
    ],
  );
  return without ? withoutOuterBlanks(value) : value;
}

function requireClean({ out }: Context, value: string, field: Field | undefined): void {
  const problem = problemInValue(value) ?? misplacedValue(value, field?.holds);
  if (problem !== undefined) {
    throw malformed(problem, '--skip-client-checks takes it as it is.');
  }
  const doubt = field ? undefined : doubtAboutValue(value);
  if (doubt !== undefined) out.warn({ code: 'doubtful_value', message: `The value ${doubt}.` });
}

function malformed(problem: string, hint: string): PortaiError {
  return fail('SECRET_MALFORMED', `The value ${problem}`, {
    hint: `Nothing was stored or sent. ${hint}`,
  });
}

async function rawValue(
  context: Context,
  flags: ValueFlags,
  label: string,
  flag = '--value',
): Promise<string> {
  const { runtime, ask, settings, hold } = context;
  if (flags.valueStdin) {
    const { timeout } = await settings();
    return decoded(await readStdin(runtime, `${flag}-stdin`, timeout.value), `${flag}-stdin`, hold);
  }
  if (flags.valueFile !== undefined) {
    const where = `${flag}-file ${flags.valueFile}`;
    return decoded(await readGivenFile(runtime, flags.valueFile, where), where, hold);
  }
  if (flags.valueEnv !== undefined) {
    const value = runtime.env[flags.valueEnv];
    if (value === undefined) {
      throw fail('Usage', `${flag}-env: the variable ${variableName(flags.valueEnv)} is not set`);
    }
    if (Buffer.byteLength(value) > largestInput) throw tooLarge(`${flag}-env`);
    return value;
  }
  const ways = ['-stdin', '-file', '-env'].map((way) => `${flag}${way}`);
  if (!ask.available) {
    throw fail('MissingFlags', `The value is missing: give one of ${ways.join(', ')}`, {
      details: { missing: [ways] },
    });
  }
  return ask.secret({ message: label, flag: ways.join(' or ') });
}

/** A name is repeated only when it is one: a value that was put here by mistake is not echoed. */
function variableName(name: string): string {
  return /^[A-Za-z_]\w{0,63}$/.test(name) ? name : '(not a variable name)';
}

function decoded(bytes: Buffer, where: string, hold: (value: string) => Secret): string {
  const text = bytes.toString('utf8');
  hold(text);
  if (!Buffer.from(text, 'utf8').equals(bytes)) {
    throw fail('Usage', `${where}: the value is not UTF-8 text`);
  }
  return text;
}
