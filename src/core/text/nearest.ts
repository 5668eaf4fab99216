/** Edits (insert, delete, replace) between two words. */
function distance(a: string, b: string): number {
  const others = Array.from(b);
  let row = [0, ...others.map((_, index) => index + 1)];
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of others.entries()) {
      const replace = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replace, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** Returns the known word that was probably meant, if one is close enough. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  const ranked = known
    .map((each) => ({ each, edits: distance(wanted, each.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  // In a word of two letters one edit is half of it: `k1` is not a typing error for `k2`.
  const slips = word.length < 3 ? 0 : Math.floor(word.length / 3);
  if (best && best.edits <= slips) return best.each;
  return known.find((each) => wanted.length >= 3 && each.toLowerCase().startsWith(wanted));
}

/** " Did you mean X?", or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === undefined ? '' : ` Did you mean ${near}?`;
}

/**
 * Maximum edits between a typed flag and the flag that was meant. Flags are long, and more edits
 * make another flag: --base-url is not --api-url.
 */
const mostSlips = 2;

const flagWords = (flag: string) => flag.toLowerCase().split('-').filter(Boolean);

/**
 * Returns the flag that was probably meant: a flag that contains all words of the typed one or the
 * other way round, such as --api-key-secret and --api-key; else the nearest one.
 */
export function nearestFlag(flag: string, known: readonly string[]): string | undefined {
  const typed = flagWords(flag);
  const ranked = known
    .map((each) => {
      const words = flagWords(each);
      const shared = words.filter((word) => typed.includes(word)).length;
      return { each, shared, apart: words.length + typed.length - 2 * shared };
    })
    .filter(({ shared, apart }) => shared > 0 && apart <= shared)
    .sort((a, b) => a.apart - b.apart);
  const near = ranked[0]?.each ?? nearest(flag, known);
  return near !== undefined && (ranked.length > 0 || distance(flag, near) <= mostSlips)
    ? near
    : undefined;
}
