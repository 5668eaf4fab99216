import { Secret } from '../../core/secret.ts';
import { terminalLine } from '../../core/text/terminal.ts';
import { mappingOf } from '../../operations/integrations/mapping-words.ts';
import type { SecretMapping, SecretReference } from '../../planes/portkey/nouns.ts';
import type { Choice } from '../../operations/ports.ts';
import { fail } from '../../core/fail.ts';
import { untilRight } from '../value.ts';
import { needed, type IntegrationConversation } from './conversation.ts';

/** A secret that is asked for. */
export interface SecretQuestion {
  /** `key`, or a field of the configuration. */
  readonly field: string;
  readonly label: string;
  readonly flag: string;
  readonly optional: boolean;
  /** True if it has several lines, which come from a file. */
  readonly inFile: boolean;
  /** True if a vault may hold it. */
  readonly mappable: boolean;
  /** False for what is no credential by itself, such as the value of a header: no rule for keys is for it. */
  readonly isKey: boolean;
  /** True if one was given before. */
  readonly given: boolean;
  /** Says what speaks against a value; undefined where nothing does. */
  readonly problem: (value: Secret) => string | undefined;
}

/** A secret as it was answered: its value, the place in a vault that holds it, or the one given before. */
export type AnsweredSecret =
  { readonly value: Secret } | { readonly mapping: SecretMapping } | 'kept' | undefined;

type SecretWay = 'kept' | 'typed' | 'file' | 'none' | SecretReference;

/** Asks for a secret: typed unseen, from a file, or out of a vault. A dry run takes a stand-in. */
export async function askForSecret(
  conversation: IntegrationConversation,
  question: SecretQuestion,
): Promise<AnsweredSecret> {
  const { field, label, flag, inFile, mappable } = question;
  const ways = waysOf(question, mappable ? await conversation.choices.references() : []);
  const [only] = ways;
  const way =
    ways.length === 1 && only
      ? only.value
      : await conversation.ask.pick({ message: label, flag }, ways);
  if (way === 'none') return undefined;
  if (way === 'kept') return 'kept';
  if (typeof way === 'object') {
    const key = await conversation.ask.text({
      message: 'Key inside that secret',
      flag: '--secret-reference <slug>:<key>',
      hint: 'where it holds several values',
      optional: true,
      check: () => true,
    });
    return { mapping: mappingOf(field, way.slug, key) };
  }
  // What a dry run shows in its place is a mask, whatever it is.
  if (conversation.dryRun && !inFile) return { value: new Secret('not-given-yet') };
  return { value: await readValue(conversation, question, way === 'file') };
}

function waysOf(
  { optional, inFile, given }: SecretQuestion,
  references: readonly SecretReference[],
): Choice<SecretWay>[] {
  const file: Choice<SecretWay> = {
    name: 'Read it from a file',
    short: 'from a file',
    value: 'file',
  };
  const typed: Choice<SecretWay> = { name: 'Type it, unseen', short: 'typed', value: 'typed' };
  const all: Choice<SecretWay>[] = [
    ...(given
      ? [{ name: 'The one given before', short: 'as before', value: 'kept' } as const]
      : []),
    ...(optional ? [{ name: 'none', value: 'none' } as const] : []),
    ...(inFile ? [file] : [typed]),
    ...references.map((each): Choice<SecretWay> => ({
      name: `From a vault: ${terminalLine(`${each.slug}  ${each.name}`)}`,
      short: terminalLine(each.slug),
      value: each,
    })),
  ];
  // A file is another way beside typing where there is a choice at all.
  return all.length > 1 && !inFile ? [...all, file] : all;
}

function readValue(
  { ask, report, readValue: read }: IntegrationConversation,
  { label, flag, problem, isKey }: SecretQuestion,
  fromFile: boolean,
): Promise<Secret> {
  return untilRight({ report }, async () => {
    const file = fromFile
      ? await ask.text({
          message: `File that holds the ${label}`,
          flag,
          check: (answer) => answer !== '' || needed,
        })
      : undefined;
    const value = await read({ label, file, asItIs: !isKey });
    const says = problem(value);
    if (says === undefined) return value;
    throw fail('SECRET_MALFORMED', `The value ${says}`);
  });
}
