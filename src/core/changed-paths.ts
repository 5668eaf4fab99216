import { isDeepStrictEqual } from 'node:util';

/** Paths at which two values differ, as `config.region`; arrays differ as a whole. */
export function changedPaths(before: unknown, after: unknown, at = ''): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [left, right] = [record(before), record(after)];
  if (!left || !right) return [at];
  const keys = [...new Set([...left.keys(), ...right.keys()])].sort();
  return keys.flatMap((key) =>
    changedPaths(left.get(key), right.get(key), at === '' ? key : `${at}.${key}`),
  );
}

/** Entries by key. A plain lookup would also find inherited properties. */
function record(value: unknown): ReadonlyMap<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? new Map(Object.entries(value))
    : undefined;
}
