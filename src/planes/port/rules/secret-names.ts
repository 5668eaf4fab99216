import type { Field, ProviderType } from '../provider-types/define.ts';
import { providerTypes } from '../provider-types/index.ts';

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

/** How much of what is looked for a name says: the share of its words first, then their number. */
interface Match {
  readonly share: number;
  readonly count: number;
}

function match(words: ReadonlySet<string>, wanted: readonly string[]): Match {
  const count = wanted.filter((word) => words.has(word)).length;
  return { share: wanted.length === 0 ? 0 : count / wanted.length, count };
}

const compare = (a: Match, b: Match) => a.share - b.share || a.count - b.count;

const best = (matches: readonly Match[]): Match =>
  matches.reduce((one, other) => (compare(other, one) > 0 ? other : one), { share: 0, count: 0 });

/** What the secrets of all types are for: an API key, a client e-mail, an external ID … */
const purposes = providerTypes.flatMap(({ variants }) =>
  variants.flatMap(({ fields }) =>
    Object.entries<Field>(fields).flatMap(([key, { holds }]) =>
      holds !== undefined ? [wordsOf(key)] : [],
    ),
  ),
);

/** The words that stand for a type in a name: those of its id, or of what its secrets are called. */
function vendorWords(type: ProviderType): (readonly string[])[] {
  const usual = type.variants.flatMap(({ fields }) =>
    Object.entries<Field>(fields).flatMap(([key, { usualSecret }]) => {
      const words = usualSecret?.split('-').filter((word) => !wordsOf(key).includes(word)) ?? [];
      return words.length > 0 ? [words] : [];
    }),
  );
  return [type.id.split('-'), ...usual];
}

const vendors = providerTypes.map((type) => ({ id: type.id, words: vendorWords(type) }));

/**
 * Names of secrets, those first that look made for the field: they name its type more fully than any
 * other type, and no other purpose more fully than its own. Of Vertex's two secrets the e-mail fits no
 * key, and OpenAI's key no resource on Azure.
 */
export function inOrderOfFit(
  names: readonly string[],
  type: ProviderType,
  key: string,
): { readonly fitting: readonly string[]; readonly others: readonly string[] } {
  const scored = [...names]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => ({ name, fit: fitOf(name, type, wordsOf(key)) }));
  return {
    fitting: scored
      .flatMap(({ name, fit }) => (fit ? [{ name, fit }] : []))
      .sort((a, b) => compare(b.fit, a.fit))
      .map(({ name }) => name),
    others: scored.filter(({ fit }) => !fit).map(({ name }) => name),
  };
}

/** How well a name says what the secret is for; undefined where it speaks of something else. */
function fitOf(name: string, { id }: ProviderType, purpose: readonly string[]): Match | undefined {
  const words = new Set(name.toLowerCase().split(/[-_]/));
  const vendorOf = (each: (typeof vendors)[number]) =>
    best(each.words.map((wanted) => match(words, wanted)));
  const own = best(vendors.filter((each) => each.id === id).map(vendorOf));
  if (own.count === 0 || compare(best(vendors.map(vendorOf)), own) > 0) return undefined;
  const fit = match(words, purpose);
  const other = best(purposes.map((wanted) => match(words, wanted)));
  return compare(other, fit) > 0 ? undefined : fit;
}
