import type { Env } from '../core/sources.ts';
import type { Redactor } from '../core/redactor.ts';
import { couldBeSecret, isPlainName } from '../core/secret-shapes.ts';
import { credentialsInUrl, typedInTheOpen } from '../core/text/typed-names.ts';
import { allPlanes } from '../planes/index.ts';
import { allSettings } from './settings-table.ts';

/** Flags whose values are not secret, although they may look random. */
const shownFlags: readonly string[] = allPlanes.flatMap((plane) => plane.shownFlags);
/** What follows names a file; its name has to be seen, and is no key with one of these endings. */
const fileName = /^[~./]|^[A-Za-z]:\\|\.(?:json|jsonl|txt|pem|crt|cer|ya?ml|tf|csv|key|env)$/;

const urlVariables: readonly string[] = allSettings.flatMap(({ url, env }) => (url ? env : []));

/**
 * Registers what was typed in the open and should not be repeated, before anything can print it: keys
 * inside of URLs, and words that could be a secret until they turn out to be names.
 */
export function watchTypedWords(redactor: Redactor, argv: readonly string[], env: Env): void {
  for (const { flag, word } of typedWords(argv)) {
    for (const value of credentialsInUrl(word)) redactor.hold(value);
    if (shownFlags.includes(flag) || fileName.test(word) || /[\s:]/.test(word)) continue;
    // The name of a profile is kept in suggested commands, so it has to be one.
    if (couldBeSecret(word) || (flag === '--profile' && !isPlainName(word))) redactor.suspect(word);
  }
  for (const name of urlVariables.flatMap((each) => [each, each.toLowerCase()])) {
    for (const value of credentialsInUrl(env[name] ?? '')) redactor.hold(value);
  }
}

/** Every word that is no flag, with the flag that stands before it or holds it. */
function typedWords(argv: readonly string[]): { flag: string; word: string }[] {
  return argv.flatMap((word, at) => {
    const joined = /^(--[\w-]+)=(.*)$/s.exec(word);
    if (joined) return [{ flag: joined[1] ?? '', word: joined[2] ?? '' }];
    return [{ flag: argv[at - 1] ?? '', word }];
  });
}

const valueFlag =
  /^--?(?:value|secret-?value|api-?key|key|token|access-?token|password|pass|client-?secret|access-?key|secret-?access-?key|private-?key|bearer|credential)$/i;

const advice = { hint: `No flag and no argument takes a value. ${typedInTheOpen}` };

/** What helps somebody who tried to give a value by a flag of this name. */
export function adviceOnFlag(flag: string): { hint?: string } {
  return valueFlag.test(flag) ? advice : {};
}

/** What helps somebody who gave a command one word too many: with `secrets` it is mostly a value. */
export function adviceOnWords(
  path: readonly string[],
  words: readonly string[],
): { hint?: string } {
  return path[0] === 'secrets' || words.some(couldBeSecret) ? advice : {};
}
