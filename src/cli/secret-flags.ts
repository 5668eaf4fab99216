import { Option, type Command } from 'commander';
import { hasOuterBlanks, withoutOuterBlanks } from '../planes/port/rules/secret-hygiene.ts';
import type { Secret } from '../core/secret.ts';
import type { Context } from './context.ts';
import { readSecretValue, type ValueFlags } from './secret-value.ts';
import { fail } from '../core/fail.ts';

/** Where the value of a secret comes from. */
export type Way =
  | { readonly kind: 'stdin' }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'env'; readonly variable: string };

/** `--secret NAME` and the flags that give a value, in the order in which they were typed. */
export type SecretWord = { readonly kind: 'secret'; readonly name: string } | Way;

const waysInWords = '--value-stdin, --value-file <file> or --value-env <name>';

/**
 * Hangs the flags that pair a secret's name with a way for its value, each repeatable. What it gives
 * back reads the words of the call, in their order: they are known once commander has parsed.
 */
export function addSecretOptions(command: Command): () => readonly SecretWord[] {
  const words: SecretWord[] = [];
  const option = (flag: string, about: string, word: (value: string) => SecretWord) =>
    command.addOption(
      new Option(flag, about).argParser((value: string) => {
        words.push(word(value));
        return true;
      }),
    );
  option(
    '--secret <name>',
    'the secret that the next --value-… flag is for; repeat for more',
    (name) => ({
      kind: 'secret',
      name,
    }),
  );
  option('--value-stdin', 'read the value from stdin, to its end', () => ({ kind: 'stdin' }));
  option('--value-file <file>', 'read the value from a file', (file) => ({ kind: 'file', file }));
  option('--value-env <name>', 'take the value of an environment variable', (variable) => ({
    kind: 'env',
    variable,
  }));
  return () => words;
}

/**
 * Which way belongs to which secret.
 *
 * @param named the secrets that the configurations name; with one of them `--secret` may be left out.
 * @throws a usage error for a name without a value, a value without a name, a value given twice, a
 * secret that nothing names, and for stdin used twice.
 */
export function pairSecrets(
  words: readonly SecretWord[],
  named: readonly string[],
): ReadonlyMap<string, Way> {
  const pairs = new Map<string, Way>();
  const [only] = named.length === 1 ? named : [];
  let waiting: string | undefined;
  for (const word of words) {
    if (word.kind === 'secret') {
      if (waiting !== undefined) throw withoutValue(waiting);
      if (!named.includes(word.name)) throw notNamed(named);
      waiting = word.name;
      continue;
    }
    const name: string | undefined = waiting ?? only;
    if (name === undefined) throw withoutName(word, named);
    if (pairs.has(name)) throw fail('Usage', `The value of ${name} is given twice`);
    pairs.set(name, word);
    waiting = undefined;
  }
  if (waiting !== undefined) throw withoutValue(waiting);
  if ([...pairs.values()].filter(({ kind }) => kind === 'stdin').length > 1) {
    throw fail('Usage', '--value-stdin can give one value only', {
      hint: 'Give the others with --value-file or --value-env.',
    });
  }
  return pairs;
}

/** What a value is for, as far as it is asked for or refused by it. */
export interface WantedSecret {
  readonly name: string;
  /** What it is, for a question: "value of openai-key, for OpenAI". */
  readonly label: string;
}

/**
 * Reads the values of all wanted secrets: those with a way by it, the others by a hidden question
 * each. Where nobody can be asked, all that are missing are named at once, with the flags to give.
 */
export async function readSecrets(
  context: Context,
  ways: ReadonlyMap<string, Way>,
  wanted: readonly WantedSecret[],
): Promise<ReadonlyMap<string, Secret>> {
  const missing = wanted.filter(({ name }) => !ways.has(name));
  if (missing.length > 0 && !context.ask.available) throw missingValues(missing);
  if (missing.length > 0) {
    context.out.note('Port does not give out what it stores, so the values to test are asked for.');
  }
  const values = new Map<string, Secret>();
  for (const { name, label } of wanted) {
    const value = await readSecretValue(context, flagsOf(ways.get(name)), label);
    values.set(name, withoutBlanks(context, name, value));
  }
  return values;
}

/** Sent, a blank around a key is cut off on the way; stored, Port may send it along. */
function withoutBlanks({ out, hold }: Context, name: string, value: Secret): Secret {
  if (!hasOuterBlanks(value.reveal())) return value;
  out.warn({
    code: 'outer_blanks',
    message: `The value for ${name} starts or ends with a blank and is tested without it. Store it without, too.`,
  });
  return hold(withoutOuterBlanks(value.reveal()));
}

/** The value exactly as it was given: what is wrong with it is for the test to say. */
function flagsOf(way: Way | undefined): ValueFlags {
  return {
    valueStdin: way?.kind === 'stdin',
    valueFile: way?.kind === 'file' ? way.file : undefined,
    valueEnv: way?.kind === 'env' ? way.variable : undefined,
    trim: false,
    keepNewline: false,
    skipClientChecks: true,
  };
}

function withoutValue(name: string): Error {
  return fail('Usage', `--secret ${name} has no value: ${waysInWords} follows it`);
}

/** The flag that a word was given by. */
export function flagOf({ kind }: SecretWord): string {
  return kind === 'secret' ? '--secret' : `--value-${kind}`;
}

function withoutName(word: Way, named: readonly string[]): Error {
  const flag = flagOf(word);
  return named.length === 0
    ? fail('Usage', `${flag}: the configuration names no secret that it could be for`)
    : fail('Usage', `${flag} needs --secret <name> before it: ${list(named)}`);
}

/** The name is not repeated: a value that was put in its place by mistake stays unsaid. */
function notNamed(named: readonly string[]): Error {
  return fail(
    'Usage',
    named.length === 0
      ? '--secret: the configuration names no secret'
      : `--secret: the configuration names ${list(named)}, and no other`,
  );
}

function missingValues(missing: readonly WantedSecret[]): Error {
  const names = missing.map(({ name }) => name);
  return fail(
    'MissingFlags',
    `The value of ${list(names)} is missing: what Port stores cannot be read, so it is given now`,
    {
      details: { missing: names.map((name) => ['--secret', name, waysInWords]) },
      hint: `Give ${names.map((name) => `--secret ${name} --value-env <name>`).join(' ')}; --value-file <file> and --value-stdin work as well.`,
    },
  );
}

function list(names: readonly string[]): string {
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
