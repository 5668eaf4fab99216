import { secretMalformed } from '../config-invalid.ts';
import { createPrivateKey, createSign } from 'node:crypto';
import { PortaiError } from '../../core/errors.ts';
import { normalizePem } from './pem.ts';

const lifetimeSeconds = 3600;

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
  return secretMalformed('The private key cannot be read: it is damaged, or not an RSA key');
}
