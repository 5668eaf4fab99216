/** Values that are stored as several lines on purpose. */
const multiline = /^\s*["']?(?:-----BEGIN |\{[\s\S]*\}\s*$)/;

const invisible =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00a0\u200b-\u200f\u2028\u2029\ufeff]/;
/** Word processors and web pages put these where quotes and parts of a key were. */
const typographic = /[\u2018\u2019\u201c\u201d\u2026]/;

/** What a copy took along, or took instead of the value. */
const slips: readonly (readonly [RegExp, string])[] = [
  [/^(["'`]).*\1$/s, 'stands in quotes: leave them out'],
  [
    /^(?:export\s+)?[A-Z][A-Z0-9]*_[A-Z0-9_]*=\S/,
    'is an assignment: give what stands after the "=" alone',
  ],
  [/^\$\{?[A-Za-z_]\w*\}?$/, 'is the name of a variable that no shell has filled in'],
  [/^<[^<>]+>$/, 'is a placeholder of an example'],
  [/^[ \t]|[ \t]$/, 'starts or ends with a blank: leave it out'],
];

/**
 * What is wrong with a value as a credential, without repeating any of it; undefined when nothing is.
 * Each of these is accepted by a vault and refused by the provider, long after it was stored.
 */
export function problemInValue(value: string): string | undefined {
  if (value.startsWith('\ufeff')) return 'starts with a byte order mark (U+FEFF): save it without';
  const odd = invisible.exec(value);
  if (odd) return `holds an invisible character (${placeOf(odd)}): paste it again`;
  if (value.includes('-----BEGIN ') && !value.includes('-----END ')) {
    return 'is a PEM without its end: a question takes one line only, so give the file with --value-file';
  }
  if (multiline.test(value)) return undefined;
  const curly = typographic.exec(value);
  if (curly) return `holds a character that no key has (${placeOf(curly)}): paste it again`;
  if (/[\r\n]/.test(value.trimEnd())) {
    return 'has a line break inside, and is neither a PEM nor JSON: a key is one line';
  }
  return slips.find(([slip]) => slip.test(value))?.[1];
}

function placeOf(match: RegExpExecArray): string {
  const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${code} at position ${match.index + 1}`;
}
