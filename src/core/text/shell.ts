/** Only words of our own: what a server put between brackets is quoted like any other text. */
const placeholder = /^<[a-z]+(?:\.\.\.)?>$/;

/** One word as a POSIX shell reads it; `<placeholders>` stay bare so that they are seen to be filled in. */
export function shellWord(word: string): string {
  if (placeholder.test(word)) return word;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A line that can be pasted. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
