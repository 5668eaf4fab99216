import { fail } from '../core/fail.ts';
import { nameInWords } from '../core/text/typed-names.ts';

/** Collects the values of a flag that is given more than once. */
export const repeatable = (value: string, before: readonly string[] | undefined): string[] => [
  ...(before ?? []),
  value,
];

/** Reads `key=value`; the value may hold further equals signs, and be empty. */
export function pairIn(text: string, flag: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw fail('Usage', `${flag}: ${nameInWords(text)} is not of the form key=value`);
}

/** Reads labels. A label that is given twice is a slip. */
export function labelsIn(texts: readonly string[], flag: string): Record<string, string> {
  const pairs = texts.map((text) => pairIn(text, flag));
  const labels = new Map(pairs);
  if (labels.size === pairs.length) return Object.fromEntries(labels);
  throw fail('Usage', `${flag}: a label is given more than once`);
}
