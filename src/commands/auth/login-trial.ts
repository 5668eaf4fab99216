import { PortaiError } from '../../core/errors.ts';
import type { Account, PlaneSignIn } from '../../planes/sign-in.ts';

/**
 * Tries credentials before they are stored, and gives the account that they open, where the plane
 * shows it. Rejects when they open none, or when the plane cannot be asked.
 *
 * @param again the words of the command that signs in
 */
export async function tryCredentials<C>(
  { tryOut, elsewhere }: PlaneSignIn<C>,
  credentials: C,
  address: string,
  again: readonly string[],
): Promise<Account | undefined> {
  try {
    return await tryOut(credentials, address);
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const { exit, hint } = error.failure;
    const refused = exit === 'unauthenticated';
    const stored = refused
      ? 'Nothing was stored.'
      : 'Nothing was stored. --no-verify stores without trying.';
    throw error.with({
      hint: hint === undefined ? stored : `${hint}\n  ${stored}`,
      // Other suggestions are for credentials that are stored.
      next: refused ? elsewhere(address, again) : [],
    });
  }
}
