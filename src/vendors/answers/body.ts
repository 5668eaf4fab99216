/** What a body holds, whoever sent it: parsed with limits, and searched for what reads like words. */

import { fieldsOf, readJson, type Fields } from '../../core/text/json.ts';

/** Parsed JSON, with or without a byte order mark; undefined for what no provider would send. */
export function parsedBody(text: string): unknown {
  try {
    return readJson(text.replace(/^\uFEFF+/, ''));
  } catch {
    return undefined;
  }
}

/** Whether a text begins as an object or a list of JSON and ends before that is closed. */
export function breaksOff(text: string): boolean {
  if (!/^[\uFEFF\s]*[[{]/.test(text)) return false;
  let depth = 0;
  // A text within it counts as one piece; one without its end runs to the end of all.
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\.)*(?:"|\\?$)|[[\]{}]/gs)) {
    if (piece === '{' || piece === '[') depth += 1;
    else if (piece === '}' || piece === ']') depth -= 1;
    if (depth === 0) return false;
  }
  return true;
}

/** No refusal holds more; of what a hostile server adds no more is looked at. */
const mostValues = 200;

interface Leaf {
  readonly key: string;
  readonly value: string;
}

/** The objects and the texts within a value, the outermost first. */
function within(value: unknown): { objects: Fields[]; texts: Leaf[] } {
  const objects: Fields[] = [];
  const texts: Leaf[] = [];
  const waiting: { key: string; value: unknown }[] = [{ key: '', value }];
  for (let seen = 0; seen < Math.min(waiting.length, mostValues); seen++) {
    const { key, value: at } = waiting[seen] ?? { key: '', value: undefined };
    if (typeof at === 'string') texts.push({ key, value: at });
    if (Array.isArray(at)) {
      for (const each of at.slice(0, mostValues)) waiting.push({ key, value: each });
      continue;
    }
    const fields = fieldsOf(at);
    if (!fields) continue;
    objects.push(fields);
    for (const [name, each] of Object.entries(fields).slice(0, mostValues)) {
      waiting.push({ key: name, value: each });
    }
  }
  return { objects, texts };
}

/** The first object within a value that is what is looked for. */
export const firstWithin = (value: unknown, fits: (fields: Fields) => boolean) =>
  within(value).objects.find(fits);

const messageLike =
  /^(?:err(?:or)?_?)?(?:message|msg|description|detail|details|reason|cause|text|string|title|hint|info)s?$|^error$/i;

const isSentence = (value: string) => /\S\s+\S/.test(value);

/**
 * What reads most like the words of a refusal in an envelope that nobody knows: a sentence in a field
 * with a name for one, then any sentence, then a word in such a field. Empty when there is nothing.
 */
export function likelyWords(value: unknown): string {
  const { texts } = within(value);
  const named = ({ key }: Leaf) => messageLike.test(key);
  const sentence = (leaf: Leaf) => isSentence(leaf.value);
  const found =
    texts.find((leaf) => named(leaf) && sentence(leaf)) ??
    texts.find(sentence) ??
    texts.find((leaf) => named(leaf) && leaf.value !== '');
  return found?.value ?? '';
}
