import { randomBytes } from 'node:crypto';

/** A new external ID: 128 random bits, in characters that every gateway carries as they are. */
export function newExternalId(): string {
  return `port-${randomBytes(16).toString('hex')}`;
}

/**
 * What is wrong with an external ID, to stand after "The external ID"; undefined when nothing is. AWS
 * takes more characters than these, but some gateways write it into a URL without encoding it.
 */
export function problemInExternalId(text: string): string | undefined {
  if (/^\s|\s$/.test(text)) return 'begins or ends with a blank or a line end';
  if (text.length < 8) return 'is shorter than 8 characters: it has to be unguessable';
  if (text.length > 1224) return 'is longer than the 1,224 characters that AWS takes';
  if (!/^[A-Za-z0-9-]+$/.test(text)) return 'holds other characters than letters, digits and "-"';
  return undefined;
}
