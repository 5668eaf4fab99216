/**
 * Maximum nesting. Answers and configurations stay below it; a deeper document could exhaust the
 * stack of code that walks it.
 */
const deepest = 100;

/** A JSON text that is nested deeper than any document of a control plane. */
export class NestedTooDeep extends SyntaxError {}

/**
 * Parses a JSON text. Throws NestedTooDeep if it is nested too deep, and a SyntaxError if it is not
 * JSON.
 */
export function readJson(text: string): unknown {
  if (nestsTooDeep(text)) throw new NestedTooDeep('nested too deep');
  return JSON.parse(text);
}

/** Parses a JSON text; undefined if it is not one that `readJson` accepts. */
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
 * Remarks on numbers of a JSON text that a JavaScript number cannot represent exactly. Reading and
 * writing them back would change them.
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
