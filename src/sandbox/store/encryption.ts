import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** A value encrypted with AES-256-GCM under the store's key; every part base64. */
export const encryptedValue = z.strictObject({
  iv: z.base64(),
  tag: z.base64(),
  data: z.base64(),
});

export type EncryptedValue = z.infer<typeof encryptedValue>;

const algorithm = 'aes-256-gcm';
const tagBytes = 16;

/** One key a purpose, so that a signature never helps against the encryption. */
export function subkey(key: Buffer, purpose: 'secrets' | 'tokens'): Buffer {
  return createHmac('sha256', key).update(`portai sandbox ${purpose}`).digest();
}

/** Encrypts a value; the name is bound to it, so that it opens under no other. */
export function encrypt(value: string, name: string, key: Buffer): EncryptedValue {
  const iv = randomBytes(12);
  const cipher = createCipheriv(algorithm, subkey(key, 'secrets'), iv, {
    authTagLength: tagBytes,
  }).setAAD(Buffer.from(name));
  const data = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return {
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  };
}

/** The value again; undefined when anything about it was changed. */
export function decrypt(sealed: EncryptedValue, name: string, key: Buffer): string | undefined {
  try {
    const decipher = createDecipheriv(
      algorithm,
      subkey(key, 'secrets'),
      Buffer.from(sealed.iv, 'base64'),
      { authTagLength: tagBytes },
    )
      .setAAD(Buffer.from(name))
      .setAuthTag(Buffer.from(sealed.tag, 'base64'));
    const data = Buffer.from(sealed.data, 'base64');
    return Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
