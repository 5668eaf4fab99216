import {
  flagName,
  isOptional,
  type Field,
  type ProviderType,
} from '../planes/port/provider-types/define.ts';
import { secretName } from '../planes/port/provider-types/field-schemas.ts';
import { freeName, inOrderOfFit, usualName } from '../planes/port/rules/secret-names.ts';
import { couldBeSecret } from '../core/secret-shapes.ts';
import type { Secret } from '../core/secret.ts';
import { terminalLine } from '../core/text/terminal.ts';
import { inQuestion, valueForName } from '../core/text/typed-names.ts';
import type { Choice } from '../operations/ports.ts';
import { askForField, type AskForSecret } from './provider-config.ts';
import type { Conversation } from './conversation.ts';
import { askForKeyFile, askForValue } from './value.ts';

/** The questions for secrets in one conversation, and what they brought. */
export interface SecretQuestions {
  readonly ask: AskForSecret;
  /** What is known of another field by now: a part of a key file. */
  readonly suggestion: (key: string) => string | undefined;
  /** Names of secrets that are to be stored, in the order in which they were given. */
  readonly names: readonly string[];
  /** Values typed for them; in memory only, until they are stored. */
  readonly values: ReadonlyMap<string, Secret>;
}

export interface SecretQuestionOptions {
  /** Names of the organization's secrets; undefined where they may not be listed. */
  readonly existing: () => Promise<readonly string[] | undefined>;
  /** Whether values are asked for; a dry run needs none, and flags may bring them. */
  readonly values: boolean;
  /** Whether a value is taken whatever it looks like. */
  readonly skipClientChecks: boolean;
}

/** What stands for a choice that is no secret: no name has a blank. */
const storeNew = 'a new one';
const fromFile = 'a key file';
const none = 'no secret';

/** Asks for each field that names a secret: one that is there, or a new one with its value. */
export function secretQuestions(
  conversation: Conversation,
  type: ProviderType,
  { existing, values: asksValues, skipClientChecks }: SecretQuestionOptions,
): SecretQuestions {
  const { ask, hold } = conversation;
  const names: string[] = [];
  const used: string[] = [];
  const values = new Map<string, Secret>();
  let parts: Readonly<Record<string, string>> = {};

  async function newSecret(key: string, field: Field, taken: readonly string[]) {
    const all = [...taken, ...names];
    const name = await ask.text({
      message: `Name of the new ${field.label}`,
      flag: flagName(field),
      suggestion: freeName(usualName(type, key, field), all),
      check: (answer) => problemWith(answer, all) ?? true,
    });
    const part = parts[key];
    if (part !== undefined) values.set(name, hold(part));
    else if (asksValues) {
      values.set(name, await askForValue(conversation, { type, key, name, skipClientChecks }));
    }
    names.push(name);
    return name;
  }

  async function chosen(key: string, field: Field): Promise<string | undefined> {
    const stored = await existing();
    if (stored === undefined) {
      const typed = await askForField(field, ask);
      return typeof typed === 'string' ? typed : undefined;
    }
    if (parts[key] !== undefined) return newSecret(key, field, stored);
    const optional = isOptional(field);
    const inFile = asksValues && field.inKeyFile !== undefined;
    const offered = [...stored, ...names];
    if (offered.length === 0 && !optional && !inFile) return newSecret(key, field, stored);
    // What another field was answered with stands last: two fields seldom share a secret.
    const free = offered.filter((name) => !used.includes(name));
    const { fitting, others } = inOrderOfFit(free, type, key);
    const nothing = optional ? [{ name: 'none', value: none }] : [];
    // Few servers take no key, so that "none" is no answer to be given by a bare Enter.
    const usual = field.holds === 'endpoint-api-key';
    const choice = await ask.pick({ message: field.label, flag: flagName(field) }, [
      ...fitting.map(asChoice),
      ...(usual ? [] : nothing),
      ...(inFile
        ? [
            {
              name: 'Store new ones from a key file (JSON) …',
              short: 'from a key file',
              value: fromFile,
            },
          ]
        : []),
      { name: 'Store a new secret …', short: 'a new secret', value: storeNew },
      ...(usual ? nothing : []),
      ...others.map(asChoice),
      ...offered.filter((name) => used.includes(name)).map(asChoice),
    ]);
    if (choice === none) return undefined;
    if (choice === fromFile) {
      const found = await askForKeyFile(conversation, type);
      if (!found) return chosen(key, field);
      parts = found;
    }
    return choice === storeNew || choice === fromFile ? newSecret(key, field, stored) : choice;
  }

  return {
    names,
    values,
    suggestion: (key) => parts[key],
    async ask(key, field) {
      const name = await chosen(key, field);
      if (name !== undefined) used.push(name);
      return name;
    },
  };
}

const asChoice = (name: string): Choice<string> => ({ name: terminalLine(name), value: name });

function problemWith(name: string, taken: readonly string[]): string | undefined {
  if (taken.includes(name)) return `${name} exists already; choose another name`;
  const issue = secretName().safeParse(name).error?.issues[0];
  if (issue) return inQuestion(issue.message);
  return couldBeSecret(name) ? inQuestion(valueForName) : undefined;
}
