import { portError } from '../planes/port/errors.ts';
import { PortaiError } from '../core/errors.ts';
import { refuse, type Problem } from '../core/problem.ts';
import type { Secret } from '../core/secret.ts';
import type { PortClient } from '../planes/port/client.ts';
import { readClaims } from '../planes/port/token-claims.ts';
import { roleOf } from '../planes/port/account.ts';

/** Roles that Port's documents give no right to change providers, defaults or secrets. */
const withoutRights = /^(?:member|moderator|viewer)$/i;

/** What tells who is asking. */
export interface SignedInClient {
  readonly client: PortClient;
  /** The access token in use. */
  readonly token: () => Promise<Secret>;
}

/**
 * Throws what stands in the way of a write. To somebody who may not make the write its advice is
 * useless, so where Port tells that these credentials have no such right, that is the answer.
 */
export async function refuseWrite(
  access: SignedInClient,
  problems: readonly Problem[],
): Promise<void> {
  try {
    refuse(problems);
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const role = await roleWithoutRights(access);
    if (role === undefined) throw error;
    throw portError(
      'llm_provider_manage_forbidden',
      `This needs an organization admin, and Port says that you are ${role}`,
      {
        hint: `Nothing was sent. For an admin there is something else in the way: ${error.message}`,
        next: [{ command: ['auth', 'status'], why: 'who you are' }],
        cause: error,
      },
    );
  }
}

/** The role of the token's user, where it is known to allow no change. */
async function roleWithoutRights({ token, client }: SignedInClient): Promise<string | undefined> {
  try {
    const { email } = readClaims((await token()).reveal());
    if (email === undefined) return undefined;
    const { name, known } = await roleOf(client, email);
    const roles = name?.split(', ') ?? [];
    return known && roles.every((each) => withoutRights.test(each)) ? roles.join(', ') : undefined;
  } catch (error) {
    // Only the reason for a better answer: without it the first one stands.
    if (error instanceof PortaiError) return undefined;
    throw error;
  }
}

/** A read that only serves a check: when it fails, --force is the way around. */
export async function readForCheck<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const { hint } = error.failure;
    const around = `This was read to check ${what}; --force goes ahead without that check.`;
    throw error.with({ hint: hint === undefined ? around : `${hint}\n  ${around}` });
  }
}
