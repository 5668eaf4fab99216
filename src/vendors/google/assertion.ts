import { createPrivateKey, createSign } from 'node:crypto';
import { PortaiError } from '../../core/errors.ts';

const lifetimeSeconds = 3600;

/** A PEM as the JSON key file had it, however a copy through shells and forms has bent its line ends. */
export function normalizePem(text: string): string {
  const unescaped = text
    .trim()
    .replace(/^["']|["',]+$/g, '')
    .replaceAll(/(?:\\)+r/g, '')
    .replaceAll(/(?:\\)+n/g, '\n');
  const found = /-----BEGIN ((?:RSA )?PRIVATE KEY)-----([\s\S]+?)-----END \1-----/.exec(unescaped);
  if (!found) {
    throw new PortaiError({
      name: 'SECRET_MALFORMED',
      message: 'The private key is not a PEM: it lacks the BEGIN and END lines',
      exit: 'checkFailed',
    });
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
    // Only line ends and quotes around it: anything else that stands beside the key is no slip of a copy.
    const bare = (pem: string) => pem.replace(/\\+[nr]|[\s"',]/g, '');
    if (bare(mended) !== bare(trimmed)) return text;
    return /^-----BEGIN [A-Z ]+-----\r?\n/.test(trimmed) && !trimmed.includes('\\n')
      ? text
      : mended;
  } catch {
    return text;
  }
}

/**
 * The signed JWT that a service account trades for an access token. No `sub`: with one, Google
 * expects domain-wide delegation and refuses.
 */
export function serviceAccountAssertion(email: string, pem: string, now: Date): string {
  const issued = Math.floor(now.getTime() / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({
    iss: email,
    scope: 'https://www.googleapis.com/auth/cloud-platform',
    aud: 'https://oauth2.googleapis.com/token',
    iat: issued,
    exp: issued + lifetimeSeconds,
  })}`;
  try {
    const key = createPrivateKey(normalizePem(pem));
    if (key.asymmetricKeyType !== 'rsa') throw unreadable();
    return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(key).toString('base64url')}`;
  } catch (error) {
    if (error instanceof PortaiError) throw error;
    // The cause is left out: OpenSSL's errors may quote key material.
    throw unreadable();
  }
}

function unreadable(): PortaiError {
  return new PortaiError({
    name: 'SECRET_MALFORMED',
    message: 'The private key cannot be read: it is damaged, or not an RSA key',
    exit: 'checkFailed',
  });
}
