import { nearest } from './nearest.ts';
import { couldBeSecret, isCredentialKey, isPlainName } from '../secret-shapes.ts';

/**
 * Checks of text that a person typed as a name or as plain text, and the wording of it in messages.
 */

const length = (text: string) => Array.from(text).length;

/**
 * Describes a name that does not exist, for a message: by the name itself if it is near a known one
 * or made of words; else by its length only, since it may be a value.
 */
export function nameInWords(name: string, known: readonly string[] = []): string {
  return mayBeRepeated(name, known) ? name : `(${length(name)} characters, not shown)`;
}

/** Returns true if a message may repeat a name that does not exist. */
export function mayBeRepeated(name: string, known: readonly string[] = []): boolean {
  if (isPlainName(name)) return true;
  return !couldBeSecret(name) && nearest(name, known) !== undefined;
}

/** The advice after a value was typed where others can see it. */
export const typedInTheOpen =
  'If it is a real value, it is in the shell history now: rotate it. Values come by a hidden question, --value-stdin, --value-file <file> or --value-env <name>.';

/** The reason for refusing a value in the place of a secret's name. */
export const valueForName = 'this is a secret value, not the name of one';

/** The message about such a value on the command line, which the shell's history may keep. */
export const onCommandLine = `${valueForName}. It may be in your shell history now: rotate it, then store it with \`portai secrets add <name> --value-stdin\` and give that name`;

/**
 * Rewords such a message for an answer to a question: it is on the screen, not in the shell's
 * history.
 */
export function inQuestion(message: string): string {
  if (message === onCommandLine || message === valueForName) {
    return `${valueForName}. It stands on the screen now: clear the screen, and rotate it if somebody may have seen it. Type a name here; the value is asked for afterwards, unseen`;
  }
  return message.startsWith('this could be a secret')
    ? `${message}. It stands on the screen now: clear the screen if it is one`
    : message;
}

/**
 * Returns the reason why a text may not be stored where everybody can read it; undefined if it may.
 */
export function problemInPlainText(text: string): string | undefined {
  const inUrl =
    URL.canParse(text) && text.includes('://') ? problemInUrl(new URL(text)) : undefined;
  if (inUrl !== undefined) return inUrl;
  const words = text.split(/[\s,;=&?/]+/);
  return couldBeSecret(text) || words.some(couldBeSecret)
    ? 'this could be a secret value, and would be stored where everybody can read it; a value belongs in a secret'
    : undefined;
}

/**
 * Returns the reason to refuse a URL that contains a credential, since URLs are printed, stored and
 * logged in full.
 */
export function problemInUrl(url: URL): string | undefined {
  if (url.username || url.password) {
    return 'leave user and password out of the URL; a key belongs in a secret';
  }
  const key = [...url.searchParams.keys()].find(isCredentialKey);
  return key === undefined
    ? undefined
    : `leave "${key}" out of the query of the URL; a key belongs in a secret`;
}

/** The credentials in a URL: user, password, and values of credential keys in its query. */
export function credentialsInUrl(text: string): string[] {
  if (!text.includes('://') || !URL.canParse(text)) return [];
  const { username, password, searchParams } = new URL(text);
  const values = [...searchParams]
    .filter(([key]) => isCredentialKey(key))
    .map(([, value]) => value);
  return [decoded(username), decoded(password), ...values].filter((value) => value !== '');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
