import { fieldOf } from '../planes/port/rules/config-fields.ts';
import { PortaiError } from '../core/errors.ts';
import { partsOfKeyFile } from '../planes/port/rules/key-file.ts';
import type { ProviderType, Variant } from '../planes/port/provider-types/define.ts';
import { misplacedValue } from '../planes/port/rules/secret-hygiene.ts';
import type { Secret } from '../core/secret.ts';
import type { Conversation } from './conversation.ts';
import { fail } from '../core/fail.ts';

export interface ValueQuestion {
  readonly type: ProviderType;
  /** The field of the configuration that names the secret. */
  readonly key: string;
  readonly name: string;
  /** Whether a value is taken whatever it looks like. */
  readonly skipClientChecks: boolean;
}

/** Asks for a value until there is one that can be right: a slip ends no conversation. */
export async function askForValue(
  conversation: Conversation,
  { type, key, name, skipClientChecks }: ValueQuestion,
): Promise<Secret> {
  const label = `value of ${name}`;
  const field = fieldOf(type, key);
  const lines = field?.severalLines === true;
  return untilRight(conversation, async () => {
    const file = lines ? await askForFile(conversation, `File that holds the ${label}`) : undefined;
    return conversation.readValue({
      label,
      file,
      ...(field ? { field } : {}),
      asItIs: skipClientChecks,
    });
  });
}

/**
 * Asks once for the file in which the vendor gives out several fields at once, and takes it apart.
 * Undefined for an empty answer, and after a remark for a file that is not the right one: who asks
 * offers the other ways again.
 */
export async function askForKeyFile(
  conversation: Conversation,
  { variants }: ProviderType,
): Promise<Readonly<Record<string, string>> | undefined> {
  const variant = variants.find((each) => keysOf(each).length > 0);
  const refused = (problem: string) =>
    fail('SECRET_MALFORMED', `The file is no key file: ${problem}`);
  return orRemark(conversation, async () => {
    const file = await conversation.ask.text({
      message: 'Key file (JSON)',
      flag: '--value-file <file>',
      hint: 'Enter for another way',
      check: () => true,
    });
    if (file === '') return undefined;
    // The file is none of the values; its parts are looked at.
    const whole = await conversation.readValue({ label: 'key file', file, asItIs: true });
    const parts = variant && partsOfKeyFile(variant.fields, whole.reveal());
    if (!variant || !parts) throw refused(`it lacks ${keysOf(variant).join(' or ')}`);
    for (const [key, part] of Object.entries(parts)) {
      const problem = misplacedValue(part, variant.fields[key]?.holds);
      if (problem !== undefined) throw refused(`what it holds for ${key} ${problem}`);
    }
    return parts;
  });
}

const keysOf = (variant: Variant | undefined): string[] =>
  Object.values(variant?.fields ?? {}).flatMap(({ inKeyFile, holds }) =>
    holds !== undefined && inKeyFile !== undefined ? [inKeyFile] : [],
  );

const askForFile = ({ ask }: Conversation, message: string) =>
  ask.text({
    message,
    flag: '--value-file <file>',
    check: (answer) => answer !== '' || 'An answer is needed',
  });

/** Reads until nothing is refused: each refusal is a remark, and ends no conversation. */
export async function untilRight(
  conversation: Pick<Conversation, 'report'>,
  read: () => Promise<Secret>,
): Promise<Secret> {
  for (;;) {
    const found = await orRemark(conversation, read);
    if (found !== undefined) return found;
  }
}

/** What is read; undefined where it is refused, after a remark why. */
async function orRemark<T>(
  { report }: Pick<Conversation, 'report'>,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof PortaiError) || error.failure.exit !== 'usage') throw error;
    report.warn({ code: 'value_refused', message: `${error.message}. Nothing was stored.` });
    return undefined;
  }
}
