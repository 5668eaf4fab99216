import type { Context } from '../../cli/context.ts';
import { readSecretValue, type ValueFlags } from '../../cli/secret-value.ts';
import { PortaiError } from '../../domain/errors.ts';
import { secretName } from '../../domain/fields.ts';
import {
  flagName,
  isOptional,
  type Field,
  type ProviderType,
} from '../../domain/provider-types/define.ts';
import { freeName, inOrderOfFit, usualName } from '../../domain/secret-names.ts';
import { couldBeSecret } from '../../domain/secret-shapes.ts';
import type { Secret } from '../../domain/secret.ts';
import { terminalLine } from '../../domain/terminal-text.ts';
import { inQuestion, valueForName } from '../../domain/typed-text.ts';
import type { Choice } from '../../ui/asker.ts';
import { askForField, type AskForSecret } from '../../ui/wizard.ts';

/** The questions for secrets in one conversation, and what they brought. */
export interface SecretQuestions {
  readonly ask: AskForSecret;
  /** Names of secrets that are to be stored, in the order in which they were given. */
  readonly names: readonly string[];
  /** Values typed for them; in memory only, until they are stored. */
  readonly values: ReadonlyMap<string, Secret>;
}

export interface SecretQuestionOptions {
  /** Names of the organization's secrets; undefined where they may not be listed. */
  readonly existing: () => Promise<readonly string[] | undefined>;
  /** Whether values are asked for; a rehearsal needs none, and flags may bring them. */
  readonly values: boolean;
  /** Whether a value is taken whatever it looks like. */
  readonly skipClientChecks: boolean;
}

/** What stands for a choice that is no secret: no name has a blank. */
const storeNew = 'a new one';
const none = 'no secret';

/** Asks for each field that names a secret: one that is there, or a new one with its value. */
export function secretQuestions(
  context: Context,
  type: ProviderType,
  { existing, values: asksValues, skipClientChecks }: SecretQuestionOptions,
): SecretQuestions {
  const { ask } = context;
  const names: string[] = [];
  const values = new Map<string, Secret>();
  /** What another field was answered with: it stands last, as two fields seldom share a secret. */
  const answered = new Set<string>();

  async function newSecret(key: string, field: Field, taken: readonly string[]) {
    const all = [...taken, ...names];
    const name = await ask.text({
      message: 'name of the new secret',
      flag: flagName(field),
      suggestion: freeName(usualName(type, key, field), all),
      check: (answer) => problemWith(answer, all) ?? true,
    });
    if (asksValues) values.set(name, await valueOf(context, type, key, name, skipClientChecks));
    names.push(name);
    return name;
  }

  async function chosen(key: string, field: Field): Promise<string | undefined> {
    const stored = await existing();
    if (stored === undefined) {
      const typed = await askForField(field, ask);
      return typeof typed === 'string' ? typed : undefined;
    }
    const optional = isOptional(field);
    const offered = [...stored, ...names];
    if (offered.length === 0 && !optional) return newSecret(key, field, stored);
    const { fitting, others } = inOrderOfFit(offered, type, key, field);
    const isFree = (name: string) => !answered.has(name);
    const choice = await ask.pick({ message: field.label, flag: flagName(field) }, [
      ...(optional ? [{ name: 'none', value: none }] : []),
      ...fitting.filter(isFree).map(asChoice),
      { name: 'Store a new secret …', short: 'a new secret', value: storeNew },
      ...others.filter(isFree).map(asChoice),
      ...offered.filter((name) => answered.has(name)).map(asChoice),
    ]);
    if (choice === none) return undefined;
    return choice === storeNew ? newSecret(key, field, stored) : choice;
  }

  return {
    names,
    values,
    async ask(key, field) {
      const name = await chosen(key, field);
      if (name !== undefined) answered.add(name);
      return name;
    },
  };
}

const asChoice = (name: string): Choice<string> => ({ name: terminalLine(name), value: name });

function problemWith(name: string, taken: readonly string[]): string | undefined {
  if (taken.includes(name)) return `${name} exists already; choose another name`;
  const issue = secretName.safeParse(name).error?.issues[0];
  if (issue) return inQuestion(issue.message);
  return couldBeSecret(name) ? inQuestion(valueForName) : undefined;
}

/** What a hidden prompt cannot take in one line, and comes from a file. */
const severalLines = 'privateKeySecretName';

/** Asks for a value until there is one that can be right: a slip ends no conversation. */
async function valueOf(
  context: Context,
  type: ProviderType,
  field: string,
  name: string,
  skipClientChecks: boolean,
): Promise<Secret> {
  const { ask, out } = context;
  for (;;) {
    const file =
      field === severalLines
        ? await ask.text({
            message: `file that holds the value of ${name}`,
            flag: '--value-file <file>',
            check: (answer) => answer !== '' || 'An answer is needed',
          })
        : undefined;
    const flags: ValueFlags = {
      valueStdin: false,
      valueFile: file,
      valueEnv: undefined,
      trim: file !== undefined,
      keepNewline: false,
      skipClientChecks,
    };
    const about = { purpose: { type: type.id, field } };
    try {
      return await readSecretValue(context, flags, `value of ${name}`, about);
    } catch (error) {
      if (!(error instanceof PortaiError) || error.failure.exit !== 'usage') throw error;
      out.warn({ code: 'value_refused', message: `${error.message}. Nothing was stored.` });
    }
  }
}
