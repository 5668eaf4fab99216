import { randomBytes } from 'node:crypto';

/** A slug of a name: the name in lower case with dashes, and something random where that is taken. */
export function generatedSlug(from: string, taken: (slug: string) => boolean): string {
  const plain = from
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  if (plain !== '' && !taken(plain)) return plain;
  return `${plain === '' ? 'i' : plain}-${randomBytes(3).toString('hex')}`;
}
