/** Maximum nesting. portai's own documents stay below it; deeper data could exhaust the stack. */
const deepest = 200;

function isPlain(value: object): boolean {
  const parent: unknown = Object.getPrototypeOf(value);
  return parent === null || parent === Object.prototype;
}

/**
 * Copies data and changes every text in it, including field names. Values that are not plain data,
 * such as dates, stay as they are. A text in place of parts that are nested too deep says that they
 * are left out.
 */
export function withTexts(
  value: unknown,
  change: (text: string) => string,
  changeKey: (key: string) => string = change,
  depth = 0,
): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return '(nested too deep to show)';
  const inner = (each: unknown) => withTexts(each, change, changeKey, depth + 1);
  if (Array.isArray(value)) return value.map(inner);
  if (!isPlain(value)) return value;
  const taken = new Set<string>();
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [unused(changeKey(key), taken), inner(each)]),
  );
}

/**
 * Returns a free field name. If two names become the same mask, the second gets a number, so that
 * no field is lost.
 */
function unused(name: string, taken: Set<string>): string {
  let free = name;
  for (let at = 2; taken.has(free); at += 1) free = `${name} (${at})`;
  taken.add(free);
  return free;
}

/**
 * Like `withTexts`, and keeps the type of the data for a renderer. Data that contains functions
 * cannot be copied and is returned as it is.
 */
export function copyWithTexts<T>(value: T, change: (text: string) => string): T {
  if (!anyText(value, (text) => change(text) !== text)) return value;
  try {
    const copy = structuredClone(value);
    changeInPlace(copy, change);
    return copy;
  } catch {
    return value;
  }
}

function anyText(value: unknown, is: (text: string) => boolean, depth = 0): boolean {
  if (typeof value === 'string') return is(value);
  if (typeof value !== 'object' || value === null || depth > deepest) return false;
  return Object.entries(value).some(([key, each]) => is(key) || anyText(each, is, depth + 1));
}

function changeInPlace(value: unknown, change: (text: string) => string, depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > deepest) return;
  for (const [key, each] of Object.entries(value)) {
    const name = change(key);
    if (name !== key) Reflect.deleteProperty(value, key);
    Reflect.set(value, name, typeof each === 'string' ? change(each) : each);
    changeInPlace(each, change, depth + 1);
  }
}
