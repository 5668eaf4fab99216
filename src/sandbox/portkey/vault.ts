import { encrypt, decrypt } from '../store/encryption.ts';
import type { HiddenValue } from '../store/portkey-state.ts';

/** Encrypts what must not lie in the open. Each value is bound to its place and opens at no other. */
export interface Vault {
  hide(value: string, place: string): HiddenValue;
  /** Throws when the value was changed, or belongs to another place. */
  reveal(hidden: HiddenValue, place: string): string;
}

/** A vault under the key of a store. */
export function vaultWith(key: Buffer): Vault {
  const named = (place: string) => `portkey ${place}`;
  return {
    hide: (value, place) => ({ sealed: encrypt(value, named(place), key), mask: maskOf(value) }),
    reveal(hidden, place) {
      const value = decrypt(hidden.sealed, named(place), key);
      if (value === undefined) throw new Error(`The sandbox cannot decrypt ${place}`);
      return value;
    },
  };
}

/**
 * What answers show of a value: two characters, five asterisks, three characters (seen in answers of
 * the control plane, `pa*****X7a`). A short value is not shown at all.
 */
export function maskOf(value: string): string {
  return value.length < 10 ? '*****' : `${value.slice(0, 2)}*****${value.slice(-3)}`;
}
