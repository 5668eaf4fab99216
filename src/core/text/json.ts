/** No answer and no configuration is nested deeper; what is would exhaust the stack of whoever walks it. */
const deepest = 100;

/** A JSON text that is nested deeper than any document of a control plane. */
export class NestedTooDeep extends SyntaxError {}

/** What a JSON text says. Throws a SyntaxError where it is none, and NestedTooDeep where it is. */
export function readJson(text: string): unknown {
  if (nestsTooDeep(text)) throw new NestedTooDeep('nested too deep');
  return JSON.parse(text);
}

/** The same; undefined where the text is none. */
export function jsonIn(text: string | undefined): unknown {
  try {
    return readJson(text ?? '');
  } catch {
    return undefined;
  }
}

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of a JSON object; undefined for a list, a text, a number and null. */
export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

/**
 * Numbers of a JSON text that a number of this language cannot hold, in words: who writes back what was
 * read would change them.
 */
export function inexactNumbers(json: string): string[] {
  // Nearly every text has none, and needs no second reading.
  if (!/\d{16}|\de\+?\d{3}/i.test(json)) return [];
  const tokens = json.matchAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g);
  const inexact = [...tokens].map(([token]) => token).filter(isInexact);
  return [...new Set(inexact)].map(
    (token) =>
      `the number ${token.slice(0, 40)} cannot be kept exactly, and would be sent back changed`,
  );
}

function isInexact(token: string): boolean {
  if (token.startsWith('"')) return false;
  if (/^-?\d+$/.test(token)) return BigInt(token) !== BigInt(Number(token));
  return !Number.isFinite(Number(token));
}

function nestsTooDeep(json: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at++) {
    const letter = json[at];
    if (quoted) {
      if (letter === '\\') at++;
      else if (letter === '"') quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === '{' || letter === '[') depth++;
    else if (letter === '}' || letter === ']') depth--;
    if (depth > deepest) return true;
  }
  return false;
}
