import { isDeepStrictEqual } from 'node:util';

/** Paths at which two values differ, as `config.region`; arrays differ as a whole. */
export function changedPaths(before: unknown, after: unknown, at = ''): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [left, right] = [record(before), record(after)];
  if (!left || !right) return [at];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  return keys.flatMap((key) =>
    changedPaths(left[key], right[key], at === '' ? key : `${at}.${key}`),
  );
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}
