/** Values that are stored as several lines on purpose. */
const multiline = /^\s*(?:-----BEGIN |\{[\s\S]*\}\s*$)/;

/**
 * What is wrong with a value as a credential, without repeating any of it; undefined when nothing is.
 * Each of these is accepted by a vault and refused by the provider, long after it was stored.
 */
export function problemInValue(value: string): string | undefined {
  if (value.startsWith('\ufeff')) return 'starts with a byte order mark (U+FEFF): save it without';
  const odd =
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00a0\u200b-\u200f\u2028\u2029\ufeff]/.exec(
      value,
    );
  if (odd) {
    const code = (odd[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `holds an invisible character (U+${code} at position ${odd.index + 1}): paste it again`;
  }
  if (/[\r\n]/.test(value.trimEnd()) && !multiline.test(value)) {
    return 'has a line break inside, and is neither a PEM nor JSON: a key is one line';
  }
  return undefined;
}
