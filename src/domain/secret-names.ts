import type { Field, ProviderType } from './provider-types/define.ts';

/** `apiKeySecretName` as words: api, key. */
function wordsOf(key: string): string[] {
  return key
    .replace(/SecretName$/, '')
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .split('-');
}

/** What the secret of a field is usually called: `openai-api-key`. */
export function usualName(type: ProviderType, key: string, field: Field): string {
  return field.usualSecret ?? [type.id, ...wordsOf(key)].join('-');
}

/** The first of `name`, `name-2`, `name-3` … that is not taken. */
export function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let at = 2; taken.includes(free); at += 1) free = `${name}-${at}`;
  return free;
}

/**
 * Names of secrets, those first that look made for the field: with words of its usual name, more of
 * them first. Words that nearly every secret has in its name count for nothing alone.
 */
export function inOrderOfFit(
  names: readonly string[],
  type: ProviderType,
  key: string,
  field: Field,
): { readonly fitting: readonly string[]; readonly others: readonly string[] } {
  const vendor = new Set([...type.id.split('-'), ...usualName(type, key, field).split('-')]);
  const purpose = wordsOf(key);
  const score = (name: string) => {
    const words = new Set(name.toLowerCase().split(/[-_]/));
    const ofVendor = [...vendor].filter((word) => words.has(word) && !purpose.includes(word));
    const ofPurpose = purpose.filter((word) => words.has(word));
    const exact = purpose.length === words.size ? 0.5 : 0;
    return ofVendor.length === 0 ? 0 : 10 * ofVendor.length + ofPurpose.length + exact;
  };
  const scored = [...names]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => ({ name, score: score(name) }));
  return {
    fitting: scored
      .filter((each) => each.score > 0)
      .sort((a, b) => b.score - a.score)
      .map(({ name }) => name),
    others: scored.filter((each) => each.score === 0).map(({ name }) => name),
  };
}
