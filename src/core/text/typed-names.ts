import { nearest } from './nearest.ts';
import { couldBeSecret, isCredentialKey, isPlainName } from '../secret-shapes.ts';

/** What was typed where a name or plain text belongs: whether it may be used, and how it is spoken of. */

const length = (text: string) => Array.from(text).length;

/**
 * A name that does not exist, for a message: the name itself where it is near one that does, or made of
 * words; else only its length, since a value may stand in its place.
 */
export function nameInWords(name: string, known: readonly string[] = []): string {
  return mayBeRepeated(name, known) ? name : `(${length(name)} characters, not shown)`;
}

/** Whether a name that does not exist may be repeated. */
export function mayBeRepeated(name: string, known: readonly string[] = []): boolean {
  if (isPlainName(name)) return true;
  return !couldBeSecret(name) && nearest(name, known) !== undefined;
}

/** Said wherever a value was typed in the open. */
export const typedInTheOpen =
  'If it is a real value, it is in the shell history now: rotate it. Values come by a hidden question, --value-stdin, --value-file <file> or --value-env <name>.';

/** Why a value is refused where the name of a secret belongs. */
export const valueForName = 'this is a secret value, not the name of one';

/** Such a message on the command line, where it is in the shell's history. */
export const onCommandLine = `${valueForName}. It may be in your shell history now: rotate it, then store it with \`portai secrets add <name> --value-stdin\` and give that name`;

/** A message about an answer to a question: the shell has not seen it, and the screen shows it. */
export function inQuestion(message: string): string {
  if (message === onCommandLine || message === valueForName) {
    return `${valueForName}. It stands on the screen now: clear the screen, and rotate it if somebody may have seen it. Type a name here; the value is asked for afterwards, unseen`;
  }
  return message.startsWith('this could be a secret')
    ? `${message}. It stands on the screen now: clear the screen if it is one`
    : message;
}

/** Why a text may not be stored where everybody can read it; undefined when nothing speaks against it. */
export function problemInPlainText(text: string): string | undefined {
  const inUrl =
    URL.canParse(text) && text.includes('://') ? problemInUrl(new URL(text)) : undefined;
  if (inUrl !== undefined) return inUrl;
  const words = text.split(/[\s,;=&?/]+/);
  return couldBeSecret(text) || words.some(couldBeSecret)
    ? 'this could be a secret value, and would be stored where everybody can read it; a value belongs in a secret'
    : undefined;
}

/** A URL is printed, stored and logged in full: no key may be in it. */
export function problemInUrl(url: URL): string | undefined {
  if (url.username || url.password) {
    return 'leave user and password out of the URL; a key belongs in a secret';
  }
  const key = [...url.searchParams.keys()].find(isCredentialKey);
  return key === undefined
    ? undefined
    : `leave "${key}" out of the query of the URL; a key belongs in a secret`;
}

/** The parts of a URL that open something: user, password, and values of keys in its query. */
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
