/**
 * Matches portai's own placeholders only. Other text between brackets may come from a server and is
 * quoted.
 */
const placeholder = /^<[a-z]+(?:\.\.\.)?>$/;

/**
 * Quotes one word for a POSIX shell. `<placeholders>` stay unquoted, so that a reader sees that
 * they have to be filled in.
 */
export function shellWord(word: string): string {
  if (placeholder.test(word)) return word;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Joins words to a line that can be pasted into a shell. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
