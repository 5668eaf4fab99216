import { secretMalformed } from '../config-invalid.ts';

/** A PEM as the JSON key file had it, however a copy through shells and forms has bent its line ends. */
export function normalizePem(text: string): string {
  const unescaped = text
    .trim()
    .replace(/^["']|["',]+$/g, '')
    .replaceAll(/(?:\\)+r/g, '')
    .replaceAll(/(?:\\)+n/g, '\n');
  const found = /-----BEGIN ((?:RSA )?PRIVATE KEY)-----([\s\S]+?)-----END \1-----/.exec(unescaped);
  if (!found) {
    throw secretMalformed('The private key is not a PEM: it lacks the BEGIN and END lines');
  }
  const label = found[1] ?? '';
  const lines = (found[2] ?? '').replace(/[^A-Za-z0-9+/=]/g, '').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** The same key with the line ends of a PEM; a text that is none stays as it is. */
export function mendedPem(text: string): string {
  const trimmed = text.trim();
  try {
    const mended = normalizePem(trimmed);
    // Only line ends and quotes around the key are removed: other text beside it is not an error of copying.
    const bare = (pem: string) => pem.replace(/\\+[nr]|[\s"',]/g, '');
    if (bare(mended) !== bare(trimmed)) return text;
    return /^-----BEGIN [A-Z ]+-----\r?\n/.test(trimmed) && !trimmed.includes('\\n')
      ? text
      : mended;
  } catch {
    return text;
  }
}
